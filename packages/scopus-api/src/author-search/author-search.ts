import type { AskOptions, Client } from '@scopekit/elsevier-http';
import type { AuthorProfile } from '@scopekit/record';
import { authorName } from '../wire/entity-id.ts';
import { type PagedOptions, pagedEntries } from '../wire/paged-entries.ts';
import { authorSearchEndpoint } from './endpoint.ts';
import { toAuthor } from './to-author.ts';

/** Fewer of a person's co-authors are told than there may be. Source: Elsevier's documentation of `co-author`. */
const coauthorPage = 25;

export function authorSearch(client: Client) {
  async function* found(
    params: { readonly query?: string; readonly 'co-author'?: string; readonly sort?: string },
    options: PagedOptions,
  ): AsyncGenerator<AuthorProfile> {
    for await (const { wire, retrievedAt } of pagedEntries(client, authorSearchEndpoint, params, options))
      yield toAuthor(wire, { source: authorSearchEndpoint.name, view: 'STANDARD', retrievedAt });
  }
  return {
    /** How many match: one request. */
    countAuthors: async (query: string, ask: AskOptions = {}): Promise<number> =>
      (await client.ask(authorSearchEndpoint, { query, start: 0, count: 1 }, ask)).total ?? 0,
    authors: (query: string, options: PagedOptions = {}) => found({ query }, options),
    async *coauthors(id: string, options: PagedOptions = {}): AsyncGenerator<AuthorProfile> {
      const { value } = authorName(id);
      yield* found({ 'co-author': value }, { pageSize: coauthorPage, ...options });
    },
  };
}
