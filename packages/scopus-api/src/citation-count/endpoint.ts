import type { Endpoint } from '@scopekit/elsevier-http';
import { z } from 'zod';
import type { CitationIdKind } from '../citations/endpoint.ts';
import { items, members } from '../wire/values.ts';

export interface CitationCountParams {
  readonly kind: CitationIdKind | 'eid';
  readonly ids: readonly string[];
}

/** Known in XML only; the JSON twin is read wherever the list and its attributes stand. */
const CitationCountAnswer = z
  .looseObject({ 'citation-count-response': z.looseObject({}) })
  .transform(({ 'citation-count-response': answer }) => items(answer.document).map(members));
export type CitationCountAnswer = z.infer<typeof CitationCountAnswer>;

const day = 24 * 3600 * 1000;

export const citationCountEndpoint: Endpoint<CitationCountParams, CitationCountAnswer> = {
  name: 'scopus.citation-count',
  perSecond: 10,
  weeklyQuota: 50_000,
  source: 'https://dev.elsevier.com/documentation/AbstractCitationCountAPI.wadl',
  freshMs: day,
  request: ({ kind, ids }) => ({ path: '/content/abstract/citation-count', query: { [kind]: ids.join(',') } }),
  body: CitationCountAnswer,
};
