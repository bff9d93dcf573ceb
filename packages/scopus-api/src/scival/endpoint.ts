import type { Endpoint } from '@scopekit/elsevier-http';
import { z } from 'zod';
import { items, members } from '../wire/values.ts';

export const scivalKinds = ['author', 'institution', 'topic'] as const;
export type ScivalKind = (typeof scivalKinds)[number];

/** Metrics by what they are of: those that SciVal tells year by year, and those that it does not. Source: the SciVal WADLs. */
export const scivalMetrics: Readonly<Record<ScivalKind, { readonly byYear: readonly string[]; readonly inAll: readonly string[] }>> = (() => {
  const works = [
    'AcademicCorporateCollaboration',
    'AcademicCorporateCollaborationImpact',
    'Collaboration',
    'CitationCount',
    'CitationsPerPublication',
    'CollaborationImpact',
    'CitedPublications',
    'FieldWeightedCitationImpact',
    'ScholarlyOutput',
    'PublicationsInTopJournalPercentiles',
    'OutputsInTopCitationPercentiles',
  ];
  return {
    author: { byYear: works, inAll: ['HIndices'] },
    institution: { byYear: works, inAll: [] },
    topic: {
      byYear: ['AuthorCount', 'CitationCount', 'FieldWeightedCitationImpact', 'InstitutionCount', 'ScholarlyOutput', 'TopCitedPublications'],
      inAll: ['CorePapers', 'MostRecentlyPublishedPapers', 'RelatedTopics', 'TopAuthors', 'TopInstitutions', 'TopJournals', 'TopKeywords'],
    },
  };
})();

export interface ScivalParams {
  readonly kind: ScivalKind;
  readonly ids: readonly string[];
  readonly metrics: readonly string[];
  readonly byYear: boolean;
}

const MetricsAnswer = z.looseObject({ results: z.unknown() }).transform(({ results }) => items(results).map(members));
export type MetricsAnswer = z.infer<typeof MetricsAnswer>;
const LookupAnswer = z.looseObject({ publication: z.unknown() }).transform((body) => ({ publication: members(body.publication), link: body.link }));
export type LookupAnswer = z.infer<typeof LookupAnswer>;

const week = 7 * 24 * 3600 * 1000;
const common = { perSecond: 6, weeklyQuota: 5_000, freshMs: week } as const;
const idNames = { author: 'authors', institution: 'institutionIds', topic: 'topicIds' } as const;

export const scivalEndpoint: Endpoint<ScivalParams, MetricsAnswer> = {
  ...common,
  name: 'scival.metrics',
  source: 'https://dev.elsevier.com/documentation/SciValAuthorAPI.wadl',
  request: ({ kind, ids, metrics, byYear }) => ({
    path: `/analytics/scival/${kind}/metrics`,
    query: { [idNames[kind]]: ids.join(','), metricTypes: metrics.join(','), byYear: String(byYear) },
  }),
  body: MetricsAnswer,
};

export const scivalPublicationEndpoint: Endpoint<{ readonly id: string }, LookupAnswer> = {
  ...common,
  name: 'scival.publication',
  source: 'https://dev.elsevier.com/documentation/SciValPublicationLookupAPI.wadl',
  request: ({ id }) => ({ path: `/analytics/scival/publication/${id}`, query: {} }),
  body: LookupAnswer,
};
