import type { AuthorProfile } from '@scopekit/record';
import { authorViews } from '@scopekit/scopus-api';
import { z } from 'zod';
import { type Found, type Listing, type ListingAsk, listing } from './listing.ts';
import type { Context } from './operation.ts';
import { allIds, profileQuery } from './profile-query.ts';
import { wholeNumber } from './years.ts';

const input = {
  what: z.array(z.string()).default([]).describe('Author ids, EIDs or ORCIDs; or a query such as AUTHLASTNAME(García) AND AFFIL(Bergen)'),
  coauthors: z.boolean().default(false).describe('Who wrote with this author instead'),
  view: z.enum(authorViews).default('ENHANCED').describe('How much of each profile, by id'),
  limit: wholeNumber(1, 5_000).default(25).describe('At most so many, of a query or of co-authors'),
};

export type AuthorsResult = Listing<AuthorProfile>;
const isId = (text: string) => /^(?:author_?id\s*[:=]?\s*|9-s2\.0-)?\d{7,12}$|\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/i.test(text.trim());

/** People: by id with their whole profile, or by a query. */
export const authors = listing({
  name: 'authors',
  source: 'Author Search and Author Retrieval APIs of Elsevier',
  description: 'Find people in Scopus, or get their profiles by author id or ORCID.',
  input,
  title: ({ what }) => what.join(' '),
  columns: [
    { name: 'Author ID', value: ({ authorId }: AuthorProfile) => authorId },
    { name: 'Name', value: ({ name }) => name },
    { name: 'ORCID', value: ({ orcid }) => orcid },
    { name: 'Works', value: ({ counts }) => counts?.works },
    { name: 'Citations', value: ({ counts }) => counts?.citations },
    { name: 'h-index', value: ({ hIndex }) => hIndex },
    { name: 'Affiliation', value: ({ affiliations }) => affiliations?.[0]?.parentName ?? affiliations?.[0]?.name },
    { name: 'Affiliation ID', value: ({ affiliations }) => affiliations?.[0]?.parentId ?? affiliations?.[0]?.affiliationId },
    { name: 'City', value: ({ affiliations }) => affiliations?.[0]?.city },
    { name: 'Country', value: ({ affiliations }) => affiliations?.[0]?.country },
    { name: 'Subjects', value: ({ subjects }) => subjects?.map(({ name }) => name).join('; ') },
    { name: 'First Year', value: ({ publicationYears }) => publicationYears?.from },
    { name: 'Last Year', value: ({ publicationYears }) => publicationYears?.to },
    { name: 'Superseded By', value: ({ supersededBy }) => supersededBy?.join('; ') },
  ],
  find: async function* ({ what, coauthors, view, limit }, { scopus }: Context, ask: ListingAsk): AsyncGenerator<Found<AuthorProfile>> {
    if (coauthors) {
      let left = limit;
      for (const id of what) for await (const row of scopus.coauthors(id, { limit: left, ...ask })) if (left-- > 0) yield { row };
    } else if (allIds(what, isId, 'ids'))
      for await (const found of scopus.authorProfiles(what, { view, ...ask }))
        yield 'author' in found ? { row: found.author } : { missing: { id: found.id, reason: found.error.reason, message: found.error.message } };
    else for await (const row of scopus.authors(profileQuery(what, 'AUTHLASTNAME(García) AND AFFIL(Bergen)'), { limit, ...ask })) yield { row };
  },
});
