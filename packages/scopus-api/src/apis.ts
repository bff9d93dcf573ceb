import { abstractEndpoint } from './abstract/endpoint.ts';
import { affiliationEndpoint } from './affiliation/endpoint.ts';
import { affiliationSearchEndpoint } from './affiliation-search/endpoint.ts';
import { authorEndpoint } from './author/endpoint.ts';
import { authorSearchEndpoint } from './author-search/endpoint.ts';
import { citationCountEndpoint } from './citation-count/endpoint.ts';
import { citationEndpoint } from './citations/endpoint.ts';
import { nonserialEndpoint } from './nonserial/endpoint.ts';
import { plumxEndpoint } from './plumx/endpoint.ts';
import { scivalEndpoint, scivalPublicationEndpoint } from './scival/endpoint.ts';
import { searchEndpoint } from './search/endpoint.ts';
import { serialEndpoint } from './serial/endpoint.ts';
import { subjectEndpoint } from './subjects/endpoint.ts';

/** What can be read of an endpoint without knowing how it is asked. */
export interface ApiFacts {
  /** Names its pace and quota. */
  readonly name: string;
  readonly perSecond: number;
  readonly weeklyQuota: number;
  /** Where these figures are documented. */
  readonly source: string;
  /** How long an answer is fresh, in milliseconds. */
  readonly freshMs: number;
}

/** The APIs of this package: pace, quota, documentation. */
export const apis = {
  search: searchEndpoint,
  abstract: abstractEndpoint,
  authorSearch: authorSearchEndpoint,
  author: authorEndpoint,
  affiliationSearch: affiliationSearchEndpoint,
  affiliation: affiliationEndpoint,
  serial: serialEndpoint,
  subjects: subjectEndpoint,
  citations: citationEndpoint,
  citationCount: citationCountEndpoint,
  nonserial: nonserialEndpoint,
  plumx: plumxEndpoint,
  scival: scivalEndpoint,
  scivalPublication: scivalPublicationEndpoint,
} as const satisfies Readonly<Record<string, ApiFacts>>;
export type ScopusApi = keyof typeof apis;

/** The names of the APIs that most are asked of. */
export const scopusApis = { search: searchEndpoint.name, abstract: abstractEndpoint.name } as const;

const paces = (abstract: number, profiles: number, search: number): Readonly<Record<string, number>> => ({
  [abstractEndpoint.name]: abstract,
  [searchEndpoint.name]: search,
  [serialEndpoint.name]: profiles,
  [authorEndpoint.name]: profiles,
  [authorSearchEndpoint.name]: profiles,
  [affiliationSearchEndpoint.name]: profiles,
});

/**
 * Requests a second by contract, where it differs from what every key has.
 *
 * @see Elsevier's "Scopus APIs: Getting Started Guide" of September 2023
 */
export const tiers = { development: {}, low: paces(9, 6, 9), medium: paces(12, 9, 12), high: paces(15, 12, 15) } as const satisfies Readonly<
  Record<string, Readonly<Record<string, number>>>
>;
export type Tier = keyof typeof tiers;
