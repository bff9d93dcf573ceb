import { methods } from '@scopekit/dedupe';
import { z } from 'zod';
import { fileInput } from '../output-format.ts';
import { resumeInput } from '../resumed.ts';
import { wholeNumber, Years } from '../years.ts';

export const SurveyInput = z.object({
  keywords: z.array(z.string()).default([]).describe('Keywords that all must be in title, abstract or keywords; one of several words is a phrase'),
  query: z.string().trim().min(1).optional().describe('A whole query in Scopus syntax instead of keywords'),
  years: Years.optional().describe('Publication years: 2024, 2019-2024 or 2019-'),
  limit: wholeNumber(1, 100_000).optional().describe('At most so many works'),
  sort: z.string().trim().min(1).optional().describe('Order of the works, e.g. -citedby-count or -coverDate'),
  retrieve: z
    .enum(['missing', 'all', 'never'])
    .default('missing')
    .describe('Which works to ask Abstract Retrieval for: those whose abstract is missing or whose author list was cut, all, or none'),
  dedupe: z
    .enum(methods)
    .default('rules')
    .describe(
      'Which duplicates go: by rules over all that records say; by identifiers; the same record; that and the rule of Scopus Survey as documented or as coded; none',
    ),
  ...fileInput,
  removed: z.string().min(1).optional().describe('CSV file for the duplicates, with the work that stayed for each'),
  table: z.string().min(1).optional().describe('HTML file with a table of the works, on one page'),
  abstracts: z.boolean().default(true).describe('Abstracts in the result'),
  ...resumeInput,
  dryRun: z.boolean().default(false).describe('Ask once, tell hits and requests, and stop'),
});
export type SurveyInput = z.output<typeof SurveyInput>;
