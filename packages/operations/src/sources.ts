import { ElsevierError } from '@scopekit/elsevier-http';
import type { SourceProfile } from '@scopekit/record';
import { type BookTitle, serialViews, subjectAreas } from '@scopekit/scopus-api';
import { z } from 'zod';
import { type Found, type Listing, type ListingAsk, listing, missingOf } from './listing.ts';
import type { Context } from './operation.ts';
import { allIds } from './profile-query.ts';
import { wholeNumber } from './years.ts';

const input = {
  what: z.array(z.string()).default([]).describe('ISSNs or ISBNs; or titles, each in one; single words are one title'),
  publisher: z.string().optional().describe('Words of the publisher'),
  subject: z
    .string()
    .transform((area) => area.trim().toUpperCase())
    .refine((area) => subjectAreas.includes(area), `must be an area of four letters: ${subjectAreas.join(', ')}`)
    .optional()
    .describe('Subject area, e.g. COMP (scopekit subjects lists them)'),
  subjectCode: z.string().optional().describe('Subject code, e.g. 1702'),
  view: z.enum(serialViews).default('ENHANCED').describe('How much of each: newest figures, by year, every CiteScore'),
  years: z
    .string()
    .regex(/^\d{4}(-\d{4})?$/, 'must be written 2024 or 2019-2024')
    .optional()
    .describe('Years of the metrics: 2024 or 2019-2024'),
  limit: wholeNumber(1, 50_000).default(25).describe('At most so many, by words'),
};

/** A journal, book series or proceedings; or, by ISBN, a book. */
export type SourceRow = SourceProfile | BookTitle;
export type SourcesResult = Listing<SourceRow>;

const serial = (row: SourceRow): Partial<SourceProfile> => ('from' in row ? row : {});
const last = (values: readonly { readonly year: number; readonly value?: number; readonly status?: string }[] | undefined) =>
  values?.filter(({ status }) => status !== 'In-Progress').sort((a, b) => b.year - a.year)[0]?.value;
const isIsbn = (text: string) => /^[\d-]{12,16}[\dX]$|^\d{9}[\dX]$/i.test(text.trim());
const isIssn = (text: string) => /^\d{4}-?\d{3}[\dX]$/i.test(text.trim());

/** Single words are those of one title; where one is written with its blanks, so is each other. */
const titlesIn = (what: readonly string[]): readonly (string | undefined)[] => {
  const words = what.map((one) => one.trim()).filter(Boolean);
  return words.some((one) => /\s/.test(one)) ? words : [words.join(' ') || undefined];
};

/** Sources with their metrics. */
export const sources = listing({
  name: 'sources',
  source: 'Serial Title and Nonserial Title APIs of Elsevier',
  description: 'Find journals, book series and proceedings with CiteScore, SJR and SNIP; or books by ISBN.',
  input,
  title: ({ what, publisher, subject, subjectCode }) => [...what, publisher, subject, subjectCode].filter(Boolean).join(' '),
  columns: [
    { name: 'Source ID', value: (row: SourceRow) => serial(row).sourceId },
    { name: 'Title', value: ({ title }) => title },
    { name: 'ISSN', value: (row) => serial(row).issn },
    { name: 'eISSN', value: (row) => serial(row).eissn },
    { name: 'ISBN', value: (row) => ('isbn' in row ? row.isbn : undefined) },
    { name: 'Publisher', value: ({ publisher }) => (typeof publisher === 'string' ? publisher : publisher?.name) },
    { name: 'Type', value: ({ type }) => type },
    { name: 'CiteScore', value: (row) => last(serial(row).metrics?.citeScore) },
    { name: 'SJR', value: (row) => last(serial(row).metrics?.sjr) },
    { name: 'SNIP', value: (row) => last(serial(row).metrics?.snip) },
    { name: 'Open Access', value: (row) => (serial(row).openAccess?.open === undefined ? undefined : serial(row).openAccess?.open ? 'yes' : 'no') },
    {
      name: 'Subjects',
      value: (row) =>
        serial(row)
          .subjects?.map(({ name }) => name)
          .join('; '),
    },
  ],
  find: async function* (
    { what, publisher, subject, subjectCode, view, years, limit },
    { scopus }: Context,
    ask: ListingAsk,
  ): AsyncGenerator<Found<SourceRow>> {
    const options = { view, years, ...ask };
    const narrowing = publisher ?? subject ?? subjectCode;
    if (allIds(what, (one) => isIssn(one) || isIsbn(one), 'ISSNs or ISBNs')) {
      if (narrowing !== undefined)
        throw new ElsevierError({
          reason: 'bad-input',
          message: 'ISSNs and ISBNs name one source each; publisher and subject narrow words.',
          next: `Leave ${narrowing} out, or ask with words of the title.`,
        });
      for (const id of what)
        yield await (isIssn(id) ? scopus.source(id, options) : scopus.book(id, ask)).then(
          (row) => ({ row }),
          (error: unknown) => missingOf(id, error),
        );
      return;
    }
    const titles = titlesIn(what);
    const known = new Set<string | undefined>();
    for (const title of titles) {
      let found = 0;
      if (known.size < limit)
        for await (const row of scopus.sources({ title, publisher, subject, subjectCode }, { limit: limit - known.size, ...options })) {
          found++;
          const name = row.sourceId ?? `${row.title} ${row.issn}`;
          if (!known.has(name)) yield { row };
          known.add(name);
        }
      else break;
      if (!found && title !== undefined && titles.length > 1) yield { missing: { id: title, reason: 'not-found', message: 'No source is called so.' } };
    }
  },
});
