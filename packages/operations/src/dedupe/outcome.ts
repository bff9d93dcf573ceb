import { type Deduplicated, type Filled, merged } from '@scopekit/dedupe';
import type { RowColumn } from '@scopekit/formats';
import type { Work } from '@scopekit/record';

export interface Staying {
  readonly index: number;
  readonly work: Work;
  /** Gaps that other records of its cluster filled. */
  readonly filled?: readonly Filled[];
}

/** The works that stay, from a place on; those of clusters with their gaps filled, where that is wanted. */
export function stayingOf(
  works: readonly Work[],
  { clusters = [], removed }: Deduplicated,
  { fill, from }: { readonly fill: boolean; readonly from: number },
): Staying[] {
  const gone = new Set(removed.map(({ index }) => index));
  const clusterOf = new Map(clusters.map((cluster) => [cluster[0], cluster]));
  return works.flatMap((work, index) => {
    if (gone.has(index) || index < from) return [];
    const cluster = fill ? clusterOf.get(index) : undefined;
    return [{ index, work, ...(cluster ? merged(works, cluster) : {}) }];
  });
}

/** What became of a record. */
export interface Mark {
  readonly work: Work;
  readonly id: string;
  /** Of those of a cluster: its number. */
  readonly cluster?: number;
  readonly keptId?: string;
  readonly why?: string;
}

export const markColumns: readonly RowColumn<Mark>[] = [
  { name: 'Record Id', value: ({ id }) => id },
  { name: 'Duplicate Of', value: ({ keptId }) => keptId },
  { name: 'Cluster', value: ({ cluster }) => cluster },
  { name: 'Why', value: ({ why }) => why },
];

export function marksOf(works: readonly Work[], found: Deduplicated, ids: readonly string[]): Mark[] {
  const clusterOf = new Map(clustersOf(found, works).flatMap((cluster, n) => cluster.map((i) => [i, n + 1] as const)));
  const removed = new Map(found.removed.map((removal) => [removal.index, removal]));
  return works.map((work, i) => {
    const [cluster, removal] = [clusterOf.get(i), removed.get(i)];
    return {
      work,
      id: ids[i] as string,
      ...(cluster === undefined ? {} : { cluster }),
      ...(removal ? { keptId: ids[removal.keptIndex] as string, why: removal.why } : {}),
    };
  });
}

/** Also of methods that know no clusters: what was removed, by what stays. */
export function clustersOf({ clusters, removed }: Deduplicated, works: readonly Work[]): readonly (readonly number[])[] {
  if (clusters) return clusters;
  const byKept = Map.groupBy(removed, ({ keptIndex }) => keptIndex);
  return works.flatMap((_, index) => (byKept.has(index) ? [[index, ...(byKept.get(index) ?? []).map((each) => each.index)]] : []));
}
