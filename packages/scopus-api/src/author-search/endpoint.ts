import type { Endpoint } from '@scopekit/elsevier-http';
import { SearchPage } from '../search/endpoint.ts';

export interface AuthorSearchParams {
  /** In the syntax of Author Search: `AUTHLASTNAME(…) AND AUTHFIRST(…) AND AF-ID(…)`. */
  readonly query?: string;
  /** Who wrote with this author. */
  readonly 'co-author'?: string;
  readonly facets?: string;
  readonly sort?: string;
  readonly start: number;
  readonly count: number;
}

const day = 24 * 3600 * 1000;

export const authorSearchEndpoint: Endpoint<AuthorSearchParams, SearchPage> = {
  name: 'scopus.author-search',
  perSecond: 2,
  weeklyQuota: 5_000,
  source: 'https://dev.elsevier.com/documentation/AuthorSearchAPI.wadl',
  freshMs: day,
  request: (params) => ({ path: '/content/search/author', query: { ...params } }),
  body: SearchPage,
};
