import type { Work } from '@scopekit/record';
import { type Blocking, pairs } from './blocking.ts';
import { clustered, type Join } from './clusters.ts';
import { type Comparison, compare, farApart } from './compare.ts';
import type { Journal } from './journal.ts';
import { type Looked, lookedAt } from './record.ts';
import { decide, type Preset, type Rule } from './rules.ts';

export interface FindOptions {
  /** Default `careful`. */
  readonly preset?: Preset;
  /** Names of the rules that may put records together; default all. */
  readonly only?: ReadonlySet<string>;
  /** Pairs that a person decided, by their places. */
  readonly decided?: readonly { readonly a: number; readonly b: number; readonly same: boolean }[];
}

export interface Found {
  /** Places of records that are one work, two or more each. */
  readonly clusters: readonly (readonly number[])[];
  /** Why: the pairs that rules joined within clusters. */
  readonly joins: readonly Join[];
  /** Pairs for a person to decide. */
  readonly maybe: readonly Join[];
  readonly compared: Blocking;
}

const decidedSame: Rule = { name: 'decided by a person', source: 'the review file', verdict: 'duplicate', when: () => true };
const printed: Rule = { name: 'every field that is compared is equal', source: 'own', verdict: 'duplicate', when: () => true };

/**
 * Which records are one work, by rules over blocks of records that share a key. What comes out does not depend on the order
 * of the records. Time and memory grow about as their number.
 */
export function find(works: readonly Work[], { preset = 'careful', only, decided = [] }: FindOptions = {}): Found {
  const records = lookedAt(works);
  const told: Blocking = { pairs: 0, large: 0 };
  const joins: Join[] = [];
  const maybe: Join[] = [];
  const verdicts = new Map(decided.map(({ a, b, same }) => [nameOf(a, b), same]));
  const representatives = copies(records, joins);
  const looked = representatives.map((i) => records[i] as Looked);
  const judge = (a: Looked, b: Looked, pair: Comparison) => {
    const { verdict, rule } = decide(pair, a, b, preset, only);
    if (verdict !== 'distinct') (verdict === 'duplicate' ? joins : maybe).push({ a: a.index, b: b.index, rule, pair });
  };
  const names = new Names();
  const waiting: [Looked, Looked, Comparison][] = [];
  for (const [i, j] of pairs(looked, told)) {
    const [a, b] = [looked[i] as Looked, looked[j] as Looked];
    if ((preset !== 'screen' && farApart(a, b)) || (verdicts.size && verdicts.has(nameOf(a.index, b.index)))) continue;
    const pair = compare(a, b);
    if (pair.journal !== 'differ') {
      if (Names.tells(pair)) names.saw(a, b);
      judge(a, b, pair);
    } else {
      if (Names.tells(pair)) names.saw(a, b);
      waiting.push([a, b, pair]);
    }
  }
  for (const [a, b, pair] of waiting) judge(a, b, names.same(a, b) ? { ...pair, journal: 'alike' } : pair);
  for (const { a, b, same } of decided) {
    const [one, other] = [records[a], records[b]];
    if (same && one && other) joins.push({ a, b, rule: decidedSame, pair: compare(one, other) });
  }
  const apart = new Set(decided.flatMap(({ a, b, same }) => (same ? [] : [nameOf(a, b)])));
  const { clusters, refused } = clustered(records, joins, preset, apart.size ? (i, j) => apart.has(nameOf(i, j)) : undefined);
  const clusterOf = new Map(clusters.flatMap((cluster, n) => cluster.map((i) => [i, n] as const)));
  const together = ({ a, b }: Join) => clusterOf.has(a) && clusterOf.get(a) === clusterOf.get(b);
  return {
    clusters,
    joins: joins.filter(together),
    maybe: [...maybe, ...refused].filter((join) => !together(join) && !apart.has(nameOf(join.a, join.b))),
    compared: told,
  };
}

/** Which names of journals and conferences stand for one, learnt from the records: where one name stands, the other does for the same works. */
class Names {
  readonly #seen = new Map<Journal, Map<Journal, number>>();

  static tells(pair: Comparison): boolean {
    return (
      pair.title === 'same' &&
      !pair.generic &&
      !pair.short &&
      pair.authors === 'equal' &&
      pair.years === 0 &&
      !pair.veto &&
      pair.volume !== 'differ' &&
      pair.pages !== 'differ'
    );
  }

  saw(a: Looked, b: Looked): void {
    for (const [one, other] of [
      [a.journal, b.journal],
      [b.journal, a.journal],
    ] as const) {
      const others = this.#seen.get(one) ?? new Map<Journal, number>();
      this.#seen.set(one, others);
      others.set(other, (others.get(other) ?? 0) + 1);
    }
  }

  same(a: Looked, b: Looked): boolean {
    const [of, back] = [this.#seen.get(a.journal), this.#seen.get(b.journal)];
    const times = of?.get(b.journal) ?? 0;
    return times >= 3 && times * 2 > Math.max(...(of?.values() ?? []), 0) && times * 2 > Math.max(...(back?.values() ?? []), 0);
  }
}

const nameOf = (a: number, b: number) => (a < b ? `${a} ${b}` : `${b} ${a}`);

/** One record of each print; copies of it are joined to it, so that many of them are no work. A title that many works have is not enough. */
function copies(records: readonly Looked[], joins: Join[]): number[] {
  const first = new Map<string, Looked>();
  return records.flatMap((record) => {
    const known = first.get(record.print);
    const telling = record.title && !record.title.generic && !record.title.short && record.persons.length && record.year !== undefined;
    const placed = record.database === undefined || record.doi !== undefined || record.ids.length || record.volume !== undefined || record.start !== undefined;
    if (!known || !telling || !placed || record.set !== undefined) {
      if (!known) first.set(record.print, record);
      return [record.index];
    }
    joins.push({ a: known.index, b: record.index, rule: printed, pair: compare(known, record) });
    return [];
  });
}
