import { type Client, type ClientOptions, createClient, ElsevierError, type Scrubber } from '@scopekit/elsevier-http';
import { createGateway, isConsent } from '@scopekit/export-gateway';
import { createScopus, type Scopus } from '@scopekit/scopus-api';
import { type Cache, type Ledger, memoryCache, memoryLedger, type Runs } from '@scopekit/store';
import type { z } from 'zod';
import { affiliations } from './affiliations.ts';
import { authors } from './authors.ts';
import { cache } from './cache.ts';
import { citations } from './citations.ts';
import type { Config } from './config.ts';
import { convert } from './convert.ts';
import { dedupeFiles } from './dedupe/dedupe.ts';
import { doctor } from './doctor.ts';
import { type Files, nodeFiles } from './files.ts';
import { type GatewayDesk, gatewayDesk } from './gateway/desk.ts';
import { exportWorks } from './gateway/export.ts';
import { access } from './ir/access.ts';
import { irAudit } from './ir/audit.ts';
import { irDeposit } from './ir/deposit.ts';
import { irDoctor } from './ir/doctor.ts';
import { irHarvest } from './ir/harvest.ts';
import { sciencedirect } from './ir/sciencedirect.ts';
import { metrics } from './metrics.ts';
import type { Context, Operation } from './operation.ts';
import { pii } from './pii.ts';
import { queryCheck } from './query-check.ts';
import { quota } from './quota.ts';
import { askedAgain, asRun } from './resumed.ts';
import { runs } from './runs.ts';
import { search } from './search.ts';
import { sources } from './sources.ts';
import { cacheIn, stateIn } from './stores.ts';
import { subjects } from './subjects.ts';
import { survey } from './survey/survey.ts';
import { works } from './works.ts';

/** Everything a user can ask for. */
export const operations = {
  survey,
  search,
  works,
  authors,
  affiliations,
  sources,
  subjects,
  citations,
  metrics,
  convert,
  dedupe: dedupeFiles,
  exportWorks,
  pii,
  sciencedirect,
  access,
  irHarvest,
  irDeposit,
  irAudit,
  irDoctor,
  quota,
  runs,
  cache,
  doctor,
  query: queryCheck,
} as const;
export type OperationName = keyof typeof operations;

export interface ScopekitOptions extends Pick<ClientOptions, 'clock' | 'send' | 'onEvent' | 'perSecond'> {
  /** By default in a file below the configuration's folder for state, else of this object. */
  readonly ledger?: Ledger;
  /** By default beside the ledger, else none. */
  readonly runs?: Runs;
  /** By default in a file below the configuration's folder for caches, else of this object; none if `false`. */
  readonly cache?: Cache | false;
  /** Where relative paths of results begin. Default: the working folder. */
  readonly folder?: string;
  /** `false`: a file that is there stays, and the new one gets a number. */
  readonly replaceFiles?: boolean;
  /** Files are read below `folder` only. */
  readonly confined?: boolean;
  /** `folder` is made before the first file is written into it. */
  readonly makeFolder?: boolean;
  /** What the file `-` reads. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly files?: Files;
  /** Session and consent of the web export; by default files below the configuration's folder for state. */
  readonly desk?: Pick<GatewayDesk, 'sessions' | 'consent'>;
}

export type RunOptions = Partial<Pick<Context, 'signal' | 'stop' | 'onProgress' | 'onNotice' | 'onEvent' | 'onWork' | 'keepResult' | 'files'>> & {
  /** Gets the id of the run, where it is one, before anything is paid for. */
  readonly onRun?: (id: string) => void;
  /** When all keys are spent, wait for the first reset. */
  readonly waitForQuota?: boolean;
};

type Run<Of> = Of extends Operation<infer Input, infer Output> ? (input: z.input<Input>, options?: RunOptions) => Promise<Output> : never;

export type Scopekit = { readonly [Name in OperationName]: Run<(typeof operations)[Name]> } & {
  readonly client: Client;
  readonly scopus: Scopus;
  /** Hides keys, tokens, cookies and the proxy's password in messages. */
  readonly scrubber: Scrubber;
  /** The same for works: but for a proxy password that is an ordinary word, which titles may hold. */
  readonly dataScrubber: Scrubber;
  /** Whether the web export may be used: its terms are accepted, and there is a session. */
  mayExport(): Promise<boolean>;
  /** Closes connections and files. */
  close(): Promise<void>;
};

/**
 * The operations, wired: what the CLI and the MCP server use, and what a program may import.
 *
 * @throws ElsevierError when the configuration cannot be used; a missing key is told when something is asked.
 */
export function createScopekit(config: Config, options: ScopekitOptions = {}): Scopekit {
  const { folder = '.' } = options;
  const state = config.stateFolder && !(options.ledger && options.runs) ? stateIn(config.stateFolder) : undefined;
  const kept = config.cacheFolder && options.cache === undefined ? cacheIn(config.cacheFolder) : undefined;
  const answers = options.cache === false ? undefined : (options.cache ?? kept ?? memoryCache());
  const ledger = options.ledger ?? state?.ledger;
  const allRuns = options.runs ?? state?.runs;
  const client = createClient({ ...config, ...options, keys: config.credentials, ledger, cache: answers });
  const desk = options.desk ?? (config.stateFolder === undefined ? undefined : gatewayDesk(config.stateFolder));
  const gateway = desk && createGateway({ ...ofTheGateway(config, options), ...desk, ledger: ledger ?? memoryLedger() });
  const scrubber = both(client.scrubber, gateway?.scrubber);
  const dataScrubber = both(client.dataScrubber, gateway?.dataScrubber);
  const scopus = createScopus(client, { subscriber: config.subscriber });
  const files =
    options.files ??
    nodeFiles({ folder, scrub: dataScrubber.text, replace: options.replaceFiles, confined: options.confined, make: options.makeFolder, stdin: options.stdin });
  const never = new AbortController().signal;
  const common = { client, scopus, gateway, config, cache: answers, runs: allRuns, clock: client.clock, files, signal: never, stop: never };
  const wired =
    <Input extends z.ZodType, Output extends object>({ name, input, title, fixed, run }: Operation<Input, Output>) =>
    async (given: z.input<Input>, { waitForQuota, onRun, ...options }: RunOptions = {}): Promise<Output> => {
      const asked = title ? await askedAgain(allRuns, name, given as Record<string, unknown>, fixed) : given;
      const read = checked(input, asked as z.input<Input>);
      const context = { ...common, ...options };
      const { keepResult } = options;
      const line = config.offline ? undefined : title?.(read);
      const resumable = {
        name,
        given: dataScrubber.tree(asked as Record<string, unknown>),
        title: line === undefined ? undefined : scrubber.text(line),
        now: client.clock.now,
        keepResult,
        onRun,
      };
      return asRun(allRuns, resumable, (open) => run(read, { ...context, ask: { signal: context.signal, run: open, waitForQuota } }));
    };
  return {
    survey: wired(survey),
    search: wired(search),
    works: wired(works),
    authors: wired(authors),
    affiliations: wired(affiliations),
    sources: wired(sources),
    subjects: wired(subjects),
    convert: wired(convert),
    dedupe: wired(dedupeFiles),
    exportWorks: wired(exportWorks),
    pii: wired(pii),
    sciencedirect: wired(sciencedirect),
    access: wired(access),
    irHarvest: wired(irHarvest),
    irDeposit: wired(irDeposit),
    irAudit: wired(irAudit),
    irDoctor: wired(irDoctor),
    citations: wired(citations),
    metrics: wired(metrics),
    quota: wired(quota),
    runs: wired(runs),
    cache: wired(cache),
    doctor: wired(doctor),
    query: wired(queryCheck),
    client,
    scopus,
    scrubber,
    dataScrubber,
    mayExport: async () => {
      if (!desk) return false;
      return Promise.all([desk.consent(), desk.sessions.read()]).then(
        ([consent, session]) => isConsent(consent) && session !== undefined,
        () => false,
      );
    },
    async close() {
      await client.close();
      await gateway?.close();
      state?.close();
      kept?.close();
    },
  };
}

/** The page of Scopus has limits of its own, and an export takes longer than an answer of the API. */
const ofTheGateway = ({ trustedHosts, proxy, noProxy, ca, retries, timeoutMs }: Config, { clock, onEvent }: ScopekitOptions) => ({
  trustedHosts,
  proxy,
  noProxy,
  ca,
  retries,
  timeoutMs,
  clock,
  onEvent,
});

const both = (one: Scrubber, other: Scrubber | undefined): Scrubber => ({
  text: (text) => one.text(other?.text(text) ?? text),
  tree: (value) => one.tree(other?.tree(value) ?? value),
  bytes: (body) => one.bytes(other?.bytes(body) ?? body),
});

function checked<Input extends z.ZodType>(schema: Input, given: z.input<Input>): z.output<Input> {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const problems = new Set(read.error.issues.map((issue) => problemOf(issue, given)));
  throw new ElsevierError({ reason: 'bad-input', message: `${[...problems].join('; ')}.` });
}

type Given = Readonly<Record<PropertyKey, unknown>>;

function problemOf(issue: z.core.$ZodIssue, given: unknown): string {
  const name = String(issue.path[0] ?? '');
  if (issue.code !== 'invalid_value') return [name, issue.message].filter(Boolean).join(' ');
  const value = issue.path.reduce<unknown>((part, key) => (typeof part === 'string' ? part.split(',') : (part as Given | undefined))?.[key as never], given);
  return `${name}: ${JSON.stringify(value)} is none of ${issue.values.join(', ')}`;
}
