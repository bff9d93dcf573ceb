import type { Catalogue } from './catalogue.ts';
import { type Comparison, compare } from './compare.ts';
import { decide, vetoes } from './decide.ts';
import type { Preset, Rule, Verdict } from './rule.ts';
import { rules } from './rules.ts';

/** Two records about which a rule decided. */
export interface Join {
  readonly a: number;
  readonly b: number;
  readonly rule: Rule;
  /** Of the rule under the preset. */
  readonly verdict: Exclude<Verdict, 'distinct'>;
  readonly pair: Comparison;
}

/** The surest first; ties by what the records say, never by where they stand. */
function bySureness({ prints }: Catalogue): (x: Join, y: Join) => number {
  const place = new Map(rules.map((rule, i) => [rule, i]));
  const names = ({ a, b }: Join): [number, number] => [Math.min(prints[a] as number, prints[b] as number), Math.max(prints[a] as number, prints[b] as number)];
  return (x, y) => {
    const [p, q] = [place.get(x.rule) ?? -1, place.get(y.rule) ?? -1];
    if (p !== q) return p - q;
    if (x.pair.titleRatio !== y.pair.titleRatio) return y.pair.titleRatio - x.pair.titleRatio;
    const [m, n] = [names(x), names(y)];
    return m[0] - n[0] || m[1] - n[1];
  };
}

/** Of a cluster, so many records are looked at when another joins: what contradicts one of them contradicts the cluster. */
const lookedAtMost = 12;

/**
 * Records that belong together. A record that contradicts one of a cluster does not join it, whichever other it is like:
 * chains do not grow over what tells works apart.
 *
 * @param decided pairs that a person decided: those of two works stay apart.
 * @param cleaned records of a clean library: no two of them come together.
 * @returns clusters of two or more, and the joins that were kept from happening.
 */
export function clustered(
  catalogue: Catalogue,
  joins: readonly Join[],
  preset: Preset,
  decided: readonly { readonly a: number; readonly b: number; readonly same: boolean }[] = [],
  cleaned?: ReadonlySet<number>,
): { readonly clusters: number[][]; readonly refused: Join[] } {
  const members = new Map<number, number[]>();
  const withCleaned = new WeakSet<number[]>();
  const clusterOf = (i: number): number[] => {
    const known = members.get(i) ?? [i];
    if (!members.has(i) && cleaned?.has(i)) withCleaned.add(known);
    members.set(i, known);
    return known;
  };
  const apart = Map.groupBy(
    decided.flatMap(({ a, b, same }) =>
      same
        ? []
        : [
            { i: a, j: b },
            { i: b, j: a },
          ],
    ),
    ({ i }) => i,
  );
  const refused: Join[] = [];
  for (const join of joins.toSorted(bySureness(catalogue))) {
    const [one, other] = [clusterOf(join.a), clusterOf(join.b)];
    if (one === other) continue;
    const [small, large] = one.length < other.length ? [one, other] : [other, one];
    const byHand = join.rule.name === 'decided by a person';
    if (
      (withCleaned.has(small) && withCleaned.has(large)) ||
      (apart.size && small.some((i) => apart.get(i)?.some(({ j }) => members.get(j) === large))) ||
      (!byHand && one.length + other.length > 2 && contradict(catalogue, one, other, preset))
    ) {
      refused.push(join);
      continue;
    }
    if (withCleaned.has(small)) withCleaned.add(large);
    for (const i of small) large.push(i);
    for (const i of small) members.set(i, large);
  }
  return { clusters: [...new Set(members.values())].filter((cluster) => cluster.length > 1), refused };
}

function contradict(catalogue: Catalogue, one: readonly number[], other: readonly number[], preset: Preset): boolean {
  return one.slice(0, lookedAtMost).some((i) =>
    other.slice(0, lookedAtMost).some((j) => {
      const [a, b] = [catalogue.looked(i), catalogue.looked(j)];
      if (a.set !== undefined && a.set === b.set) return true;
      return a.print !== b.print && vetoes.has(decide(compare(a, b), a, b, preset).rule.name);
    }),
  );
}
