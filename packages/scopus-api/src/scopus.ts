import { type AskOptions, type Client, type ClientOptions, createClient } from '@scopekit/elsevier-http';
import type { AffiliationProfile, AuthorProfile, Identifier, SourceProfile, Work } from '@scopekit/record';
import { type AbstractOptions, type AbstractsOptions, abstractRetrieval, type Retrieved } from './abstract/abstract.ts';
import { type AffiliationOptions, affiliation } from './affiliation/affiliation.ts';
import { affiliationSearch } from './affiliation-search/affiliation-search.ts';
import { apis, type ScopusApi, type Tier, tiers } from './apis.ts';
import { type AuthorOptions, authorRetrieval, type RetrievedAuthor } from './author/author.ts';
import { authorSearch } from './author-search/author-search.ts';
import { type CitationCount, citationCounts } from './citation-count/citation-count.ts';
import { type CitationsOptions, citations } from './citations/citations.ts';
import type { CitationOverview } from './citations/to-overview.ts';
import { type EntitledKind, entitled } from './entitled/entitled.ts';
import { type BookTitle, book } from './nonserial/nonserial.ts';
import { type PlumxCategory, plumx } from './plumx/plumx.ts';
import type { ScivalKind } from './scival/endpoint.ts';
import { type MetricsOptions, type MetricValue, metrics, publication, type ScivalPublication } from './scival/scival.ts';
import type { SearchLimits } from './search/limits.ts';
import { type Search, type SearchOptions, search } from './search/search.ts';
import { type SourceOptions, type SourcesAsked, type SourcesOptions, serialTitles } from './serial/serial.ts';
import type { SubjectClass } from './subjects/asjc.ts';
import type { SubjectSet } from './subjects/endpoint.ts';
import { knownSubjects, type SubjectsAsked, subjects } from './subjects/subjects.ts';
import type { PagedOptions } from './wire/paged-entries.ts';

export interface ScopusOptions {
  /** `false`: ask nothing that needs a subscription. By default it is found out, once per key. */
  readonly subscriber?: boolean;
  /** How much a search gives at once, where a contract differs. */
  readonly limits?: Partial<SearchLimits>;
}

/** Scopus with a client of its own: keys, ledger, cache and events as {@link ClientOptions} has them. */
export interface OwnClientOptions extends ScopusOptions, ClientOptions {
  readonly keys: NonNullable<ClientOptions['keys']>;
  /** The contract, which decides the pace. Default `development`, which every key has. */
  readonly tier?: Tier;
}

export interface Scopus {
  search(query: string, options?: SearchOptions): Search;
  /** How many works match: one request. */
  count(query: string, options?: Pick<SearchOptions, keyof AskOptions | 'date' | 'subject' | 'content' | 'check'>): Promise<number>;
  abstract(id: string | Identifier, options?: AbstractOptions): Promise<Work>;
  abstracts(ids: Iterable<string> | AsyncIterable<string>, options?: AbstractsOptions): AsyncGenerator<Retrieved>;
  /** People in the syntax of Author Search: `AUTHLASTNAME(García) AND AUTHFIRST(Ana) AND AF-ID(60000001)`. */
  authors(query: string, options?: PagedOptions): AsyncGenerator<AuthorProfile>;
  author(id: string, options?: AuthorOptions): Promise<AuthorProfile>;
  authorProfiles(ids: Iterable<string> | AsyncIterable<string>, options?: AuthorOptions): AsyncGenerator<RetrievedAuthor>;
  /** Who wrote with a person: the 160 that Scopus tells at most. */
  coauthors(id: string, options?: PagedOptions): AsyncGenerator<AuthorProfile>;
  /** Works of a person. */
  worksOf(authorId: string, options?: SearchOptions): Search;
  /** How many profiles have the same family and given name: how far a name alone can be trusted. */
  namesakes(author: Pick<AuthorProfile, 'family' | 'given'>, options?: AskOptions): Promise<number>;
  affiliations(query: string, options?: PagedOptions): AsyncGenerator<AffiliationProfile>;
  affiliation(id: string, options?: AffiliationOptions): Promise<AffiliationProfile>;
  sources(asked: SourcesAsked, options?: SourcesOptions): AsyncGenerator<SourceProfile>;
  source(issn: string, options?: SourceOptions): Promise<SourceProfile>;
  /** Subjects from the list that is built in: no request. */
  knownSubjects(asked?: SubjectsAsked): SubjectClass[];
  subjects(asked?: SubjectsAsked & { readonly of?: SubjectSet }, options?: AskOptions): Promise<SubjectClass[]>;
  citations(ids: readonly string[], options?: CitationsOptions): Promise<CitationOverview>;
  citationCounts(ids: readonly string[], options?: AskOptions): Promise<CitationCount[]>;
  /** Whether the key, from this network, may see a record, as Elsevier words it. */
  entitled(kind: EntitledKind, id: string, options?: AskOptions): Promise<string | undefined>;
  book(isbn: string, options?: AskOptions): Promise<BookTitle>;
  plumx(id: string, options?: AskOptions & { readonly kind?: string }): Promise<PlumxCategory[]>;
  metrics(kind: ScivalKind, ids: readonly string[], options?: MetricsOptions): Promise<MetricValue[]>;
  scivalPublication(id: string, options?: AskOptions): Promise<ScivalPublication>;
  /** What the configured keys, or one of them, may still ask of an API this week, as far as answers have told. */
  remainingQuota(api: ScopusApi, key?: string): Promise<number | undefined>;
  /** When the first of the configured keys, or one of them, has its quota again. */
  resetTime(api: ScopusApi, key?: string): Promise<Date | undefined>;
  /** Closes the connections; a client that was given stays open. */
  close(): Promise<void>;
}

/**
 * Scopus answers as records, by a client that is there or with one of its own.
 *
 * Two of them with different keys do not know of each other; give both one ledger to share pace and quota.
 */
export function createScopus(given: Client | OwnClientOptions, options: ScopusOptions = {}): Scopus {
  const client = 'ask' in given ? given : createClient({ ...given, perSecond: { ...tiers[given.tier ?? 'development'], ...given.perSecond } });
  const { subscriber, limits } = 'ask' in given ? options : { ...given, ...options };
  const { abstract, abstracts } = abstractRetrieval(client);
  const { author, authors: authorProfiles } = authorRetrieval(client);
  const { authors, coauthors, countAuthors } = authorSearch(client);
  const { source, sources } = serialTitles(client);
  const withSubscriber = <T extends AskOptions & ScopusOptions>(own: T | undefined): T => ({ subscriber, ...own }) as T;
  const find = (query: string, own?: SearchOptions) => search(client, query, { limits, ...withSubscriber(own) });
  return {
    search: find,
    async count(query, own) {
      const found = find(query, { ...own, limit: 0 });
      for await (const _ of found);
      return found.total ?? 0;
    },
    abstract: (id, own) => abstract(id, withSubscriber(own)),
    abstracts: (ids, own) => abstracts(ids, withSubscriber(own)),
    authors,
    author,
    authorProfiles,
    coauthors,
    worksOf: (authorId, own) => find(`AU-ID(${authorId.replace(/^\D*-s2\.0-|^AUTHOR_ID:/i, '')})`, own),
    async namesakes({ family, given: first }, own) {
      const bare = (text: string | undefined) => (text ?? '').replace(/["{}()]/g, ' ').trim();
      return countAuthors(`AUTHLASTNAME(${bare(family)})${first ? ` AND AUTHFIRST(${bare(first)})` : ''}`, own);
    },
    affiliations: (query, own) => affiliationSearch(client, query, own),
    affiliation: (id, own) => affiliation(client, id, own),
    sources,
    source,
    knownSubjects,
    subjects: (asked, own) => subjects(client, asked, own),
    citations: (ids, own) => citations(client, ids, own),
    citationCounts: (ids, own) => citationCounts(client, ids, own),
    entitled: (kind, id, own) => entitled(client, kind, id, own),
    book: (isbn, own) => book(client, isbn, own),
    plumx: (id, own) => plumx(client, id, own),
    metrics: (kind, ids, own) => metrics(client, kind, ids, own),
    scivalPublication: (id, own) => publication(client, id, own),
    async remainingQuota(api, key) {
      const known = (await client.standing([apis[api].name], { key })).flatMap(({ remaining }) => remaining ?? []);
      return known.length ? known.reduce((a, b) => a + b) : undefined;
    },
    async resetTime(api, key) {
      const known = (await client.standing([apis[api].name], { key })).flatMap(({ resetAt, restsUntil }) => restsUntil ?? resetAt ?? []);
      return known.length ? new Date(Math.min(...known)) : undefined;
    },
    close: async () => ('ask' in given ? undefined : client.close()),
  };
}
