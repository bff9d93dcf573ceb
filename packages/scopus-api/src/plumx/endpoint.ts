import type { Endpoint } from '@scopekit/elsevier-http';
import { z } from 'zod';
import { items, members } from '../wire/values.ts';

export interface PlumxParams {
  /** `doi`, `pmid`, `elsevierPii`, `isbn`, … */
  readonly kind: string;
  readonly value: string;
}

/** Numbers are numbers here, not texts. */
const PlumxAnswer = z.looseObject({ count_categories: z.unknown().optional() }).transform((body) => items(body.count_categories).map(members));
export type PlumxAnswer = z.infer<typeof PlumxAnswer>;

const day = 24 * 3600 * 1000;

export const plumxEndpoint: Endpoint<PlumxParams, PlumxAnswer> = {
  name: 'plumx',
  perSecond: 6,
  weeklyQuota: 20_000,
  source: 'https://dev.elsevier.com/documentation/PlumXMetricsAPI.wadl',
  freshMs: day,
  request: ({ kind, value }) => ({ path: `/analytics/plumx/${kind}/${value.split('/').map(encodeURIComponent).join('/')}`, query: {} }),
  body: PlumxAnswer,
};
