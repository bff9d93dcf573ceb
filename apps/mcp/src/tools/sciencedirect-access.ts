import { z } from 'zod';
import { clean } from '../clean.ts';
import { distinct } from '../distinct.ts';
import { fit } from '../fit.ts';
import { apiErrors, defineTool, reading } from '../tool.ts';
import { codeOf } from '../tool-error.ts';

export const sciencedirectAccess = defineTool({
  name: 'sciencedirect_access',
  title: 'Who may read an article',
  toolset: 'sciencedirect',
  errors: [...apiErrors, 'BAD_ID'],
  description:
    "Find out whether articles of ScienceDirect can be read from this server's network, from when their accepted manuscripts may be public, and which link to show. Costs 1 Article Entitlement request for 25 ids, and 1 Article Hosting Permission request for each that cannot be read (hosting all: for each). The verdict is this network's, not a reader's elsewhere; unknown is not no.",
  input: z.object({
    ids: z.array(z.string().min(1)).min(1).max(25).describe('DOIs, PIIs, EIDs, Scopus ids or PMIDs'),
    audience: z.enum(['public', 'internal']).default('public').describe('Who looks: anybody, or a member of the institution'),
    hosting: z.enum(['needed', 'all']).default('needed').describe('all: before a deposit, also of articles that can be read'),
  }),
  output: z.object({
    articles: z.array(
      z.object({
        id: z.string(),
        pii: z.string().optional(),
        doi: z.string().optional(),
        entitlement: z.string().describe('yes, open_access, no, not_found or unknown'),
        judgedFor: z.string(),
        manuscript: z
          .string()
          .optional()
          .describe('Whether the accepted manuscript may be public: allowed-now, allowed-later, forthcoming, not-allowed or unknown'),
        versionOfRecord: z.string().optional().describe('The same of the published version'),
        publicFrom: z.string().optional(),
        licence: z.string().optional(),
        links: z.array(z.object({ action: z.string(), url: z.string().optional() })).describe('Best first'),
        why: z.string().describe('Why these links'),
        problem: z.string().optional(),
      }),
    ),
    quotaLeft: z.record(z.string(), z.number()).optional(),
    notice: z.string().optional(),
  }),
  annotations: reading,
  async run(asked, { scopekit, maxChars, signal, onProgress, onNotice }) {
    const { rows = [], quotaLeft, stopped } = await scopekit.access({ ...asked, ids: distinct(asked.ids, onNotice) }, { signal, onProgress, onNotice });
    const notice = stopped && `${codeOf(stopped.reason)}: ${stopped.message} ${stopped.next}`;
    return fit(rows, { maxChars, rest: 'Ask for the other ids in a call of their own.' }, (shown, truncated) =>
      clean({
        articles: shown.map(({ actions, ...row }) => ({
          ...row,
          links: actions.map(({ why: _, ...link }) => link),
          why: whyOf(actions.map(({ why }) => why)),
        })),
        quotaLeft,
        notice,
        truncated,
      }),
    );
  },
});

/** Each reason once: of several links one may say more than the others. */
const whyOf = (whys: readonly string[]): string => [...new Set(whys.filter((why) => !whys.some((other) => other !== why && other.startsWith(why))))].join(' ');
