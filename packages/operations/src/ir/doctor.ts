import { isIP } from 'node:net';
import { type Credential, ElsevierError, type HttpAnswer, textOf } from '@scopekit/elsevier-http';
import { article, entitlement, hosting, metadataQuery, searchMetadata, searchScienceDirect } from '@scopekit/sciencedirect-ir';
import { z } from 'zod';
import { keyName } from '../auth.ts';
import { causeOf, type DoctorResult, diagnosis, type Finding, keysPresent, wellFormed } from '../doctor.ts';
import type { WrittenFile } from '../manifest.ts';
import type { Context, Operation } from '../operation.ts';
import { spending } from '../spending.ts';

const IrDoctorInput = z.object({
  origin: z
    .url({ protocol: /^https?$/, error: 'is a site, as https://repo.example.edu' })
    .transform((url) => new URL(url).origin)
    .optional()
    .describe("The repository's site: whether its pages may ask"),
  article: z.string().min(1).optional().describe('PII or DOI to try with; by default one that Article Metadata gives'),
  capture: z.string().min(1).optional().describe('Folder to record answers in, without keys and network addresses, for whoever builds on them'),
});

export interface IrDoctorResult extends DoctorResult {
  readonly files: readonly WrittenFile<'capture'>[];
}

/** What to do about a key without the settings for repositories. */
const register =
  "Register the key for Elsevier's programme for repositories: https://www.elsevier.com/solutions/sciencedirect/forms/institutional-repository-managers.";

/** Finds out what each key may do for a repository: at most six requests a key, and eleven more to record answers. */
export const irDoctor: Operation<typeof IrDoctorInput, IrDoctorResult> = {
  name: 'ir doctor',
  description: 'Find out what a key may do for a repository: metadata, entitlement, hosting permission, full texts, and whether its pages may ask.',
  input: IrDoctorInput,
  async run({ origin, article: named, capture }, context) {
    const spent = spending(context.onEvent);
    const { credentials } = context.config;
    if (capture !== undefined) await context.files.folder(capture);
    const findings: Finding[] = [keysPresent(context), ...credentials.flatMap(wellFormed)];
    const records: Recorded[] = [];
    for (const credential of credentials) {
      const asker = askerWith(credential, context, spent.onEvent, origin);
      const { found, ids } = await rights(asker, credential, named, origin);
      findings.push(...found);
      if (capture !== undefined && ids.length) records.push(...(await recorded(asker, ids)));
    }
    const files = capture === undefined ? [] : await written(records, capture, context);
    if (capture !== undefined && !files.length) findings.push({ name: 'Capture', state: 'unknown', found: 'nothing was answered that could be recorded' });
    return { ...diagnosis(findings, 'The key has what a repository needs.'), requests: spent.requests, files };
  },
};

/** How everything here is asked: with one key, anew, as a page of the site. */
function askerWith({ key, insttoken }: Credential, { client, ask }: Context, onEvent: ReturnType<typeof spending>['onEvent'], origin?: string) {
  const options = { ...ask, key, insttoken, retries: 1, timeoutMs: 15_000, refresh: true, onEvent, ...(origin ? { origin } : {}) };
  return { client, options };
}
type Asker = ReturnType<typeof askerWith>;

async function rights(
  { client, options }: Asker,
  credential: Credential,
  named: string | undefined,
  origin: string | undefined,
): Promise<{ readonly found: readonly Finding[]; readonly ids: readonly string[] }> {
  const token = credential.insttoken !== undefined;
  const found: Finding[] = [];
  let ids: readonly string[] = named === undefined ? [] : [named];
  /** The last answer to what pages ask: entitlement and hosting permission. */
  let site: HttpAnswer | undefined;
  const seen = {
    ...options,
    onAnswer: (answer: HttpAnswer) => {
      site = answer;
    },
  };
  const attempt = async (name: string, ask: () => Promise<Omit<Finding, 'name'>>): Promise<Finding> => {
    try {
      return { name, ...(await ask()) };
    } catch (error) {
      if (!(error instanceof ElsevierError) || error.reason === 'cancelled') throw error;
      return error.reason === 'not-entitled'
        ? { name, state: 'problem', found: `Not granted: ${error.message}`, next: register, reason: error.reason }
        : causeOf(name, error, token);
    }
  };
  const ok = (what: string): Omit<Finding, 'name'> => ({ state: 'ok', found: what });

  const name = `Key ${keyName(credential)}`;
  const metadata = await attempt('Metadata', async () => {
    const works = await Array.fromAsync(searchMetadata(client, metadataQuery({ affiliations: [], online: aMonth }), { ...seen, view: 'STANDARD', limit: 2 }));
    const piis = works.flatMap(({ pii }) => pii ?? []);
    ids = [...ids, ...piis].slice(0, 2);
    return piis.length
      ? ok('Article Metadata answers: articles can be harvested')
      : {
          state: 'problem',
          found: 'Article Metadata finds nothing, as it does for keys without the settings for repositories.',
          next: register,
          reason: 'not-entitled',
        };
  });
  if (metadata.reason === 'unauthorized' || metadata.reason === 'quota-exceeded' || site === undefined) return { found: [{ ...metadata, name }], ids: [] };
  found.push(metadata);
  const [first] = ids;
  if (first === undefined) {
    found.push({ name: 'Articles', state: 'unknown', found: 'there is none to try the rest with', next: 'Name one of yours: --article <PII or DOI>.' });
  } else {
    found.push(
      await attempt('Entitlement', async () => {
        const verdicts = await entitlement(client, ids, seen);
        const unknown = verdicts.find((verdict) => verdict.problem);
        if (unknown?.problem) {
          const { message, next, reason } = unknown.problem;
          return { state: 'problem', found: message, next, reason };
        }
        const readable = verdicts.filter(({ entitlement: verdict }) => verdict === 'yes' || verdict === 'open_access').length;
        return ok(`${readable} of ${verdicts.length} articles may be read ${token ? 'with the institution token' : 'from the network of this machine'}`);
      }),
    );
    found.push(
      await attempt('Hosting', async () => {
        const { found: known, versions } = await hosting(client, first, seen);
        return ok(
          known ? `permission is told, of ${versions.map(({ version }) => version).join(' and ') || 'no version'}` : `answers, but does not know ${first}`,
        );
      }),
    );
    const full = await attempt('Full text', async () => {
      const { reduced } = await article(client, first, { ...options, view: 'FULL' });
      return reduced ? { state: 'note', found: `${first} came as metadata alone: whoever asks from here may not read it` } : ok(`${first} came whole`);
    });
    // a repository does not need it
    found.push(full.state === 'problem' ? { name: full.name, state: 'note', found: full.found } : full);
  }
  found.push(allowed(origin, site));
  return { found: [{ name, ...ok(`accepted${token ? ', with its institution token' : ''}`) }, ...found], ids };
}

/** A month of which there is something of everybody. */
const aMonth = { from: '2024-01-01', to: '2024-01-31' };

/** Browsers hide an answer from pages of a site that it does not name. */
function allowed(origin: string | undefined, { headers }: HttpAnswer): Finding {
  const name = 'Site';
  if (origin === undefined) return { name, state: 'note', found: "not tried: --origin names the repository's site" };
  const told = headers['access-control-allow-origin'];
  if (told === '*' || told === origin) return { name, state: 'ok', found: `pages of ${origin} may ask with this key` };
  return {
    name,
    state: 'problem',
    found: `Pages of ${origin} cannot read what Elsevier answers to this key${told ? `, which is registered for ${told}` : ''}.`,
    next: 'Have it added to the CORS domains of the key: "Modify API key settings" at https://dev.elsevier.com/apikey/manage, or by writing to Elsevier.',
    reason: 'not-entitled',
  };
}

interface Recorded {
  readonly question: string;
  readonly answer: HttpAnswer;
}

/** The questions whose answers nobody has recorded. Full texts are not among them: they are not ours to keep. */
async function recorded({ client, options }: Asker, ids: readonly string[]): Promise<Recorded[]> {
  const [first = ''] = ids;
  const none = 'S0000000000000000';
  const records: Recorded[] = [];
  const record = async (question: string, ask: (options: Asker['options'] & { onAnswer(answer: HttpAnswer): void }) => Promise<unknown>) => {
    try {
      await ask({ ...options, retries: 0, onAnswer: (answer) => records.push({ question, answer }) });
    } catch (error) {
      if (!(error instanceof ElsevierError) || error.reason === 'cancelled') throw error;
    }
  };
  for (const wire of ['json', 'xml'] as const) {
    await record(`entitlement-one-${wire}`, (ask) => entitlement(client, [first], { ...ask, wire }));
    await record(`entitlement-list-${wire}`, (ask) => entitlement(client, [...ids, none], { ...ask, wire }));
    await record(`hosting-${wire}`, (ask) => hosting(client, first, { ...ask, wire }));
    await record(`article-meta-${wire}`, (ask) => article(client, first, { ...ask, view: 'META', wire }));
  }
  await record('hosting-unknown-xml', (ask) => hosting(client, none, ask));
  await record('search-nothing', (ask) => Array.fromAsync(searchScienceDirect(client, { qs: 'qzxqzxqzxqzx' }, ask)));
  await record('metadata-complete', (ask) =>
    Array.fromAsync(searchMetadata(client, metadataQuery({ affiliations: [], online: aMonth }), { ...ask, view: 'COMPLETE', limit: 2 })),
  );
  return records;
}

/** Of the headers, what tells how an API answers; not who asked. */
const telling = ['content-type', 'x-els-status', 'x-ratelimit-limit', 'access-control-allow-origin', 'access-control-allow-methods', 'vary', 'location'];

/** Elsevier names the address that asked in some refusals: `with IP address 203.0.113.7 is unrecognized`. */
export const withoutAddresses = (text: string) =>
  text.replace(/\b((?:client )?IP(?: address)?[\s:=]*)([\da-f][\da-f.:]+[\da-f])/gi, (all, before: string, address: string) =>
    isIP(address) ? `${before}[address]` : all,
  );

async function written(records: readonly Recorded[], folder: string, { files, config }: Context): Promise<WrittenFile<'capture'>[]> {
  const counts = new Map<string, number>();
  const index: object[] = [];
  const done: WrittenFile<'capture'>[] = [];
  const write = async (name: string, text: string) =>
    done.push({ kind: 'capture', ...(await files.write(`${folder.replace(/[\\/]+$/, '')}/${name}`, [withoutAddresses(text)])) });
  for (const { question, answer } of records) {
    const nth = (counts.get(question) ?? 0) + 1;
    counts.set(question, nth);
    const { headers, status } = answer;
    const form = /xml/.test(headers['content-type'] ?? '') ? 'xml' : /json/.test(headers['content-type'] ?? '') ? 'json' : 'txt';
    const file = `${question}${nth > 1 ? `-${nth}` : ''}.${form}`;
    await write(file, textOf(answer));
    index.push({ file, status, headers: Object.fromEntries(telling.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]))) });
  }
  if (index.length) await write('captured.json', `${JSON.stringify({ address: config.baseUrl ?? 'https://api.elsevier.com', answers: index }, null, 2)}\n`);
  return done;
}
