import type { Work } from '@scopekit/record';
import { identical } from './identical.ts';
import type { Method } from './methods.ts';
import { ratio } from './ratio.ts';
import type { Join } from './rules/clusters.ts';
import { rulesOfIdentifiers } from './rules/decide.ts';
import { explained } from './rules/explain.ts';
import { type FindOptions, type Found, findInSteps, type Step } from './rules/find.ts';
import type { Preset } from './rules/rule.ts';
import { asCoded, documented, similar } from './survey.ts';
import { type SurvivorPolicy, survivorFirst } from './survivor.ts';
import { titlePairs, titlePairsInTurns } from './titles/title-pairs.ts';

export interface DedupeOptions {
  /** Default `exact`. */
  readonly method?: Method;
  /** Of `rules`; default `careful`. */
  readonly preset?: Preset;
  /** Of `rules` and `identifiers`: which record of a cluster stays; default `complete`. The other methods keep the first, `as-coded` the last. */
  readonly survivor?: SurvivorPolicy;
  /** Of `rules`, `identifiers` and `title`: records of these files or databases stay before others, the first named first; parts of their names. */
  readonly prefer?: readonly string[];
  /** Of `title`: least ratio of two titles; default 90. */
  readonly percent?: number;
  /** Of `rules` and `identifiers`: names of rules that are not to decide. */
  readonly without?: FindOptions['without'];
  /** Of `rules`: pairs that a person decided, by their places. */
  readonly decided?: FindOptions['decided'];
  /**
   * Of `rules` and `identifiers`: places of the records of a library that is clean already. No two of them are put together,
   * and of a cluster the one of the library stays.
   */
  readonly cleaned?: FindOptions['cleaned'];
}

export interface Removal {
  /** Which work goes, by its place in the input. */
  readonly index: number;
  /** Which work it was found to repeat; that one may go, too. */
  readonly matched: number;
  readonly why: string;
  /** Of the titles, where they decided. */
  readonly ratio?: number;
}

export interface Removed extends Removal {
  readonly work: Work;
  /** The work that stays in its place. */
  readonly kept: Work;
  readonly keptIndex: number;
  /** What found it: `exact`, or the method asked for. */
  readonly method: Exclude<Method, 'off'>;
}

/** Two records for a person to decide about. */
export interface Maybe {
  readonly a: number;
  readonly b: number;
  readonly rule: string;
  readonly why: string;
}

export interface Deduplicated {
  /** In the order of the input. */
  readonly kept: Work[];
  /** In the order of the input. */
  readonly removed: Removed[];
  /** Of `rules` and `identifiers`: places of the records of each cluster, the one that stays first. */
  readonly clusters?: readonly (readonly number[])[];
  readonly maybe?: readonly Maybe[];
  /** Keys that so many records share that they were compared with their neighbours only. */
  readonly largeBlocks?: number;
}

/**
 * Takes second records of the same work out of a list. The input is not changed.
 *
 * `rules` and `identifiers` do not depend on the order of the works, and take time and memory about as their number. Of the
 * other methods the order decides which record stays, so give it in the order of the search answer; `documented` and
 * `as-coded` compare titles within works of the same authors, each with each.
 */
export function dedupe(works: readonly Work[], options: DedupeOptions = {}): Deduplicated {
  const steps = dedupeInSteps(works, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

export interface DedupeTurns {
  readonly signal?: AbortSignal;
  readonly onStep?: (step: Step) => void;
  /** Of `title`: threads beside this one; default none. */
  readonly workers?: number;
}

/** {@link dedupe} that lets others have their turn every 50 ms, tells how far it is, and can be stopped. */
export async function dedupeInTurns(works: readonly Work[], options: DedupeOptions & DedupeTurns = {}): Promise<Deduplicated> {
  const { signal, onStep, workers } = options;
  signal?.throwIfAborted();
  if (options.method === 'title') {
    const { titles, places } = titled(works);
    const pairs = await titlePairsInTurns(titles, options.percent ?? leastAlike, {
      workers,
      signal,
      onProgress: (done, total) => onStep?.({ phase: 'compare', done, total }),
    });
    return byTitle(works, places, pairs, options);
  }
  const steps = dedupeInSteps(works, options);
  let turn = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - turn < longestTurnMs) continue;
    onStep?.(step.value);
    await new Promise((next) => setTimeout(next));
    signal?.throwIfAborted();
    turn = performance.now();
  }
}

const longestTurnMs = 50;

function* dedupeInSteps(works: readonly Work[], options: DedupeOptions): Generator<Step, Deduplicated> {
  const { method = 'exact' } = options;
  if (method === 'off') return { kept: [...works], removed: [] };
  if (method === 'rules' || method === 'identifiers') {
    const { preset, without, decided, cleaned } = options;
    const found = yield* findInSteps(works, { preset, without, decided, cleaned, ...(method === 'identifiers' ? { only: rulesOfIdentifiers } : {}) });
    return byRules(works, method, found, options);
  }
  if (method === 'title') {
    const { titles, places } = titled(works);
    return byTitle(works, places, titlePairs(titles, options.percent ?? leastAlike), options);
  }
  const same = identical(works);
  const gone = new Map<number, Removal & { method: Removed['method'] }>(same.map((removal) => [removal.index, { ...removal, method: 'exact' }]));
  if (method !== 'exact') {
    const rows = works.flatMap((_, index) => (gone.has(index) ? [] : [index]));
    for (const removal of similar(works, rows, method === 'documented' ? documented : asCoded)) gone.set(removal.index, { ...removal, method });
  }
  return without(works, gone);
}

function without(works: readonly Work[], gone: ReadonlyMap<number, Removal & { method: Removed['method'] }>): Deduplicated {
  const survivor = (index: number): number => {
    const removal = gone.get(index);
    return removal ? survivor(removal.matched) : index;
  };
  return {
    kept: works.filter((_, index) => !gone.has(index)),
    removed: [...gone.values()]
      .sort((a, b) => a.index - b.index)
      .map((removal) => {
        const keptIndex = survivor(removal.index);
        return { ...removal, keptIndex, work: works[removal.index] as Work, kept: works[keptIndex] as Work };
      }),
  };
}

const leastAlike = 90;

/** Titles of the works, in small letters, each once, and where the works stand that have it. */
function titled(works: readonly Work[]): { readonly titles: string[]; readonly places: number[][] } {
  const places = Map.groupBy(
    works.keys().filter((index) => works[index]?.title),
    (index) => works[index]?.title?.toLowerCase() ?? '',
  );
  return { titles: [...places.keys()], places: [...places.values()] };
}

/** @param pairs of titles that are alike, by their places among `places`. */
function byTitle(
  works: readonly Work[],
  places: readonly (readonly number[])[],
  pairs: Iterable<readonly [number, number]>,
  { survivor = 'complete', prefer }: DedupeOptions,
): Deduplicated {
  const members = new Map<number, number[]>();
  for (const group of places.filter(({ length }) => length > 1)) {
    const cluster = [...group];
    for (const index of group) members.set(index, cluster);
  }
  for (const [i, j] of pairs) {
    const [a, b] = [places[i]?.[0] as number, places[j]?.[0] as number];
    const [one, other] = [members.get(a) ?? [a], members.get(b) ?? [b]];
    if (one === other) continue;
    const [small, large] = one.length < other.length ? [one, other] : [other, one];
    for (const index of small) large.push(index);
    for (const index of [...small, a, b]) members.set(index, large);
  }
  const clusters = [...new Set(members.values())].map((cluster) => survivorFirst(works, cluster, survivor, prefer)).sort(byFirst);
  const gone = new Map<number, Removal & { method: Removed['method'] }>();
  for (const [stays, ...others] of clusters)
    for (const index of others) {
      const alike = ratio((works[index]?.title ?? '').toLowerCase(), (works[stays as number]?.title ?? '').toLowerCase());
      gone.set(index, { index, matched: stays as number, method: 'title', why: `titles ${alike} % alike`, ratio: alike });
    }
  return { ...without(works, gone), clusters, maybe: [] };
}

function byRules(
  works: readonly Work[],
  method: 'rules' | 'identifiers',
  found: Found,
  { survivor = 'complete', prefer, cleaned }: DedupeOptions,
): Deduplicated {
  const ordered = found.clusters
    .map((cluster) => survivorFirst(works, cluster, survivor, prefer))
    .map((cluster) => (cleaned ? cluster.toSorted((i, j) => Number(cleaned.has(j)) - Number(cleaned.has(i))) : cluster))
    .sort(byFirst);
  const joinsOf = new Map<number, Join[]>();
  for (const join of found.joins)
    for (const i of [join.a, join.b]) {
      const known = joinsOf.get(i);
      if (known) known.push(join);
      else joinsOf.set(i, [join]);
    }
  const gone = new Map<number, Removal & { method: Removed['method'] }>();
  for (const [stays, ...others] of ordered)
    for (const index of others) {
      const joins = joinsOf.get(index) ?? [];
      const join = joins.find(({ a, b }) => a === stays || b === stays) ?? joins[0];
      gone.set(index, { index, matched: stays as number, method, why: join ? whyOf(join) : '' });
    }
  return {
    ...without(works, gone),
    clusters: ordered,
    maybe:
      method === 'identifiers' ? [] : oncePerPair(found.maybe, gone).map((join) => ({ a: join.a, b: join.b, rule: join.rule.name, why: explained(join.pair) })),
    largeBlocks: found.compared.large,
  };
}

/** Of the pairs that ask about the same two clusters one, of those that stay where there is one. */
function oncePerPair(maybe: readonly Join[], gone: ReadonlyMap<number, Removal>): Join[] {
  const stays = (i: number) => gone.get(i)?.matched ?? i;
  const leaving = ({ a, b }: Join) => Number(gone.has(a)) + Number(gone.has(b));
  const chosen = new Map<string, Join>();
  for (const join of maybe) {
    const pair = [stays(join.a), stays(join.b)].sort((x, y) => x - y).join(' ');
    const known = chosen.get(pair);
    if (!known || leaving(join) < leaving(known)) chosen.set(pair, join);
  }
  return [...chosen.values()].sort((x, y) => x.a - y.a || x.b - y.b);
}

const firstOf = (cluster: readonly number[]) => cluster.reduce((first, i) => Math.min(first, i), Number.POSITIVE_INFINITY);
const byFirst = (a: readonly number[], b: readonly number[]) => firstOf(a) - firstOf(b);

const whyOf = ({ rule, pair }: Join) => `${rule.name}: ${explained(pair)}`;
