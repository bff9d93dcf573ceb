import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { type Config, openStores } from '@scopekit/operations';
import { sandboxKeys } from '@scopekit/test-fixtures';
import { type HttpOptions, serveHttp } from './http/serve.ts';

/** What a tool answered, as the tests read it. */
export interface Answer<Data = Readonly<Record<string, unknown>>> {
  readonly isError?: boolean;
  readonly content: { readonly text: string }[];
  readonly structuredContent?: Data;
}

export const told = ({ content }: Answer<unknown>): string => content[0]?.text ?? '';

type Words = Partial<HttpOptions['words']>;
export type Setting = Partial<Omit<HttpOptions, 'words' | 'config' | 'stores'>> & {
  readonly config?: Partial<Config>;
  readonly words?: Words;
  readonly folder: string;
};

/** Our server over HTTP in this process, on any free port. */
export async function served({ config, words, folder, ...listing }: Setting) {
  const whole = { credentials: [{ key: sandboxKeys.subscriber }], ...config } as Config;
  const stores = openStores(whole);
  const logged: string[] = [];
  const serving = await serveHttp({
    config: whole,
    stores,
    folder,
    readOnly: false,
    abstracts: true,
    maxChars: 40_000,
    mayRead: true,
    log: (text) => void logged.push(text),
    ...listing,
    words: { host: '127.0.0.1', port: 0, allowedHosts: [], shareKey: false, ...words },
  });
  return {
    ...serving,
    logged,
    async close() {
      await serving.close(50);
      stores.close();
    },
  };
}

/** The official client over HTTP. */
export async function connected(url: string, { headers = {}, mode = 'auto' }: { headers?: Record<string, string>; mode?: 'auto' | 'legacy' } = {}) {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  const call = async <Data = Readonly<Record<string, unknown>>>(name: string, args: object = {}) =>
    (await client.callTool({ name, arguments: { ...args } })) as unknown as Answer<Data>;
  return { client, call, close: () => client.close() };
}

/** A server in front of another one, whose answers it changes or replaces. */
export async function inFrontOf(
  url: string,
  change: (request: IncomingMessage, answer: { status: number; body: string }) => { status: number; body: string } | 'hang',
) {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const given = await fetch(new URL(request.url ?? '/', url), {
      method: request.method,
      headers: Object.fromEntries(Object.entries(request.headers as Record<string, string>).filter(([name]) => /^(?:x-|accept$|content-type)/.test(name))),
      ...(parts.length ? { body: Buffer.concat(parts) } : {}),
    });
    const changed = change(request, { status: given.status, body: await given.text() });
    if (changed === 'hang') return;
    const headers = Object.fromEntries([...given.headers].filter(([name]) => /^(?:content-type|x-)/.test(name)));
    response.writeHead(changed.status, headers).end(changed.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
