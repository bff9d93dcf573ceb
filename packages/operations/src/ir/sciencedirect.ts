import { worksColumns } from '@scopekit/formats';
import type { Work } from '@scopekit/record';
import { searchScienceDirect } from '@scopekit/sciencedirect-ir';
import { z } from 'zod';
import { type Found, type Listing, type ListingAsk, listing } from '../listing.ts';
import type { Context } from '../operation.ts';
import { dateParameter, wholeNumber, Years } from '../years.ts';

export type ScienceDirectResult = Listing<Work>;

const text = () => z.string().trim().min(1).max(250, 'has more than 250 characters');

/** Articles of ScienceDirect by words, title, authors, journal and years. */
export const sciencedirect = listing({
  name: 'sciencedirect',
  source: 'ScienceDirect Search API of Elsevier, version 2',
  description: 'Search the articles and chapters of ScienceDirect by words, title, authors, journal and years: bibliographic data, no abstracts.',
  input: {
    words: text().optional().describe('Words anywhere in the article, e.g. "larval dispersal" AND coral'),
    title: text().optional().describe('Words of the title'),
    authors: text().optional().describe('Names of authors'),
    pub: text().optional().describe('Journal or book'),
    years: Years.optional().describe('Publication years: 2024, 2019-2024 or 2019-'),
    openAccess: z.boolean().default(false).describe('Open access only'),
    sort: z.enum(['relevance', 'date']).default('relevance').describe('Order'),
    limit: wholeNumber(1, 6_000).default(25).describe('At most so many'),
  },
  title: ({ words, title, authors, pub, years }) => [words, title, authors, pub, years].filter(Boolean).join(', '),
  columns: worksColumns,
  find: async function* (
    { words, title, authors, pub, years, openAccess, sort, limit },
    { client, clock }: Context,
    ask: ListingAsk,
  ): AsyncGenerator<Found<Work>> {
    const date = dateParameter(years, new Date(clock.now()).getUTCFullYear());
    const found = searchScienceDirect(
      client,
      {
        ...(words ? { qs: words } : {}),
        ...(title ? { title } : {}),
        ...(authors ? { authors } : {}),
        ...(pub ? { pub } : {}),
        ...(date ? { date } : {}),
        ...(openAccess ? { filters: { openAccess } } : {}),
      },
      { ...ask, sortBy: sort, limit },
    );
    for await (const row of found) {
      ask.onTotal(found.total ?? 0);
      yield { row };
    }
    ask.onTotal(found.total ?? 0);
  },
});
