import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { type Config, mayHaveAgreed, type Stores } from '@scopekit/operations';
import type { DeskOptions, OpenDesk } from './desk.ts';
import { buildServer, type Listing } from './server.ts';

export interface StdioOptions extends Listing, DeskOptions {
  /** Asked for with the first question. */
  readonly config: () => Promise<Config>;
  readonly stateFolder: Config['stateFolder'];
  readonly stores: Stores;
  /** No more will be read. */
  readonly onEnd: () => void;
}

export interface Serving {
  /** Lets short answers out, for so long at most. What is under way is the next process's to go on with. */
  drain(ms: number): Promise<void>;
}

/** Serves MCP on standard input and output, in all its protocol versions, until the input ends. */
export function serveInput({ config, stateFolder, stores, folder, onEvent, onEnd, ...listing }: StdioOptions): Serving {
  let opened: Promise<OpenDesk> | undefined;
  const desk = () => {
    opened ??= Promise.all([import('./desk.ts'), config()]).then(([{ openDesk }, configured]) => openDesk(configured, stores, { folder, onEvent }));
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
  const mayExport = async () => (await mayHaveAgreed(stateFolder)) && (await desk()).scopekit.mayExport();
  const transport = new StdioServerTransport(process.stdin, protocolOutput());
  const close = transport.close.bind(transport);
  // it also closes itself, after a message that is too long
  transport.close = async () => {
    await close();
    onEnd();
  };
  serveStdio(async () => buildServer({ ...listing, desk, mayExport: await mayExport() }), {
    transport,
    onerror: ({ message }) => listing.log(message),
  });
  return { drain: (ms) => sleep(ms) };
}

/** Standard output for the protocol alone: what anything else prints goes to standard error. */
function protocolOutput(): PassThrough {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  const output = new PassThrough();
  output.on('data', (chunk: Buffer) => void write(chunk));
  stdout.write = stderr.write.bind(stderr);
  globalThis.console = new Console(stderr);
  return output;
}
