import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Config, ElsevierError, environmentScrubber, loadConfig, version } from '@scopekit/operations';
import { serve } from './stdio.ts';
import { toolNames } from './tools/index.ts';

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
  --output-dir <dir>  where surveys write files and dedupe_works reads them (default: scopekit in your home folder);
                      when it is named, read_file reads there, too
  --tools <names>     list these tools only, with commas
  --read-only         list only tools that write nothing and start nothing
  --no-abstracts      show no abstracts to the model
  --base-url <url>    ask this address instead of https://api.elsevier.com
  --trust-host <host> a host that may get your key
  --key-file <file>   keys, one a line, each with its institution token after a colon
  --ca-file <file>    certificates to trust beside the usual ones, as of an inspecting proxy
  --retries <n>       how often a failed request is sent again (default: 5)
  --timeout <seconds> for one attempt of a request (default: 30)
  --no-subscriber     ask nothing that needs a subscription
  --debug             trace every request on standard error, without secrets

Keys: ELSEVIER_API_KEY and, if you have one, ELSEVIER_INSTTOKEN in the environment of the server.
`;

/** Runs the server with these words; `true` when it serves, and exit code 2 when the words are wrong. */
export async function run({ argv, env, platform, home, stdin, stdout, stderr, exit }: Outside): Promise<boolean> {
  const scrub = environmentScrubber(env).text;
  const log = (text: string) => stderr.write(`${scrub(text)}\n`);
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        sandbox: { type: 'boolean' },
        'output-dir': { type: 'string' },
        tools: { type: 'string' },
        'read-only': { type: 'boolean', default: false },
        'no-abstracts': { type: 'boolean', default: false },
        'base-url': { type: 'string' },
        'trust-host': { type: 'string', multiple: true },
        'key-file': { type: 'string' },
        'ca-file': { type: 'string' },
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
    const only = values.tools === undefined ? undefined : new Set(values.tools.split(',').map((name) => name.trim()));
    const unknown = [...(only ?? [])].find((name) => !toolNames.includes(name));
    if (unknown !== undefined)
      throw new ElsevierError({ reason: 'bad-input', message: `There is no tool "${unknown}".`, next: `These are: ${toolNames.join(', ')}.` });
    const folder = values['output-dir'] ?? `${home}/scopekit`;
    await mkdir(folder, { recursive: true }).catch(() => log(`The folder ${folder} cannot be made: surveys will not write files. --output-dir names another.`));
    const words = {
      baseUrl: values['base-url'],
      trustedHosts: values['trust-host'],
      keyFile: values['key-file'],
      caFile: values['ca-file'],
      retries: values.retries,
      timeoutSeconds: values.timeout,
      subscriber: values['no-subscriber'] ? false : undefined,
    };
    const loaded = await loadConfig(values.sandbox ? {} : env, platform, words);
    for (const notice of loaded.notices) log(notice);
    const config = values.sandbox ? { ...loaded.config, ...(await sandboxConfig()) } : loaded.config;
    const server = serve({
      config,
      folder,
      named: values['output-dir'] !== undefined,
      only,
      readOnly: values['read-only'],
      abstracts: !values['no-abstracts'],
      log,
      onEvent: values.debug ? (event) => log(`[debug] ${JSON.stringify(event)}`) : undefined,
    });
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

async function sandboxConfig(): Promise<Pick<Config, 'credentials' | 'baseUrl' | 'baseUrlFrom'>> {
  const { sandboxKeys, startSandbox } = await import('@scopekit/test-fixtures');
  const { url } = await startSandbox();
  return { credentials: [{ key: sandboxKeys.subscriber }], baseUrl: url, baseUrlFrom: 'argument' };
}
