import { type Cache, memoryCache, memoryLedger, memoryRuns, StoreError } from '@scopekit/store';
import { corpus, createElsevier, failureOf, fakeClock, sandboxKeys } from '@scopekit/test-fixtures';
import { mockedNetwork } from '@scopekit/test-fixtures/msw';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type ClientEvent,
  type ClientOptions,
  createClient,
  ElsevierError,
  type Endpoint,
  type HttpAnswer,
  type HttpRequest,
  type ReasonName,
  reasons,
  type Send,
} from './index.ts';

const endpoint: Endpoint<{ q?: string; path?: string }, { answer: string }> = {
  name: 'test.api',
  perSecond: 9,
  weeklyQuota: 100,
  source: 'invented',
  freshMs: 60_000,
  request: ({ path = '/content/test', ...query }) => ({ path, query }),
  body: z.looseObject({ answer: z.string() }),
};

type Reply = { status?: number; headers?: Record<string, string>; body?: unknown };
const ok: Reply = { body: { answer: 'yes' } };
const problem = (status: number, statusCode: string, statusText: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: { 'service-error': { status: { statusCode, statusText } } },
});
const spent = (reset?: string) =>
  problem(429, 'QUOTA_EXCEEDED', 'Quota Exceeded', { 'x-els-status': 'QUOTA_EXCEEDED - Quota Exceeded', ...(reset ? { 'x-ratelimit-reset': reset } : {}) });
const throttled: Reply = { status: 429, body: {} };

/** Answers in turn, the last one for ever; `by` may look at the request. */
function answering(...replies: (Reply | ((request: HttpRequest) => Reply))[]) {
  const requests: HttpRequest[] = [];
  const send: Send = async (request) => {
    const reply = replies[Math.min(requests.length, replies.length - 1)] as Reply;
    requests.push(request);
    const { status = 200, headers = {}, body } = typeof reply === 'function' ? (reply as (request: HttpRequest) => Reply)(request) : reply;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return { status, headers, body: new TextEncoder().encode(text), url: request.url } satisfies HttpAnswer;
  };
  return { send, requests, keys: () => requests.map(({ headers }) => headers['x-els-apikey']) };
}

function setUp(wire: ReturnType<typeof answering>, options: ClientOptions = {}) {
  const clock = fakeClock();
  const events: ClientEvent[] = [];
  const client = createClient({ keys: ['key-one-0001'], clock, random: () => 1, send: wire.send, onEvent: (event) => void events.push(event), ...options });
  return { client, clock, events, ask: (params: { q?: string; path?: string } = {}, asked = {}) => client.ask(endpoint, params, asked) };
}

const failure = failureOf<ElsevierError>;

describe('keys', () => {
  test('a key travels in a header and never in the address', async () => {
    const wire = answering(ok);
    await setUp(wire, { keys: [{ key: 'key-one-0001', insttoken: 'token-one-0001' }] }).ask({ q: 'coral' });
    expect(wire.requests[0]?.headers).toMatchObject({ 'x-els-apikey': 'key-one-0001', 'x-els-insttoken': 'token-one-0001', accept: 'application/json' });
    expect(wire.requests[0]?.url).toBe('https://api.elsevier.com/content/test?q=coral');
  });

  test('moves to the next key when one has spent its quota for that API, and says so', async () => {
    const reset = String(Date.UTC(2026, 0, 8) / 1000);
    const wire = answering(({ headers }) => (headers['x-els-apikey'] === 'key-one-0001' ? spent(reset) : ok));
    const { ask, events } = setUp(wire, { keys: ['key-one-0001', 'key-two-0002'] });
    await ask({ q: '1' });
    await ask({ q: '2' });
    expect(wire.keys()).toEqual(['key-one-0001', 'key-two-0002', 'key-two-0002']);
    expect(events).toContainEqual({ type: 'keySwitch', why: 'spent', api: 'test.api', key: '…0001', until: Date.UTC(2026, 0, 8), next: '…0002' });
  });

  test('a spent key is asked again after its reset', async () => {
    const wire = answering(spent(String(Date.UTC(2026, 0, 6) / 1000)), ok);
    const { ask, clock, client } = setUp(wire);
    expect((await failure(ask())).reason).toBe('quota-exceeded');
    expect((await failure(ask())).reason).toBe('quota-exceeded');
    expect(wire.requests).toHaveLength(1);
    expect(await client.standing(['test.api'])).toMatchObject([{ restsUntil: Date.UTC(2026, 0, 6) }]);
    clock.advance(25 * 3600 * 1000);
    expect(await client.standing(['test.api'])).toEqual([{ key: '…0001', api: 'test.api', seenAt: expect.any(Number) }]);
    await ask();
    expect(wire.requests).toHaveLength(2);
  });

  test.for<[form: string, reset: string | undefined, hours: number]>([
    ['seconds, as in 2025', String(Date.UTC(2026, 0, 7) / 1000), 48],
    ['milliseconds, as in 2020', String(Date.UTC(2026, 0, 7)), 48],
    ['text in UTC, as in 2019', '2026-01-07 00:00:00', 48],
    ['nothing at all', undefined, 1],
    ['a year ahead, cut to a week', String(Date.UTC(2027, 0, 5) / 1000), 168],
  ])('the reset of a spent week told as %s', async ([, reset, hours]) => {
    const { ask } = setUp(answering(spent(reset)));
    const error = await failure(ask());
    expect(error).toMatchObject({ reason: 'quota-exceeded', retryAt: Date.UTC(2026, 0, 5) + hours * 3600 * 1000 });
  });

  test("a clock that is wrong is corrected by the answer's Date", async () => {
    const headers = {
      'x-els-status': 'QUOTA_EXCEEDED',
      date: new Date(Date.UTC(2026, 5, 1)).toUTCString(),
      'x-ratelimit-reset': String(Date.UTC(2026, 5, 2) / 1000),
    };
    const error = await failure(setUp(answering({ status: 429, headers, body: {} })).ask());
    expect(error.retryAt).toBe(Date.UTC(2026, 0, 6));
  });

  test('an invalid key is set aside and named, and the next one goes on', async () => {
    const wire = answering(({ headers }) => (headers['x-els-apikey'] === 'key-one-0001' ? problem(401, 'AUTHENTICATION_ERROR', 'Invalid API Key') : ok));
    const { ask, events } = setUp(wire, { keys: ['key-one-0001', 'key-two-0002'] });
    await ask({ q: '1' });
    await ask({ q: '2' });
    expect(wire.keys()).toEqual(['key-one-0001', 'key-two-0002', 'key-two-0002']);
    expect(events.filter(({ type }) => type === 'keySwitch')).toMatchObject([{ why: 'refused', key: '…0001', next: '…0002' }]);
  });

  test('an entitlement refusal is never replayed on another key', async () => {
    const wire = answering(problem(401, 'AUTHORIZATION_ERROR', 'The requestor is not authorized to access the requested view or fields of the resource'));
    const { ask } = setUp(wire, { keys: ['key-one-0001', 'key-two-0002'] });
    expect((await failure(ask())).reason).toBe('not-entitled');
    expect(wire.keys()).toEqual(['key-one-0001']);
  });

  test('without a key nothing is asked', async () => {
    const wire = answering(ok);
    expect((await failure(setUp(wire, { keys: [] }).ask())).reason).toBe('key-missing');
    expect(wire.requests).toEqual([]);
  });

  test('a key or token for one question goes before the configured ones', async () => {
    const wire = answering(ok);
    const { ask } = setUp(wire);
    await ask({ q: '1' }, { key: 'key-mine-0009', insttoken: 'token-mine-9' });
    await ask({ q: '2' }, { insttoken: 'token-mine-9' });
    expect(wire.requests.map(({ headers }) => [headers['x-els-apikey'], headers['x-els-insttoken']])).toEqual([
      ['key-mine-0009', 'token-mine-9'],
      ['key-one-0001', 'token-mine-9'],
    ]);
  });

  test('a wrong token for one question does not set the configured key aside', async () => {
    const wire = answering(({ headers }) =>
      headers['x-els-insttoken'] ? problem(401, 'AUTHENTICATION_ERROR', 'Institution Token is not associated with API Key') : ok,
    );
    const { ask } = setUp(wire);
    expect((await failure(ask({ q: '1' }, { insttoken: 'wrong-token' }))).reason).toBe('unauthorized');
    expect(await ask({ q: '2' })).toEqual({ answer: 'yes' });
  });

  test('a request that got no answer is not counted as spent', async () => {
    const left = { ...ok, headers: { 'x-ratelimit-remaining': '40', 'x-ratelimit-reset': '1767960000' } };
    const wire = answering(left);
    const { ask, client } = setUp({
      ...wire,
      send: async (request, signal) =>
        wire.requests.length % 2
          ? wire.send(request, signal).then(() => Promise.reject(new ElsevierError({ reason: 'network', message: 'broken' })))
          : wire.send(request, signal),
    });
    await ask({ q: '1' });
    await failure(ask({ q: '2' }, { retries: 0 }));
    expect(await client.standing(['test.api'])).toMatchObject([{ remaining: 40 }]);
  });

  test('a key that had rested and answers again is not said to rest', async () => {
    const reset = String(Date.UTC(2026, 0, 6) / 1000);
    const wire = answering(spent(reset), { ...ok, headers: { 'x-ratelimit-remaining': '99', 'x-ratelimit-reset': String(Date.UTC(2026, 0, 13) / 1000) } });
    const { ask, clock, client } = setUp(wire);
    await failure(ask());
    clock.advance(25 * 3600 * 1000);
    await ask();
    expect(await client.standing(['test.api'])).toMatchObject([{ remaining: 99, restsUntil: undefined }]);
  });

  test('a key with a line break is refused before it can break a header', () => {
    expect(() => setUp(answering(ok), { keys: ['key\r\nx: y'] })).toThrow(/no key has/);
  });

  test('what is left of the week is the least that answers told, per key and API', async () => {
    const left = (remaining: string): Reply => ({
      ...ok,
      headers: { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': '1767960000' },
    });
    const { ask, client } = setUp(answering(left('40'), left('39'), left('41')));
    for (const q of ['1', '2', '3']) await ask({ q });
    expect(await client.standing(['test.api'])).toMatchObject([{ key: '…0001', api: 'test.api', limit: 100, remaining: 38, resetAt: 1_767_960_000_000 }]);
  });
});

describe('retry', () => {
  test.for<[name: string, reply: Reply, reason: ReasonName]>([
    ['500 from the search service', problem(500, 'GENERAL_SYSTEM_ERROR', 'Error calling Solr Search Service'), 'server'],
    [
      '503 of the edge',
      {
        status: 503,
        body: { 'error-response': { 'error-code': 'Service Unavailable', 'error-message': 'One of our services it is not currently available' } },
      },
      'server',
    ],
    ['429 without a status: too fast', throttled, 'throttled'],
    ['JSON cut in the middle', { body: '{"answer": "ye' }, 'unreadable'],
    ['JSON of a shape nobody knows', { body: { something: 'else' } }, 'unreadable'],
    ['null', { body: null }, 'unreadable'],
    ['a login page with 200', { headers: { 'content-type': 'text/html' }, body: '<html><title>Sign in</title></html>' }, 'unreadable'],
  ])('%s is asked again, and the answer comes', async ([, reply, reason]) => {
    const wire = answering(reply, ok);
    const { ask, events } = setUp(wire);
    expect(await ask()).toEqual({ answer: 'yes' });
    expect(wire.requests).toHaveLength(2);
    expect(events.filter(({ type }) => type === 'retry')).toMatchObject([{ reason }]);
  });

  test.for<[name: string, reply: Reply, reason: ReasonName]>([
    ['400 for a bad query', problem(400, 'INVALID_INPUT', 'Error translating query'), 'bad-request'],
    ['400 for too large a page', problem(400, 'INVALID_INPUT', 'Exceeds the maximum number allowed for the service level'), 'service-level'],
    ['401 for an invalid key', problem(401, 'AUTHENTICATION_ERROR', 'Invalid API Key'), 'unauthorized'],
    ['401 for a view', problem(401, 'AUTHORIZATION_ERROR', 'The requestor is not authorized'), 'not-entitled'],
    ['403 for a cursor', problem(403, 'AUTHORIZATION_ERROR', 'Use of the cursor parameter is restricted'), 'not-entitled'],
    ['403 as a web page of a firewall', { status: 403, headers: { 'content-type': 'text/html' }, body: '<html></html>' }, 'proxy'],
    ['404', problem(404, 'RESOURCE_NOT_FOUND', 'The resource specified cannot be found.'), 'not-found'],
    ['413 as a web page', { status: 413, headers: { 'content-type': 'text/html' }, body: '<html><title>413</title></html>' }, 'too-large'],
    ['414 as a web page', { status: 414, headers: { 'content-type': 'text/html' }, body: '<html><title>414</title></html>' }, 'query-too-long'],
    [
      'an XML error',
      {
        status: 401,
        headers: { 'content-type': 'text/xml' },
        body: '<service-error><status><statusCode>AUTHORIZATION_ERROR</statusCode><statusText>Not authorized</statusText></status></service-error>',
      },
      'not-entitled',
    ],
    ['a spent week', spent(), 'quota-exceeded'],
    ['a service error inside 200', { status: 200, body: { 'service-error': { status: { statusCode: 'RESOURCE_NOT_FOUND', statusText: 'no' } } } }, 'not-found'],
    ['a bare message', { status: 400, body: { message: 'no' } }, 'bad-request'],
  ])('%s is not asked again', async ([, reply, reason]) => {
    const wire = answering(reply, ok);
    const error = await failure(setUp(wire).ask());
    expect(error.reason).toBe(reason);
    expect(error.next).toBeTruthy();
    expect(wire.requests).toHaveLength(1);
  });

  test('gives up after as many retries as are set, with full jitter up to eight seconds', async () => {
    const wire = answering(problem(503, 'X', 'down'));
    const { ask, clock } = setUp(wire, { retries: 6, random: () => 0.999 });
    expect((await failure(ask())).reason).toBe('server');
    expect(wire.requests).toHaveLength(7);
    expect(clock.slept.filter((ms) => ms > 300)).toEqual([500, 999, 1998, 3996, 7992, 7992]);
  });

  test('asks twice again after 500, which is also the answer to a query that cannot be carried out', async () => {
    const wire = answering(problem(500, 'GENERAL_SYSTEM_ERROR', 'Error calling Solr Search Service'));
    await failure(setUp(wire, { retries: 6 }).ask());
    expect(wire.requests).toHaveLength(3);
  });

  test('a throttled bucket gets slower for a minute', async () => {
    const wire = answering(throttled, ok);
    const { ask, clock } = setUp(wire);
    await ask({ q: '1' });
    const before = clock.now();
    for (const q of ['2', '3', '4']) await ask({ q });
    expect((clock.now() - before) / 3).toBeGreaterThan((1000 / 9) * 1.25);
  });

  test('does not begin an attempt after the time for the whole request', async () => {
    const wire = answering(problem(503, 'X', 'down'));
    const error = await failure(setUp(wire, { deadlineMs: 2_000 }).ask());
    expect(error).toMatchObject({ reason: 'server', retryAt: expect.any(Number) });
    expect(wire.requests.length).toBeLessThan(5);
  });

  test('a wait of centuries is an error with a time that can be read', async () => {
    const error = await failure(setUp(answering({ status: 429, headers: { 'retry-after': '9999999999999999' }, body: {} })).ask());
    expect(error).toMatchObject({ reason: 'throttled', retryAt: Date.UTC(2026, 0, 12) });
    expect(JSON.stringify(error)).toContain('2026-01-12');
  });

  test('a wait that the server asks for is kept', async () => {
    const wire = answering({ status: 503, headers: { 'retry-after': '7' }, body: {} }, ok);
    const { ask, clock } = setUp(wire);
    await ask();
    expect(clock.slept).toContain(7_000);
  });
});

describe('pace', () => {
  test('slots of one key and API are evenly apart, so no second holds more than the pace', async () => {
    const at: number[] = [];
    const clock = fakeClock();
    const wire = answering(ok);
    const timed: Send = (request, signal) => {
      at.push(clock.now());
      return wire.send(request, signal);
    };
    const client = createClient({ keys: ['key-one-0001'], clock, send: timed });
    for (let q = 0; q < 40; q++) await client.ask(endpoint, { q: String(q) });
    for (const from of at) expect(at.filter((time) => time >= from && time < from + 1000).length).toBeLessThanOrEqual(9);
    expect((at.at(-1) as number) - (at[0] as number)).toBeLessThan((39 / 9) * 1000 * 1.08);
  });

  test('two clients with one ledger share the pace', async () => {
    const clock = fakeClock();
    const ledger = memoryLedger();
    const clients = [1, 2].map(() => createClient({ keys: ['key-one-0001'], clock, ledger, send: answering(ok).send }));
    const before = clock.now();
    for (let q = 0; q < 5; q++) for (const client of clients) await client.ask(endpoint, { q: String(q) });
    expect(clock.now() - before).toBeGreaterThan(9 * (1000 / 9));
  });
});

describe('a service that is out', () => {
  const down = problem(503, 'X', 'down');

  test('is left alone for half a minute after five requests that failed for good, and then asked again', async () => {
    const wire = answering(down);
    const { ask, clock } = setUp(wire, { retries: 0 });
    for (let q = 0; q < 5; q++) await failure(ask({ q: String(q) }));
    const error = await failure(ask({ q: '6' }));
    expect(error).toMatchObject({ reason: 'server', message: expect.stringMatching(/5 requests in a row .* left alone until/), retryAt: expect.any(Number) });
    expect(wire.requests).toHaveLength(5);
    clock.advance(30_001);
    await failure(ask({ q: '7' }));
    expect(wire.requests).toHaveLength(6);
  });

  test('is not out because five questions were wrong, or one answer came between', async () => {
    const wrong = answering(problem(500, 'GENERAL_SYSTEM_ERROR', 'Error calling Solr Search Service'));
    const first = setUp(wrong, { retries: 0 });
    for (let q = 0; q < 7; q++) await failure(first.ask({ q: String(q) }));
    expect(wrong.requests).toHaveLength(7);
    const mixed = answering(down, down, down, down, ok, down, down, down, down, ok);
    const second = setUp(mixed, { retries: 0 });
    for (let q = 0; q < 10; q++) await second.ask({ q: String(q) }).catch(() => {});
    expect(mixed.requests).toHaveLength(10);
    const alive = answering(down, down, down, down, problem(404, 'RESOURCE_NOT_FOUND', 'Not there'), down, down, down, down, ok);
    const third = setUp(alive, { retries: 0 });
    for (let q = 0; q < 10; q++) await third.ask({ q: String(q) }).catch(() => {});
    expect(alive.requests).toHaveLength(10);
  });
});

describe('what must outlive a request', () => {
  const left = (remaining: string): Reply => ({
    ...ok,
    headers: { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': '1767960000' },
  });

  test('every answer that tells of the quota is an event', async () => {
    const { ask, events } = setUp(answering(left('40')));
    await ask();
    expect(events).toContainEqual({ type: 'quota', api: 'test.api', key: '…0001', limit: 100, remaining: 40, resetAt: 1_767_960_000_000 });
  });

  test('a key is called by its label', async () => {
    const { ask, events, client } = setUp(answering(left('40')), { keys: [{ key: 'key-one-0001', label: 'lab' }] });
    await ask();
    expect(events.find(({ type }) => type === 'request')).toMatchObject({ key: 'lab' });
    expect(await client.standing(['test.api'])).toMatchObject([{ key: 'lab', remaining: 40 }]);
  });

  test('with waitForQuota a spent week is waited for, and that is said', async () => {
    const wire = answering(spent(String(Date.UTC(2026, 0, 6) / 1000)), ok);
    const { ask, clock, events } = setUp(wire);
    expect(await ask({ q: '1' }, { waitForQuota: true })).toEqual({ answer: 'yes' });
    expect(events).toContainEqual({ type: 'waiting', api: 'test.api', until: Date.UTC(2026, 0, 6) });
    expect(clock.now()).toBeGreaterThan(Date.UTC(2026, 0, 6));
  });

  test('a run keeps what was paid for, and answers from it whoever asks', async () => {
    const wire = answering(ok, problem(503, 'X', 'down'));
    const run = await memoryRuns().begin({ kind: 'test', title: 'x', input: {}, now: 0 });
    const { ask, events } = setUp(wire, { retries: 0 });
    await ask({ q: '1' }, { run });
    expect(await ask({ q: '1' }, { run, key: 'key-two-0002' })).toEqual({ answer: 'yes' });
    expect((await failure(ask({ q: '2' }, { run }))).reason).toBe('server');
    expect(wire.requests).toHaveLength(2);
    expect(events.filter(({ type }) => type === 'cacheHit')).toMatchObject([{ from: 'run' }]);
  });

  test('a run that another process took up stops this one', async () => {
    const runs = memoryRuns();
    const run = await runs.begin({ kind: 'test', title: 'x', input: {}, now: 0 });
    await run.pause('x', 0);
    await runs.resume(run.run.id, 1);
    expect(await failure(setUp(answering(ok)).ask({ q: '1' }, { run }))).toMatchObject({
      reason: 'state',
      message: expect.stringMatching(/taken up by another/),
    });
  });

  test('a cache that fails is done without, and that is said once', async () => {
    const full: Cache = { ...memoryCache(), set: () => Promise.reject(new StoreError('full', 'cache.db does not fit: the disk is full.')) };
    const wire = answering(ok);
    const { ask, events } = setUp(wire, { cache: full });
    for (const q of ['1', '2', '2']) await ask({ q });
    expect(wire.requests).toHaveLength(3);
    expect(events.filter(({ type }) => type === 'cacheFailed')).toEqual([
      { type: 'cacheFailed', message: 'cache.db does not fit: the disk is full. Answers are not kept from here on.' },
    ]);
  });

  test('a ledger that fails stops before anything is sent', async () => {
    const wire = answering(ok);
    const ledger = { ...memoryLedger(), admit: () => Promise.reject(new StoreError('full', 'state.db does not fit: the disk is full.')) };
    expect(await failure(setUp(wire, { ledger }).ask())).toMatchObject({ reason: 'state', next: expect.stringMatching(/Make room/) });
    expect(wire.requests).toEqual([]);
  });

  test('offline nothing is sent, also without a cache', async () => {
    const wire = answering(ok);
    expect((await failure(setUp(wire, { offline: true }).ask({ q: '1' }))).reason).toBe('not-kept');
    expect(wire.requests).toEqual([]);
  });

  test('when Elsevier cannot be asked, an old answer does for who allows it, and that is said', async () => {
    const wire = answering(ok, { status: 503, body: 'down' });
    const { ask, clock, events } = setUp(wire, { cache: memoryCache(), retries: 0 });
    await ask({ q: '1' });
    const storedAt = clock.now();
    clock.advance(61_000);
    expect((await failure(ask({ q: '1' }))).reason).toBe('server');
    expect(await ask({ q: '1' }, { allowStale: true })).toEqual({ answer: 'yes' });
    expect(events.filter(({ type }) => type === 'stale')).toMatchObject([{ reason: 'server', storedAt }]);
    expect((await failure(ask({ q: '2' }, { allowStale: true }))).reason).toBe('server');
  });

  test('an answer that is too old does not count as paid for in a run', async () => {
    const wire = answering(ok, { status: 503, body: 'down' }, ok);
    const { ask, clock } = setUp(wire, { cache: memoryCache(), retries: 0 });
    await ask({ q: '1' });
    clock.advance(61_000);
    const run = await memoryRuns().begin({ kind: 'test', title: 'x', input: {}, now: 0 });
    await ask({ q: '1' }, { run, allowStale: true });
    await ask({ q: '1' }, { run, allowStale: true });
    expect(wire.requests).toHaveLength(3);
  });

  test('a kept answer may be as old as the asker says', async () => {
    const wire = answering(ok);
    const { ask, clock } = setUp(wire, { cache: memoryCache() });
    await ask({ q: '1' });
    clock.advance(61_000);
    await ask({ q: '1' }, { maxAgeMs: 120_000 });
    expect(wire.requests).toHaveLength(1);
    await ask({ q: '1' }, { maxAgeMs: 1_000 });
    expect(wire.requests).toHaveLength(2);
  });
});

test('two clients with different keys do not know of each other', async () => {
  const wires = [answering(spent()), answering(ok)];
  const [first, second] = wires.map((wire, i) => setUp(wire, { keys: [`key-mine-000${i}`] })) as [ReturnType<typeof setUp>, ReturnType<typeof setUp>];
  expect((await failure(first.ask({ q: '1' }))).reason).toBe('quota-exceeded');
  expect(await second.ask({ q: '1' })).toEqual({ answer: 'yes' });
  expect(wires.map((wire) => wire.keys())).toEqual([['key-mine-0000'], ['key-mine-0001']]);
});

describe('equal questions', () => {
  test('at the same time are asked once, and in turn as often as they come', async () => {
    const wire = answering(ok);
    const { ask } = setUp(wire);
    await Promise.all([ask({ q: '1' }), ask({ q: '1' }), ask({ q: '2' })]);
    expect(wire.requests).toHaveLength(2);
    await ask({ q: '1' });
    expect(wire.requests).toHaveLength(3);
  });

  test('one asker who gives up does not take the answer from another', async () => {
    const wire = answering(ok);
    const { ask } = setUp(wire);
    const giveUp = new AbortController();
    const [first, second] = [ask({}, { signal: giveUp.signal }), ask()];
    giveUp.abort();
    expect((await failure(first)).reason).toBe('cancelled');
    expect(await second).toEqual({ answer: 'yes' });
  });

  test('are answered from what is kept, unless it is too old or asked to be fresh', async () => {
    const wire = answering(ok);
    const { ask, clock } = setUp(wire, { cache: memoryCache() });
    await ask({ q: '1' });
    await ask({ q: '1' });
    expect(wire.requests).toHaveLength(1);
    await ask({ q: '1' }, { refresh: true });
    expect(wire.requests).toHaveLength(2);
    clock.advance(61_000);
    await ask({ q: '1' });
    expect(wire.requests).toHaveLength(3);
  });

  test('of other credentials are other questions', async () => {
    const wire = answering(ok);
    const { ask } = setUp(wire, { cache: memoryCache() });
    await ask({ q: '1' });
    await ask({ q: '1' }, { key: 'key-mine-0009' });
    expect(wire.requests).toHaveLength(2);
  });

  test('an answer of a shape nobody knows is not kept', async () => {
    const { ask } = setUp(answering({ body: { something: 'else' } }, ok), { cache: memoryCache(), retries: 0 });
    expect((await failure(ask())).reason).toBe('unreadable');
    expect(await ask()).toEqual({ answer: 'yes' });
  });

  test('a refusal is not kept', async () => {
    const wire = answering(problem(403, 'AUTHORIZATION_ERROR', 'no'), ok);
    const { ask } = setUp(wire, { cache: memoryCache() });
    await failure(ask());
    expect(await ask()).toEqual({ answer: 'yes' });
  });
});

describe('where keys may go', () => {
  test.for<[options: ClientOptions, allowed: boolean]>([
    [{}, true],
    [{ baseUrl: 'http://127.0.0.1:9' }, true],
    [{ baseUrl: 'http://localhost:9' }, true],
    [{ baseUrl: 'http://[::1]:9' }, true],
    [{ baseUrl: 'http://127.0.0.1:9', baseUrlFrom: 'file' }, false],
    [{ baseUrl: 'http://127.0.0.1:9', baseUrlFrom: 'file', trustedHosts: ['127.0.0.1'] }, true],
    [{ baseUrl: 'https://proxy.example' }, false],
    [{ baseUrl: 'https://proxy.example', baseUrlFrom: 'environment' }, false],
    [{ baseUrl: 'https://proxy.example', trustedHosts: ['proxy.example'] }, true],
    [{ baseUrl: 'http://proxy.example', trustedHosts: ['proxy.example'] }, false],
    [{ baseUrl: 'http://api.elsevier.com' }, false],
    [{ baseUrl: 'https://api.elsevier.com.evil.example' }, false],
    [{ baseUrl: 'https://user:password@api.elsevier.com' }, false],
    [{ baseUrl: 'ftp://api.elsevier.com' }, false],
    [{ baseUrl: 'nowhere' }, false],
  ])('%o: %s', ([options, allowed]) => {
    const make = () => createClient({ keys: ['key-one-0001'], ...options });
    if (allowed) expect(make).not.toThrow();
    else expect(make).toThrow();
  });

  test('a redirect to another host is refused and gets no request', async () => {
    const wire = answering({ status: 302, headers: { location: 'https://evil.example/content' }, body: {} }, ok);
    const error = await failure(setUp(wire).ask());
    expect(error).toMatchObject({ reason: 'redirected', message: expect.stringContaining('https://evil.example') });
    expect(wire.requests).toHaveLength(1);
  });

  test('a redirect within Elsevier is followed, a circle is not', async () => {
    const wire = answering({ status: 301, headers: { location: '/content/elsewhere' }, body: {} }, ok);
    expect(await setUp(wire).ask()).toEqual({ answer: 'yes' });
    expect(wire.requests[1]?.url).toBe('https://api.elsevier.com/content/elsewhere');
    const circle = answering({ status: 302, headers: { location: '/content/test' }, body: {} });
    expect((await failure(setUp(circle).ask())).reason).toBe('redirected');
    expect(circle.requests).toHaveLength(4);
  });

  test('http for https is another host', async () => {
    const wire = answering({ status: 302, headers: { location: 'http://api.elsevier.com/content/test' }, body: {} }, ok);
    expect((await failure(setUp(wire).ask())).reason).toBe('redirected');
  });
});

test('a key that the server echoes in its body does not come through', async () => {
  const wire = answering({ body: { answer: 'https://api.elsevier.com/x?apiKey=key-one-0001' } });
  expect(await setUp(wire).ask()).toEqual({ answer: 'https://api.elsevier.com/x?apiKey=[secret]' });
});

test('a proxy password that is a word stays in works, and is hidden in messages', async () => {
  const wire = answering({ body: { answer: 'learning machines' } }, problem(404, 'X', 'learning'));
  const { ask, client } = setUp(wire, { proxy: 'http://user:learning@127.0.0.1:9' });
  expect(await ask({ q: '1' })).toEqual({ answer: 'learning machines' });
  expect((await failure(ask({ q: '2' }))).message).not.toContain('learning');
  expect(client.dataScrubber.text('key-one-0001')).toBe('[secret]');
});

test('an error tells what happened, to what, and what to do, without the key', async () => {
  const wire = answering(problem(404, 'RESOURCE_NOT_FOUND', 'No key-one-0001 here', { 'x-els-transid': 'abc123' }));
  const error = await failure(setUp(wire).ask({ q: 'key-one-0001' }));
  expect(error.toJSON()).toEqual({
    reason: 'not-found',
    message: 'Elsevier answered 404: No [secret] here (RESOURCE_NOT_FOUND)',
    next: reasons['not-found'].next,
    api: 'test.api',
    status: 404,
    requestId: 'abc123',
    url: 'https://api.elsevier.com/content/test?q=[secret]',
    retryAt: undefined,
  });
});

test('a byte order mark before the JSON does no harm', async () => {
  expect(await setUp(answering({ body: `\uFEFF${JSON.stringify(ok.body)}` })).ask()).toEqual({ answer: 'yes' });
});

describe('the mocked network', () => {
  const elsevier = createElsevier({ corpus: corpus({ works: 20 }) });
  const network = mockedNetwork(elsevier);
  beforeAll(() => network.enable());
  afterAll(() => network.disable());

  const anything: Endpoint<{ path: string }, unknown> = { ...endpoint, request: ({ path }) => ({ path, query: {} }), body: z.unknown() };

  test('canary: undici through the real client meets the mock', async () => {
    const client = createClient({ keys: [sandboxKeys.subscriber] });
    const body = await client.ask(anything, { path: '/content/search/scopus?query=TITLE(*)' });
    expect(body).toHaveProperty('search-results');
    expect(elsevier.log.at(-1)).toMatchObject({ api: 'scopus.search', status: 200, key: sandboxKeys.subscriber });
  });

  test('canary: any other host is out of reach', async () => {
    const client = createClient({ keys: ['key-one-0001'], baseUrl: 'https://elsewhere.example', trustedHosts: ['elsewhere.example'], retries: 0 });
    expect((await failure(client.ask(anything, { path: '/' }))).reason).toBe('network');
  });
});
