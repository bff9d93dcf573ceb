import { createHash } from 'node:crypto';
import { searchLimits } from '@scopekit/operations';
import { z } from 'zod';
import { cursorAt, positionIn } from '../cursor.ts';
import { fit } from '../fit.ts';
import { Hit, toHit } from '../hit.ts';
import { asQuery } from '../query.ts';
import { scopusOrder, sorts } from '../sorts.ts';
import { apiErrors, defineTool, reading } from '../tool.ts';

const { wall } = searchLimits;

export const scopusSearch = defineTool({
  name: 'scopus_search',
  title: 'Search Scopus',
  toolset: 'scopus',
  errors: [...apiErrors, 'CURSOR_EXPIRED', 'TOO_MANY_RESULTS'],
  description:
    'Find scholarly works in Scopus by topic, author, journal, affiliation or identifier. Costs 1 Scopus Search request a page. Gives lean hits without abstracts: pass their eid to scopus_works for abstracts and authors. To collect more than a few pages, use survey_start.',
  input: z.object({
    query: z
      .string()
      .min(1)
      .max(2_000)
      .describe('Scopus syntax, e.g. TITLE-ABS-KEY("machine learning") AND PUBYEAR > 2020; plain words are looked for in title, abstract and keywords'),
    years: z.string().optional().describe('Publication years: 2024, 2019-2024 or 2019-'),
    sort: z.enum(sorts).default('relevance').describe('Order of the hits'),
    limit: z.number().int().min(1).max(25).default(10).describe('Hits a page'),
    cursor: z.string().optional().describe('nextCursor of the page before, with the same other arguments'),
    as: z.enum(['objects', 'rows']).default('objects').describe('rows: columns once, then values; a third shorter'),
  }),
  output: z.object({
    query: z.string().describe('As it was sent'),
    years: z.string().optional(),
    total: z.number(),
    shown: z.number(),
    works: z.array(Hit).optional(),
    columns: z.array(z.string()).optional(),
    rows: z
      .array(z.array(z.union([z.string(), z.number(), z.boolean()])))
      .optional()
      .describe('Empty text where nothing is told'),
    nextCursor: z.string().optional(),
    quotaLeft: z.record(z.string(), z.number()).optional().describe('Requests left this week, by API'),
    notice: z.string().optional(),
  }),
  annotations: reading,
  async run({ query: given, years, sort, limit, cursor, as }, { scopekit, maxChars, signal, onNotice }) {
    const query = asQuery(given);
    const question = createHash('sha256')
      .update(JSON.stringify([query, years, sort]))
      .digest('base64url')
      .slice(0, 12);
    const start = cursor === undefined ? 0 : positionIn(cursor, question);
    const result = await scopekit.search({ query, years, sort: scopusOrder[sort], limit: Math.min(limit, wall - start), start }, { signal, onNotice });
    const { total, quotaLeft } = result;
    const next = (shown: number) => (shown && start + shown < Math.min(total, wall) ? cursorAt(question, start + shown) : undefined);
    return fit((result.works ?? []).map(toHit), { maxChars, rest: 'nextCursor goes on.' }, (hits, truncated) => ({
      query,
      ...(years ? { years } : {}),
      total,
      shown: hits.length,
      ...(as === 'rows' ? table(hits) : { works: [...hits] }),
      nextCursor: next(hits.length),
      quotaLeft,
      notice: noticeOf(total, query),
      ...(truncated ? { truncated } : {}),
    }));
  },
});

const columns = Object.keys(Hit.shape) as (keyof Hit)[];

/** The columns that any hit fills, and the hits as rows. */
function table(hits: readonly Hit[]) {
  const filled = columns.filter((column) => hits.some((hit) => hit[column] !== undefined));
  return { columns: filled, rows: hits.map((hit) => filled.map((column) => hit[column] ?? '')) };
}

function noticeOf(total: number, query: string): string | undefined {
  if (total === 0 && /[?&]/.test(query)) return 'Nothing matches. ? stands for one letter, and & is no word: leave such signs out.';
  if (total === 0) return 'Nothing matches. Try fewer words, a wildcard (econom*), synonyms with OR, or more years. People are found by scopus_authors.';
  return total > wall ? `Only the first ${wall} can be paged through; narrow the query, or use survey_start with a limit.` : undefined;
}
