import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Fault, type FaultServer, failureOf, faultServer, httpAnswer } from '@scopekit/test-fixtures';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type ClientOptions, createClient, type ElsevierError, type Endpoint, type ReasonName } from './index.ts';

const endpoint: Endpoint<object, { answer: string }> = {
  name: 'test.api',
  perSecond: 1_000,
  weeklyQuota: 100,
  source: 'invented',
  freshMs: 0,
  request: () => ({ path: '/content/test', query: {} }),
  body: z.looseObject({ answer: z.string() }),
};

const good = JSON.stringify({ answer: 'yes', filling: 'x'.repeat(2_000) });
const zipped = gzipSync(good);
const gzip = { 'content-encoding': 'gzip' };
const damaged = Buffer.from(zipped);
damaged[20] = (damaged[20] as number) ^ 0xff;

const open: FaultServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** A client whose random waits are none. */
async function against(fault: Fault, options: ClientOptions = {}) {
  const server = await faultServer(fault);
  open.push(server);
  const client = createClient({ keys: ['key-one-0001'], baseUrl: server.url, random: () => 0, timeoutMs: 1_000, ...options });
  return { server, ask: () => client.ask(endpoint, {}) };
}

const failure = failureOf<ElsevierError>;

const breaks: readonly [name: string, fault: (socket: Parameters<Fault>[0]) => void, reason: ReasonName][] = [
  ['a reset before the answer', (socket) => socket.resetAndDestroy(), 'network'],
  ['an end before the answer', (socket) => socket.end(), 'network'],
  [
    'a reset in mid-body',
    (socket) => {
      socket.write(httpAnswer(good.slice(0, 500), { length: good.length }));
      setTimeout(() => socket.resetAndDestroy(), 20);
    },
    'network',
  ],
  ['an end in mid-body', (socket) => socket.end(httpAnswer(good.slice(0, 500), { length: good.length })), 'network'],
  ['JSON cut, well framed', (socket) => socket.end(httpAnswer(good.slice(0, 500))), 'unreadable'],
  ['gzip cut, well framed', (socket) => socket.end(httpAnswer(zipped.subarray(0, 40), { headers: gzip })), 'unreadable'],
  ['gzip with a bit turned', (socket) => socket.end(httpAnswer(damaged, { headers: gzip })), 'unreadable'],
  ['what claims to be gzip and is not', (socket) => socket.end(httpAnswer(good, { headers: gzip })), 'unreadable'],
  [
    'a login page with 200',
    (socket) => socket.end(httpAnswer('<!doctype html><title>Sign in</title>', { headers: { 'content-type': 'text/html' } })),
    'unreadable',
  ],
  ['something that is not HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), 'unreadable'],
  ['no answer at all', () => {}, 'timeout'],
  [
    'one byte at a time',
    (socket) => {
      const bytes = httpAnswer(good);
      let at = 0;
      const drip = setInterval(() => socket.write(bytes.subarray(at, ++at)), 50);
      socket.on('close', () => clearInterval(drip));
    },
    'timeout',
  ],
  ['headers that never end', (socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'), 'timeout'],
  ['a body that stalls', (socket) => void socket.write(httpAnswer(good.slice(0, 500), { length: good.length })), 'timeout'],
  ['headers of 40 kB', (socket) => socket.end(httpAnswer(good, { headers: { 'x-filling': 'x'.repeat(40_000) } })), 'unreadable'],
  ['429 without a word', (socket) => socket.end(httpAnswer('{}', { status: 429 })), 'throttled'],
  ['503 from the edge', (socket) => socket.end(httpAnswer('{"error-response":{"error-code":"Service Unavailable"}}', { status: 503 })), 'server'],
];

describe.for(breaks)('%s', ([, fault, reason]) => {
  test('once: the whole is asked again and comes', async () => {
    const { server, ask } = await against((socket, index) => (index === 0 ? fault(socket) : socket.end(httpAnswer(zipped, { headers: gzip }))));
    expect((await ask()).answer).toBe('yes');
    expect(server.requests).toHaveLength(2);
    expect(server.requests[1]).not.toMatch(/^range:/im);
  });

  test('for ever: a typed error that says what to do', async () => {
    const { ask } = await against((socket) => fault(socket), { retries: 1 });
    expect(await failure(ask())).toMatchObject({ name: 'ElsevierError', reason, api: 'test.api', next: expect.stringMatching(/\w/) });
  });
});

test.for<[name: string, before: string, after: string]>([
  ['bytes after the end of the body', '', 'garbage that nobody asked for'],
  ['early hints before the answer', 'HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n', ''],
])('%s do no harm', async ([, before, after]) => {
  const { ask, server } = await against((socket) => socket.end(Buffer.concat([Buffer.from(before), httpAnswer(good), Buffer.from(after)])));
  expect((await ask()).answer).toBe('yes');
  expect((await ask()).answer).toBe('yes');
  expect(server.requests).toHaveLength(2);
});

test('a decompression bomb ends at the cap', async () => {
  const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024));
  const { server, ask } = await against((socket) => socket.end(httpAnswer(bomb, { headers: gzip })), { timeoutMs: 10_000 });
  const before = process.memoryUsage().rss;
  expect((await failure(ask())).reason).toBe('answer-too-large');
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  expect(server.requests).toHaveLength(1);
});

test('an endless body ends at the cap', async () => {
  const { ask } = await against(
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n');
      const chunk = randomBytes(1024 * 1024);
      const more = () => {
        while (!socket.destroyed && socket.write(chunk));
        if (!socket.destroyed) socket.once('drain', more);
      };
      more();
    },
    { timeoutMs: 10_000 },
  );
  expect((await failure(ask())).reason).toBe('answer-too-large');
});

test('many bombs at once need the memory of one', async () => {
  const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024));
  const { server } = await against((socket) => socket.end(httpAnswer(bomb, { headers: gzip })));
  const client = createClient({ keys: ['key-one-0001'], baseUrl: server.url, retries: 0 });
  const paths = Array.from({ length: 16 }, (_, i) => ({ ...endpoint, request: () => ({ path: `/content/${i}`, query: {} }) }));
  const before = process.memoryUsage().rss;
  const errors = await Promise.all(paths.map((path) => failure(client.ask(path, {}))));
  expect(new Set(errors.map(({ reason }) => reason))).toEqual(new Set(['answer-too-large']));
  expect(process.memoryUsage().rss - before).toBeLessThan(120 * 1024 * 1024);
});

test('a redirect to another server gets neither key nor request', async () => {
  const thief = await faultServer((socket) => socket.end(httpAnswer(good)));
  open.push(thief);
  const { ask } = await against((socket) => socket.end(httpAnswer('', { status: 302, headers: { location: `${thief.url}/content/test` } })));
  expect((await failure(ask())).reason).toBe('redirected');
  expect(thief.requests).toEqual([]);
});

test('giving up closes the connection and is not retried', async () => {
  const { server } = await against(() => {});
  const stop = new AbortController();
  const client = createClient({ keys: ['key-one-0001'], baseUrl: server.url });
  setTimeout(() => stop.abort(), 50);
  expect((await failure(client.ask(endpoint, {}, { signal: stop.signal }))).reason).toBe('cancelled');
  expect(server.requests).toHaveLength(1);
});

test('a proxy that refuses is named, without its password', async () => {
  const proxy = await faultServer((socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n'));
  open.push(proxy);
  const password = 'p@ss/w%rd';
  const client = createClient({ keys: ['key-one-0001'], proxy: proxy.url.replace('http://', `http://user:${password}@`) });
  const error = await failure(client.ask(endpoint, {}));
  expect(error.reason).toBe('proxy');
  expect(proxy.requests[0]).toMatch(/^CONNECT api\.elsevier\.com:443/);
  expect(proxy.requests[0]).toContain(Buffer.from(`user:${password}`).toString('base64'));
  expect(proxy.requests[0]).not.toContain('key-one-0001');
  expect(`${error.stack}${JSON.stringify(error)}${error.cause}`).not.toMatch(/p@ss|p%40ss/);
});

test('a proxy that is not there is a network error', async () => {
  const client = createClient({ keys: ['key-one-0001'], proxy: 'http://127.0.0.1:9', retries: 0 });
  expect((await failure(client.ask(endpoint, {}))).reason).toBe('network');
});
