import { mkdir, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Config, configFolder, createScrubber, ElsevierError, readConfig, version } from '@scopekit/operations';
import { serve } from './stdio.ts';

/** What of the process the server needs. */
export interface Outside {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly home: string;
  /** Ends when the client has gone. */
  readonly stdin: NodeJS.EventEmitter;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly exit: (code: number) => void;
}

const help = `scopekit-mcp: Scopus for assistants, over MCP on standard input and output.

  --sandbox           ask an invented Elsevier in this process: no key, no network
  --output-dir <dir>  where surveys write files (default: scopekit in your home folder)
  --base-url <url>    ask this address instead of https://api.elsevier.com
  --trust-host <host> a host that may get your key
  --key-file <file>   keys, one a line, each with its institution token after a colon
  --retries <n>       how often a failed request is sent again (default: 5)
  --timeout <seconds> for one attempt of a request (default: 30)
  --no-subscriber     ask nothing that needs a subscription
  --debug             trace every request on standard error, without secrets

Keys: ELSEVIER_API_KEY and, if you have one, ELSEVIER_INSTTOKEN in the environment of the server.
`;

/** Runs the server with these words; `true` when it serves, and exit code 2 when the words are wrong. */
export async function run({ argv, env, platform, home, stdin, stdout, stderr, exit }: Outside): Promise<boolean> {
  const scrub = createScrubber([...(env.ELSEVIER_API_KEY ?? '').split(','), ...(env.ELSEVIER_INSTTOKEN ?? '').split(','), env.HTTPS_PROXY]).text;
  const log = (text: string) => stderr.write(`${scrub(text)}\n`);
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        sandbox: { type: 'boolean' },
        'output-dir': { type: 'string' },
        'base-url': { type: 'string' },
        'trust-host': { type: 'string', multiple: true },
        'key-file': { type: 'string' },
        retries: { type: 'string' },
        timeout: { type: 'string' },
        'no-subscriber': { type: 'boolean' },
        debug: { type: 'boolean' },
        help: { type: 'boolean' },
        version: { type: 'boolean' },
      },
    });
    if (values.help || values.version) {
      stdout.write(values.help ? help : `${version}\n`);
      return false;
    }
    const folder = values['output-dir'] ?? `${home}/scopekit`;
    await mkdir(folder, { recursive: true }).catch(() => log(`The folder ${folder} cannot be made: surveys will not write files. --output-dir names another.`));
    const keyFile = values['key-file'] === undefined ? undefined : await readFile(values['key-file'], 'utf8');
    const flags = {
      baseUrl: values['base-url'],
      trustedHosts: values['trust-host'],
      keyFile,
      retries: values.retries,
      timeoutSeconds: values.timeout,
      subscriber: values['no-subscriber'] ? false : undefined,
    };
    const config = values.sandbox ? { ...readConfig({}, flags), ...(await sandboxConfig()) } : await userConfig(env, platform, flags);
    const server = serve({ config, folder, log, onEvent: values.debug ? (event) => log(`[debug] ${JSON.stringify(event)}`) : undefined });
    const end = () => void server.close().finally(() => exit(0));
    stdin.on('end', end);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
    return true;
  } catch (error) {
    log(error instanceof ElsevierError ? `${error.message} ${error.next}` : (error as Error).message);
    exit(2);
    return false;
  }
}

async function userConfig(env: Outside['env'], platform: string, flags: Parameters<typeof readConfig>[1]): Promise<Config> {
  const folder = configFolder(env, platform);
  const file = folder === undefined ? undefined : await readFile(`${folder}/config.toml`, 'utf8').catch(() => undefined);
  return readConfig(env, flags, file);
}

async function sandboxConfig(): Promise<Pick<Config, 'credentials' | 'baseUrl' | 'baseUrlFrom'>> {
  const { sandboxKeys, startSandbox } = await import('@scopekit/test-fixtures');
  const { url } = await startSandbox();
  return { credentials: [{ key: sandboxKeys.subscriber }], baseUrl: url, baseUrlFrom: 'argument' };
}
