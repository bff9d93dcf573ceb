import type { Work } from '@scopekit/record';
import { identical } from './identical.ts';
import { asCoded, documented, similar } from './survey.ts';

/**
 * `exact`: the same record or a shared identifier. `documented` and `as-coded`: that, then the rule of Scopus Survey as its
 * documentation has it, or as its program does it. `off`: nothing.
 */
export const methods = ['exact', 'documented', 'as-coded', 'off'] as const;
export type Method = (typeof methods)[number];

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

export interface Deduplicated {
  /** In the order of the input. */
  readonly kept: Work[];
  /** In the order of the input. */
  readonly removed: Removed[];
}

/**
 * Takes second records of the same work out of a list. Input is not changed; its order decides which record stays, so give
 * it in the order of the search answer. Takes a moment a group: n² comparisons of titles within works of the same authors.
 */
export function dedupe(works: readonly Work[], { method = 'exact' }: { readonly method?: Method } = {}): Deduplicated {
  if (method === 'off') return { kept: [...works], removed: [] };
  const same = identical(works);
  const gone = new Map<number, Removal & { method: Removed['method'] }>(same.map((removal) => [removal.index, { ...removal, method: 'exact' }]));
  if (method !== 'exact') {
    const rows = works.flatMap((_, index) => (gone.has(index) ? [] : [index]));
    for (const removal of similar(works, rows, method === 'documented' ? documented : asCoded)) gone.set(removal.index, { ...removal, method });
  }
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
