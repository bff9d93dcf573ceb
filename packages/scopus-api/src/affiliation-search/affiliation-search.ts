import type { Client } from '@scopekit/elsevier-http';
import type { AffiliationProfile } from '@scopekit/record';
import { type PagedOptions, pagedEntries } from '../wire/paged-entries.ts';
import { affiliationSearchEndpoint } from './endpoint.ts';
import { toAffiliation } from './to-affiliation.ts';

/** Affiliation Search: institutions by name, place or id. */
export async function* affiliationSearch(client: Client, query: string, options: PagedOptions = {}): AsyncGenerator<AffiliationProfile> {
  for await (const { wire, retrievedAt } of pagedEntries(client, affiliationSearchEndpoint, { query }, options))
    yield toAffiliation(wire, { source: affiliationSearchEndpoint.name, view: 'STANDARD', retrievedAt });
}
