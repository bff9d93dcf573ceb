import { readFile } from 'node:fs/promises';
import {
  type ClientEvent,
  type Config,
  configFolder,
  createScopekit,
  createScrubber,
  ElsevierError,
  type RunOptions,
  readConfig,
  type Scopekit,
} from '@scopekit/operations';
import type { Io, Speaker } from './io.ts';
import { progressOn } from './progress.ts';

/** What every command may set. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly debug?: boolean;
  readonly sandbox?: boolean;
  readonly baseUrl?: string;
  readonly trustHost?: string[];
  readonly keyFile?: string;
  readonly retries?: string;
  readonly timeout?: string;
  readonly subscriber?: boolean;
}

/** One run of the command line: configuration, operations, progress and the wish to stop. */
export interface Session {
  readonly scopekit: Scopekit;
  readonly say: Speaker;
  readonly run: Pick<RunOptions, 'signal' | 'stop' | 'onProgress' | 'onNotice'>;
  /** Takes the progress away, before a report is printed. */
  endProgress(): void;
  /** Which signal asked to stop. */
  interrupted(): 'SIGINT' | 'SIGTERM' | undefined;
  close(): Promise<void>;
}

const graceMs = 3_000;

/** @throws ElsevierError when the configuration cannot be used. */
export async function openSession(io: Io, options: GlobalOptions, say: Speaker): Promise<Session> {
  const sandbox = options.sandbox ? await quietSandbox() : undefined;
  const set = await configOf(sandbox ? { ...io, env: {} } : io, options, say);
  const config = { ...set, ...sandbox?.config };
  const progress = progressOn(io.stderr);
  const scopekit = createScopekit(config, { cache: false, onEvent: (event) => tell(event, options.debug === true, say, progress.clear) });
  say.useScrubber(scopekit.client.scrubber.text, scopekit.client.dataScrubber.text);
  const { stop, signal, interrupted, release } = untilSignal(say, progress.clear);
  return {
    scopekit,
    say,
    run: {
      stop,
      signal,
      onProgress: progress.show,
      onNotice: (text) => {
        progress.clear();
        say.err(text);
      },
    },
    endProgress: progress.clear,
    interrupted,
    async close() {
      release();
      progress.clear();
      await sandbox?.close();
    },
  };
}

/** An invented Elsevier of this process, asked with the key of a subscriber. */
async function quietSandbox(): Promise<{ config: Pick<Config, 'credentials' | 'baseUrl' | 'baseUrlFrom'>; close(): Promise<void> }> {
  const { sandboxKeys, startSandbox } = await import('@scopekit/test-fixtures');
  const sandbox = await startSandbox();
  return { config: { credentials: [{ key: sandboxKeys.subscriber }], baseUrl: sandbox.url, baseUrlFrom: 'argument' }, close: sandbox.close };
}

async function configOf({ env, platform }: Pick<Io, 'env' | 'platform'>, options: GlobalOptions, say: Speaker): Promise<Config> {
  say.useScrubber(createScrubber([...(env.ELSEVIER_API_KEY ?? '').split(','), ...(env.ELSEVIER_INSTTOKEN ?? '').split(','), env.HTTPS_PROXY]).text);
  const folder = configFolder(env, platform);
  const file = folder === undefined ? undefined : await readFile(`${folder}/config.toml`, 'utf8').catch(() => undefined);
  const keyFile = options.keyFile === undefined ? undefined : await readFile(options.keyFile, 'utf8').catch(() => unreadable(options.keyFile as string));
  return readConfig(
    env,
    {
      baseUrl: options.baseUrl,
      trustedHosts: options.trustHost,
      keyFile,
      retries: options.retries,
      timeoutSeconds: options.timeout,
      subscriber: options.subscriber === false ? false : undefined,
    },
    file,
  );
}

function unreadable(path: string): never {
  throw new ElsevierError({
    reason: 'bad-input',
    message: `The key file ${path} cannot be read.`,
    next: 'It holds one key a line, each with its institution token after a colon.',
  });
}

function tell(event: ClientEvent, debug: boolean, say: Speaker, before: () => void): void {
  const text = debug ? traced(event) : worthSaying(event);
  if (!text) return;
  before();
  say.err(text);
}

function traced(event: ClientEvent): string {
  switch (event.type) {
    case 'request': {
      const { method, url, status, reason, ms, attempt, key, remaining } = event;
      return `[debug] ${method} ${url} ${status ?? reason} ${ms} ms${attempt > 1 ? `, attempt ${attempt}` : ''}, key ${key}${remaining === undefined ? '' : `, ${remaining} left`}`;
    }
    case 'cached':
      return `[debug] kept answer of ${new Date(event.storedAt).toISOString()} for ${event.url}`;
    default:
      return `[debug] ${worthSaying(event) ?? event.type}`;
  }
}

function worthSaying(event: ClientEvent): string | undefined {
  switch (event.type) {
    case 'key-rests':
      return `Key ${event.key} has spent its week for ${event.api} and rests until ${new Date(event.until).toISOString()}.${event.next ? ` Going on with ${event.next}.` : ''}`;
    case 'key-refused':
      return `Key ${event.key} is refused (${event.message}) and set aside.${event.next ? ` Going on with ${event.next}.` : ''}`;
    case 'retry':
      return event.waitMs >= 2_000 ? `${event.message} Trying again in ${Math.round(event.waitMs / 1000)} s (attempt ${event.attempt + 1}).` : undefined;
    default:
      return undefined;
  }
}

/** The first Ctrl-C lets what is under way come in, three seconds at most; the second ends at once. */
function untilSignal(say: Speaker, before: () => void) {
  const stop = new AbortController();
  const hard = new AbortController();
  let by: 'SIGINT' | 'SIGTERM' | undefined;
  let timer: NodeJS.Timeout | undefined;
  const onSignal = (name: 'SIGINT' | 'SIGTERM') => {
    if (by) {
      say.err('Stopped at once. A file that was being written may have left a .scopekit-….part behind.');
      process.exit(name === 'SIGINT' ? 130 : 143);
    }
    by = name;
    before();
    say.err('Stopping: what is under way comes in, then what is there is written. Once more to stop at once.');
    stop.abort();
    timer = setTimeout(() => hard.abort(), graceMs);
  };
  const onInt = () => onSignal('SIGINT');
  const onTerm = () => onSignal('SIGTERM');
  process.on('SIGINT', onInt);
  process.on('SIGTERM', onTerm);
  return {
    stop: stop.signal,
    signal: hard.signal,
    interrupted: () => by,
    release: () => {
      clearTimeout(timer);
      process.off('SIGINT', onInt);
      process.off('SIGTERM', onTerm);
    },
  };
}
