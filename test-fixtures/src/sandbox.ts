import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Certificate } from './certificate.ts';
import { corpus } from './corpus/corpus.ts';
import { createElsevier, type Elsevier, type ElsevierOptions } from './elsevier.ts';

export interface SandboxOptions extends Partial<ElsevierOptions> {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  readonly works?: number;
  readonly seed?: number;
  /** Milliseconds before each answer. */
  readonly latencyMs?: number;
  /** Speaks https with it. */
  readonly certificate?: Certificate;
}

export interface Sandbox {
  readonly url: string;
  readonly port: number;
  readonly elsevier: Elsevier;
  close(): Promise<void>;
}

/** Elsevier, invented, on a real socket of this machine; listens on the loopback address only. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, works, seed, latencyMs = 0 } = options;
  let invented: Elsevier | undefined;
  /** Invented with the first question. */
  const elsevier = (): Elsevier => {
    invented ??= createElsevier({ ...options, corpus: options.corpus ?? corpus({ works, seed }) });
    return invented;
  };
  const answer = (request: IncomingMessage, response: ServerResponse) => void serve(elsevier(), latencyMs, request, response);
  const { certificate } = options;
  const server = certificate ? createTlsServer(certificate, answer) : createServer(answer);
  await listening(server, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: certificate ? `https://localhost:${bound}` : `http://127.0.0.1:${bound}`,
    port: bound,
    get elsevier() {
      return elsevier();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

async function serve(elsevier: Elsevier, latencyMs: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const body = request.method === 'GET' ? undefined : await text(request);
  const given = elsevier.answer({ method: request.method ?? 'GET', url: new URL(request.url ?? '/', 'https://api.elsevier.com'), headers, body });
  if (latencyMs) await sleep(latencyMs);
  if (!given.status) return void request.socket.resetAndDestroy();
  const zipped = /\bgzip\b/.test(headers['accept-encoding'] ?? '') ? gzipSync(given.body) : undefined;
  response.writeHead(given.status, {
    ...given.headers,
    ...(zipped ? { 'content-encoding': 'gzip' } : {}),
    ...(given.setCookies ? { 'set-cookie': [...given.setCookies] } : {}),
  });
  response.end(zipped ?? given.body);
}
