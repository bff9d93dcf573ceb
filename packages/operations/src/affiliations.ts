import type { AffiliationProfile } from '@scopekit/record';
import { affiliationViews } from '@scopekit/scopus-api';
import { z } from 'zod';
import { type Found, type Listing, type ListingAsk, listing, missingOf } from './listing.ts';
import type { Context } from './operation.ts';
import { allIds, profileQuery } from './profile-query.ts';
import { wholeNumber } from './years.ts';

const input = {
  what: z.array(z.string()).default([]).describe('Affiliation ids or EIDs; or a query such as AFFIL(Bergen) AND AFFILCOUNTRY(Norway)'),
  view: z.enum(affiliationViews).default('STANDARD').describe('How much of each profile, by id'),
  limit: wholeNumber(1, 5_000).default(25).describe('At most so many, of a query'),
};

export type AffiliationsResult = Listing<AffiliationProfile>;
const isId = (text: string) => /^(?:affiliation_?id\s*[:=]?\s*|10-s2\.0-)?\d{5,12}$/i.test(text.trim());

/** Institutions: by id with their whole profile, or by a query. */
export const affiliations = listing({
  name: 'affiliations',
  source: 'Affiliation Search and Affiliation Retrieval APIs of Elsevier',
  description: 'Find institutions in Scopus, or get their profiles by affiliation id.',
  input,
  title: ({ what }) => what.join(' '),
  columns: [
    { name: 'Affiliation ID', value: ({ affiliationId }: AffiliationProfile) => affiliationId },
    { name: 'Name', value: ({ name }) => name },
    { name: 'City', value: ({ city }) => city },
    { name: 'Country', value: ({ country }) => country },
    { name: 'Works', value: ({ counts }) => counts?.works },
    { name: 'Authors', value: ({ counts }) => counts?.authors },
    { name: 'Type', value: ({ type }) => type },
    { name: 'Address', value: ({ address }) => address },
    { name: 'Postal Code', value: ({ postalCode }) => postalCode },
    { name: 'URL', value: ({ url }) => url },
    { name: 'Name Variants', value: ({ nameVariants }) => nameVariants?.map(({ name }) => name).join('; ') },
  ],
  find: async function* ({ what, view, limit }, { scopus }: Context, ask: ListingAsk): AsyncGenerator<Found<AffiliationProfile>> {
    if (!allIds(what, isId, 'ids'))
      for await (const row of scopus.affiliations(profileQuery(what, 'AFFIL(Bergen) AND AFFILCOUNTRY(Norway)'), { limit, ...ask })) yield { row };
    else
      for (const id of what)
        yield await scopus.affiliation(id, { view, ...ask }).then(
          (row) => ({ row }),
          (error: unknown) => missingOf(id, error),
        );
  },
});
