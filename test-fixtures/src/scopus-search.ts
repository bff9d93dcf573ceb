import type { Corpus } from './corpus/corpus.ts';
import { facetCounts } from './facets.ts';
import { searcher } from './query/search.ts';
import { MalformedQuery, UnknownField } from './query/tokens.ts';
import { json, serviceError, type WireAnswer, type WireRequest } from './wire/answer.ts';
import { searchPage } from './wire/search-page.ts';

const views = ['STANDARD', 'COMPLETE'] as const;
const invalid = (text: string) => serviceError(400, 'INVALID_INPUT', text);

/** Answers GET /content/search/scopus. */
export function scopusSearch(corpus: Corpus, wall = 5_000) {
  const search = searcher(corpus);
  return (request: WireRequest, entitled: boolean): WireAnswer => {
    const params = request.url.searchParams;
    const view = views.find((name) => name === (params.get('view') ?? 'STANDARD').toUpperCase());
    if (!view) return invalid('View parameter specified in request is not valid');
    if (view === 'COMPLETE' && !entitled)
      return serviceError(403, 'AUTHORIZATION_ERROR', 'The requestor is not authorized to access the requested view or fields of the resource');
    const cursor = params.get('cursor');
    if (cursor !== null && !entitled) return serviceError(403, 'AUTHORIZATION_ERROR', 'Use of the cursor parameter is restricted');
    const count = Number(params.get('count') ?? 25);
    const start = cursor === null ? Number(params.get('start') ?? 0) : positionOf(cursor);
    if (!Number.isInteger(count) || !Number.isInteger(start) || count < 0 || start < 0)
      return invalid(cursor === null ? 'Invalid Input' : 'Invalid Input (cursor)');
    if (count > (view === 'STANDARD' && entitled ? 200 : 25)) return invalid('Exceeds the maximum number allowed for the service level');
    if (cursor === null && start + count > wall) return invalid('Exceeds the number of search results that can be returned');

    const query = params.get('query') ?? '';
    const subject = params.get('subj');
    const found = foundBy(search, {
      query: subject ? `(${query}) AND SUBJAREA(${subject})` : query,
      date: params.get('date') ?? undefined,
      sort: params.get('sort') ?? undefined,
    });
    if (!(found instanceof Uint32Array)) return found;
    const works = [...found.subarray(start, start + count)].map((index) => corpus.work(index));
    const wanted = params.get('facets');
    const facets =
      wanted === null
        ? undefined
        : facetCounts(
            wanted,
            [...found].map((index) => corpus.work(index)),
          );
    if (wanted !== null && !facets) return invalid('Invalid facet');
    return json(
      searchPage(works, found.length, {
        query,
        view,
        start,
        count,
        facets,
        fields: params.get('field')?.split(',').filter(Boolean),
        cursor: cursor === null ? undefined : { current: cursor, next: works.length ? cursorOf(start + works.length) : cursor },
        address: (at) => addressOf(request.url, at),
        old: found.length % 2 === 1,
      }),
    );
  };
}

function foundBy(search: ReturnType<typeof searcher>, asked: Parameters<ReturnType<typeof searcher>>[0]): Uint32Array | WireAnswer {
  try {
    return search(asked);
  } catch (error) {
    if (error instanceof UnknownField) return serviceError(500, 'GENERAL_SYSTEM_ERROR', 'Error calling Solr Search Service');
    if (error instanceof MalformedQuery) return invalid('Error translating query');
    throw error;
  }
}

const cursorOf = (position: number) => `AoJ${Buffer.from(String(position)).toString('base64url')}`;
const positionOf = (cursor: string) => (cursor === '*' ? 0 : Number(Buffer.from(cursor.slice(3), 'base64url').toString() || Number.NaN));

function addressOf(url: URL, start: number): string {
  const params = new URLSearchParams(url.searchParams);
  params.set('start', String(start));
  return `https://api.elsevier.com${url.pathname}?${params}`;
}
