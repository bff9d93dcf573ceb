import { type Credential, ElsevierError, type KeyStanding, type ReasonName } from '@scopekit/elsevier-http';
import { scienceDirectApis } from '@scopekit/sciencedirect-ir';
import { apis, type ScopusApi, scopusApis } from '@scopekit/scopus-api';
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
      if (context.config.offline) throw new ElsevierError({ reason: 'bad-input', message: '--check asks Elsevier.', next: 'Leave --offline or --check out.' });
      if (!context.config.credentials.length) throw new ElsevierError({ reason: 'key-missing', message: 'No Elsevier API key is set.' });
      const refused: ElsevierError[] = [];
      for (const credential of context.config.credentials) {
        const useless = await ask(credential, context, problems);
        if (useless) refused.push(useless);
      }
      const [first] = refused;
      if (first && refused.length === context.config.credentials.length) throw first;
    }
    const always = new Set<string>(Object.values(scopusApis));
    const names = [...new Set([...Object.values(apis).map(({ name }) => name), ...scienceDirectApis])];
    const all = await context.client.standing(names);
    const standings = all.filter(({ api, key, seenAt, restsUntil }) => always.has(api) || seenAt || restsUntil || problems.has(key + api));
    return {
      keys: context.config.credentials.length,
      standings: standings.map((standing) => ({ ...shown(standing), problem: problems.get(standing.key + standing.api) })),
    };
  },
};

/** One cheap request of each API, unless the first tells that none will be answered: then why. What one finds, the next is asked about; without a find, some id does as well: 404 tells the quota, too. */
async function ask(credential: Credential, { scopus, signal, onEvent }: Context, problems: Map<string, string>): Promise<ElsevierError | undefined> {
  const { key, insttoken } = credential;
  const options = { key, insttoken, signal, onEvent, refresh: true };
  const found = { eid: '2-s2.0-85000000000', authorId: '7000000000', affiliationId: '60000000', issn: '00280836' };
  const first = async <T>(all: AsyncIterable<T>): Promise<T | undefined> => {
    for await (const one of all) return one;
    return undefined;
  };
  const probes: Readonly<Partial<Record<ScopusApi, () => Promise<unknown>>>> = {
    search: async () => {
      const work = await first(scopus.search('PUBYEAR > 2000', { ...options, limit: 1 }));
      Object.assign(found, { eid: work?.eid ?? found.eid, issn: work?.source?.issn ?? found.issn });
    },
    abstract: () => scopus.abstract(found.eid, { ...options, view: 'META' }),
    authorSearch: async () => {
      found.authorId = (await first(scopus.authors('AUTHLASTNAME(garcia)', { ...options, limit: 1 })))?.authorId ?? found.authorId;
    },
    author: () => scopus.author(found.authorId, { ...options, view: 'METRICS' }),
    affiliationSearch: async () => {
      found.affiliationId = (await first(scopus.affiliations('AFFIL(university)', { ...options, limit: 1 })))?.affiliationId ?? found.affiliationId;
    },
    affiliation: () => scopus.affiliation(found.affiliationId, { ...options, view: 'LIGHT' }),
    serial: () => scopus.source(found.issn, { ...options, view: 'STANDARD' }),
    citations: () => scopus.citations([found.eid], options),
    citationCount: () => scopus.citationCounts([found.eid], options),
    plumx: () => scopus.plumx(found.eid, options),
  };
  for (const [api, probe] of Object.entries(probes))
    try {
      await probe();
    } catch (error) {
      if (!(error instanceof ElsevierError) || error.reason === 'cancelled') throw error;
      if (error.reason !== 'not-found') problems.set(keyName(credential) + apis[api as ScopusApi].name, error.message);
      if (useless.has(error.reason)) return error;
    }
  return undefined;
}

/** What holds for every API. */
const useless: ReadonlySet<ReasonName> = new Set(['unauthorized', 'network', 'certificate', 'proxy', 'timeout', 'untrusted-host']);

function shown({ key, api, limit, remaining, resetAt, restsUntil, seenAt }: KeyStanding): QuotaStanding {
  const time = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());
  return { key, api, limit, remaining: restsUntil === undefined ? remaining : 0, resetsAt: time(resetAt), restsUntil: time(restsUntil), seenAt: time(seenAt) };
}
