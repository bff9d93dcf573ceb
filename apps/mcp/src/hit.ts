import { authorsLine, type Work } from '@scopekit/operations';
import { z } from 'zod';
import { clean } from './clean.ts';

/** A work as a model needs it to choose: about 60 tokens. Absent keys are left out. */
export const Hit = z.object({
  eid: z.string().optional(),
  title: z.string().optional(),
  firstAuthor: z.string().optional(),
  authorCount: z.number().optional(),
  year: z.number().optional(),
  source: z.string().optional(),
  type: z.string().optional(),
  doi: z.string().optional(),
  citedBy: z.number().optional(),
  openAccess: z.boolean().optional(),
});
export type Hit = z.infer<typeof Hit>;

export function toHit({ eid, title, authors, counts, year, source, type, doi, citedBy, openAccess }: Work): Hit {
  return clean({
    eid,
    title,
    firstAuthor: authorsLine({ authors: authors.slice(0, 1) }) || undefined,
    authorCount: counts?.authors,
    year,
    source: source?.title,
    type: type?.code ?? type?.name,
    doi,
    citedBy,
    openAccess: openAccess?.open,
  });
}
