import type { Work } from '@scopekit/record';
import { Aliases } from './aliases.ts';
import { type Blocking, keys, pairs } from './blocking.ts';
import { Catalogue } from './catalogue.ts';
import { clustered, type Join } from './clusters.ts';
import { type Comparison, compare, compareNear } from './compare.ts';
import { decide } from './decide.ts';
import type { Looked } from './record.ts';
import type { Preset, Rule } from './rule.ts';
import { rules } from './rules.ts';
import { own } from './sources.ts';

export interface FindOptions {
  /** Default `careful`. */
  readonly preset?: Preset;
  /** Names of the rules that may put records together; default all. */
  readonly only?: ReadonlySet<string>;
  /** Names of rules that are not to decide. */
  readonly without?: readonly string[];
  /** Pairs that a person decided, by their places. */
  readonly decided?: readonly { readonly a: number; readonly b: number; readonly same: boolean }[];
  /** Places of the records of a library that is clean: no two of them are put together. */
  readonly cleaned?: ReadonlySet<number>;
}

export interface Found {
  /** Places of records that are one work, two or more each. */
  readonly clusters: readonly (readonly number[])[];
  /** Why: the pairs that rules joined within clusters. */
  readonly joins: readonly Join[];
  /** Pairs for a person to decide, by their places. */
  readonly maybe: readonly Join[];
  readonly compared: Blocking;
}

/** How far a search for duplicates is: records looked at; keys by which they were compared, or titles that were. */
export interface Step {
  readonly phase: 'look' | 'compare';
  readonly done: number;
  readonly total: number;
}

/** After so many records or pairs there is a step. */
const stride = 1_000;

const decidedSame: Rule = { name: 'decided by a person', source: 'the review file', verdict: 'duplicate', when: () => true };
const printed: Rule = { name: 'every field that is compared is equal', source: own, verdict: 'duplicate', when: () => true };

/**
 * Which records are one work, by rules over blocks of records that share a key; in steps, between which others may have
 * their turn. What comes out does not depend on the order of the records. Time and memory grow about as their number.
 */
export function* findInSteps(works: readonly Work[], options: FindOptions = {}): Generator<Step, Found> {
  const { preset = 'careful', only, without = [], decided = [], cleaned } = options;
  const unknown = without.find((name) => !rules.some((rule) => rule.name === name));
  if (unknown !== undefined) throw new RangeError(`There is no rule "${unknown}".`);
  const active = rules.filter(({ name, verdict }) => !without.includes(name) && (verdict === 'distinct' || !only || only.has(name)));
  const catalogue = new Catalogue(works);
  for (let i = 0; i < works.length; i++) {
    if (i % stride === 0) yield { phase: 'look', done: i, total: works.length };
    catalogue.note(i);
  }
  catalogue.compareTitles();

  const told: Blocking = { pairs: 0, large: 0 };
  const [joins, maybe]: [Join[], Join[]] = [[], []];
  const known = new Set<number>();
  const put = (join: Join | undefined) => {
    if (!join || known.has(join.a * works.length + join.b)) return;
    known.add(join.a * works.length + join.b);
    (join.verdict === 'duplicate' ? joins : maybe).push(join);
  };
  const judged = (a: Looked, b: Looked, pair: Comparison): Join | undefined => {
    const { verdict, rule } = decide(pair, a, b, preset, active);
    return verdict === 'distinct' ? undefined : { a: a.index, b: b.index, rule, verdict, pair };
  };
  const bothCleaned = (i: number, j: number) => cleaned?.has(i) === true && cleaned.has(j);
  const byHand = new Map(decided.map(({ a, b, same }) => [nameOf(a, b), same]));
  const copied = copies(catalogue, cleaned);
  for (const [i, of] of copied) joins.push({ a: of, b: i, rule: printed, verdict: 'duplicate', pair: compare(catalogue.looked(of), catalogue.looked(of)) });
  const aliases = new Aliases();
  const waiting: { readonly now: Join | undefined; readonly renamed: Join | undefined; readonly a: Looked; readonly b: Looked }[] = [];
  for (const [i, j, key] of pairs(catalogue, (record) => !copied.has(record), told)) {
    if (told.pairs % stride === 0) yield { phase: 'compare', done: keys.indexOf(key), total: keys.length };
    if (preset !== 'screen' && !key.always && !catalogue.mayBeNear(i, j)) continue;
    if (bothCleaned(i, j) || (byHand.size && byHand.has(nameOf(i, j)))) continue;
    const [a, b] = [catalogue.looked(i), catalogue.looked(j)];
    const pair = preset === 'screen' ? compare(a, b) : compareNear(a, b);
    if (!pair) continue;
    aliases.see(a.journal, b.journal, pair);
    const now = judged(a, b, pair);
    const renamed = pair.journal === 'differ' ? judged(a, b, { ...pair, journal: 'alike' }) : now;
    if (renamed?.rule === now?.rule) put(now);
    else waiting.push({ now, renamed, a, b });
  }
  for (const { now, renamed, a, b } of waiting) put(aliases.are(a.journal, b.journal) ? renamed : now);
  for (const { a, b, same } of decided)
    if (same && a < works.length && b < works.length)
      joins.push({ a, b, rule: decidedSame, verdict: 'duplicate', pair: compare(catalogue.looked(a), catalogue.looked(b)) });

  const { clusters, refused } = clustered(catalogue, joins, preset, decided, cleaned);
  const clusterOf = new Map(clusters.flatMap((cluster, n) => cluster.map((i) => [i, n] as const)));
  const together = ({ a, b }: Join) => clusterOf.has(a) && clusterOf.get(a) === clusterOf.get(b);
  const groupOf = (i: number) => clusterOf.get(i) ?? -1 - i;
  // who told two records of two clusters apart told the clusters apart
  const apart = new Set(decided.flatMap(({ a, b, same }) => (same ? [] : nameOf(groupOf(a), groupOf(b)))));
  return {
    clusters,
    joins: joins.filter(together),
    maybe: [
      ...maybe.filter(({ a, b }) => !apart.has(nameOf(groupOf(a), groupOf(b)))),
      // what was decided is at odds with itself or with the rules: that is for a person again
      ...refused.filter(({ a, b }) => byHand.get(nameOf(a, b)) !== false),
    ]
      .filter((join) => !together(join) && !bothCleaned(join.a, join.b))
      .sort((x, y) => x.a - y.a || x.b - y.b),
    compared: told,
  };
}

const nameOf = (a: number, b: number) => (a < b ? `${a} ${b}` : `${b} ${a}`);

/**
 * Records of one print as another: joined to the first of them, or to one of the clean library, so that many copies are no
 * work. A title that many works have is not enough for it.
 *
 * @returns by the place of the copy, that of the other.
 */
function copies(catalogue: Catalogue, cleaned: ReadonlySet<number> | undefined): Map<number, number> {
  const first = new Map<number, number>();
  for (const i of cleaned ?? []) if (catalogue.tells(i)) first.set(catalogue.prints[i] as number, i);
  const copied = new Map<number, number>();
  for (const [i, print] of catalogue.prints.entries()) {
    if (!catalogue.tells(i) || cleaned?.has(i)) continue;
    const known = first.get(print);
    if (known === undefined) first.set(print, i);
    else copied.set(i, known);
  }
  return copied;
}
