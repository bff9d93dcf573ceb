import { ElsevierError, ofStore } from '@scopekit/elsevier-http';
import { type OpenRun, type Runs, StoreError } from '@scopekit/store';
import { z } from 'zod';
import type { Stopped } from './stopped.ts';

/** The input by which an operation is gone on with, the same for all that can be. */
export const resumeInput = {
  resume: z.string().trim().min(1).optional().describe('Go on with this run, or the last one: what it paid for is not paid again'),
};

type Given = Readonly<Record<string, unknown>>;

export interface Resumable {
  readonly name: string;
  /** As it was given; what is given now goes before what was given then. */
  readonly given: Given;
  readonly title: string | undefined;
  readonly now: () => number;
  /** Whether the run keeps its result, for who asks later. */
  readonly keepResult?: boolean;
  /** Gets the run's id before anything is paid for. */
  readonly onRun?: (id: string) => void;
}

/** What an operation is asked now: the question of the run it goes on with, with what is given now in its place. */
export async function askedAgain(runs: Runs | undefined, name: string, { resume, ...given }: Given, fixed: readonly string[] = []): Promise<Given> {
  if (resume === undefined) return given;
  const id = String(resume);
  const fits = (await runs?.list())?.filter((run, place) => (id === 'last' ? place === 0 : run.id.startsWith(id))) ?? [];
  const [run, another] = fits;
  const refuse = (message: string, next: string) => new ElsevierError({ reason: 'bad-input', message, next });
  if (!run) throw refuse(`There is no run ${id}.`, 'scopekit runs lists those there are.');
  if (another) throw refuse(`Several runs begin with ${id}.`, `Write more of it: ${fits.map((fit) => fit.id).join(', ')}.`);
  if (run.kind !== name) throw refuse(`The run ${run.id} is a ${run.kind}, not a ${name}.`, `scopekit ${run.kind} --resume ${run.id} goes on with it.`);
  if (run.state === 'done')
    throw refuse(`The run ${run.id} is done; what it paid for is not kept any longer.`, 'Ask again: answers that are fresh come from the cache.');
  const now = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && !(Array.isArray(value) && !value.length)));
  const before = run.input as Given;
  const changed = fixed.filter((option) => option in now && JSON.stringify(now[option]) !== JSON.stringify(before[option]));
  if (changed.length)
    throw refuse(
      `The run ${run.id} was begun with another ${changed.map(flagOf).join(', ')}: what it paid for does not answer that.`,
      `Leave ${changed.length === 1 ? 'it' : 'them'} out to go on with the run, or leave --resume out to begin anew.`,
    );
  return { ...before, ...now, resume: run.id };
}

/** `exportAs` as it is written on the command line: `--export-as`. */
const flagOf = (option: string): string => `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * Does something as a run: paused when it ends early, so that it can be gone on with; done when it ends.
 *
 * @throws ElsevierError of the work, naming the run when something was paid for; `state` when runs cannot be kept.
 */
export async function asRun<Result extends object>(
  runs: Runs | undefined,
  { name, given: { resume, ...input }, title, now, keepResult = false, onRun }: Resumable,
  work: (run: OpenRun | undefined) => Promise<Result>,
): Promise<Result> {
  if (!runs || title === undefined) return work(undefined);
  const open = await stateTold(async () => (resume === undefined ? runs.begin({ kind: name, title, input, now: now() }) : runs.resume(String(resume), now())));
  if (!open) return work(undefined);
  let paid = open.run.answers;
  const keep: OpenRun['keep'] = async (answerName, answer) => {
    await open.keep(answerName, answer);
    paid++;
  };
  const { id } = open.run;
  onRun?.(id);
  try {
    const result = await work({ ...open, keep });
    const { stopped } = result as { readonly stopped?: Stopped };
    const kept = keepResult ? new TextEncoder().encode(JSON.stringify(result)) : undefined;
    await stateTold(async () => (stopped ? open.pause(stopped.message, now(), kept) : paid || kept ? open.finish(now(), kept) : open.forget()));
    return stopped ? { ...result, run: id } : result;
  } catch (error) {
    if (!paid) await open.forget().catch(() => {});
    else await open.pause(error instanceof Error ? error.message : String(error), now()).catch(() => {});
    throw paid && error instanceof ElsevierError ? naming(error, name, id) : error;
  }
}

const naming = (error: ElsevierError, name: string, id: string): ElsevierError =>
  new ElsevierError({
    ...error,
    message: error.message,
    cause: error.cause,
    next: `${error.next} What was paid for is kept: scopekit ${name} --resume ${id} goes on.`,
  });

/** What is wrong with our own files is told like every other failure. */
export async function stateTold<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => {
    throw error instanceof StoreError ? ofStore(error) : error;
  });
}
