import { mkdir } from 'node:fs/promises';
import { beFrugal, type Config, ElsevierError, environmentScrubber, loadConfig, openStores, version } from '@scopekit/operations';
import { help, type Settings, settingsOf } from './settings.ts';
import type { Serving } from './stdio.ts';

/** What of the process the server needs. */
export interface Outside {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly home: string;
  /** Ends when the client has gone. */
  readonly stdin: NodeJS.EventEmitter;
  readonly stdout: NodeJS.EventEmitter & { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly exit: (code: number) => void;
}

/** Short answers have so long to get out. What was paid for is in the store, whenever this process ends. */
const drainMs = 40;
const exitMs = 80;

/** Runs the server with these words; `true` when it serves, and exit code 2 when the words are wrong. */
export async function run({ argv, env, platform, home, stdin, stdout, stderr, exit }: Outside): Promise<boolean> {
  const scrub = environmentScrubber(env).text;
  const log = (text: string) => stderr.write(`${scrub(text)}\n`);
  try {
    const settings = settingsOf(argv);
    if (settings.show) {
      stdout.write(settings.show === 'help' ? help : `${version}\n`);
      return false;
    }
    // a server for many is to be quick; one of many servers on a desk, small
    if (!settings.http) beFrugal(process.version);
    let serving: Serving | undefined;
    const end = () => {
      setTimeout(() => exit(0), exitMs).unref();
      void Promise.resolve(serving?.drain(drainMs)).finally(() => exit(0));
    };
    serving = await serveAs(settings, { env, platform, home, log, end });
    if (!settings.http) {
      stdin.on('end', end);
      stdin.on('close', end);
      stdout.on('error', () => exit(0));
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
    return true;
  } catch (error) {
    log(error instanceof ElsevierError ? `${error.message} ${error.next}` : (error as Error).message);
    exit(2);
    return false;
  }
}

async function serveAs(
  settings: Settings,
  { env, platform, home, log, end }: Pick<Outside, 'env' | 'platform' | 'home'> & { log(text: string): unknown; end(): void },
): Promise<Serving> {
  const { sandbox, outputDir, only, toolsets, readOnly, abstracts, maxChars, debug, http } = settings;
  const folder = outputDir ?? `${home}/scopekit`;
  await mkdir(folder, { recursive: true }).catch(() => log(`The folder ${folder} cannot be made: surveys will not write files. --output-dir names another.`));
  const loaded = await loadConfig(sandbox ? {} : env, platform, settings.config);
  for (const notice of loaded.notices) log(notice);
  const stores = openStores(loaded.config);
  const options = {
    stores,
    folder,
    only,
    toolsets,
    readOnly,
    abstracts,
    maxChars,
    mayRead: outputDir !== undefined,
    log: (text: string) => void log(text),
    onEvent: debug ? (event: unknown) => void log(`[debug] ${JSON.stringify(event)}`) : undefined,
  };
  // a client on standard input waits for the handshake, and asks nothing before it
  const configFor = async (): Promise<Config> => (sandbox ? { ...loaded.config, ...(await sandboxConfig()) } : loaded.config);
  if (http) return overHttp({ ...options, config: await configFor(), words: { ...http, shareKey: http.shareKey || sandbox } }, log);
  const { serveInput } = await import('./stdio.ts');
  return serveInput({ ...options, config: configFor, stateFolder: loaded.config.stateFolder, onEnd: end });
}

async function overHttp(options: Parameters<typeof import('./http/serve.ts').serveHttp>[0], log: (text: string) => unknown): Promise<Serving> {
  const { serveHttp } = await import('./http/serve.ts');
  const serving = await serveHttp(options);
  log(`scopekit serves MCP at ${serving.url}`);
  return serving;
}

async function sandboxConfig(): Promise<Pick<Config, 'credentials' | 'baseUrl' | 'baseUrlFrom'>> {
  const { sandboxKeys, startSandbox } = await import('@scopekit/test-fixtures');
  const { url } = await startSandbox();
  return { credentials: [{ key: sandboxKeys.subscriber }], baseUrl: url, baseUrlFrom: 'argument' };
}
