import type { SubjectClass } from '@scopekit/scopus-api';
import { z } from 'zod';
import { type Found, type Listing, type ListingAsk, listing } from './listing.ts';
import type { Context } from './operation.ts';

const input = {
  words: z.array(z.string()).default([]).describe('Words in the name of a subject or its area'),
  code: z.string().optional().describe('Its code, or the first digits of it'),
  area: z.string().optional().describe('Its area, e.g. COMP'),
  online: z.boolean().default(false).describe('Ask Elsevier instead of the list that is built in: 1 request'),
};

export type SubjectsResult = Listing<SubjectClass>;

/** Subjects of the All Science Journal Classification. */
export const subjects = listing({
  name: 'subjects',
  source: 'Subject Classifications of Elsevier',
  description: 'List the subjects by which Scopus classifies sources. Asks nothing, unless --online.',
  input,
  title: ({ words, code, area }) => [...words, code, area].filter(Boolean).join(' '),
  asks: ({ online }) => online,
  columns: [
    { name: 'Code', value: ({ code }: SubjectClass) => code },
    { name: 'Abbreviation', value: ({ abbreviation }) => abbreviation },
    { name: 'Area', value: ({ area }) => area },
    { name: 'Subject', value: ({ name }) => name },
  ],
  find: async function* ({ words, code, area: abbreviation, online }, { scopus }: Context, ask: ListingAsk): AsyncGenerator<Found<SubjectClass>> {
    const asked = { words: words.join(' ') || undefined, code, abbreviation };
    for (const row of online ? await scopus.subjects(asked, ask) : scopus.knownSubjects(asked)) yield { row };
  },
});
