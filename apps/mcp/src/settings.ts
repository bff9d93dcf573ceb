import { parseArgs } from 'node:util';
import { type ConfigWords, ElsevierError } from '@scopekit/operations';
import type { HttpWords } from './http/serve.ts';
import { type Toolset, toolsets } from './tool.ts';
import { toolNames } from './tools/index.ts';

export const help = `scopekit-mcp: Scopus for assistants, over MCP on standard input and output, or over HTTP.

  --sandbox           ask an invented Elsevier in this process: no key, no network
  --output-dir <dir>  where surveys write files and dedupe_works reads them (default: scopekit in your home folder);
                      when it is named, read_file reads there, too
  --toolsets <names>  list these sets of tools only, with commas: ${toolsets.join(', ')}
  --tools <names>     list these tools only, with commas
  --read-only         list only tools that write nothing and start nothing
  --no-abstracts      show no abstracts to the model
  --max-chars <n>     longest answer of a tool, in characters (default: 40000)

Over HTTP:
  --http              serve at http://127.0.0.1:3000/mcp
  --port <n>          another port; 0 takes any that is free
  --host <address>    another address than this machine's own 127.0.0.1; needs --token-file or --oauth-issuer
  --allowed-hosts <names>  other names by which the server is called, with commas
  --token-file <file> tokens of those who may ask, one a line, each after a name and a colon
  --oauth-issuer <url>  authorization server whose tokens are taken; with --public-url <url>, this server's address
  --share-key         let everybody ask with this server's key; without it each of several people sends their own
                      in the headers X-ELS-APIKey and X-ELS-Insttoken

  --base-url <url>    ask this address instead of https://api.elsevier.com
  --trust-host <host> a host that may get your key
  --key-file <file>   keys, one a line, each with its institution token after a colon
  --ca-file <file>    certificates to trust beside the usual ones, as of an inspecting proxy
  --retries <n>       how often a failed request is sent again (default: 5; after a 500 twice at most)
  --timeout <seconds> for one attempt of a request (default: 30)
  --no-subscriber     ask nothing that needs a subscription
  --debug             trace every request on standard error, without secrets

Keys: ELSEVIER_API_KEY and, if you have one, ELSEVIER_INSTTOKEN in the environment of the server.
`;

/** What the words of a command line ask of the server. */
export interface Settings {
  readonly show?: 'help' | 'version';
  readonly sandbox: boolean;
  readonly outputDir?: string;
  readonly only?: ReadonlySet<string>;
  readonly toolsets?: ReadonlySet<Toolset>;
  readonly readOnly: boolean;
  readonly abstracts: boolean;
  readonly maxChars: number;
  readonly debug: boolean;
  readonly config: ConfigWords;
  /** Absent: standard input and output. */
  readonly http?: HttpWords;
}

/** @throws ElsevierError `bad-input` */
export function settingsOf(argv: readonly string[]): Settings {
  const values = wordsOf(argv);
  const http = ['host', 'port', 'token-file', 'allowed-hosts', 'oauth-issuer', 'public-url', 'share-key'] as const;
  const alone = values.http ? undefined : http.find((word) => values[word] !== undefined);
  if (values['token-file'] !== undefined && values['oauth-issuer'] !== undefined)
    throw refuse('--token-file and --oauth-issuer are two ways to know who asks.', 'Choose one.');
  if (values['public-url'] !== undefined && values['oauth-issuer'] === undefined)
    throw refuse('--public-url is the address for which --oauth-issuer gives tokens.', 'Add --oauth-issuer, or name the host with --allowed-hosts.');
  if (alone) throw refuse(`--${alone} is of the server over HTTP.`, 'Add --http, or leave it out.');
  return {
    show: values.help ? 'help' : values.version ? 'version' : undefined,
    sandbox: values.sandbox ?? false,
    outputDir: values['output-dir'],
    only: named('tool', values.tools, toolNames),
    toolsets: named('set of tools', values.toolsets, toolsets) as ReadonlySet<Toolset> | undefined,
    readOnly: values['read-only'] ?? false,
    abstracts: !values['no-abstracts'],
    maxChars: numberOf('--max-chars', values['max-chars'] ?? '40000', 1_000, 10_000_000),
    debug: values.debug ?? false,
    config: {
      baseUrl: values['base-url'],
      trustedHosts: values['trust-host'],
      keyFile: values['key-file'],
      caFile: values['ca-file'],
      retries: values.retries,
      timeoutSeconds: values.timeout,
      subscriber: values['no-subscriber'] ? false : undefined,
    },
    http: values.http
      ? {
          host: values.host ?? '127.0.0.1',
          port: numberOf('--port', values.port ?? '3000', 0, 65_535),
          tokenFile: values['token-file'],
          allowedHosts: listOf(values['allowed-hosts']),
          oauthIssuer: values['oauth-issuer'],
          publicUrl: values['public-url'],
          shareKey: values['share-key'] ?? false,
        }
      : undefined,
  };
}

function wordsOf(argv: readonly string[]) {
  const word = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: {
        sandbox: flag,
        'output-dir': word,
        toolsets: word,
        tools: word,
        'read-only': flag,
        'no-abstracts': flag,
        'max-chars': word,
        http: flag,
        port: word,
        host: word,
        'allowed-hosts': word,
        'token-file': word,
        'oauth-issuer': word,
        'public-url': word,
        'share-key': flag,
        'base-url': word,
        'trust-host': { type: 'string', multiple: true },
        'key-file': word,
        'ca-file': word,
        retries: word,
        timeout: word,
        'no-subscriber': flag,
        debug: flag,
        help: flag,
        version: flag,
      },
    }).values;
  } catch (error) {
    throw refuse((error as Error).message.replace(/\.?$/, '.'), 'scopekit-mcp --help tells the words there are.');
  }
}

const refuse = (message: string, next: string) => new ElsevierError({ reason: 'bad-input', message, next });

const listOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

function named(what: string, text: string | undefined, there: readonly string[]): ReadonlySet<string> | undefined {
  if (text === undefined) return undefined;
  const names = listOf(text);
  const unknown = names.find((name) => !there.includes(name));
  if (unknown !== undefined) throw refuse(`There is no ${what} "${unknown}".`, `These are: ${there.join(', ')}.`);
  return new Set(names);
}

function numberOf(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw refuse(`${name} ${text} is not a whole number from ${low.toLocaleString('en')} to ${high.toLocaleString('en')}.`, 'Write another one.');
}
