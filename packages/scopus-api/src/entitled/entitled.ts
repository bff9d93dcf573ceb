import type { AskOptions, Client } from '@scopekit/elsevier-http';
import { identifierOf } from '../abstract/abstract.ts';
import { abstractEndpoint } from '../abstract/endpoint.ts';
import { affiliationEndpoint } from '../affiliation/endpoint.ts';
import { authorEndpoint } from '../author/endpoint.ts';
import { affiliationName, authorName } from '../wire/entity-id.ts';
import { entitledEndpoint } from './endpoint.ts';

export const entitledKinds = ['abstract', 'author', 'affiliation'] as const;
export type EntitledKind = (typeof entitledKinds)[number];

const apis = { abstract: abstractEndpoint, author: authorEndpoint, affiliation: affiliationEndpoint } as const;

/**
 * Whether the key, from this network, may see a record: `ENTITLED`, `NOT_ENTITLED`, …, as Elsevier words it.
 *
 * @throws ElsevierError `bad-id`, `not-found`, …
 */
export async function entitled(client: Client, kind: EntitledKind, id: string, ask: AskOptions = {}): Promise<string | undefined> {
  return client.ask(entitledEndpoint(apis[kind]), { path: pathOf(kind, id) }, { ...ask, refresh: true });
}

function pathOf(kind: EntitledKind, id: string): string {
  if (kind === 'abstract') return abstractEndpoint.request({ id: identifierOf(id), view: 'META' }).path.replace(/^\/content\//, '');
  if (kind === 'affiliation') return `affiliation/affiliation_id/${affiliationName(id)}`;
  const { kind: named, value } = authorName(id);
  return `author/${named}/${value}`;
}
