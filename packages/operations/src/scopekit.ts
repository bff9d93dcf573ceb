import { join } from 'node:path';
import { type Client, type ClientOptions, createClient, ElsevierError } from '@scopekit/elsevier-http';
import { createScopus, type Scopus } from '@scopekit/scopus-api';
import { type Cache, type Ledger, memoryCache, type Runs, sqliteCache, sqliteState } from '@scopekit/store';
import type { z } from 'zod';
import { affiliations } from './affiliations.ts';
import { authors } from './authors.ts';
import { cache } from './cache.ts';
import { citations } from './citations.ts';
import type { Config } from './config.ts';
import { convert } from './convert.ts';
import { doctor } from './doctor.ts';
import { type Files, nodeFiles } from './files.ts';
import { metrics } from './metrics.ts';
import type { Context, Operation } from './operation.ts';
import { queryCheck } from './query-check.ts';
import { quota } from './quota.ts';
import { askedAgain, asRun } from './resumed.ts';
import { runs } from './runs.ts';
import { search } from './search.ts';
import { sources } from './sources.ts';
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
  /** What the file `-` reads. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly files?: Files;
}

export type RunOptions = Partial<Pick<Context, 'signal' | 'stop' | 'onProgress' | 'onNotice' | 'onEvent' | 'onWork' | 'files'>> & {
  /** When all keys are spent, wait for the first reset. */
  readonly waitForQuota?: boolean;
};

type Run<Of> = Of extends Operation<infer Input, infer Output> ? (input: z.input<Input>, options?: RunOptions) => Promise<Output> : never;

export type Scopekit = { readonly [Name in OperationName]: Run<(typeof operations)[Name]> } & {
  readonly client: Client;
  readonly scopus: Scopus;
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
  const state = config.stateFolder && !(options.ledger && options.runs) ? sqliteState({ path: join(config.stateFolder, 'state.db') }) : undefined;
  const kept = config.cacheFolder && options.cache === undefined ? sqliteCache({ path: join(config.cacheFolder, 'cache.db') }) : undefined;
  const answers = options.cache === false ? undefined : (options.cache ?? kept ?? memoryCache());
  const ledger = options.ledger ?? state?.ledger;
  const allRuns = options.runs ?? state?.runs;
  const client = createClient({ ...config, ...options, keys: config.credentials, ledger, cache: answers });
  const scopus = createScopus(client, { subscriber: config.subscriber });
  const files =
    options.files ?? nodeFiles({ folder, scrub: client.dataScrubber.text, replace: options.replaceFiles, confined: options.confined, stdin: options.stdin });
  const never = new AbortController().signal;
  const common = { client, scopus, config, cache: answers, runs: allRuns, clock: client.clock, files, signal: never, stop: never };
  const wired =
    <Input extends z.ZodType, Output extends object>({ name, input, title, run }: Operation<Input, Output>) =>
    async (given: z.input<Input>, { waitForQuota, ...options }: RunOptions = {}): Promise<Output> => {
      const asked = title ? await askedAgain(allRuns, name, given as Record<string, unknown>) : given;
      const read = checked(input, asked as z.input<Input>);
      const context = { ...common, ...options };
      const resumable = { name, given: asked as Record<string, unknown>, title: config.offline ? undefined : title?.(read), now: client.clock.now };
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
    citations: wired(citations),
    metrics: wired(metrics),
    quota: wired(quota),
    runs: wired(runs),
    cache: wired(cache),
    doctor: wired(doctor),
    query: wired(queryCheck),
    client,
    scopus,
    async close() {
      await client.close();
      state?.close();
      kept?.close();
    },
  };
}

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
