import { randomUUID } from 'node:crypto';
import type { Progress } from './operation.ts';

export type JobState = 'working' | 'completed' | 'failed';

export interface Job<Result> {
  readonly id: string;
  readonly state: JobState;
  readonly progress?: Progress;
  readonly result?: Result;
  readonly error?: unknown;
}

/** Work that goes on while its asker does something else; kept in this process, the last ones only. */
export function createJobs<Result>({ kept = 20 }: { readonly kept?: number } = {}) {
  const jobs = new Map<string, { state: JobState; progress?: Progress; result?: Result; error?: unknown; stop: AbortController; ended: Promise<void> }>();

  return {
    /** Begins, and returns the handle: 122 random bits. */
    start(run: (options: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void }) => Promise<Result>): string {
      const id = randomUUID();
      const stop = new AbortController();
      const job = { state: 'working' as JobState, stop } as {
        state: JobState;
        progress?: Progress;
        result?: Result;
        error?: unknown;
        stop: AbortController;
        ended: Promise<void>;
      };
      job.ended = run({
        signal: stop.signal,
        onProgress: (progress) => {
          job.progress = progress;
        },
      }).then(
        (result) => {
          job.result = result;
          job.state = 'completed';
        },
        (error: unknown) => {
          job.error = error;
          job.state = 'failed';
        },
      );
      jobs.set(id, job);
      for (const [old, { state }] of jobs) if (jobs.size > kept && state !== 'working') jobs.delete(old);
      return id;
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

    /** Ends everything that is under way. */
    stopAll(): void {
      for (const { stop } of jobs.values()) stop.abort();
    },
  };
}

export type Jobs<Result> = ReturnType<typeof createJobs<Result>>;
