import type { Endpoint } from '@scopekit/elsevier-http';
import { z } from 'zod';
import { items, members } from '../wire/values.ts';

const NonserialAnswer = z
  .looseObject({ 'nonserial-metadata-response': z.looseObject({}) })
  .transform((body) => items(body['nonserial-metadata-response'].entry).map(members));
export type NonserialAnswer = z.infer<typeof NonserialAnswer>;

const month = 30 * 24 * 3600 * 1000;

export const nonserialEndpoint: Endpoint<{ readonly isbn: string }, NonserialAnswer> = {
  name: 'scopus.nonserial',
  perSecond: 6,
  weeklyQuota: 20_000,
  source: 'https://dev.elsevier.com/documentation/NonSerialTitleAPI.wadl',
  freshMs: month,
  request: ({ isbn }) => ({ path: `/content/nonserial/title/isbn/${isbn}`, query: { view: 'STANDARD' } }),
  body: NonserialAnswer,
};
