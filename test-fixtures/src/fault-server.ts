import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

export interface FaultServer {
  readonly url: string;
  /** The raw text of each request so far. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** What the wire does to one request: anything that bytes and sockets can. `index` counts requests from 0. */
export type Fault = (socket: Socket, index: number) => void;

/** A server that breaks the wire as told. MSW cannot: it has no socket. */
export async function faultServer(fault: Fault): Promise<FaultServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk;
      if (!received.includes('\r\n\r\n')) return;
      requests.push(received);
      received = '';
      fault(socket, requests.length - 1);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** An HTTP/1.1 answer as bytes; `length` lies about the body if given. */
export function httpAnswer(
  body: string | Uint8Array,
  { status = 200, headers = {}, length }: { readonly status?: number; readonly headers?: Record<string, string>; readonly length?: number } = {},
): Buffer {
  const bytes = Buffer.from(body);
  const lines = Object.entries({ 'content-type': 'application/json', 'content-length': String(length ?? bytes.length), ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} X\r\n${lines.join('\r\n')}\r\n\r\n`), bytes]);
}
