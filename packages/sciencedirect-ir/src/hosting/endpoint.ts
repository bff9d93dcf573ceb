import type { Endpoint } from '@scopekit/elsevier-http';
import type { Identifier } from '@scopekit/record';
import { nodeOf, rooted } from '../wire/answer-node.ts';
import { pathOf } from '../wire/ids.ts';
import type { WireNode } from '../wire/node.ts';

export interface HostingParams {
  /** A PII, DOI or EID: one a request. */
  readonly id: Identifier;
  readonly wire: 'xml' | 'json';
}

const day = 24 * 3600 * 1000;

/** Article Hosting Permission: which version a repository may show to whom, and from when. XML is recorded, JSON known from two programs. */
export const hostingEndpoint: Endpoint<HostingParams, WireNode> = {
  name: 'sciencedirect.hosting',
  perSecond: 6,
  weeklyQuota: 50_000,
  source: 'https://dev.elsevier.com/documentation/ArticleHostingPermissionAPI.wadl',
  freshMs: 7 * day,
  request: ({ id, wire }) => {
    const { kind, value } = pathOf(id);
    const path = `/content/article/hostingpermission/${kind}/${value}`;
    return wire === 'xml' ? { path, query: { httpAccept: 'text/xml' }, accept: 'text/xml' } : { path, query: { httpAccept: 'application/json' } };
  },
  read: nodeOf,
  body: rooted('hosting-permission-response'),
};
