import type { Endpoint } from '@scopekit/elsevier-http';
import { z } from 'zod';
import { items, listOf, members, Text, text, Whole, whole } from '../wire/values.ts';

export const searchViews = ['STANDARD', 'COMPLETE'] as const;
export type SearchView = (typeof searchViews)[number];

export interface SearchParams {
  readonly query: string;
  readonly view?: SearchView;
  /** `2019` or `2019-2023`. */
  readonly date?: string;
  /** Up to three of artnum, citedby-count, coverDate, creator, orig-load-date, pagecount, pagefirst, pageRange, publicationName, pubyear, relevancy, volume, each with + or -, separated by commas. */
  readonly sort?: string;
  readonly field?: string;
  /** A subject area, as `COMP`. */
  readonly subj?: string;
  readonly content?: 'core' | 'dummy' | 'all';
  /** As `pubyear;authname(count=20,sort=fd)`. */
  readonly facets?: string;
  readonly start?: number;
  readonly count?: number;
  readonly cursor?: string;
}

const FacetValue = z.looseObject({ name: Text, label: Text, value: Text, hitCount: Whole });
const Facet = z.looseObject({ name: Text, attribute: Text, category: listOf(FacetValue) });

/**
 * A page: the entries as they came, how many there are in all (`undefined` when there are some and it is not told), and the cursor of the next page. An empty answer has no
 * entries. Entries are read one by one, and their fields by hand where a work is made of them: a schema for each would take ten
 * times as long as `JSON.parse` (`pnpm bench scopus`).
 */
export const SearchPage = z
  .looseObject({
    'search-results': z.object({
      'opensearch:totalResults': z.unknown().optional(),
      cursor: z.unknown().optional(),
      entry: z.unknown().optional(),
      facet: listOf(Facet),
    }),
  })
  .transform(({ 'search-results': results }) => ({
    total:
      whole(text(results['opensearch:totalResults'])?.replaceAll(',', '')) ??
      (items(results.entry).some((entry) => members(entry).error === undefined) ? undefined : 0),
    nextCursor: text(members(results.cursor)['@next']),
    facets: results.facet ?? [],
    entries: items(results.entry)
      .map(members)
      .filter((entry) => Object.keys(entry).length && entry.error === undefined),
  }));
export type SearchPage = z.infer<typeof SearchPage>;

const hour = 3600 * 1000;

export const searchEndpoint: Endpoint<SearchParams, SearchPage> = {
  name: 'scopus.search',
  perSecond: 9,
  weeklyQuota: 20_000,
  source: 'https://dev.elsevier.com/documentation/ScopusSearchAPI.wadl',
  freshMs: 12 * hour,
  request: (params) => ({ path: '/content/search/scopus', query: { ...params } }),
  body: SearchPage,
};
