import type { Work } from '@scopekit/record';

/** Which record of a cluster stays. `complete`: the one that says most. `newest`: the latest year. `first`: the first of the input. */
export const survivorPolicies = ['complete', 'newest', 'first'] as const;
export type SurvivorPolicy = (typeof survivorPolicies)[number];

/** How much a record says: fields, authors with given names, a journal's whole name, an abstract more than anything. */
function saying(work: Work): number {
  const { extra: _, raw: __, from: ___, ...fields } = work;
  const filled = Object.values(fields).filter((value) => value !== undefined && value !== '' && !(Array.isArray(value) && !value.length)).length;
  const written = work.authors.filter(({ given }) => given && /\p{L}{2}|\p{Lo}/u.test(given)).length / Math.max(1, work.authors.length);
  const journal = Math.min(work.source?.title?.length ?? 0, 200) / 1_000;
  return filled + (work.abstract ? 3 : 0) + (work.doi ? 2 : 0) + Math.min(work.authors.length, 20) / 20 + written + journal;
}

/**
 * Places of a cluster with the one that stays first; ties by what the records say, then by their places.
 *
 * @param prefer parts of the names of files and databases whose records come before others.
 */
export function survivorFirst(works: readonly Work[], cluster: readonly number[], policy: SurvivorPolicy, prefer: readonly string[] = []): number[] {
  const rank = (i: number): readonly (number | string)[] => {
    const work = works[i] as Work;
    const { from: _, ...row } = work;
    const preferred = preference(work, prefer);
    if (policy === 'first') return [preferred, i];
    return policy === 'newest' ? [preferred, -(work.year ?? 0), -saying(work), JSON.stringify(row)] : [preferred, -saying(work), JSON.stringify(row)];
  };
  const ranks = new Map(cluster.map((i) => [i, rank(i)]));
  return cluster.toSorted((i, j) => byRank(ranks.get(i) ?? [], ranks.get(j) ?? []) || i - j);
}

function preference({ from, extra = {} }: Work, prefer: readonly string[]): number {
  const names = [from.file, from.source, extra.database, extra.Database, extra.source, extra.Source].map((name) => name?.toLowerCase() ?? '');
  const found = prefer.findIndex((part) => names.some((name) => name.includes(part.toLowerCase())));
  return found === -1 ? prefer.length : found;
}

function byRank(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [n, value] of a.entries()) {
    const other = b[n] as number | string;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

/** Fields that are taken over as they are. */
const gaps = [
  'eid',
  'scopusId',
  'doi',
  'pii',
  'pmid',
  'title',
  'year',
  'coverDate',
  'volume',
  'issue',
  'articleNumber',
  'language',
  'type',
  'abstract',
  'authorKeywords',
  'indexKeywords',
  'openAccess',
  'links',
] as const;

/** A field that another record filled. */
export interface Filled {
  readonly field: string;
  /** Place of the record it is from. */
  readonly from: number;
}

/** The survivor of a cluster with its gaps filled from the others, the fuller ones first; the input is not changed. */
export function merged(works: readonly Work[], [survivor, ...others]: readonly number[]): { readonly work: Work; readonly filled: Filled[] } {
  const work: Work = { ...(works[survivor as number] as Work) };
  const filled: Filled[] = [];
  const fill = (field: string, from: number, values: Partial<Work>) => {
    Object.assign(work, values);
    filled.push({ field, from });
  };
  for (const from of others) {
    const other = works[from] as Work;
    for (const field of gaps) if (work[field] === undefined && other[field] !== undefined) fill(field, from, { [field]: other[field] });
    if (!work.authors.length && other.authors.length) fill('authors', from, { authors: other.authors, affiliations: other.affiliations });
    if (work.pageStart === undefined && other.pageStart !== undefined) fill('pages', from, { pageStart: other.pageStart, pageEnd: other.pageEnd });
    if (work.source === undefined && other.source !== undefined) fill('source', from, { source: other.source });
  }
  return { work, filled };
}
