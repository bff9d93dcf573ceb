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
  /** `false`: ask nothing that needs a subscription. */
  readonly subscriber?: boolean;
}

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
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of `config.toml`: `SCOPEKIT_HOME`, else the user's configuration folder. */
export function configFolder(environment: Environment, platform: string): string | undefined {
  const { SCOPEKIT_HOME, XDG_CONFIG_HOME, APPDATA, HOME, USERPROFILE } = environment;
  if (SCOPEKIT_HOME) return SCOPEKIT_HOME;
  if (platform === 'win32') return APPDATA ? `${APPDATA}\\scopekit` : USERPROFILE && `${USERPROFILE}\\AppData\\Roaming\\scopekit`;
  return XDG_CONFIG_HOME ? `${XDG_CONFIG_HOME}/scopekit` : HOME && `${HOME}/.config/scopekit`;
}

const List = z.union([z.string(), z.array(z.string())]).transform((value) => (typeof value === 'string' ? value.split(',') : value));

const File = z.strictObject({
  api_key: List.optional(),
  insttoken: List.optional(),
  base_url: z.string().optional(),
  proxy: z.string().optional(),
  no_proxy: z.string().optional(),
  retries: z.int().min(0).max(20).optional(),
  timeout_ms: z.int().min(100).max(600_000).optional(),
  subscriber: z.boolean().optional(),
});

/**
 * Configuration from the command line, the environment and the text of `config.toml`. Nothing is read from the working folder.
 *
 * @throws ElsevierError `bad-input` with the place of the mistake; no value is repeated.
 */
export function readConfig(environment: Environment, flags: Flags = {}, fileText?: string): Config {
  const file = fileText === undefined ? {} : readFile(fileText);
  const fromEnvironment = pair(split(environment.ELSEVIER_API_KEY), split(environment.ELSEVIER_INSTTOKEN), 'ELSEVIER_INSTTOKEN');
  const credentials =
    flags.keyFile === undefined
      ? fromEnvironment.length
        ? fromEnvironment
        : pair(file.api_key ?? [], file.insttoken ?? [], 'insttoken')
      : keysIn(flags.keyFile);
  const [baseUrl, baseUrlFrom] = flags.baseUrl
    ? ([flags.baseUrl, 'argument'] as const)
    : environment.ELSEVIER_BASE_URL
      ? ([environment.ELSEVIER_BASE_URL, 'environment'] as const)
      : ([file.base_url, 'file'] as const);
  return {
    credentials,
    ...(baseUrl ? { baseUrl, baseUrlFrom } : {}),
    trustedHosts: flags.trustedHosts,
    proxy: environment.HTTPS_PROXY || environment.https_proxy || file.proxy || undefined,
    noProxy: environment.NO_PROXY || environment.no_proxy || file.no_proxy || undefined,
    retries: wholeNumber('--retries', flags.retries, 0, 20) ?? file.retries,
    timeoutMs: secondsIn(flags.timeoutSeconds) ?? file.timeout_ms,
    subscriber: flags.subscriber ?? file.subscriber,
  };
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

function keysIn(text: string): Credential[] {
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
