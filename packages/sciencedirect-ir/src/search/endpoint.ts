import type { Endpoint } from '@scopekit/elsevier-http';
import { z } from 'zod';
import { nodeOf, rooted } from '../wire/answer-node.ts';
import type { WireNode } from '../wire/node.ts';

/** What ScienceDirect Search is asked; at least one criterion beside `display`. Texts have 250 characters at most. */
export interface SearchQuestion {
  /** Anywhere in the article. */
  readonly qs?: string;
  readonly title?: string;
  readonly authors?: string;
  readonly pub?: string;
  readonly volume?: string;
  readonly issue?: string;
  readonly page?: string;
  /** `2014` or `2010-2014`. */
  readonly date?: string;
  /** ISO 8601: only what was loaded since. */
  readonly loadedAfter?: string;
  readonly filters?: { readonly openAccess?: boolean };
}

export interface SearchParams extends SearchQuestion {
  readonly display: { readonly offset: number; readonly show: number; readonly sortBy: 'relevance' | 'date' };
}

/** Sizes of a page that are taken; others are refused. */
export const searchPageSizes = [10, 25, 50, 100] as const;
/** How far positions reach. */
export const searchWall = 6_000;

const Result = z.looseObject({
  authors: z.array(z.looseObject({ order: z.number().optional(), name: z.string().nullish() })).nullish(),
  doi: z.string().nullish(),
  loadDate: z.string().nullish(),
  openAccess: z.boolean().nullish(),
  pages: z.looseObject({ first: z.string().nullish(), last: z.string().nullish() }).nullish(),
  pii: z.string().nullish(),
  publicationDate: z.string().nullish(),
  sourceTitle: z.string().nullish(),
  title: z.string().nullish(),
  uri: z.string().nullish(),
  volumeIssue: z.string().nullish(),
});
export type SearchResult = z.output<typeof Result>;
/** `resultsFound` is not there when nothing is found. */
const SearchAnswer = z.looseObject({ resultsFound: z.number().default(0), results: z.array(Result).nullish() });
export type SearchAnswer = z.output<typeof SearchAnswer>;

/** ScienceDirect Search, version 2: asked by PUT with a body. The shape of its answer is known from a client that decoded Elsevier's sample. */
export const searchEndpoint: Endpoint<SearchParams, SearchAnswer> = {
  name: 'sciencedirect.search',
  perSecond: 2,
  weeklyQuota: 20_000,
  source: 'https://dev.elsevier.com/documentation/ScienceDirectSearchAPI.wadl',
  freshMs: 24 * 3600 * 1000,
  request: (params) => ({ method: 'PUT', path: '/content/search/sciencedirect', query: {}, body: params }),
  body: SearchAnswer,
};

export interface SearchGetParams {
  readonly query: string;
  readonly start: number;
  readonly count: number;
  readonly date?: string;
  readonly sort?: 'coverDate' | 'relevance';
}

/** The same, emulated by GET as the old search was asked. Recorded in 2025. */
export const searchGetEndpoint: Endpoint<SearchGetParams, WireNode> = {
  ...searchEndpoint,
  request: (params) => ({ path: '/content/search/sciencedirect', query: { ...params, httpAccept: 'application/json' } }),
  read: nodeOf,
  body: rooted('search-results'),
};
