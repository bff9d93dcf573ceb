import { type AskOptions, type Client, ElsevierError } from '@scopekit/elsevier-http';
import type { Work } from '@scopekit/record';
import { refuseBadQuery } from '../query/check.ts';
import { splitQuery } from '../query/split.ts';
import { type SearchView, searchEndpoint } from './endpoint.ts';
import { type Facet, type FacetAsked, type FacetName, facetParameter, facetsFrom } from './facets.ts';
import { type SearchLimits, searchLimits } from './limits.ts';
import { type Begun, begun, type Question } from './raw-pages.ts';
import { seenWorks } from './seen-works.ts';
import { toWork } from './to-work.ts';
import { type Years, yearsOf } from './years.ts';

export interface SearchOptions extends AskOptions {
  /** `best` asks for COMPLETE and is content with STANDARD. Default STANDARD. */
  readonly view?: SearchView | 'best';
  readonly sort?: string;
  /** Publication years: `2019` or `2019-2023`. */
  readonly date?: string;
  /** A subject area, as `COMP`. */
  readonly subject?: string;
  /** `core` leaves out records that Abstract Retrieval does not have. */
  readonly content?: 'core' | 'dummy' | 'all';
  /** Names of wire fields; the works then hold nothing else. */
  readonly fields?: readonly string[];
  /** How many works have each year, author, country, …: told with the first page. */
  readonly facets?: readonly (FacetName | FacetAsked)[];
  /** At most so many works; 0 counts only, for one request. */
  readonly limit?: number;
  /** Refuses to go on after the first page when more match: one request. */
  readonly maxResults?: number;
  /** Number of the first work wanted, from 0; reaches to 5,000, as there is no cursor for it. */
  readonly start?: number;
  /** Works a page; by default as many as the view and the key allow (200 or 25). */
  readonly pageSize?: number;
  /** Gets past the wall of 5,000 without a cursor by asking in parts: by year, and where a year has too many by type and subject. */
  readonly slice?: 'year';
  /** What every work must have; works that lack something are told in `lacking`. */
  readonly require?: readonly (keyof Work)[];
  /** `false`: ask nothing that needs a subscription. */
  readonly subscriber?: boolean;
  /** How much is given at once, where a contract differs from Elsevier's published figures. */
  readonly limits?: Partial<SearchLimits>;
  /** `false`: send the query although it looks wrong. */
  readonly check?: boolean;
  /** Called before the first page is asked for, again after a refusal: the view, and why it is not the one before. */
  readonly onPlan?: (view: SearchView, refusal?: string) => void;
  /** Called once the number of hits is known, before more is asked for; throws to stop there. */
  readonly onTotal?: (total: number, view: SearchView) => void;
}

/** One page of works, with where it stands. */
export interface FoundPage {
  readonly works: readonly Work[];
  /** Number of the first of these works, from 0, in the whole answer. */
  readonly start: number;
  readonly total: number;
  readonly view: SearchView;
}

/** A work that does not have what was required. */
export interface Lacking {
  readonly id: string;
  readonly fields: readonly (keyof Work)[];
}

export interface Search extends AsyncIterable<Work> {
  /** All hits, known once the first page is there. Of a query cut into several it is their sum (for one request each): a work may be in two. */
  readonly total: number | undefined;
  /** The view that answered, known once the first page is there. */
  readonly view: SearchView | undefined;
  /** Known once the first page is there. */
  readonly facets: readonly Facet[];
  /** Works that came twice (on overlapping or shifting pages, or in two parts) and were left out. */
  readonly repeated: number;
  /** Works that were announced, within the limit, and did not come; 0 until the last page is there. */
  readonly missing: number;
  /** Works so far that do not have what was required. */
  readonly lacking: readonly Lacking[];
  /** The queries that are sent: one, or several where it was too long. */
  readonly queries: readonly string[];
  /** The works page by page: each page is asked for when the one before has been taken. */
  pages(): AsyncGenerator<FoundPage>;
}

/**
 * Scopus Search as an async iterator of works: nothing is asked before the first one is wanted, and leaving the loop stops asking.
 *
 * Throws ElsevierError at once: `bad-request` for a query that cannot be read. While iterating: `too-many-results` after
 * the first page when there are more than 5,000, the key has no cursor, and neither `limit` nor `slice` says what to do, or
 * more than `maxResults`.
 *
 * @see https://dev.elsevier.com/documentation/ScopusSearchAPI.wadl
 */
export function search(client: Client, query: string, options: SearchOptions = {}): Search {
  const {
    view = 'STANDARD',
    sort,
    date,
    subject,
    content,
    fields,
    facets,
    limit = Number.POSITIVE_INFINITY,
    maxResults = Number.POSITIVE_INFINITY,
    pageSize,
    slice,
    require: required = [],
    subscriber,
    check = true,
    limits: differing,
    onPlan,
    onTotal,
    start: begin = 0,
    ...ask
  } = options;
  const span = date === undefined ? undefined : yearsOf(date);
  const limits: SearchLimits = { ...searchLimits, ...differing };
  const { wall } = limits;
  if (check && query.trim()) refuseBadQuery(query);
  const queries = check ? splitQuery(query) : [query];
  refuseNonsense({ query, date, span, slice, begin, limit, wall, facets: facets?.length ?? 0, queries: queries.length });
  const state = { total: undefined as number | undefined, view: undefined as SearchView | undefined, repeated: 0, missing: 0, facets: [] as readonly Facet[] };
  const lacking: Lacking[] = [];

  const questionOf = (text: string): Question => ({
    base: { query: text, sort, field: fields?.join(','), subj: subject, content, facets: facetParameter(facets) },
    span,
    asked: { view, pageSize, subscriber, byPosition: begin > 0, limit: Number.isFinite(limit) ? limit : undefined, limits },
    begin,
    limit,
    slice: slice !== undefined,
    ask,
    onPlan: (planned, refusal) => onPlan?.(planned, refusal),
    onCut: (answers, inParts) => {
      state.missing += Math.max(0, answers - inParts);
    },
  });

  /** The first page of every query before any work is given: what all have together decides whether to go on. */
  async function beginAll(): Promise<Begun[]> {
    const all: Begun[] = [];
    for (const text of queries) {
      const one = await begun(client, questionOf(text));
      all.push(one);
      state.view = one.view;
      if (one.page.total !== undefined) state.total = (all.length > 1 ? (state.total ?? 0) : 0) + one.page.total;
      if (all.length === 1) state.facets = facetsFrom(one.page);
      if ((state.total ?? 0) > maxResults) throw tooManyWanted(state.total ?? 0, maxResults);
    }
    if (state.total !== undefined && state.view) onTotal?.(state.total, state.view);
    return all;
  }

  /** The pages of one query after the other; a server that repeats itself ends the query, and not those after it. */
  async function* allPages(): AsyncGenerator<readonly Work[]> {
    for (const one of await beginAll()) {
      const own = seenWorks({ all: slice !== undefined });
      for await (const { body, retrievedAt } of one.pages()) {
        const works = body.entries.map((entry) => toWork(entry, { source: searchEndpoint.name, view: state.view, retrievedAt }));
        own.turn(works);
        yield works;
        if (own.stale()) break;
      }
    }
  }

  async function* pages(): AsyncGenerator<FoundPage> {
    const seen = seenWorks({ all: slice !== undefined || queries.length > 1 });
    let start = 0;
    for await (const found of spentTold(client, allPages())) {
      const fresh = seen.turn(found);
      state.repeated += found.length - fresh.length;
      const works = fresh.slice(0, limit - start);
      for (const work of works) note(work);
      if (works.length || start === 0)
        yield { works, start: begin + start, total: state.total ?? begin + start + works.length, view: state.view ?? 'STANDARD' };
      start += works.length;
      if (start >= limit) return;
    }
    state.total ??= begin + start;
    const expected = Math.min(state.total - begin - (queries.length > 1 ? state.repeated : 0), limit, begin ? wall - begin : limit);
    state.missing = limit > 0 ? Math.max(0, expected - start) : 0;
  }

  function note(work: Work): void {
    const without = required.filter((field) => work[field] === undefined || (Array.isArray(work[field]) && !(work[field] as unknown[]).length));
    if (without.length) lacking.push({ id: work.eid ?? work.doi ?? work.title ?? '', fields: without });
  }

  return {
    get total() {
      return state.total;
    },
    get view() {
      return state.view;
    },
    get facets() {
      return state.facets;
    },
    get repeated() {
      return state.repeated;
    },
    get missing() {
      return state.missing;
    },
    lacking,
    queries,
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const { works } of pages()) yield* works;
    },
  };
}

const tooManyWanted = (total: number, maxResults: number) =>
  new ElsevierError({
    reason: 'too-many-results',
    message: `${total.toLocaleString('en')} works match, more than the ${maxResults.toLocaleString('en')} that were to be taken.`,
    next: 'Narrow the query or the years, or raise maxResults. Nothing more was asked.',
    api: searchEndpoint.name,
  });

/** A refusal in the middle of an answer means that another key took over: then the spent key is the reason. */
async function* spentTold<T>(client: Client, pages: AsyncGenerator<T>): AsyncGenerator<T> {
  let began = false;
  try {
    for await (const page of pages) {
      began = true;
      yield page;
    }
  } catch (error) {
    const standing = await client.standing([searchEndpoint.name]);
    const until = Math.min(...standing.flatMap(({ restsUntil }) => (restsUntil !== undefined && restsUntil > client.clock.now() ? [restsUntil] : [])));
    if (!began || !(error instanceof ElsevierError) || error.reason !== 'not-entitled' || !Number.isFinite(until)) throw error;
    const message = `The key that sees this view has spent its weekly quota until ${new Date(until).toISOString()}, and the next key does not see it.`;
    throw new ElsevierError({ reason: 'quota-exceeded', message, api: searchEndpoint.name, retryAt: until, cause: error });
  }
}

interface Asked {
  readonly query: string;
  readonly date: string | undefined;
  readonly span: Years | undefined;
  readonly slice: 'year' | undefined;
  readonly begin: number;
  readonly limit: number;
  readonly wall: number;
  readonly facets: number;
  readonly queries: number;
}

/** What cannot be answered is not asked. */
function refuseNonsense({ query, date, span, slice, begin, limit, wall, facets, queries }: Asked): void {
  const refuse = (message: string, next: string) => new ElsevierError({ reason: 'bad-input', message, next, api: searchEndpoint.name });
  if (!query.trim()) throw refuse('The query is empty.', 'For example TITLE-ABS-KEY("machine learning").');
  if (date !== undefined && !span) throw refuse(`${date} is not a year or a span of years.`, 'Write 2019 or 2019-2023.');
  if (!(limit >= 0)) throw refuse(`${limit} is no number of works.`, 'Leave limit out for all, or give 0 to count only.');
  if (queries > 1 && begin)
    throw refuse(
      `The query is too long for one request and is asked in ${queries}, which have no middle to begin in.`,
      'Leave start out, or shorten the query.',
    );
  if (queries > 1 && facets)
    throw refuse(`The query is too long for one request and is asked in ${queries}; facets count one.`, 'Leave facets out, or shorten the query.');
  if (slice && begin) throw refuse('A question cut into parts has no middle to begin in.', 'Leave start or slice out.');
  if (begin >= wall)
    throw refuse(
      `Scopus gives the first ${wall.toLocaleString('en')} works by position, and ${begin} is beyond.`,
      'Narrow the query, or ask for it cut by year.',
    );
}
