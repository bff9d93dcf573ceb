import type { Client } from '@scopekit/elsevier-http';
import { type FoundWorks, pagedWorks, type SearchOptions, toPage } from '../wire/search-results.ts';
import { toWork } from '../wire/to-work.ts';
import { scidirEndpoint } from './endpoint.ts';

export interface ScidirOptions extends SearchOptions {
  readonly view?: 'STANDARD' | 'COMPLETE';
}

/**
 * Articles by the search that was switched off in 2018. Pages are followed as its answers say (`link ref="next"`); only the
 * position is taken from there, never the address.
 */
export function searchScidir(client: Client, query: string, { view = 'STANDARD', limit, ...ask }: ScidirOptions = {}): FoundWorks {
  return pagedWorks({
    api: scidirEndpoint.name,
    pageSize: view === 'COMPLETE' ? 25 : 200,
    wall: 6_000,
    limit,
    page: async (start, count) => {
      const { body, retrievedAt } = await client.askDated(scidirEndpoint, { query, view, start, count }, ask);
      const page = toPage(body);
      return { ...page, entries: page.entries.map((entry) => toWork(entry, { source: scidirEndpoint.name, view, retrievedAt })) };
    },
  });
}
