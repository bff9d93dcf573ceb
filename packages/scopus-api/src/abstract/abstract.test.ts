import { createClient, type ElsevierError, type Send } from '@scopekit/elsevier-http';
import { corpus, createElsevier, failureOf, fakeClock, type InventedWork, sandboxKeys, sendTo } from '@scopekit/test-fixtures';
import { describe, expect, test } from 'vitest';
import { createScopus, type Retrieved } from '../index.ts';

const invented = corpus({ works: 400, seed: 5 });
const list = [...invented.works()].filter(({ dummy }) => !dummy);
const having = (holds: (work: InventedWork) => unknown) => list.find((work) => holds(work)) as InventedWork;

function asking(key: string = sandboxKeys.subscriber, quota?: number) {
  const clock = fakeClock();
  const elsevier = createElsevier({ corpus: invented, now: clock.now, quota });
  return { scopus: createScopus(createClient({ keys: [key], clock, send: sendTo(elsevier) })), elsevier };
}

const failure = failureOf<ElsevierError>;

describe('a work is found by', () => {
  const work = having(({ doi, pii, pmid }) => doi && pii?.startsWith('S') && pmid && Number(pmid) < 99_999_999);
  test.for<[kind: string, id: string, path: string]>([
    ['EID', work.eid, `/eid/${work.eid}`],
    ['Scopus id', `SCOPUS_ID:${work.scopusId}`, `/scopus_id/${work.scopusId}`],
    ['DOI, its slash kept', `https://doi.org/${work.doi}`, `/doi/${work.doi}`],
    ['PII', work.pii as string, `/pii/${work.pii}`],
    ['the EID of ScienceDirect, which holds the PII', `1-s2.0-${work.pii}`, `/pii/${work.pii}`],
    ['PMID', `PMID: ${work.pmid}`, `/pubmed_id/${work.pmid}`],
  ])('%s', async ([, id, path]) => {
    const { scopus, elsevier } = asking();
    const { eid } = await scopus.abstract(id);
    expect(elsevier.log[0]?.path).toBe(`/content/abstract${path}?view=FULL`);
    expect(invented.byScopusId(eid?.slice(7) as string)).toMatchObject({ doi: work.doi });
  });
});

describe('the ladder of views', () => {
  test('gives FULL to whom it may, and says so', async () => {
    expect((await asking().scopus.abstract(list[0]?.eid as string)).from).toMatchObject({ source: 'scopus.abstract', view: 'FULL' });
  });

  test('is walked once per key, however many works are asked for at once', async () => {
    const { scopus, elsevier } = asking(sandboxKeys.nonSubscriber);
    const works = await Promise.all(list.slice(0, 10).map(({ eid }) => scopus.abstract(eid)));
    expect(works.map(({ from }) => from.view)).toEqual(Array(10).fill('META'));
    expect(elsevier.log.filter(({ status }) => status === 401)).toHaveLength(2);
    expect(elsevier.log).toHaveLength(12);
  });

  test('a view that is named is given or refused, never replaced', async () => {
    const { scopus } = asking(sandboxKeys.nonSubscriber);
    expect((await failure(scopus.abstract(list[0]?.eid as string, { view: 'META_ABS' }))).reason).toBe('not-entitled');
  });

  test('without a subscription META is asked for at once', async () => {
    const { scopus, elsevier } = asking(sandboxKeys.nonSubscriber);
    await scopus.abstract(list[0]?.eid as string, { subscriber: false });
    expect(elsevier.log.map(({ status }) => status)).toEqual([200]);
  });
});

describe('many works', () => {
  test('come whole, and what is not found does not stop them', async () => {
    const { scopus } = asking();
    const ids = [...list.slice(0, 20).map(({ eid }) => eid), '2-s2.0-99999999999', 'coral'];
    const outcomes = (await Array.fromAsync(scopus.abstracts(ids))).sort((a, b) => a.index - b.index);
    expect(outcomes).toHaveLength(22);
    expect(outcomes.filter((outcome) => 'work' in outcome).map((outcome) => (outcome as { work: { eid?: string } }).work.eid)).toEqual(ids.slice(0, 20));
    expect(outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error.reason] : [])).sort()).toEqual(['bad-id', 'not-found']);
  });

  test('a spent week ends them, after what was under way has come in', async () => {
    const { scopus } = asking(sandboxKeys.subscriber, 8);
    const outcomes: Retrieved[] = [];
    const run = async () => {
      for await (const outcome of scopus.abstracts(list.slice(0, 30).map(({ eid }) => eid))) outcomes.push(outcome);
    };
    expect((await failure(run())).reason).toBe('quota-exceeded');
    expect(outcomes).toHaveLength(8);
  });
});

describe('when nothing works', () => {
  const refusing = (status: number, body: object) => {
    let requests = 0;
    const clock = fakeClock();
    const send: Send = async ({ url }) => {
      requests++;
      return { status, headers: {}, body: new TextEncoder().encode(JSON.stringify(body)), url };
    };
    return { scopus: createScopus(createClient({ keys: [sandboxKeys.subscriber], clock, send, retries: 2 })), requests: () => requests };
  };
  const ids = list.slice(0, 40).map(({ eid }) => eid);

  test('a refusal of every view costs three requests, however many works were wanted', async () => {
    const { scopus, requests } = refusing(403, { 'service-error': { status: { statusCode: 'AUTHORIZATION_ERROR', statusText: 'no' } } });
    expect((await failure(Array.fromAsync(scopus.abstracts(ids)))).reason).toBe('not-entitled');
    expect(requests()).toBe(3);
  });

  test('five failures of the server in a row end it', async () => {
    const { scopus, requests } = refusing(503, {});
    expect((await failure(Array.fromAsync(scopus.abstracts(ids)))).reason).toBe('server');
    expect(requests()).toBe(15);
  });
});

test('a key that takes over and sees less gets what it may see', async () => {
  const clock = fakeClock();
  const elsevier = createElsevier({ corpus: invented, now: clock.now, keys: { 'key-with-a-short-week': 'subscriber' } });
  let asked = 0;
  const send: Send = async ({ url, method, headers }) => {
    const mine = headers['x-els-apikey'] === 'key-with-a-short-week';
    if (mine && ++asked > 2) return { status: 429, headers: { 'x-els-status': 'QUOTA_EXCEEDED' }, body: new TextEncoder().encode('{}'), url };
    const { status, headers: told, body } = elsevier.answer({ url: new URL(url), method, headers: { ...headers } });
    return { status, headers: { ...told }, body: new TextEncoder().encode(body), url };
  };
  const scopus = createScopus(createClient({ keys: ['key-with-a-short-week', sandboxKeys.nonSubscriber], clock, send }));
  const views = [];
  for (const { eid } of list.slice(0, 4)) views.push((await scopus.abstract(eid)).from.view);
  expect(views).toEqual(['FULL', 'FULL', 'META', 'META']);
});

test('a key that takes over in the middle of many works walks the ladder once', async () => {
  const clock = fakeClock();
  const elsevier = createElsevier({ corpus: invented, now: clock.now, keys: { 'key-with-a-short-week': 'subscriber' } });
  const statuses: number[] = [];
  let asked = 0;
  const send: Send = async ({ url, method, headers }) => {
    await Promise.resolve();
    const spent = headers['x-els-apikey'] === 'key-with-a-short-week' && ++asked > 3;
    const {
      status,
      headers: told,
      body,
    } = spent
      ? { status: 429, headers: { 'x-els-status': 'QUOTA_EXCEEDED' }, body: '{}' }
      : elsevier.answer({ url: new URL(url), method, headers: { ...headers } });
    statuses.push(status);
    return { status, headers: { ...told }, body: new TextEncoder().encode(body), url };
  };
  const scopus = createScopus(createClient({ keys: ['key-with-a-short-week', sandboxKeys.nonSubscriber], clock, send }));
  const outcomes = await Array.fromAsync(scopus.abstracts(list.slice(0, 60).map(({ eid }) => eid)));
  expect(outcomes.filter((outcome) => 'work' in outcome)).toHaveLength(60);
  expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(18);
});

test('what is paid for and under way when the quota ends still comes', async () => {
  const elsevier = createElsevier({ corpus: invented, quota: 20, rate: 1_000 });
  const slow: Send = async (request, signal) => {
    const answer = await sendTo(elsevier)(request, signal);
    await new Promise((resolve) => setTimeout(resolve, 80));
    signal.throwIfAborted();
    return answer;
  };
  const scopus = createScopus(createClient({ keys: [sandboxKeys.subscriber], perSecond: { 'scopus.abstract': 100 }, send: slow }));
  const works: unknown[] = [];
  const error = await failure(
    (async () => {
      for await (const outcome of scopus.abstracts(list.slice(0, 60).map(({ eid }) => eid))) if ('work' in outcome) works.push(outcome.work);
    })(),
  );
  expect([error.reason, works.length, elsevier.log.length]).toEqual(['quota-exceeded', 20, 20]);
});

test('quota and reset are known once an answer has told', async () => {
  const { scopus } = asking();
  expect(await scopus.remainingQuota('abstract')).toBeUndefined();
  await scopus.abstract(list[0]?.eid as string);
  expect(await scopus.remainingQuota('abstract')).toBe(9_999);
  expect(await scopus.remainingQuota('abstract', sandboxKeys.subscriber)).toBe(9_999);
  expect(await scopus.remainingQuota('abstract', 'another key')).toBeUndefined();
  expect((await scopus.resetTime('abstract'))?.getTime()).toBe(Date.UTC(2026, 0, 12));
});

describe('the REF view', () => {
  const work = having(({ references }) => references > 80);

  test('gives all references, 40 a page, numbered from 1', async () => {
    const { scopus, elsevier } = asking();
    const found = await scopus.abstract(work.eid, { view: 'REF' });
    expect(found.references?.map(({ position }) => position)).toEqual(Array.from({ length: work.references }, (_, i) => String(i + 1)));
    expect(elsevier.log.map(({ path }) => new URL(path, 'https://x').searchParams.get('startref'))).toEqual(['1', '41', '81']);
    expect(found.references?.[0]).toEqual({
      position: '1',
      title: `Reference 1 of ${work.thing}`,
      authors: ['Referee, Ada'],
      authorIds: ['57800000001'],
      affiliationIds: ['60900000'],
      sourceTitle: 'Journal of Invented References',
      year: work.year - 2,
      coverDate: `${work.year - 2}-01-01`,
      volume: '1',
      pageStart: '1',
      pageEnd: '10',
      doi: `10.5555/ref.${work.index}.1`,
      scopusId: String(99_800_000_000 + work.index * 100 + 1),
      citedBy: 1,
      type: 'resolvedReference',
    });
  });
});

test('whether the key may see a record is asked in the ENTITLED view, which has no wrapper', async () => {
  const { scopus, elsevier } = asking(sandboxKeys.nonSubscriber);
  expect(await scopus.entitled('abstract', list[0]?.doi ?? (list[0]?.eid as string))).toBe('NOT_ENTITLED');
  expect(elsevier.log[0]?.path).toMatch(/view=ENTITLED$/);
});
