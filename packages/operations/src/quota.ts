import { type Credential, ElsevierError, type KeyStanding } from '@scopekit/elsevier-http';
import { scopusApis } from '@scopekit/scopus-api';
import { z } from 'zod';
import { keyName } from './auth.ts';
import type { Context, Operation } from './operation.ts';

const QuotaInput = z.object({
  check: z.boolean().default(false).describe('Spend one request per key and API to know for certain'),
});

export interface QuotaStanding {
  /** Its label, or its last four characters. */
  readonly key: string;
  readonly api: string;
  readonly limit?: number;
  readonly remaining?: number;
  /** ISO 8601. */
  readonly resetsAt?: string;
  readonly restsUntil?: string;
  readonly seenAt?: string;
  /** Why it could not be found out. */
  readonly problem?: string;
}

export interface QuotaResult {
  readonly keys: number;
  readonly standings: readonly QuotaStanding[];
}

/** What is left of the week, per key and API. */
export const quota: Operation<typeof QuotaInput, QuotaResult> = {
  name: 'quota',
  description: 'Show per key and API how many requests are left this week, and when they come back.',
  input: QuotaInput,
  async run({ check }, context) {
    const problems = new Map<string, string>();
    if (check) {
      if (!context.config.credentials.length) throw new ElsevierError({ reason: 'key-missing', message: 'No Elsevier API key is set.' });
      for (const credential of context.config.credentials) await ask(credential, context, problems);
    }
    const standings = await context.client.standing(Object.values(scopusApis));
    return {
      keys: context.config.credentials.length,
      standings: standings.map((standing) => ({ ...shown(standing), problem: problems.get(standing.key + standing.api) })),
    };
  },
};

/** One cheap request of each API: a search for one work, and the META record of the work it found. */
async function ask(credential: Credential, { scopus, signal, onEvent }: Context, problems: Map<string, string>): Promise<void> {
  const { key, insttoken } = credential;
  const options = { key, insttoken, signal, onEvent, refresh: true };
  const label = keyName(credential);
  let eid: string | undefined;
  const attempt = async (api: string, request: () => Promise<void>) => {
    try {
      await request();
    } catch (error) {
      if (!(error instanceof ElsevierError) || error.reason === 'cancelled') throw error;
      problems.set(label + api, error.message);
    }
  };
  await attempt(scopusApis.search, async () => {
    for await (const work of scopus.search('PUBYEAR > 2000', { ...options, limit: 1 })) eid = work.eid;
  });
  await attempt(scopusApis.abstract, async () => {
    await scopus.abstract(eid ?? '2-s2.0-85000000000', { ...options, view: 'META' });
  });
}

function shown({ key, api, limit, remaining, resetAt, restsUntil, seenAt }: KeyStanding): QuotaStanding {
  const time = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());
  return { key, api, limit, remaining: restsUntil === undefined ? remaining : 0, resetsAt: time(resetAt), restsUntil: time(restsUntil), seenAt: time(seenAt) };
}
