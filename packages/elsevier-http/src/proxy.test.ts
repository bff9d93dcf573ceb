import { connectProxy, failureOf, type Sandbox, sandboxKeys, selfSigned, socksProxy, startSandbox, type TestProxy } from '@scopekit/test-fixtures';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type ClientOptions, createClient, type ElsevierError, type Endpoint } from './index.ts';
import { parseProxy } from './proxy.ts';

const endpoint: Endpoint<{ path: string }, unknown> = {
  name: 'test.api',
  perSecond: 1_000,
  weeklyQuota: 100,
  source: 'invented',
  freshMs: 0,
  request: ({ path }) => ({ path, query: {} }),
  body: z.looseObject({ 'search-results': z.unknown() }),
};

const certificate = selfSigned(['localhost', 'api.elsevier.com']);
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ works: 20, rate: 1_000, certificate });
});
afterAll(() => sandbox.close());

const open: TestProxy[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((proxy) => proxy.close()));
});

const ask = async (options: ClientOptions): Promise<unknown> => {
  const client = createClient({ keys: [sandboxKeys.subscriber], retries: 0, timeoutMs: 5_000, ...options });
  try {
    return await client.ask(endpoint, { path: '/content/search/scopus?query=TITLE(*)' });
  } finally {
    await client.close();
  }
};
const failure = failureOf<ElsevierError>;
const password = 'p@ss/w%rd';

describe('a connection that is inspected', () => {
  test('is refused, and the way out is told', async () => {
    const error = await failure(ask({ baseUrl: sandbox.url }));
    expect(error).toMatchObject({ reason: 'certificate', next: expect.stringContaining('--ca-file') });
  });

  test('is trusted once its certificate is named', async () => {
    expect(await ask({ baseUrl: sandbox.url, ca: certificate.cert })).toHaveProperty('search-results');
  });
});

describe.for([
  ['HTTP', 'http', connectProxy],
  ['SOCKS', 'socks5', socksProxy],
] as const)('a proxy that speaks %s', ([, scheme, start]) => {
  test('tunnels to api.elsevier.com, which it resolves itself', async () => {
    const proxy = await start({ to: sandbox.port });
    open.push(proxy);
    expect(await ask({ proxy: `${scheme}://${proxy.address}`, ca: certificate.cert })).toHaveProperty('search-results');
    expect(proxy.asked).toEqual(['api.elsevier.com:443']);
  });

  test('gets user and password as they are, unescaped signs included', async () => {
    const proxy = await start({ to: sandbox.port, user: 'ana', password });
    open.push(proxy);
    expect(await ask({ proxy: `${scheme}://ana:${password}@${proxy.address}`, ca: certificate.cert })).toHaveProperty('search-results');
  });

  test('that refuses is told as such, without the password', async () => {
    const proxy = await start({ to: sandbox.port, user: 'ana', password });
    open.push(proxy);
    const error = await failure(ask({ proxy: `${scheme}://ana:wrong-password@${proxy.address}`, ca: certificate.cert }));
    expect(error).toMatchObject({ reason: 'proxy', next: expect.stringContaining('HTTPS_PROXY') });
    expect(JSON.stringify(error)).not.toContain('wrong-password');
  });

  test('is left aside for the hosts of NO_PROXY', async () => {
    const proxy = await start({ to: sandbox.port });
    open.push(proxy);
    await failure(ask({ proxy: `${scheme}://${proxy.address}`, noProxy: '.elsevier.com', timeoutMs: 1_000 }));
    expect(proxy.asked).toEqual([]);
  });
});

test('an address that cannot be read is refused and not repeated', () => {
  expect(() => parseProxy('http://user:secret-word@')).toThrow(/^The proxy address cannot be read\.$/);
});
