import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export interface TestProxy {
  readonly address: string;
  /** Where it was asked to connect, as `host:port`. */
  readonly asked: string[];
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** Every connection ends at this port of this machine, whatever was asked for. */
  readonly to: number;
  readonly user?: string;
  readonly password?: string;
}

/** An HTTP proxy that tunnels by CONNECT, with credentials if it has any. */
export function connectProxy({ to, user, password }: ProxyOptions): Promise<TestProxy> {
  const wanted = user === undefined ? undefined : `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const asked: string[] = [];
  return listening(asked, (socket) => {
    socket.once('data', (chunk) => {
      const head = chunk.toString();
      const given = /^proxy-authorization: (.*)$/im.exec(head)?.[1]?.trim();
      if (wanted !== undefined && given !== wanted)
        return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm="net"\r\ncontent-length: 0\r\n\r\n');
      asked.push(/^CONNECT (\S+)/.exec(head)?.[1] ?? '');
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      joined(socket, to);
    });
  });
}

/** A SOCKS5 proxy that resolves names itself, with credentials if it has any. Source: RFC 1928, RFC 1929. */
export function socksProxy({ to, user, password }: ProxyOptions): Promise<TestProxy> {
  const asked: string[] = [];
  return listening(asked, (socket) => {
    const steps: ((chunk: Buffer) => void)[] = [
      () => void socket.write(Buffer.from([5, user === undefined ? 0 : 2])),
      ...(user === undefined ? [] : [(chunk: Buffer) => void socket.write(Buffer.from([1, right(chunk) ? 0 : 1]))]),
      (chunk) => {
        const length = chunk[4] ?? 0;
        asked.push(`${chunk.subarray(5, 5 + length)}:${chunk.readUInt16BE(5 + length)}`);
        socket.off('data', onData);
        socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
        joined(socket, to);
      },
    ];
    const right = (chunk: Buffer) => {
      const length = chunk[1] ?? 0;
      return `${chunk.subarray(2, 2 + length)}` === user && `${chunk.subarray(3 + length)}` === password;
    };
    const onData = (chunk: Buffer) => steps.shift()?.(chunk);
    socket.on('data', onData);
  });
}

function joined(socket: Socket, port: number): void {
  const other = connect(port, '127.0.0.1');
  other.on('error', () => socket.destroy());
  socket.pipe(other).pipe(socket);
}

async function listening(asked: string[], serve: (socket: Socket) => void): Promise<TestProxy> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
