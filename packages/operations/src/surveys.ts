import { setTimeout as sleep } from 'node:timers/promises';
import { ElsevierError } from '@scopekit/elsevier-http';
import type { Run, Runs } from '@scopekit/store';
import type { z } from 'zod';
import { anyWorks, endAll, startJob, type Worker } from './jobs.ts';
import type { Progress } from './operation.ts';
import { stateTold } from './resumed.ts';
import type { Scopekit } from './scopekit.ts';
import type { SurveyInput } from './survey/input.ts';
import type { SurveyResult } from './survey/output.ts';

/** How a survey stands that goes on, or can be gone on with, while its asker does something else. */
export interface SurveyStanding {
  /** The run: good until it is removed, whatever becomes of this process. */
  readonly run: string;
  readonly title: string;
  readonly state: 'working' | 'paused' | 'completed' | 'failed';
  readonly progress?: Progress;
  /** It works in another process, and can be ended there only. */
  readonly elsewhere?: boolean;
  /** What came in; of a survey that is paused, as far as it was when it ended in order. */
  readonly result?: SurveyResult;
  /** Why it is paused. */
  readonly why?: string;
  /** Why it failed, or paused, when that is an error. */
  readonly error?: unknown;
}

const elsewhereMs = 1_000;
const rememberedMs = 60_000;

/** Surveys under way, by run. */
export type SurveyWorkers = Map<string, Worker<SurveyResult>>;

export interface SurveysOptions {
  readonly scopekit: Pick<Scopekit, 'survey'>;
  readonly runs: Runs;
  /** Shared by all who may see the same runs in this process. */
  readonly working?: SurveyWorkers;
}

/**
 * Surveys in the background, each a run of the store: it survives the process, is paused when the process ends, and is gone
 * on with by `start({ resume })` only.
 */
export function createSurveys({ scopekit, runs, working = new Map() }: SurveysOptions) {
  /** While somebody pages through it. */
  let last: { readonly run: string; readonly touchedAt: number; readonly result: SurveyResult } | undefined;
  let forgetting: NodeJS.Timeout | undefined;

  async function resultOf({ id: run, touchedAt }: Run): Promise<SurveyResult | undefined> {
    if (last?.run === run && last.touchedAt === touchedAt) return last.result;
    const body = await stateTold(() => runs.result(run));
    if (!body) return undefined;
    const result = JSON.parse(new TextDecoder().decode(body)) as SurveyResult;
    last = { run, touchedAt, result };
    clearTimeout(forgetting);
    forgetting = setTimeout(() => {
      last = undefined;
    }, rememberedMs).unref();
    return result;
  }

  const listed = async (): Promise<readonly Run[]> => (await stateTold(() => runs.list())).filter(({ kind }) => kind === 'survey');

  async function standing(run: string): Promise<SurveyStanding | undefined> {
    const worker = working.get(run);
    const job = worker?.job();
    const line = (await listed()).find(({ id }) => id === run);
    const title = line?.title ?? '';
    if (job?.state === 'working') return { run, title, state: 'working', progress: job.progress };
    if (!line) return job?.state === 'failed' ? { run, title, state: 'failed', error: job.error } : undefined;
    if (line.state === 'running') return { run, title, state: 'working', elsewhere: true };
    const result = await resultOf(line);
    if (line.state === 'paused') return { run, title, state: 'paused', result, why: line.why, error: job?.error };
    return { run, title, state: 'completed', result };
  }

  return {
    /**
     * Begins a survey, or goes on with one, and returns its run.
     *
     * @throws ElsevierError before anything is paid for: `bad-input`, `state`
     */
    async start(input: z.input<typeof SurveyInput>): Promise<string> {
      const begun = Promise.withResolvers<string>();
      const worker = startJob<SurveyResult>(({ stop, signal, onProgress }) => {
        const ended = scopekit.survey(input, { stop, signal, onProgress, keepResult: true, onRun: begun.resolve }) as Promise<SurveyResult>;
        ended.then(
          () => begun.reject(new ElsevierError({ reason: 'state', message: 'This survey is no run.', next: 'Ask without dryRun and not offline.' })),
          begun.reject,
        );
        return ended;
      });
      const run = await begun.promise.catch((error: unknown) => {
        // somebody was faster to go on with it
        if (input.resume !== undefined && working.has(input.resume)) return input.resume;
        throw error;
      });
      if (working.get(run)?.job().state === 'working') return run;
      for (const [old, { job }] of working) if (job().state !== 'working') working.delete(old);
      working.set(run, worker);
      // the store has its result
      void worker.ended.then(() => working.get(run) === worker && worker.job().state === 'completed' && working.delete(run));
      return run;
    },

    /** Lets what is under way come in, and pauses it. */
    stop: (run: string): void => working.get(run)?.stop(),

    /** How it stands once it has ended or `waitMs` are over; `undefined` for a run nobody knows, or somebody else's. */
    async wait(run: string, waitMs: number, onProgress?: (progress: Progress) => void): Promise<SurveyStanding | undefined> {
      const until = performance.now() + waitMs;
      await working.get(run)?.wait(waitMs, onProgress);
      // another process may work on it
      for (;;) {
        const now = await standing(run);
        if (now?.state !== 'working' || performance.now() >= until) return now;
        await sleep(Math.min(elsewhereMs, Math.max(0, until - performance.now())));
      }
    },

    /** Runs that are done or paused, the last first. */
    list: async (): Promise<readonly Run[]> => (await listed()).filter(({ state }) => state !== 'running'),
    /** What came in; `undefined` for a run that is unknown, somebody else's, or has none. */
    async result(run: string): Promise<SurveyResult | undefined> {
      const line = (await listed()).find(({ id }) => id === run);
      return line && resultOf(line);
    },
    busy: () => anyWorks(working.values()),
    endAll: (graceMs: number) => endAll(working.values(), graceMs),
  };
}

export type Surveys = ReturnType<typeof createSurveys>;
