import { type Client, type ClientOptions, createClient, ElsevierError } from '@scopekit/elsevier-http';
import { createScopus, type Scopus } from '@scopekit/scopus-api';
import { type Cache, type Ledger, memoryCache } from '@scopekit/store';
import type { z } from 'zod';
import type { Config } from './config.ts';
import { type Files, nodeFiles } from './files.ts';
import type { Context, Operation } from './operation.ts';
import { quota } from './quota.ts';
import { search } from './search.ts';
import { survey } from './survey/survey.ts';
import { works } from './works.ts';

/** Everything a user can ask for. */
export const operations = { survey, search, works, quota } as const;
export type OperationName = keyof typeof operations;

export interface ScopekitOptions extends Pick<ClientOptions, 'clock' | 'send' | 'onEvent' | 'perSecond'> {
  readonly ledger?: Ledger;
  /** Answers are kept for the life of this object unless `false`. */
  readonly cache?: Cache | false;
  /** Where relative paths of results begin. Default: the working folder. */
  readonly folder?: string;
  /** `false`: a file that is there stays, and the new one gets a number. */
  readonly replaceFiles?: boolean;
  readonly files?: Files;
}

export type RunOptions = Partial<Pick<Context, 'signal' | 'stop' | 'onProgress' | 'onNotice' | 'onEvent' | 'onWork' | 'files'>>;

type Run<Of> = Of extends Operation<infer Input, infer Output> ? (input: z.input<Input>, options?: RunOptions) => Promise<Output> : never;

export type Scopekit = { readonly [Name in OperationName]: Run<(typeof operations)[Name]> } & {
  readonly client: Client;
  readonly scopus: Scopus;
};

/**
 * The operations, wired: what the CLI and the MCP server use, and what a program may import.
 *
 * @throws ElsevierError when the configuration cannot be used; a missing key is told when something is asked.
 */
export function createScopekit(config: Config, options: ScopekitOptions = {}): Scopekit {
  const { cache = memoryCache(), folder = '.' } = options;
  const client = createClient({ ...config, ...options, keys: config.credentials, cache: cache || undefined });
  const scopus = createScopus(client, { subscriber: config.subscriber });
  const files = options.files ?? nodeFiles({ folder, scrub: client.dataScrubber.text, replace: options.replaceFiles });
  const never = new AbortController().signal;
  const context = (run: RunOptions): Context => ({
    client,
    scopus,
    credentials: config.credentials,
    clock: client.clock,
    files,
    signal: never,
    stop: never,
    ...run,
  });
  const wired =
    <Input extends z.ZodType, Output>({ input, run }: Operation<Input, Output>) =>
    async (given: z.input<Input>, options: RunOptions = {}): Promise<Output> =>
      run(checked(input, given), context(options));
  return { survey: wired(survey), search: wired(search), works: wired(works), quota: wired(quota), client, scopus };
}

function checked<Input extends z.ZodType>(schema: Input, given: z.input<Input>): z.output<Input> {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(' '));
  throw new ElsevierError({ reason: 'bad-input', message: `${problems.join('; ')}.` });
}
