import type { Endpoint } from '@scopekit/elsevier-http';
import { nodeOf, rooted } from '../wire/answer-node.ts';
import type { WireNode } from '../wire/node.ts';

export const metadataViews = ['STANDARD', 'COMPLETE'] as const;
export type MetadataView = (typeof metadataViews)[number];

export interface MetadataParams {
  readonly query: string;
  readonly view: MetadataView;
  readonly start: number;
  readonly count: number;
}

/** Entries of one page, by view. Source: pybliometrics; Elsevier names the largest for a service level only. */
export const metadataPageSize = { STANDARD: 200, COMPLETE: 25 } as const;

const day = 24 * 3600 * 1000;

/** Article Metadata: searched by affiliation and dates, made for repositories. */
export const metadataEndpoint: Endpoint<MetadataParams, WireNode> = {
  name: 'sciencedirect.metadata',
  perSecond: 6,
  weeklyQuota: 20_000,
  source: 'https://dev.elsevier.com/documentation/ArticleMetadataAPI.wadl',
  freshMs: day,
  request: ({ query, view, start, count }) => ({ path: '/content/metadata/article', query: { query, view, start, count, httpAccept: 'application/json' } }),
  read: nodeOf,
  body: rooted('search-results'),
};
