import type { Client } from '@scopekit/elsevier-http';
import type { Work } from '@scopekit/record';
import { type FoundWorks, pagedWorks, type ResultsPage, type SearchOptions, toPage } from '../wire/search-results.ts';
import { toWork } from '../wire/to-work.ts';
import { type MetadataView, metadataEndpoint, metadataPageSize } from './endpoint.ts';

export interface MetadataSearchOptions extends SearchOptions {
  /** `COMPLETE`, the default, has abstracts and all authors. */
  readonly view?: MetadataView;
  /** How far positions reach; Elsevier says "system default", others met 5,000. */
  readonly wall?: number;
}

/**
 * Articles by a query of Article Metadata: `AFFIL("…")`, `YEAR(2023)`, `TITLE("…")`, `DOI(…)`, `available-online-date AFT 20260101`.
 *
 * @throws ElsevierError while iterating.
 */
export function searchMetadata(client: Client, query: string, options: MetadataSearchOptions = {}): FoundWorks {
  const { view = 'COMPLETE', wall = 5_000, limit } = options;
  const pageSize = metadataPageSize[view];
  return pagedWorks({ api: metadataEndpoint.name, pageSize, wall, limit, page: (start, count) => metadataPage(client, query, start, count, options) });
}

/** The first page, as {@link searchMetadata} asks for it: how many there are. */
export const firstMetadataPage = (client: Client, query: string, options: MetadataSearchOptions): Promise<ResultsPage<Work>> =>
  metadataPage(client, query, 0, metadataPageSize[options.view ?? 'COMPLETE'], options);

async function metadataPage(client: Client, query: string, start: number, count: number, options: MetadataSearchOptions): Promise<ResultsPage<Work>> {
  const { view = 'COMPLETE', wall: _, limit: __, ...ask } = options;
  const { body, retrievedAt } = await client.askDated(metadataEndpoint, { query, view, start, count }, ask);
  const page = toPage(body);
  return { ...page, entries: page.entries.map((entry) => toWork(entry, { source: metadataEndpoint.name, view, retrievedAt })) };
}
