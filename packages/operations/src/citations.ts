import { ElsevierError } from '@scopekit/elsevier-http';
import type { CitationCount, WorkCitations } from '@scopekit/scopus-api';
import { z } from 'zod';
import { type Found, type Listing, type ListingAsk, listing } from './listing.ts';
import type { Context } from './operation.ts';

const input = {
  ids: z.array(z.string()).min(1, 'must hold at least one').describe('EIDs, Scopus ids, DOIs, PIIs or PMIDs, in any form'),
  years: z
    .string()
    .regex(/^\d{4}-\d{4}$/, 'must be written 2019-2024')
    .optional()
    .describe('Years to count one by one: 2019-2024 (default: the last three)'),
  exclude: z.enum(['self', 'books']).optional().describe('Citations that do not count: by the same authors, or in books'),
  counts: z.boolean().default(false).describe('Totals only, which every key may ask for'),
};

/** A work with its citations by year, or with its total alone. */
export type CitationRow = WorkCitations | CitationCount;
export type CitationsResult = Listing<CitationRow>;

const overview = (row: CitationRow): Partial<WorkCitations> => ('byYear' in row ? row : {});

/** How often works were cited. */
export const citations = listing({
  name: 'citations',
  source: 'Citation Overview and Citation Count APIs of Elsevier',
  description: 'Count citations of works by year (25 works a request; Elsevier must enable it for the key), or in all with --counts.',
  input,
  title: ({ ids: [first, ...others] }) => `${first}${others.length ? ` and ${others.length} more` : ''}`,
  columns: [
    { name: 'Scopus ID', value: ({ scopusId }: CitationRow) => scopusId },
    { name: 'DOI', value: ({ doi }) => doi },
    { name: 'Title', value: (row) => overview(row).title },
    { name: 'Year', value: (row) => overview(row).year },
    { name: 'Before', value: (row) => overview(row).before },
    {
      name: 'By Year',
      value: (row) =>
        'byYear' in row
          ? Object.entries(row.byYear)
              .map(([year, n]) => `${year}: ${n}`)
              .join('; ')
          : undefined,
    },
    { name: 'After', value: (row) => overview(row).after },
    { name: 'Total', value: (row) => ('byYear' in row ? row.total : row.citedBy) },
  ],
  find: async function* ({ ids, years, exclude, counts }, { scopus }: Context, ask: ListingAsk): AsyncGenerator<Found<CitationRow>> {
    if (counts) {
      if (years !== undefined || exclude !== undefined)
        throw new ElsevierError({
          reason: 'bad-input',
          message: 'Totals have neither years nor exclusions.',
          next: 'Leave --counts out, or --years and --exclude.',
        });
      for (const row of await scopus.citationCounts(ids, ask))
        yield row.found ? { row } : { missing: { id: row.eid ?? row.doi ?? row.scopusId ?? '', reason: 'not-found', message: 'Scopus does not have it.' } };
      return;
    }
    const { works, totals, hIndex } = await scopus.citations(ids, { years, exclude, ...ask });
    for (const row of works) yield { row };
    yield { about: { totals, hIndex } };
  },
});
