import { z } from 'zod';
import { clean } from '../clean.ts';
import { fit } from '../fit.ts';
import { Hit, toHit } from '../hit.ts';
import { apiErrors, defineTool, reading } from '../tool.ts';
import { codeOf } from '../tool-error.ts';

export const sciencedirectSearch = defineTool({
  name: 'sciencedirect_search',
  title: 'Search ScienceDirect',
  toolset: 'sciencedirect',
  errors: apiErrors,
  description:
    'Find articles and chapters of Elsevier in ScienceDirect by words of the whole text, title, authors or journal; for all publishers use scopus_search. Costs 1 ScienceDirect Search request. Gives lean hits with PII and DOI, no abstracts: pass their ids to sciencedirect_access or scopus_works.',
  input: z.object({
    words: z.string().min(1).max(250).optional().describe('Anywhere in the article'),
    title: z.string().min(1).max(250).optional(),
    authors: z.string().min(1).max(250).optional(),
    pub: z.string().min(1).max(250).optional().describe('Journal or book'),
    years: z.string().optional().describe('2024, 2019-2024 or 2019-'),
    openAccess: z.boolean().default(false).describe('Open access only'),
    sort: z.enum(['relevance', 'date']).default('relevance'),
    limit: z.number().int().min(1).max(100).default(10),
  }),
  output: z.object({
    total: z.number(),
    shown: z.number(),
    works: z.array(Hit.extend({ pii: z.string().optional() })),
    quotaLeft: z.record(z.string(), z.number()).optional(),
    notice: z.string().optional(),
  }),
  annotations: reading,
  async run(asked, { scopekit, maxChars, signal, onProgress, onNotice }) {
    const { rows = [], total = rows.length, quotaLeft, stopped } = await scopekit.sciencedirect(asked, { signal, onProgress, onNotice });
    const more = total > rows.length ? `${rows.length} of ${total}: raise limit (100 at most), or ask by year, for others.` : undefined;
    const nothing = total ? more : 'Nothing matches. Try fewer or other words, or more years.';
    const notice = stopped ? `${codeOf(stopped.reason)}: ${stopped.message} ${stopped.next}` : nothing;
    return fit(rows, { maxChars, rest: 'Ask with narrower words, or by year.' }, (shown, truncated) =>
      clean({
        total,
        shown: shown.length,
        works: shown.map((work) => ({ ...toHit(work), ...(work.pii ? { pii: work.pii } : {}) })),
        quotaLeft,
        notice,
        truncated,
      }),
    );
  },
});
