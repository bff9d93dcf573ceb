import { randomBytes } from 'node:crypto';
import type { CachedAnswer } from './cache.ts';
import { StoreError } from './store-error.ts';

/**
 * A run is a question that takes many paid requests: each answer is kept before the next is asked for, under the name of
 * the request, so that the same question asked again pays for what is missing only. There is no other checkpoint.
 */
export interface Runs {
  begin(run: { readonly kind: string; readonly title: string; readonly input: unknown; readonly now: number }): Promise<OpenRun>;
  /**
   * Takes a run up again.
   *
   * @param id whole, or so much of it that it fits one run only; `last` is the one touched last.
   * @throws StoreError `busy` when the process that has it is alive.
   */
  resume(id: string, now: number): Promise<OpenRun | undefined>;
  /** The run touched last first. */
  list(): Promise<readonly Run[]>;
  /**
   * Forgets a run and its answers.
   *
   * @throws StoreError `busy` when the process that has it is alive.
   */
  remove(id: string): Promise<boolean>;
  /** What a run came to, as far as whoever had it kept that. */
  result(id: string): Promise<Uint8Array | undefined>;
  /** The runs of one of several people: nobody else sees them, and nobody guesses their ids. */
  of(person: string): Runs;
}

export type RunState = 'running' | 'paused' | 'done';

export interface Run {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  /** As the asker gave it: enough to ask again. */
  readonly input: unknown;
  readonly state: RunState;
  /** Why it is paused. */
  readonly why?: string;
  /** Answers kept; those of a run that is done are forgotten. */
  readonly answers: number;
  /** Milliseconds of the epoch. */
  readonly beganAt: number;
  readonly touchedAt: number;
}

/** A run in the hands of this process. */
export interface OpenRun {
  /** As it was when it was opened. */
  readonly run: Run;
  answer(name: string): Promise<CachedAnswer | undefined>;
  /** @throws StoreError `taken` when another process has taken the run up. */
  keep(name: string, answer: CachedAnswer): Promise<void>;
  /** @param result what it came to so far, for who asks later; without one that of an earlier pause stays */
  pause(why: string, now: number, result?: Uint8Array): Promise<void>;
  /** Nothing more will be asked or kept: its answers are forgotten, its line stays, and its result. */
  finish(now: number, result?: Uint8Array): Promise<void>;
  /** Nothing was paid for: the run was never there. */
  forget(): Promise<void>;
}

/** Runs that are done stay, with their result, so long as one person has not more of one kind. */
export const doneKept = 20;

const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Letters and digits that are not easily mistaken for each other: eight where all runs are one person's, else more than 122 random bits. */
export const newRunId = (person: string): string => [...randomBytes(person ? 26 : 8)].map((byte) => letters[byte % letters.length]).join('');

/** Whose the runs are that are nobody's in particular: the user's of this machine. */
export const theUser = '';

/** The runs that an id, its beginning, or `last` names. */
export const named = <R extends Pick<Run, 'id'>>(runs: readonly R[], id: string): readonly R[] =>
  id === 'last' ? runs.slice(0, 1) : runs.filter((run) => run.id === id || (id.length >= 3 && run.id.startsWith(id)));

export const taken = (id: string) => new StoreError('taken', `The run ${id} was taken up by another process; this one stops.`);
export const busy = (id: string, owner: string) =>
  new StoreError('busy', `The run ${id} is being worked on by process ${owner.split('@')[0]}; end that one first.`);

/** Runs of this process: forgotten when it ends, answers included. */
export const memoryRuns = (): Runs => memoryRunsOf(theUser, new Map());

interface Entry {
  run: Run;
  readonly person: string;
  owner: object;
  result?: Uint8Array;
  readonly answers: Map<string, CachedAnswer>;
}

function memoryRunsOf(person: string, runs: Map<string, Entry>): Runs {
  function open(run: Run): OpenRun {
    const { id } = run;
    const owner = {};
    const mine = () => {
      const entry = runs.get(id);
      if (entry?.owner !== owner) throw taken(id);
      return entry;
    };
    const entry = runs.get(id);
    if (entry) entry.owner = owner;
    return {
      run,
      answer: async (name) => runs.get(id)?.answers.get(name),
      async keep(name, answer) {
        const { run, answers } = mine();
        answers.set(name, answer);
        mine().run = { ...run, answers: answers.size, touchedAt: answer.storedAt };
      },
      async pause(why, now, result) {
        mine().run = { ...mine().run, state: 'paused', why, touchedAt: now };
        if (result) mine().result = result;
      },
      async finish(now, result) {
        const entry = mine();
        const { why: _, ...run } = entry.run;
        entry.run = { ...run, state: 'done', touchedAt: now };
        entry.result = result;
        entry.answers.clear();
        entry.owner = {};
        const { kind } = run;
        const done = list().filter((run) => run.state === 'done' && run.kind === kind);
        for (const old of done.slice(doneKept)) runs.delete(old.id);
      },
      async forget() {
        mine();
        runs.delete(id);
      },
    };
  }

  const own = (id: string) => {
    const entry = runs.get(id);
    return entry?.person === person ? entry : undefined;
  };
  const list = () => [...runs.values()].flatMap((entry) => (entry.person === person ? [entry.run] : [])).sort((a, b) => b.touchedAt - a.touchedAt);

  return {
    async begin({ kind, title, input, now }) {
      const id = newRunId(person);
      const run: Run = { id, kind, title, input, state: 'running', answers: 0, beganAt: now, touchedAt: now };
      runs.set(id, { run, person, owner: {}, answers: new Map() });
      return open(run);
    },
    async resume(id, now) {
      const [run, another] = named(list(), id);
      if (!run || another) return undefined;
      if (run.state === 'running') throw busy(run.id, 'this process');
      const { why: _, ...again } = { ...run, state: 'running' as const, touchedAt: now };
      const entry = runs.get(run.id);
      if (entry) entry.run = again;
      return open(again);
    },
    list: async () => list(),
    async remove(id) {
      if (own(id)?.run.state === 'running') throw busy(id, 'this process');
      return own(id) !== undefined && runs.delete(id);
    },
    result: async (id) => own(id)?.result,
    of: (other) => memoryRunsOf(other, runs),
  };
}
