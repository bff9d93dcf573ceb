import { randomUUID } from 'node:crypto';
import type { Progress } from './operation.ts';

type JobState = 'working' | 'completed' | 'failed';

export interface Job<Result> {
  readonly id: string;
  readonly state: JobState;
  readonly progress?: Progress;
  readonly result?: Result;
  readonly error?: unknown;
}

interface Entry<Result> {
  state: JobState;
  progress?: Progress;
  result?: Result;
  error?: unknown;
  /** Asks it to end as soon as what is under way has come in. */
  readonly stop: AbortController;
  /** Ends it at once. */
  readonly abort: AbortController;
  ended: Promise<void>;
}

interface JobOptions {
  readonly stop: AbortSignal;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Work that goes on while its asker does something else; kept in this process, the last ones only. */
export function createJobs<Result>({ kept = 20 }: { readonly kept?: number } = {}) {
  const jobs = new Map<string, Entry<Result>>();

  return {
    /** Begins, and returns the handle: 122 random bits. */
    start(run: (options: JobOptions) => Promise<Result>): string {
      const id = randomUUID();
      const entry: Entry<Result> = { state: 'working', stop: new AbortController(), abort: new AbortController(), ended: Promise.resolve() };
      const onProgress = (progress: Progress) => {
        entry.progress = progress;
      };
      entry.ended = run({ stop: entry.stop.signal, signal: entry.abort.signal, onProgress }).then(
        (result) => {
          entry.result = result;
          entry.state = 'completed';
        },
        (error: unknown) => {
          entry.error = error;
          entry.state = 'failed';
        },
      );
      jobs.set(id, entry);
      for (const [old, { state }] of jobs) if (jobs.size > kept && state !== 'working') jobs.delete(old);
      return id;
    },

    /** Asks a job to end: what is under way comes in, and what there is is its result. */
    stop(id: string): void {
      jobs.get(id)?.stop.abort();
    },

    /** The job, once it has ended or `waitMs` are over; `undefined` for a handle nobody knows. */
    async wait(id: string, waitMs: number, onProgress?: (progress: Progress) => void): Promise<Job<Result> | undefined> {
      const job = jobs.get(id);
      if (!job) return undefined;
      let timer: NodeJS.Timeout | undefined;
      let ticker: NodeJS.Timeout | undefined;
      const tick = onProgress && (() => job.progress && onProgress(job.progress));
      if (tick) ticker = setInterval(tick, 500);
      await Promise.race([
        job.ended,
        new Promise((resolve) => {
          timer = setTimeout(resolve, waitMs);
        }),
      ]);
      clearTimeout(timer);
      clearInterval(ticker);
      const { state, progress, result, error } = job;
      return { id, state, progress, result, error };
    },

    /** Asks all jobs to end and waits for them, so long at most; then they are ended. */
    async stopAll(graceMs: number): Promise<void> {
      const working = [...jobs.values()].filter(({ state }) => state === 'working');
      if (!working.length) return;
      for (const { stop } of working) stop.abort();
      let timer: NodeJS.Timeout | undefined;
      const over = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, graceMs);
      });
      await Promise.race([Promise.all(working.map(({ ended }) => ended)), over]);
      clearTimeout(timer);
      for (const { abort } of working) abort.abort();
    },
  };
}

export type Jobs<Result> = ReturnType<typeof createJobs<Result>>;
