import { type Client, ElsevierError } from '@scopekit/elsevier-http';
import { type FoundWorks, pagedWorks, type SearchOptions, toPage } from '../wire/search-results.ts';
import { toWork as entryToWork } from '../wire/to-work.ts';
import { type SearchGetParams, type SearchQuestion, searchEndpoint, searchGetEndpoint, searchPageSizes, searchWall } from './endpoint.ts';
import { toWork } from './to-work.ts';

export interface ScienceDirectSearchOptions extends SearchOptions {
  readonly sortBy?: 'relevance' | 'date';
}

/**
 * Articles by words, title, authors, journal or date. It knows no affiliation: for that there is {@link searchMetadata}.
 *
 * @throws ElsevierError `bad-input` for a question without a criterion or with a text of more than 250 characters; others while iterating.
 */
export function searchScienceDirect(
  client: Client,
  question: SearchQuestion,
  { sortBy = 'relevance', limit, ...ask }: ScienceDirectSearchOptions = {},
): FoundWorks {
  const { filters, ...criteria } = question;
  if (!Object.values(criteria).some(Boolean))
    throw new ElsevierError({
      reason: 'bad-input',
      message: 'ScienceDirect Search wants at least one criterion.',
      next: 'Give words, a title, authors, a journal or a date.',
    });
  for (const [name, text] of Object.entries(criteria))
    if (text && text.length > 250)
      throw new ElsevierError({ reason: 'query-too-long', message: `${name} has ${text.length} characters; ScienceDirect Search takes 250.` });
  return pagedWorks({
    api: searchEndpoint.name,
    pageSize: 100,
    wall: searchWall,
    limit,
    page: async (start, count) => {
      const show = searchPageSizes.find((size) => size >= count) ?? 100;
      const { body, retrievedAt } = await client.askDated(
        searchEndpoint,
        { ...criteria, ...(filters ? { filters } : {}), display: { offset: start, show, sortBy } },
        ask,
      );
      return { total: body.resultsFound, entries: (body.results ?? []).map((result) => toWork(result, { source: searchEndpoint.name, retrievedAt })) };
    },
  });
}

export interface GetSearchOptions extends SearchOptions, Pick<SearchGetParams, 'date' | 'sort'> {}

/** The same by GET, with a query as the old search took it: `TITLE(…)`, `srctitle(…)`. */
export function searchScienceDirectByGet(client: Client, query: string, { date, sort, limit, ...ask }: GetSearchOptions = {}): FoundWorks {
  return pagedWorks({
    api: searchGetEndpoint.name,
    pageSize: 100,
    wall: searchWall,
    limit,
    page: async (start, count) => {
      const size = searchPageSizes.find((each) => each >= count) ?? 100;
      const { body, retrievedAt } = await client.askDated(
        searchGetEndpoint,
        { query, start, count: size, ...(date ? { date } : {}), ...(sort ? { sort } : {}) },
        ask,
      );
      const page = toPage(body);
      return { ...page, entries: page.entries.map((entry) => entryToWork(entry, { source: searchGetEndpoint.name, view: 'STANDARD', retrievedAt })) };
    },
  });
}
