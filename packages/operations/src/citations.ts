import { ElsevierError } from '@scopekit/elsevier-http';
import { type CitationCount, identifierOf, type WorkCitations } from '@scopekit/scopus-api';
import { z } from 'zod';
import { type Found, type Listing, type ListingAsk, listing, missingOf } from './listing.ts';
import type { Context } from './operation.ts';
import type { Missing } from './survey/output.ts';
import { Years, yearSpan } from './years.ts';

const input = {
  ids: z.array(z.string()).min(1, 'must hold at least one').describe('EIDs, Scopus ids, DOIs, PIIs or PMIDs, in any form'),
  years: Years.optional().describe('Years to count one by one: 2019-2024 (default: the last three)'),
  exclude: z.enum(['self', 'books']).optional().describe('Citations that do not count: by the same authors, or in books'),
  counts: z.boolean().default(false).describe('Totals only, which every key may ask for'),
};

/** A work with its citations by year, or with its total alone. */
export type CitationRow = (WorkCitations | CitationCount) & {
  /** The id that was asked for, where the answer tells which it was. */
  readonly asked?: string;
};
export type CitationsResult = Listing<CitationRow>;

const namesOf = (row: CitationRow) => [row.scopusId, row.doi, row.pii, 'pmid' in row ? row.pmid : undefined, row.scopusId && `2-s2.0-${row.scopusId}`];

/** The rows in the order in which they were asked for. */
function inOrder<Row extends CitationRow>(rows: readonly Row[], ids: readonly string[]): readonly (Row & CitationRow)[] {
  const left = new Set(rows);
  const known = ids.flatMap((asked) => {
    const { value } = identifierOf(asked);
    const row = [...left].find((each) => namesOf(each).includes(value));
    if (!row) return [];
    left.delete(row);
    return { ...row, asked };
  });
  return [...known, ...left];
}

/** The ids that no row has; a PMID is not always told, so it counts as had when there are enough rows. */
function notAmong(rows: readonly CitationRow[], ids: readonly string[]): string[] {
  const names = new Set(rows.flatMap(namesOf));
  return rows.length >= ids.length ? [] : ids.filter((id) => !names.has(identifierOf(id).value) && (identifierOf(id).kind !== 'pmid' || !rows.length));
}

function noId(id: string): { readonly missing: Missing }[] {
  try {
    identifierOf(id);
    return [];
  } catch (error) {
    return [missingOf(id, error)];
  }
}

const notThere = (id: string) => ({ missing: { id, reason: 'not-found' as const, message: 'Scopus does not have it.' } });
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
  find: async function* ({ ids: given, years, exclude, counts }, { scopus, clock }: Context, ask: ListingAsk): AsyncGenerator<Found<CitationRow>> {
    const wrong = given.flatMap(noId);
    // of a list in which nothing names a work, the first says why
    const ids = wrong.length < given.length ? given.filter((id) => !wrong.some(({ missing }) => missing.id === id)) : given;
    if (ids !== given) yield* wrong;
    if (counts) {
      if (years !== undefined || exclude !== undefined)
        throw new ElsevierError({
          reason: 'bad-input',
          message: 'Totals have neither years nor exclusions.',
          next: 'Leave --counts out, or --years and --exclude.',
        });
      const rows = (await scopus.citationCounts(ids, ask)).filter(({ found }) => found);
      for (const row of inOrder(rows, ids)) yield { row };
      for (const id of notAmong(rows, ids)) yield notThere(id);
      return;
    }
    const span = years && yearSpan(years, new Date(clock.now()).getUTCFullYear());
    const { works, totals, hIndex, missing } = await scopus.citations(ids, { years: span, exclude, ...ask });
    for (const row of inOrder(works, ids)) yield { row };
    for (const id of new Set([...(missing ?? []), ...notAmong(works, ids)])) yield notThere(id);
    yield { about: { totals, hIndex } };
  },
});
