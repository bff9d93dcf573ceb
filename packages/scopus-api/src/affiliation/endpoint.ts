import type { Endpoint } from '@scopekit/elsevier-http';
import { z } from 'zod';

export const affiliationViews = ['STANDARD', 'LIGHT'] as const;
export type AffiliationView = (typeof affiliationViews)[number];

export interface AffiliationParams {
  readonly id: string;
  readonly view: AffiliationView;
}

const AffiliationAnswer = z.looseObject({ 'affiliation-retrieval-response': z.looseObject({}) }).transform((body) => body['affiliation-retrieval-response']);
export type AffiliationAnswer = z.infer<typeof AffiliationAnswer>;

const week = 7 * 24 * 3600 * 1000;

export const affiliationEndpoint: Endpoint<AffiliationParams, AffiliationAnswer> = {
  name: 'scopus.affiliation',
  perSecond: 9,
  weeklyQuota: 5_000,
  source: 'https://dev.elsevier.com/documentation/AffiliationRetrievalAPI.wadl',
  freshMs: week,
  request: ({ id, view }) => ({ path: `/content/affiliation/affiliation_id/${id}`, query: { view } }),
  body: AffiliationAnswer,
};
