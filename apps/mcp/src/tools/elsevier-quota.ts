import { z } from 'zod';
import { clean } from '../clean.ts';
import { apiErrors, defineTool, reading } from '../tool.ts';

export const elsevierQuota = defineTool({
  name: 'elsevier_quota',
  title: 'Requests left this week',
  toolset: 'scopus',
  errors: apiErrors,
  description:
    'See how many requests each key has left this week, per API, and when they come back. Costs nothing; with check, 1 request per key and API. Never shows a key.',
  input: z.object({ check: z.boolean().default(false).describe('Spend one request per key and API to know for certain') }),
  output: z.object({
    keys: z.number().describe('How many keys are set'),
    standings: z.array(
      z.object({
        key: z.string().describe('Its last four characters'),
        api: z.string(),
        limit: z.number().optional(),
        remaining: z.number().optional(),
        resetsAt: z.string().optional(),
        restsUntil: z.string().optional(),
        seenAt: z.string().optional().describe('Absent: no answer has told yet'),
        problem: z.string().optional(),
      }),
    ),
    nextStep: z.string().optional(),
  }),
  annotations: reading,
  async run({ check }, { scopekit, signal }) {
    const { keys, standings } = await scopekit.quota({ check }, { signal });
    return clean({
      keys,
      standings: [...standings],
      nextStep: keys
        ? standings.some(({ seenAt }) => seenAt)
          ? undefined
          : 'No answer has told yet: the next one does, or check.'
        : 'Set ELSEVIER_API_KEY for this server; a key is free at https://dev.elsevier.com.',
    });
  },
});
