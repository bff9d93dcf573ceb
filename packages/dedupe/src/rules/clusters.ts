import { type Comparison, compare } from './compare.ts';
import type { Looked } from './record.ts';
import { decide, type Preset, type Rule, rules, vetoes } from './rules.ts';

/** Two records that a rule joined. */
export interface Join {
  readonly a: number;
  readonly b: number;
  readonly rule: Rule;
  readonly pair: Comparison;
}

/** The surest first; ties by what the records say, never by where they stand. */
function bySureness(records: readonly Looked[]): (x: Join, y: Join) => number {
  const place = new Map(rules.map((rule, i) => [rule, i]));
  const names = (join: Join) => [records[join.a]?.print ?? '', records[join.b]?.print ?? ''].sort();
  return (x, y) => {
    const [p, q] = [place.get(x.rule) ?? -1, place.get(y.rule) ?? -1];
    if (p !== q) return p - q;
    if (x.pair.titleRatio !== y.pair.titleRatio) return y.pair.titleRatio - x.pair.titleRatio;
    const [m, n] = [names(x), names(y)];
    return m[0] !== n[0] ? ((m[0] as string) < (n[0] as string) ? -1 : 1) : m[1] === n[1] ? 0 : (m[1] as string) < (n[1] as string) ? -1 : 1;
  };
}

/** Of a cluster, so many records are looked at when another joins: what contradicts one of them contradicts the cluster. */
const lookedAtMost = 12;

/**
 * Records that belong together. A record that contradicts one of a cluster does not join it, whichever other it is like:
 * chains do not grow over what tells works apart.
 *
 * @param apart which two a person decided to be two works.
 * @returns clusters of two or more, and the joins that were kept from happening.
 */
export function clustered(
  records: readonly Looked[],
  joins: readonly Join[],
  preset: Preset,
  apart: ((i: number, j: number) => boolean) | undefined,
): { readonly clusters: number[][]; readonly refused: Join[] } {
  const members = new Map<number, number[]>();
  const clusterOf = (i: number): number[] => {
    const known = members.get(i) ?? [i];
    members.set(i, known);
    return known;
  };
  const refused: Join[] = [];
  for (const join of joins.toSorted(bySureness(records))) {
    const [one, other] = [clusterOf(join.a), clusterOf(join.b)];
    if (one === other) continue;
    if ((apart && one.some((i) => other.some((j) => apart(i, j)))) || (join.rule.name !== 'decided by a person' && contradict(records, one, other, preset))) {
      refused.push(join);
      continue;
    }
    const [small, large] = one.length < other.length ? [one, other] : [other, one];
    for (const i of small) large.push(i);
    for (const i of small) members.set(i, large);
  }
  return { clusters: [...new Set(members.values())].filter((cluster) => cluster.length > 1), refused };
}

function contradict(records: readonly Looked[], one: readonly number[], other: readonly number[], preset: Preset): boolean {
  return one.slice(0, lookedAtMost).some((i) =>
    other.slice(0, lookedAtMost).some((j) => {
      const [a, b] = [records[i] as Looked, records[j] as Looked];
      if (a.set !== undefined && a.set === b.set) return true;
      return a.print !== b.print && vetoes.has(decide(compare(a, b), a, b, preset).rule.name);
    }),
  );
}
