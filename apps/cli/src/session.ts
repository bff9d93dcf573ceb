import {
  type ClientEvent,
  type Config,
  createScopekit,
  environmentScrubber,
  type Files,
  inventedDesk,
  loadConfig,
  nodeFiles,
  type RunOptions,
  type Scopekit,
  type ScopekitOptions,
} from '@scopekit/operations';
import { apiName } from './api-names.ts';
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
  readonly caFile?: string;
  readonly maxAge?: string;
  readonly refresh?: boolean;
  readonly offline?: boolean;
  readonly allowStale?: boolean;
  readonly cache?: boolean;
  readonly waitForQuota?: boolean;
}

/** One run of the command line: configuration, operations, progress and the wish to stop. */
export interface Session {
  readonly scopekit: Scopekit;
  readonly say: Speaker;
  readonly run: Pick<RunOptions, 'signal' | 'stop' | 'onProgress' | 'onNotice' | 'waitForQuota'>;
  readonly config: Config;
  /** Reads what the user names; `-` is standard input. */
  readonly openFile: Files['open'];
  /** Takes the progress away, before a report is printed. */
  endProgress(): void;
  /** Which signal asked to stop. */
  interrupted(): 'SIGINT' | 'SIGTERM' | undefined;
  close(): Promise<void>;
}

const graceMs = 3_000;

/** @throws ElsevierError when the configuration cannot be used. */
export async function openSession(io: Io, options: GlobalOptions, say: Speaker): Promise<Session> {
  say.useScrubber(environmentScrubber(io.env).text);
  const sandbox = options.sandbox ? await quietSandbox() : undefined;
  const { trustHost: trustedHosts, timeout: timeoutSeconds, subscriber, cache, ...words } = options;
  const no = (flag: boolean | undefined) => (flag === false ? false : undefined);
  const loaded = await loadConfig(sandbox ? {} : io.env, io.platform, { ...words, trustedHosts, timeoutSeconds, subscriber: no(subscriber), cache: no(cache) });
  const config = { ...loaded.config, ...sandbox?.config };
  for (const notice of loaded.notices) say.err(notice);
  const progress = progressOn(io.stderr);
  const scopekit = createScopekit(config, {
    stdin: io.stdin,
    desk: sandbox?.desk,
    onEvent: (event) => tell(event, options.debug === true, say, progress.clear),
  });
  say.useScrubber(scopekit.scrubber.text, scopekit.dataScrubber.text);
  const { stop, signal, interrupted, release } = untilSignal(say, progress.clear);
  return {
    scopekit,
    say,
    config,
    openFile: nodeFiles({ folder: '.', scrub: (text) => text, stdin: io.stdin }).open,
    run: {
      waitForQuota: options.waitForQuota,
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
      await scopekit.close();
      await sandbox?.close();
    },
  };
}

/** An invented Elsevier of this process, asked with the key of a subscriber. */
async function quietSandbox(): Promise<{
  config: Pick<Config, 'credentials' | 'baseUrl' | 'baseUrlFrom'>;
  desk: ScopekitOptions['desk'];
  close(): Promise<void>;
}> {
  const { sandboxKeys, startSandbox } = await import('@scopekit/test-fixtures');
  const sandbox = await startSandbox();
  const cookies = Object.entries(sandbox.elsevier.web.begin()).map(([name, value]) => `${name}=${value}`);
  return {
    config: { credentials: [{ key: sandboxKeys.subscriber }], baseUrl: sandbox.url, baseUrlFrom: 'argument' },
    desk: inventedDesk(cookies.join('; '), sandbox.url, { now: Date.now }),
    close: sandbox.close,
  };
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
      return `[debug] ${method} ${url} ${status ?? reason} ${ms} ms${attempt > 1 ? `, attempt ${attempt}` : ''}${key === undefined ? '' : `, key ${key}`}${remaining === undefined ? '' : `, ${remaining} left`}`;
    }
    case 'cacheHit':
      return `[debug] kept answer of ${new Date(event.storedAt).toISOString()} (${event.from}) for ${event.url}`;
    case 'quota':
      return `[debug] key ${event.key} has ${event.remaining} of ${event.limit ?? '?'} left for ${event.api}`;
    default:
      return `[debug] ${worthSaying(event) ?? event.type}`;
  }
}

function worthSaying(event: ClientEvent): string | undefined {
  switch (event.type) {
    case 'keySwitch':
      return `${
        event.why === 'spent'
          ? `Key ${event.key} has spent its week for ${apiName(event.api)} and rests until ${new Date(event.until).toISOString()}.`
          : `Key ${event.key} is refused (${event.message}) and set aside.`
      }${event.next ? ` Going on with ${event.next}.` : ''}`;
    case 'waiting':
      return `Every key has spent its week for ${apiName(event.api)}: waiting until ${new Date(event.until).toISOString()}. Ctrl-C ends it; what was paid for is kept.`;
    case 'stale':
      return `${apiName(event.api)} could not be asked (${event.reason}): used its answer of ${new Date(event.storedAt).toISOString()}.`;
    case 'cacheFailed':
      return event.message;
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
