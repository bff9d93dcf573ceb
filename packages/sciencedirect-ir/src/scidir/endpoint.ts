import type { Endpoint } from '@scopekit/elsevier-http';
import { nodeOf, rooted } from '../wire/answer-node.ts';
import type { WireNode } from '../wire/node.ts';

export interface ScidirParams {
  readonly query: string;
  readonly view: 'STANDARD' | 'COMPLETE';
  readonly start: number;
  readonly count: number;
}

/** The search that Elsevier switched off in December 2018, for what still speaks it: a recording, a proxy, a test. */
export const scidirEndpoint: Endpoint<ScidirParams, WireNode> = {
  name: 'sciencedirect.scidir',
  perSecond: 6,
  weeklyQuota: 20_000,
  source: 'https://dev.elsevier.com/tecdoc_sdsearch_migration.html',
  freshMs: 24 * 3600 * 1000,
  request: (params) => ({ path: '/content/search/scidir', query: { ...params, httpAccept: 'application/xml' }, accept: 'text/xml' }),
  read: nodeOf,
  body: rooted('search-results').or(rooted('feed')),
};
