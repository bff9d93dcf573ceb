import { ElsevierError } from '@scopekit/elsevier-http';
import type { Work } from '@scopekit/record';
import type { Shelf, Shelved } from '@scopekit/store';
import type { Days } from './date-windows.ts';
import { isState, stateName, toEntry, workOf } from './shelf-entry.ts';

/** Where the articles of an institution come from. */
export interface HarvestSource {
  /** What is asked for: names, or ids. The shelf remembers it. */
  readonly names: readonly string[];
  /** The articles of these days, in parts that can be read whole. */
  windows(days: Days): AsyncIterable<HarvestWindow>;
  /** Whether an article that a whole scan did not see is there all the same. */
  isThere(work: Work): Promise<boolean>;
}

export interface HarvestWindow extends Days {
  /** Known at the latest when its works have been read. */
  readonly articles: number | undefined;
  readonly works: AsyncIterable<Work>;
}

export interface HarvestQuestion {
  /** First day of the initial population, `YYYY-MM-DD`. */
  readonly from: string;
}

export interface HarvestOptions {
  /** When this harvest began, milliseconds of the epoch; the same when it is gone on with. */
  readonly beganAt: number;
  /** Ask for everything again, and find out what is gone. */
  readonly rescan?: boolean;
  /** Days that an update looks back beyond the last harvest: articles are loaded late. */
  readonly overlapDays?: number;
  /** Ends before the next request. */
  readonly stop?: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly window?: Days }) => void;
}

/** What a harvest did to a shelf. Articles by their PII, else their DOI or EID. */
export interface HarvestReport {
  /** `population`: the first; `update`: since the last; `rescan`: everything again. */
  readonly mode: 'population' | 'update' | 'rescan';
  readonly days: Days;
  /** Articles that came, each once. */
  readonly seen: number;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly same: number;
  /** Of a rescan: not there any more, and Elsevier says so. They stay as tombstones. */
  readonly removed: readonly string[];
  /** Of a rescan: did not come, but are there when asked for: another affiliation, perhaps. */
  readonly elsewhere: readonly string[];
  /** Came without anything that names them. */
  readonly nameless: number;
  readonly windows: readonly (Days & { readonly articles: number })[];
  /** On the shelf now. */
  readonly articles: number;
}

interface State {
  readonly names: readonly string[];
  readonly from: string;
  /** Last day that was harvested whole. */
  readonly completeTo: string;
}

const dayMs = 24 * 3600 * 1000;
const defaultOverlapDays = 15;
const dayAt = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/**
 * Puts the articles of an institution on a shelf, and keeps them current: the first time all of them, then what came since the
 * last whole harvest. Putting is idempotent; what was put before a kill stays, and a run pays for no page twice.
 *
 * @throws ElsevierError `not-found` when nothing matches at all, `bad-input` for another question than the shelf's, and what the
 * source throws.
 */
export async function harvest(source: HarvestSource, shelf: Shelf, { from }: HarvestQuestion, options: HarvestOptions): Promise<HarvestReport> {
  const { beganAt, rescan = false, overlapDays = defaultOverlapDays, stop, onProgress } = options;
  const { names } = source;
  const before = (await shelf.get(stateName))?.value as State | undefined;
  mustBeItsQuestion(before, names, rescan);
  const to = dayAt(beganAt);
  const since = before && !rescan ? dayAt(Math.max(Date.parse(before.from), Date.parse(before.completeTo) - overlapDays * dayMs)) : from;
  const days = { from: since, to };
  const seen = new Set<string>();
  const found: (Days & { articles: number })[] = [];
  let [nameless, total] = [0, 0];

  for await (const window of source.windows(days)) {
    const { from: first, to: last, works } = window;
    for await (const work of works) {
      if (stop?.aborted) throw new ElsevierError({ reason: 'cancelled', message: 'Interrupted.' });
      const entry = toEntry(work);
      if (!entry) {
        nameless++;
        continue;
      }
      await shelf.put(entry, beganAt);
      seen.add(entry.names[0] as string);
      onProgress?.({ done: seen.size, total: Math.max(total + (window.articles ?? 0), seen.size), window: { from: first, to: last } });
    }
    const articles = window.articles ?? 0;
    total += articles;
    found.push({ from: first, to: last, articles });
  }
  if (!total && !before)
    throw new ElsevierError({
      reason: 'not-found',
      message: `No article of ${names.map((name) => `"${name}"`).join(' or ')} came online from ${days.from} to ${days.to}.`,
      next: 'Write the institution as its authors do, and add other names with --variant; look one of its articles up to see. A key without the right to Article Metadata finds nothing, too.',
    });
  const gone = rescan ? await removals() : { removed: [], elsewhere: [] };
  await shelf.put({ names: [stateName], value: { names: [...names], from: before?.from ?? from, completeTo: to } satisfies State }, beganAt);
  const told = await changesOf(shelf, beganAt);
  const count = await shelf.count();
  return {
    mode: rescan ? 'rescan' : before ? 'update' : 'population',
    days,
    seen: seen.size,
    ...told,
    same: seen.size - told.added.length - told.changed.length,
    ...gone,
    nameless,
    windows: found,
    articles: count.here - 1,
  };

  /** What a whole scan did not see is asked for by itself: only "not found" buries it. */
  async function removals(): Promise<{ removed: string[]; elsewhere: string[] }> {
    const removed: string[] = [];
    const elsewhere: string[] = [];
    for (const entry of await Array.fromAsync(shelf.entries({ seenBefore: beganAt }))) {
      if (isState(entry.names)) continue;
      if (stop?.aborted) throw new ElsevierError({ reason: 'cancelled', message: 'Interrupted.' });
      const name = idOf(entry);
      if (await source.isThere(workOf(entry.value))) elsewhere.push(name);
      else {
        await shelf.bury(entry.names[0] as string, beganAt);
        removed.push(name);
      }
    }
    return { removed, elsewhere };
  }
}

function mustBeItsQuestion(before: State | undefined, names: readonly string[], rescan: boolean): void {
  if (!before || rescan || JSON.stringify([...before.names].sort()) === JSON.stringify([...names].sort())) return;
  throw new ElsevierError({
    reason: 'bad-input',
    message: `This shelf holds the articles of ${before.names.map((name) => `"${name}"`).join(', ')}, and other names are given: an update would leave the old years of those out.`,
    next: 'Add --rescan to ask for everything again, or name another shelf.',
  });
}

/** What came onto the shelf, or changed there, since a moment. */
async function changesOf(shelf: Shelf, since: number): Promise<{ added: string[]; changed: string[] }> {
  const added: string[] = [];
  const changed: string[] = [];
  for await (const entry of shelf.entries({ changedSince: since })) if (!isState(entry.names)) (entry.firstAt >= since ? added : changed).push(idOf(entry));
  return { added, changed };
}

const idOf = ({ names }: Pick<Shelved, 'names'>): string => (names[0] ?? '').replace(/^(?:pii|doi|eid):/, '');

/** The articles of a shelf, in the order in which they came; without those that are gone. */
export async function* shelvedWorks(shelf: Shelf, which: { readonly changedSince?: number } = {}): AsyncGenerator<Work> {
  for await (const { names, value } of shelf.entries(which)) if (!isState(names)) yield workOf(value);
}
