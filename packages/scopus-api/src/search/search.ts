import { type AskOptions, type Client, ElsevierError } from '@scopekit/elsevier-http';
import type { Work } from '@scopekit/record';
import { type SearchView, searchEndpoint } from './endpoint.ts';
import { wall } from './paging.ts';
import { type Question, rawPages } from './raw-pages.ts';
import { toWork } from './to-work.ts';
import { type Years, yearsOf } from './years.ts';

export interface SearchOptions extends AskOptions {
  /** `best` asks for COMPLETE and is content with STANDARD. Default STANDARD. */
  readonly view?: SearchView | 'best';
  readonly sort?: string;
  /** Publication years: `2019` or `2019-2023`. */
  readonly date?: string;
  /** Names of wire fields; the works then hold nothing else. */
  readonly fields?: readonly string[];
  /** At most so many works. */
  readonly limit?: number;
  /** Number of the first work wanted, from 0; reaches to 5,000, as there is no cursor for it. */
  readonly start?: number;
  /** Works a page; by default as many as the view and the key allow (200 or 25). */
  readonly pageSize?: number;
  /** Gets past the wall of 5,000 without a cursor by asking year by year. */
  readonly slice?: 'year';
  /** `false`: ask nothing that needs a subscription. */
  readonly subscriber?: boolean;
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

export interface Search extends AsyncIterable<Work> {
  /** All hits, known once the first page is there. */
  readonly total: number | undefined;
  /** The view that answered, known once the first page is there. */
  readonly view: SearchView | undefined;
  /** Works that came twice (on overlapping or shifting pages) and were left out. */
  readonly repeated: number;
  /** Works that were announced, within the limit, and did not come; 0 until the last page is there. */
  readonly missing: number;
  /** The works page by page: each page is asked for when the one before has been taken. */
  pages(): AsyncGenerator<FoundPage>;
}

/**
 * Scopus Search as an async iterator of works: nothing is asked before the first one is wanted, and leaving the loop stops asking.
 *
 * Throws ElsevierError while iterating: `too-many-results` after the first page when there are more than 5,000, the key has
 * no cursor, and neither `limit` nor `slice` says what to do; `bad-request` for a query that Scopus cannot read.
 *
 * @see https://dev.elsevier.com/documentation/ScopusSearchAPI.wadl
 */
export function search(client: Client, query: string, options: SearchOptions = {}): Search {
  const {
    view = 'STANDARD',
    sort,
    date,
    fields,
    limit = Number.POSITIVE_INFINITY,
    pageSize,
    slice,
    subscriber,
    onPlan,
    onTotal,
    start: begin = 0,
    ...ask
  } = options;
  const span = date === undefined ? undefined : yearsOf(date);
  refuseNonsense({ query, date, span, slice, begin });
  const state = { total: undefined as number | undefined, view: undefined as SearchView | undefined, repeated: 0, missing: 0 };
  const question: Question = {
    base: { query, sort, field: fields?.join(',') },
    span,
    asked: { view, pageSize, subscriber, byPosition: begin > 0, limit: Number.isFinite(limit) ? limit : undefined },
    begin,
    limit,
    slice,
    ask,
    onPlan: (planned, refusal) => onPlan?.(planned, refusal),
    onFirst: (total, answered) => {
      state.total = total;
      state.view = answered;
      if (total !== undefined) onTotal?.(total, answered);
    },
  };

  async function* pages(): AsyncGenerator<FoundPage> {
    const seen = recent();
    let start = 0;
    for await (const page of spentTold(client, rawPages(client, question))) {
      const from = { source: searchEndpoint.name, view: state.view, retrievedAt: new Date(client.clock.now()).toISOString() };
      const found = page.entries.map((entry) => toWork(entry, from));
      const fresh = found.filter((work) => !seen.has(work));
      seen.turn(found);
      state.repeated += found.length - fresh.length;
      const works = fresh.slice(0, limit - start);
      if (works.length || start === 0)
        yield { works, start: begin + start, total: state.total ?? begin + start + works.length, view: state.view ?? 'STANDARD' };
      start += works.length;
      if (start >= limit) return;
      if (!fresh.length && found.length && seen.stale()) break;
    }
    state.total ??= begin + start;
    state.missing = Math.max(0, Math.min(state.total - begin, limit, begin ? wall - begin : limit) - start);
  }

  return {
    get total() {
      return state.total;
    },
    get view() {
      return state.view;
    },
    get repeated() {
      return state.repeated;
    },
    get missing() {
      return state.missing;
    },
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const { works } of pages()) yield* works;
    },
  };
}

/**
 * Which works came lately. A result set that shifts while it is read repeats works of the page before, so the last
 * pages up to the wall are enough to know; a search by cursor may be endless.
 */
function recent() {
  const generations: Set<string>[] = [];
  let turnsWithoutNews = 0;
  const nameOf = (work: Work) => work.eid ?? work.scopusId ?? work.doi;
  return {
    has: (work: Work): boolean => {
      const name = nameOf(work);
      return name !== undefined && generations.some((generation) => generation.has(name));
    },
    turn: (works: readonly Work[]) => {
      const names = works.flatMap((work) => nameOf(work) ?? []);
      const news = names.filter((name) => !generations.some((generation) => generation.has(name)));
      turnsWithoutNews = news.length || !names.length ? 0 : turnsWithoutNews + 1;
      generations.push(new Set(names));
      if (generations.length > keptPages) generations.shift();
    },
    stale: () => turnsWithoutNews >= 2,
  };
}

const keptPages = 4;

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
}

/** What cannot be answered is not asked. */
function refuseNonsense({ query, date, span, slice, begin }: Asked): void {
  const refuse = (message: string, next: string) => new ElsevierError({ reason: 'bad-input', message, next, api: searchEndpoint.name });
  if (!query.trim()) throw refuse('The query is empty.', 'For example TITLE-ABS-KEY("machine learning").');
  if (date !== undefined && !span) throw refuse(`${date} is not a year or a span of years.`, 'Write 2019 or 2019-2023.');
  if (slice && begin) throw refuse('A question cut by year has no middle to begin in.', 'Leave start or slice out.');
  if (begin >= wall)
    throw refuse(
      `Scopus gives the first ${wall.toLocaleString('en')} works by position, and ${begin} is beyond.`,
      'Narrow the query, or ask for it cut by year.',
    );
}
