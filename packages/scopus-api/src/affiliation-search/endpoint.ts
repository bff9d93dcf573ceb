import type { Endpoint } from '@scopekit/elsevier-http';
import { SearchPage } from '../search/endpoint.ts';

export interface AffiliationSearchParams {
  /** In the syntax of Affiliation Search: `AFFIL(…)`, `AF-ID(…)`, `AFFILCOUNTRY(…)`. */
  readonly query: string;
  readonly facets?: string;
  readonly sort?: string;
  readonly start: number;
  readonly count: number;
}

const day = 24 * 3600 * 1000;

export const affiliationSearchEndpoint: Endpoint<AffiliationSearchParams, SearchPage> = {
  name: 'scopus.affiliation-search',
  perSecond: 6,
  weeklyQuota: 5_000,
  source: 'https://dev.elsevier.com/documentation/AffiliationSearchAPI.wadl',
  freshMs: day,
  request: (params) => ({ path: '/content/search/affiliation', query: { ...params } }),
  body: SearchPage,
};
