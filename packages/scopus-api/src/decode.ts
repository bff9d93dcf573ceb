import type { AffiliationProfile, AuthorProfile, Provenance, SourceProfile, Work } from '@scopekit/record';
import { AbstractAnswer, abstractEndpoint } from './abstract/endpoint.ts';
import { toWork as abstractToWork } from './abstract/to-work.ts';
import { affiliationEndpoint } from './affiliation/endpoint.ts';
import { toProfile as toAffiliationProfile } from './affiliation/to-profile.ts';
import { affiliationSearchEndpoint } from './affiliation-search/endpoint.ts';
import { toAffiliation } from './affiliation-search/to-affiliation.ts';
import { authorEndpoint } from './author/endpoint.ts';
import { toProfile as toAuthorProfile } from './author/to-profile.ts';
import { authorSearchEndpoint } from './author-search/endpoint.ts';
import { toAuthor } from './author-search/to-author.ts';
import { type CitationCount, toCount } from './citation-count/citation-count.ts';
import { citationCountEndpoint } from './citation-count/endpoint.ts';
import { citationEndpoint } from './citations/endpoint.ts';
import { type CitationOverview, toOverview } from './citations/to-overview.ts';
import { nonserialEndpoint } from './nonserial/endpoint.ts';
import { type BookTitle, toBook } from './nonserial/nonserial.ts';
import { plumxEndpoint } from './plumx/endpoint.ts';
import { type PlumxCategory, toCategories } from './plumx/plumx.ts';
import { SearchPage, searchEndpoint } from './search/endpoint.ts';
import { toWork as entryToWork } from './search/to-work.ts';
import { serialEndpoint } from './serial/endpoint.ts';
import { toSource } from './serial/to-source.ts';
import type { SubjectClass } from './subjects/asjc.ts';
import { subjectEndpoint } from './subjects/endpoint.ts';
import { toSubject } from './subjects/subjects.ts';

/**
 * The works of a kept body of Scopus Search, whichever view or `field=` it was asked with.
 *
 * @throws ZodError when it is no such body.
 */
export function decodeSearch(body: unknown, from: Partial<Provenance> = {}): { total: number; works: Work[] } {
  const page = SearchPage.parse(body);
  return { total: page.total ?? page.entries.length, works: page.entries.map((entry) => entryToWork(entry, { source: searchEndpoint.name, ...from })) };
}

/**
 * The work of a kept body of Abstract Retrieval, whichever view it is of.
 *
 * @throws ZodError when it is no such body.
 */
export function decodeAbstract(body: unknown, from: Partial<Provenance> = {}): Work {
  return abstractToWork(AbstractAnswer.parse(body), { source: abstractEndpoint.name, ...from });
}

/*
 * The same for the other APIs: what a kept body says, with no request. Each throws ZodError when it is no such body.
 */

/** The people of a kept body of Author Search. */
export const decodeAuthors = (body: unknown, from: Partial<Provenance> = {}): AuthorProfile[] =>
  SearchPage.parse(body).entries.map((entry) => toAuthor(entry, { source: authorSearchEndpoint.name, ...from }));

/** The profiles of a kept body of Author Retrieval: one, or those of a batch. */
export const decodeAuthor = (body: unknown, from: Partial<Provenance> = {}): AuthorProfile[] =>
  authorEndpoint.body.parse(body).profiles.map((profile) => toAuthorProfile(profile, undefined, { source: authorEndpoint.name, ...from }));

/** The institutions of a kept body of Affiliation Search. */
export const decodeAffiliations = (body: unknown, from: Partial<Provenance> = {}): AffiliationProfile[] =>
  SearchPage.parse(body).entries.map((entry) => toAffiliation(entry, { source: affiliationSearchEndpoint.name, ...from }));

/** The institution of a kept body of Affiliation Retrieval. */
export const decodeAffiliation = (body: unknown, from: Partial<Provenance> = {}): AffiliationProfile =>
  toAffiliationProfile(affiliationEndpoint.body.parse(body), undefined, { source: affiliationEndpoint.name, ...from });

/** The sources of a kept body of Serial Title, found by ISSN or by search. */
export const decodeSources = (body: unknown, from: Partial<Provenance> = {}): SourceProfile[] =>
  serialEndpoint.body.parse(body).map((entry) => toSource(entry, { source: serialEndpoint.name, ...from }));

/** The subjects of a kept body of Subject Classifications. */
export const decodeSubjects = (body: unknown): SubjectClass[] => subjectEndpoint.body.parse(body).map(toSubject);

/** A kept body of Citation Overview. */
export const decodeCitations = (body: unknown): CitationOverview => toOverview(citationEndpoint.body.parse(body));

/** The counts of a kept body of Citation Count. */
export const decodeCitationCounts = (body: unknown): CitationCount[] => citationCountEndpoint.body.parse(body).map(toCount);

/** The categories of a kept body of PlumX. */
export const decodePlumx = (body: unknown): PlumxCategory[] => toCategories(plumxEndpoint.body.parse(body));

/** The books of a kept body of Nonserial Title. */
export const decodeBook = (body: unknown): BookTitle[] => nonserialEndpoint.body.parse(body).map(toBook);
