import type { Endpoint } from '@scopekit/elsevier-http';
import { z } from 'zod';

const citationIdKinds = ['scopus_id', 'doi', 'pii', 'pubmed_id'] as const;
export type CitationIdKind = (typeof citationIdKinds)[number];

export interface CitationParams {
  readonly kind: CitationIdKind;
  readonly ids: readonly string[];
  /** `2018-2022`. */
  readonly date?: string;
  /** Which citations do not count. */
  readonly citation?: 'exclude-self' | 'exclude-books';
}

const CitationAnswer = z.looseObject({ 'abstract-citations-response': z.looseObject({}) }).transform((body) => body['abstract-citations-response']);
export type CitationAnswer = z.infer<typeof CitationAnswer>;

const day = 24 * 3600 * 1000;

/** Elsevier must enable it for the key. */
export const citationEndpoint: Endpoint<CitationParams, CitationAnswer> = {
  name: 'scopus.citations',
  perSecond: 4,
  weeklyQuota: 20_000,
  source: 'https://dev.elsevier.com/documentation/AbstractCitationAPI.wadl',
  freshMs: day,
  request: ({ kind, ids, ...query }) => ({ path: '/content/abstract/citations', query: { [kind]: ids.join(','), ...query } }),
  body: CitationAnswer,
};
