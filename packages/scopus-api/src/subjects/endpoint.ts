import type { Endpoint } from '@scopekit/elsevier-http';
import { z } from 'zod';
import { items, members } from '../wire/values.ts';

/** Scopus classifies its sources, ScienceDirect its own. */
export const subjectSets = ['scopus', 'scidir'] as const;
export type SubjectSet = (typeof subjectSets)[number];

export interface SubjectParams {
  readonly of: SubjectSet;
  readonly code?: string;
  readonly abbrev?: string;
  readonly description?: string;
  readonly detail?: string;
  readonly parentCode?: string;
}

const SubjectAnswer = z
  .looseObject({ 'subject-classifications': z.looseObject({}) })
  .transform((body) => items(body['subject-classifications']['subject-classification']).map(members));
export type SubjectAnswer = z.infer<typeof SubjectAnswer>;

const month = 30 * 24 * 3600 * 1000;

/** Free for everybody; no quota is known of it. */
export const subjectEndpoint: Endpoint<SubjectParams, SubjectAnswer> = {
  name: 'scopus.subjects',
  perSecond: 6,
  weeklyQuota: 20_000,
  source: 'https://dev.elsevier.com/documentation/SubjectClassificationsAPI.wadl',
  freshMs: month,
  request: ({ of, ...query }) => ({ path: `/content/subject/${of}`, query }),
  body: SubjectAnswer,
};
