import type { Endpoint } from '@scopekit/elsevier-http';
import type { Identifier } from '@scopekit/record';
import { z } from 'zod';
import { nodeOf, rooted } from '../wire/answer-node.ts';
import { pathOf } from '../wire/ids.ts';
import type { WireNode } from '../wire/node.ts';

const week = 7 * 24 * 3600 * 1000;

const common = {
  name: 'sciencedirect.object',
  perSecond: 6,
  weeklyQuota: 50_000,
  source: 'https://dev.elsevier.com/documentation/ObjectRetrievalAPI.wadl',
} as const;

/** Object Metadata: which figures, tables and supplements an article has. */
export const objectsEndpoint: Endpoint<{ readonly id: Identifier }, WireNode> = {
  ...common,
  freshMs: week,
  request: ({ id }) => {
    const { kind, value } = pathOf(id);
    return { path: `/content/object/${kind}/${value}`, query: { view: 'META', httpAccept: 'application/json' } };
  },
  read: nodeOf,
  body: rooted('attachment-metadata-response'),
};

/** One of them, as a file, which is kept nowhere. */
export const objectEndpoint: Endpoint<{ readonly eid: string }, ObjectFile> = {
  ...common,
  freshMs: 0,
  kept: false,
  request: ({ eid }) => ({ path: `/content/object/eid/${encodeURIComponent(eid)}`, query: { httpAccept: '*/*' }, accept: '*/*' }),
  read: ({ body, headers }) => ({ bytes: body, mimeType: headers['content-type']?.split(';')[0] }),
  body: z.object({ bytes: z.instanceof(Uint8Array), mimeType: z.string().optional() }),
};

export interface ObjectFile {
  readonly bytes: Uint8Array;
  /** As the answer says. */
  readonly mimeType?: string;
}
