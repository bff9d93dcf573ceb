import { randomUUID } from 'node:crypto';
import type { Progress } from './operation.ts';

/** How work stands that goes on while its asker does something else. */
export interface Job<Result> {
  readonly state: 'working' | 'completed' | 'failed';
  readonly progress?: Progress;
  readonly result?: Result;
  readonly error?: unknown;
}

export interface JobOptions {
  /** Asks it to end as soon as what is under way has come in. */
  readonly stop: AbortSignal;
  /** Ends it at once. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export interface Worker<Result> {
  stop(): void;
  abort(): void;
  job(): Job<Result>;
  readonly ended: Promise<void>;
  /** How it stands once it has ended or `waitMs` are over. */
  wait(waitMs: number, onProgress?: (progress: Progress) => void): Promise<Job<Result>>;
}

const tickMs = 500;

/** Begins work that nobody waits for. */
export function startJob<Result>(run: (options: JobOptions) => Promise<Result>): Worker<Result> {
  const [stop, abort] = [new AbortController(), new AbortController()];
  let job: Job<Result> = { state: 'working' };
  const onProgress = (progress: Progress) => {
    job = { ...job, progress };
  };
  const ended = run({ stop: stop.signal, signal: abort.signal, onProgress }).then(
    (result) => {
      job = { ...job, state: 'completed', result };
    },
    (error: unknown) => {
      job = { ...job, state: 'failed', error };
    },
  );
  return {
    stop: () => stop.abort(),
    abort: () => abort.abort(),
    job: () => job,
    ended,
    async wait(waitMs, tell) {
      let timer: NodeJS.Timeout | undefined;
      const over = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, waitMs);
      });
      const ticker = tell && setInterval(() => job.progress && tell(job.progress), tickMs);
      await Promise.race([ended, over]);
      clearTimeout(timer);
      clearInterval(ticker);
      return job;
    },
  };
}

/** Ends all at once, and waits for them, so long at most. */
export async function endAll(workers: Iterable<Worker<unknown>>, graceMs: number): Promise<void> {
  const working = [...workers].filter((worker) => worker.job().state === 'working');
  for (const worker of working) worker.abort();
  await Promise.all(working.map((worker) => worker.wait(graceMs)));
}

/** Whether any is under way. */
export const anyWorks = (workers: Iterable<Worker<unknown>>): boolean => [...workers].some((worker) => worker.job().state === 'working');

/** Jobs by handles of 122 random bits; kept in this process, the last ones only. */
export function createJobs<Result>({ kept = 20 }: { readonly kept?: number } = {}) {
  const jobs = new Map<string, Worker<Result>>();
  return {
    start(run: (options: JobOptions) => Promise<Result>): string {
      const id = randomUUID();
      jobs.set(id, startJob(run));
      for (const [old, worker] of jobs) if (jobs.size > kept && worker.job().state !== 'working') jobs.delete(old);
      return id;
    },
    stop: (id: string): void => jobs.get(id)?.stop(),
    /** `undefined` for a handle nobody knows. */
    wait: async (id: string, waitMs: number, onProgress?: (progress: Progress) => void): Promise<Job<Result> | undefined> =>
      jobs.get(id)?.wait(waitMs, onProgress),
    busy: () => anyWorks(jobs.values()),
    endAll: (graceMs: number) => endAll(jobs.values(), graceMs),
  };
}

export type Jobs<Result> = ReturnType<typeof createJobs<Result>>;
