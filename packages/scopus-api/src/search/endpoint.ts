import type { Endpoint } from '@scopekit/elsevier-http';
import { z } from 'zod';
import { Flag, items, listOf, members, Text, Texts, text, texts, Whole, whole } from '../wire/values.ts';

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

const SearchAuthor = z.object({
  authid: Text,
  authname: Text,
  surname: Text,
  'given-name': Text,
  initials: Text,
  orcid: Text,
  '@seq': Text,
  afid: Texts,
});
const SearchAffiliation = z.object({ afid: Text, affilname: Text, 'affiliation-city': Text, 'affiliation-country': Text });
const Link = z.object({ '@ref': Text, '@href': Text });
const FreeToRead = z
  .unknown()
  .transform((value) => items(members(value).value).flatMap((item) => text(item) ?? []))
  .optional();

/** What we read of an entry. With `field=` any of it may be absent. */
export const SearchEntry = z.object({
  'dc:identifier': Text,
  eid: Text,
  'prism:url': Text,
  'dc:title': Text,
  'dc:creator': Text,
  'dc:description': Text,
  'prism:publicationName': Text,
  'prism:issn': Text,
  'prism:eIssn': Text,
  'prism:isbn': z.unknown().optional(),
  'prism:volume': Text,
  'prism:issueIdentifier': Text,
  'prism:pageRange': Text,
  'prism:coverDate': Text,
  'prism:coverDisplayDate': Text,
  'prism:doi': Text,
  'prism:aggregationType': Text,
  'article-number': Text,
  pii: Text,
  'pubmed-id': Text,
  'citedby-count': Whole,
  'source-id': Text,
  subtype: Text,
  subtypeDescription: Text,
  authkeywords: z
    .unknown()
    .transform((value) => texts(value).join(' | ') || undefined)
    .optional(),
  author: listOf(SearchAuthor),
  'author-count': z.unknown().optional(),
  affiliation: listOf(SearchAffiliation),
  openaccess: Text,
  openaccessFlag: Flag,
  freetoread: FreeToRead,
  freetoreadLabel: FreeToRead,
  'fund-acr': Text,
  'fund-no': Text,
  'fund-sponsor': Text,
  message: Text,
  link: listOf(Link),
});
export type SearchEntry = z.infer<typeof SearchEntry>;

const FacetValue = z.looseObject({ name: Text, label: Text, value: Text, hitCount: Whole });
const Facet = z.looseObject({ name: Text, attribute: Text, category: listOf(FacetValue) });

/**
 * A page: the entries as they came, how many there are in all (`undefined` when there are some and it is not told), and the cursor of the next page. An empty answer has no
 * entries. Entries are read one by one with {@link SearchEntry}, so that a page of 200 is never held twice.
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
