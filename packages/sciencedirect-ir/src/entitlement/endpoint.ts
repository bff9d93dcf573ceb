import type { Endpoint } from '@scopekit/elsevier-http';
import type { Identifier } from '@scopekit/record';
import { nodeOf, rooted } from '../wire/answer-node.ts';
import { pathOf } from '../wire/ids.ts';
import type { WireNode } from '../wire/node.ts';

export interface EntitlementParams {
  /** Of one kind. */
  readonly ids: readonly Identifier[];
  readonly wire: 'json' | 'xml';
}

/**
 * Article Entitlement: whether whoever asks may read articles. Lists of PII, DOI and EID; one Scopus id or PMID. JSON is known
 * from clients' tests, XML from the documentation alone.
 */
export const entitlementEndpoint: Endpoint<EntitlementParams, WireNode> = {
  name: 'sciencedirect.entitlement',
  perSecond: 6,
  weeklyQuota: 50_000,
  source: 'https://dev.elsevier.com/documentation/ArticleEntitlementAPI.wadl',
  freshMs: 0,
  kept: false,
  request: ({ ids, wire }) => {
    const [first, ...others] = ids.map(pathOf);
    const values = [first, ...others].flatMap((path) => path?.value ?? []).join(',');
    return wire === 'xml'
      ? { path: `/content/article/entitlement/${first?.kind}/${values}`, query: { httpAccept: 'text/xml' }, accept: 'text/xml' }
      : { path: `/content/article/entitlement/${first?.kind}/${values}`, query: { httpAccept: 'application/json' } };
  },
  read: nodeOf,
  body: rooted('entitlement-response'),
};
