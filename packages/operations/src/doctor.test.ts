import { connectProxy, type FaultServer, faultServer, httpAnswer, type Sandbox, sandboxKeys, selfSigned, startSandbox } from '@scopekit/test-fixtures';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Config, createScopekit, type DoctorResult, type ScopekitOptions } from './index.ts';

const certificate = selfSigned(['localhost', 'api.elsevier.com']);
let sandbox: Sandbox;
let inspected: Sandbox;
let stranger: FaultServer;
beforeAll(async () => {
  sandbox = await startSandbox({ works: 50, rate: 1_000 });
  inspected = await startSandbox({ works: 50, certificate });
  stranger = await faultServer((socket) =>
    socket.end(httpAnswer('<html><title>Welcome to nginx</title></html>', { status: 404, headers: { 'content-type': 'text/html' } })),
  );
});
afterAll(() => Promise.all([sandbox.close(), inspected.close(), stranger.close()]));

const good = { key: sandboxKeys.subscriber };

async function doctor(config: Partial<Config>, options: ScopekitOptions = {}): Promise<DoctorResult> {
  const scopekit = createScopekit({ credentials: [good], baseUrl: sandbox.url, ...config }, { cache: false, ...options });
  const result = await scopekit.doctor({});
  await scopekit.close();
  return result;
}

test('a key that is good in a network that is known: everything that is granted is told', async () => {
  const { checks, verdict, requests } = await doctor({});
  expect(verdict).toBe('Scopus answers.');
  expect(checks.filter(({ state }) => state === 'problem')).toEqual([]);
  expect(Object.fromEntries(checks.map(({ name, found }) => [name, found]))).toMatchObject({
    'Key …0001': 'accepted',
    Network: 'recognised as a subscriber',
    Search: 'views STANDARD and COMPLETE, pages of 200 and 25, cursor',
    Abstracts: 'views up to FULL',
    Clock: 'right',
    Quota: expect.stringMatching(/^[\d,]+ of 20,000 searches left until \d{4}-/),
  });
  expect(Object.values(requests).reduce((a, b) => a + b)).toBeLessThanOrEqual(5);
});

const day = 24 * 3600 * 1000;
const systemClock = { sleep: async () => {}, after: (ms: number) => AbortSignal.timeout(ms) };

test.for<[cause: string, config: () => Partial<Config> | Promise<Partial<Config>>, told: RegExp, reason: string]>([
  ['no key', () => ({ credentials: [] }), /No API key is set.*auth login/, 'key-missing'],
  ['a malformed key', () => ({ credentials: [{ key: 'abc123' }] }), /has 6 characters.*Copy it again/, 'unauthorized'],
  ['an unknown key', () => ({ credentials: [{ key: sandboxKeys.unknown }] }), /does not know this key/, 'unauthorized'],
  ['a key outside the network', () => ({ credentials: [{ key: sandboxKeys.nonSubscriber }] }), /outside the network.*VPN/, 'not-entitled'],
  ['the token of another key', () => ({ credentials: [{ ...good, insttoken: sandboxKeys.remoteToken }] }), /token belongs to another key/, 'unauthorized'],
  [
    'a proxy that asks for credentials',
    async () => ({ baseUrl: undefined, proxy: `http://${(await proxyAsking()).address}` }),
    /proxy asks for user and password/,
    'proxy',
  ],
  ['TLS interception', () => ({ baseUrl: inspected.url }), /TLS interception.*--ca-file/, 'certificate'],
  ['a wrong base URL', () => ({ baseUrl: stranger.url }), /not Elsevier.*--base-url/, 'not-found'],
  ['a spent week', () => ({ credentials: [{ key: sandboxKeys.spent }] }), /week of this key is spent/, 'quota-exceeded'],
])('%s is named as the cause', async ([, config, told, reason]) => {
  const result = await doctor(await config());
  expect(result.verdict).toMatch(told);
  expect(result.reason).toBe(reason);
});

const proxies: Awaited<ReturnType<typeof connectProxy>>[] = [];
afterAll(() => Promise.all(proxies.map((proxy) => proxy.close())));
async function proxyAsking() {
  const proxy = await connectProxy({ to: sandbox.port, user: 'ana', password: 'word' });
  proxies.push(proxy);
  return proxy;
}

test('a clock that is off by a day is named as the cause', async () => {
  const { verdict } = await doctor({}, { clock: { ...systemClock, now: () => Date.now() + day } });
  expect(verdict).toMatch(/clock of this machine is 24 h fast/);
});

test('no secret is in what it tells', async () => {
  const told = JSON.stringify(await doctor({ credentials: [{ ...good, insttoken: sandboxKeys.remoteToken }], proxy: 'http://ana:p@ss/w%rd@127.0.0.1:9' }));
  for (const secret of [good.key, sandboxKeys.remoteToken, 'p@ss']) expect(told).not.toContain(secret);
});
