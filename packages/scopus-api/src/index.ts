export { type AbstractOptions, type AbstractsOptions, identifierOf, type Retrieved } from './abstract/abstract.ts';
export { type AbstractView, abstractViews } from './abstract/endpoint.ts';
export type { AffiliationOptions } from './affiliation/affiliation.ts';
export { type AffiliationView, affiliationViews } from './affiliation/endpoint.ts';
export { type ApiFacts, apis, type ScopusApi, scopusApis, type Tier, tiers } from './apis.ts';
export type { AuthorOptions, RetrievedAuthor } from './author/author.ts';
export { type AuthorView, authorViews } from './author/endpoint.ts';
export type { CitationCount } from './citation-count/citation-count.ts';
export type { CitationsOptions } from './citations/citations.ts';
export type { CitationOverview, CitationTotals, WorkCitations } from './citations/to-overview.ts';
export {
  decodeAbstract,
  decodeAffiliation,
  decodeAffiliations,
  decodeAuthor,
  decodeAuthors,
  decodeBook,
  decodeCitationCounts,
  decodeCitations,
  decodePlumx,
  decodeSearch,
  decodeSources,
  decodeSubjects,
} from './decode.ts';
export { type EntitledKind, entitledKinds } from './entitled/entitled.ts';
export type { BookTitle } from './nonserial/nonserial.ts';
export type { PlumxCategory } from './plumx/plumx.ts';
export { type QueryPart, query } from './query/build.ts';
export { pointedAt, refuseBadQuery } from './query/check.ts';
export { fieldCodes, otherCodes } from './query/field-codes.ts';
export { type ParsedQuery, parseQuery, type Query, withoutField } from './query/parse.ts';
export { splitQuery } from './query/split.ts';
export type { QueryProblem } from './query/tokens.ts';
export { type ScivalKind, scivalKinds, scivalMetrics } from './scival/endpoint.ts';
export type { MetricsOptions, MetricValue, ScivalPublication } from './scival/scival.ts';
export { createScopus, type OwnClientOptions, type Scopus, type ScopusOptions } from './scopus.ts';
export { type SearchView, searchViews } from './search/endpoint.ts';
export { type Facet, type FacetAsked, type FacetName, facetNames } from './search/facets.ts';
export { type SearchLimits, searchLimits } from './search/limits.ts';
export type { FoundPage, Lacking, Search, SearchOptions } from './search/search.ts';
export { type SerialView, serialViews } from './serial/endpoint.ts';
export type { SourceOptions, SourcesAsked, SourcesOptions } from './serial/serial.ts';
export { type SubjectClass, subjectAreas } from './subjects/asjc.ts';
export { type SubjectSet, subjectSets } from './subjects/endpoint.ts';
export { knownSubjects, type SubjectsAsked } from './subjects/subjects.ts';
export type { PagedOptions } from './wire/paged-entries.ts';
