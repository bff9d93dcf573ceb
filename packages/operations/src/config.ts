import { type AddressOrigin, type Credential, ElsevierError } from '@scopekit/elsevier-http';
import { parse } from 'smol-toml';
import { z } from 'zod';

/** What a user sets, wherever it was set. */
export interface Config {
  readonly credentials: readonly Credential[];
  readonly baseUrl?: string;
  readonly baseUrlFrom?: AddressOrigin;
  readonly trustedHosts?: readonly string[];
  readonly proxy?: string;
  readonly noProxy?: string;
  readonly retries?: number;
  readonly timeoutMs?: number;
  /** Certificates in PEM to trust beside the usual ones. */
  readonly ca?: string;
  /** `false`: ask nothing that needs a subscription. */
  readonly subscriber?: boolean;
  /** Where the ledger and unfinished runs are kept; without it they are forgotten when the process ends. */
  readonly stateFolder?: string;
  /** Where answers are kept; without it they are forgotten when the process ends. */
  readonly cacheFolder?: string;
  /** How old a kept answer may be, in milliseconds; by default as its API says. */
  readonly maxAgeMs?: number;
  readonly refresh?: boolean;
  readonly offline?: boolean;
  readonly allowStale?: boolean;
  readonly credentialsFrom?: CredentialSource;
}

/** Where the keys in use were found. */
export type CredentialSource = 'key file' | 'environment' | 'keychain' | 'keys.toml' | 'config.toml';

/** What a command line may set; it goes before the environment, which goes before the file. */
export interface Flags {
  readonly baseUrl?: string;
  readonly trustedHosts?: readonly string[];
  /** The text of a file with keys: one a line, each with its institution token after a colon. */
  readonly keyFile?: string;
  /** As written: whole numbers. */
  readonly retries?: string;
  readonly timeoutSeconds?: string;
  readonly subscriber?: boolean;
  /** Path of a file with certificates. */
  readonly caFile?: string;
  /** As written: `90m`, `12h`, `7d`. */
  readonly maxAge?: string;
  readonly refresh?: boolean;
  readonly offline?: boolean;
  readonly allowStale?: boolean;
  /** `false`: no answer is kept. */
  readonly cache?: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of `config.toml`: `SCOPEKIT_HOME`, else the user's configuration folder. */
export function configFolder(environment: Environment, platform: string): string | undefined {
  const { SCOPEKIT_HOME, XDG_CONFIG_HOME, APPDATA, HOME, USERPROFILE } = environment;
  if (SCOPEKIT_HOME) return SCOPEKIT_HOME;
  if (platform === 'win32') return APPDATA ? `${APPDATA}\\scopekit` : USERPROFILE && `${USERPROFILE}\\AppData\\Roaming\\scopekit`;
  return XDG_CONFIG_HOME ? `${XDG_CONFIG_HOME}/scopekit` : HOME && `${HOME}/.config/scopekit`;
}

/** The folder of what must outlive a process: `SCOPEKIT_HOME`, else the user's folder for state. */
function stateFolder(environment: Environment, platform: string): string | undefined {
  const { SCOPEKIT_HOME, XDG_STATE_HOME, LOCALAPPDATA, HOME } = environment;
  if (SCOPEKIT_HOME) return SCOPEKIT_HOME;
  if (platform === 'win32') return LOCALAPPDATA && `${LOCALAPPDATA}\\scopekit`;
  return XDG_STATE_HOME ? `${XDG_STATE_HOME}/scopekit` : HOME && `${HOME}/.local/state/scopekit`;
}

/** The folder of what may be deleted: `SCOPEKIT_HOME`, else the user's folder for caches. */
function cacheFolder(environment: Environment, platform: string): string | undefined {
  const { SCOPEKIT_HOME, XDG_CACHE_HOME, LOCALAPPDATA, HOME } = environment;
  if (SCOPEKIT_HOME) return SCOPEKIT_HOME;
  if (platform === 'win32') return LOCALAPPDATA && `${LOCALAPPDATA}\\scopekit\\cache`;
  return XDG_CACHE_HOME ? `${XDG_CACHE_HOME}/scopekit` : HOME && `${HOME}/.cache/scopekit`;
}

const List = z.union([z.string(), z.array(z.string())]).transform((value) => (typeof value === 'string' ? value.split(',') : value));

const File = z.strictObject({
  api_key: List.optional(),
  insttoken: List.optional(),
  keys: z.array(z.strictObject({ key: z.string(), insttoken: z.string().optional(), label: z.string().max(40).optional() })).optional(),
  ca_file: z.string().optional(),
  cache: z.boolean().optional(),
  base_url: z.string().optional(),
  proxy: z.string().optional(),
  no_proxy: z.string().optional(),
  retries: z.int().min(0).max(20).optional(),
  timeout_ms: z.int().min(100).max(600_000).optional(),
  subscriber: z.boolean().optional(),
});

/** What was read elsewhere: `config.toml`, the key store, and files that it or the command line names. */
export interface ReadElsewhere {
  /** The text of `config.toml`. */
  readonly file?: string;
  /** Keys that `scopekit auth login` stored. */
  readonly stored?: { readonly credentials: readonly Credential[]; readonly from: CredentialSource };
  readonly ca?: string;
}

/**
 * Configuration from the command line, the environment and `config.toml`. Nothing is read from the working folder.
 *
 * @throws ElsevierError `bad-input` with the place of the mistake; no value is repeated.
 */
export function readConfig(
  environment: Environment,
  flags: Flags = {},
  { file: fileText, stored, ca }: ReadElsewhere = {},
  platform: string = process.platform,
): Config {
  const file = fileText === undefined ? {} : readFile(fileText);
  const { credentials, from } = credentialsFrom(environment, flags, file, stored);
  const [baseUrl, baseUrlFrom] = flags.baseUrl
    ? ([flags.baseUrl, 'argument'] as const)
    : environment.ELSEVIER_BASE_URL
      ? ([environment.ELSEVIER_BASE_URL, 'environment'] as const)
      : ([file.base_url, 'file'] as const);
  return {
    credentials,
    ...(credentials.length ? { credentialsFrom: from } : {}),
    ...(baseUrl ? { baseUrl, baseUrlFrom } : {}),
    trustedHosts: flags.trustedHosts,
    proxy: environment.HTTPS_PROXY || environment.https_proxy || file.proxy || undefined,
    noProxy: environment.NO_PROXY || environment.no_proxy || file.no_proxy || undefined,
    ca,
    retries: wholeNumber('--retries', flags.retries, 0, 20) ?? file.retries,
    timeoutMs: secondsIn(flags.timeoutSeconds) ?? file.timeout_ms,
    subscriber: flags.subscriber ?? file.subscriber,
    stateFolder: stateFolder(environment, platform),
    cacheFolder: (flags.cache ?? file.cache ?? true) ? cacheFolder(environment, platform) : undefined,
    maxAgeMs: ageIn('--max-age', flags.maxAge),
    refresh: flags.refresh,
    offline: flags.offline,
    allowStale: flags.allowStale,
  };
}

/** Where `config.toml` says a file with certificates is. */
export const caFileIn = (fileText: string | undefined): string | undefined => (fileText === undefined ? undefined : readFile(fileText).ca_file);

function credentialsFrom(
  environment: Environment,
  { keyFile }: Flags,
  file: z.output<typeof File>,
  stored: ReadElsewhere['stored'],
): { readonly credentials: readonly Credential[]; readonly from: CredentialSource } {
  if (keyFile !== undefined) return { credentials: keysIn(keyFile), from: 'key file' };
  const tokens = split(environment.ELSEVIER_INSTTOKEN);
  const fromEnvironment = split(environment.ELSEVIER_API_KEY);
  if (fromEnvironment.length) return { credentials: pair(fromEnvironment, tokens, 'ELSEVIER_INSTTOKEN'), from: 'environment' };
  const kept = stored?.credentials.length
    ? stored
    : { credentials: [...pair(file.api_key ?? [], file.insttoken ?? [], 'insttoken'), ...(file.keys ?? [])], from: 'config.toml' as const };
  return kept.credentials.length ? { ...kept, credentials: withTokens(kept.credentials, tokens) } : kept;
}

/** A token of the environment goes before the one that was kept with a key. */
function withTokens(credentials: readonly Credential[], tokens: readonly string[]): Credential[] {
  const paired = pair(
    credentials.map(({ key }) => key),
    tokens,
    'ELSEVIER_INSTTOKEN',
  );
  return credentials.map((credential, i) => ({ ...credential, ...paired[i] }));
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * An age as people write it: `90m`, `12h`, `7d`; a bare number is days.
 *
 * @returns Milliseconds.
 */
export function ageIn(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, number, unit = 'd'] = /^(\d+(?:\.\d+)?)\s*([smhdw])?$/i.exec(text.trim()) ?? [];
  if (number === undefined) throw new ElsevierError({ reason: 'bad-input', message: `${name} ${text} is not an age.`, next: 'Write 90m, 12h or 7d.' });
  return Number(number) * (units[unit.toLowerCase()] as number);
}

function readFile(text: string): z.output<typeof File> {
  let parsed: unknown;
  try {
    parsed = parse(text);
  } catch (error) {
    const { line, column } = error as { line?: number; column?: number };
    throw new ElsevierError({
      reason: 'bad-input',
      message: `config.toml is not TOML${line ? ` (line ${line}, column ${column})` : ''}.`,
      next: 'Write lines such as api_key = "…".',
    });
  }
  const read = File.safeParse(parsed);
  if (read.success) return read.data;
  const issues = read.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `${issue.keys.length} of its names ${issue.keys.length === 1 ? 'is' : 'are'} not known`
      : `${issue.path.join('.')}: ${issue.message}`,
  );
  throw new ElsevierError({ reason: 'bad-input', message: `config.toml: ${issues.join('; ')}.`, next: `It may hold ${Object.keys(File.shape).join(', ')}.` });
}

const split = (text: string | undefined) => (text?.trim() ? text.split(',') : []);

/** Keys and tokens paired by position; an empty token stands for none. */
function pair(keys: readonly string[], tokens: readonly string[], name: string): Credential[] {
  if (tokens.length > keys.length)
    throw new ElsevierError({
      reason: 'bad-input',
      message: `${name} holds ${tokens.length} tokens for ${keys.length} keys.`,
      next: 'A token belongs to the key at the same place of the list; leave a place empty for a key without one.',
    });
  return keys.map((key, i) => ({ key: key.trim(), ...(tokens[i]?.trim() ? { insttoken: tokens[i].trim() } : {}) })).filter(({ key }) => key);
}

/**
 * Keys and tokens of two comma lists, paired by position.
 *
 * @throws ElsevierError `bad-input` for more tokens than keys
 */
export const pairedKeys = (keys: string | undefined, tokens: string | undefined, tokensName: string): Credential[] =>
  pair(split(keys), split(tokens), tokensName);

/** The keys of a text: one a line, each with its institution token after a colon; `#` begins a comment. */
export function keysIn(text: string): Credential[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => {
      const [key = '', insttoken] = line.split(':').map((part) => part.trim());
      return { key, ...(insttoken ? { insttoken } : {}) };
    });
}

const secondsIn = (text: string | undefined) => {
  const seconds = wholeNumber('--timeout', text, 1, 600);
  return seconds === undefined ? undefined : seconds * 1000;
};

function wholeNumber(name: string, text: string | undefined, low: number, high: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new ElsevierError({ reason: 'bad-input', message: `${name} ${text} is not a whole number from ${low} to ${high}.` });
  }
  return value;
}
