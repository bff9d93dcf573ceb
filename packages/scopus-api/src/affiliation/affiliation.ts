import type { AskOptions, Client } from '@scopekit/elsevier-http';
import type { AffiliationProfile } from '@scopekit/record';
import { affiliationName } from '../wire/entity-id.ts';
import { type AffiliationView, affiliationEndpoint } from './endpoint.ts';
import { toProfile } from './to-profile.ts';

export interface AffiliationOptions extends AskOptions {
  /** STANDARD, the default, has everything. */
  readonly view?: AffiliationView;
}

/**
 * The profile of one institution.
 *
 * @param id an affiliation id or its EID.
 * @throws ElsevierError `bad-id` before anything is asked, `not-found`, `not-entitled`, …
 */
export async function affiliation(client: Client, id: string, { view = 'STANDARD', ...ask }: AffiliationOptions = {}): Promise<AffiliationProfile> {
  const named = affiliationName(id);
  const { body, retrievedAt } = await client.askDated(affiliationEndpoint, { id: named, view }, ask);
  return toProfile(body, named, { source: affiliationEndpoint.name, view, retrievedAt });
}
