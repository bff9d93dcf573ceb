import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElsevierError, Send } from '@scopekit/elsevier-http';
import type { Work } from '@scopekit/record';
import { corpus, createElsevier, type Elsevier, type ElsevierOptions, failureOf, fakeClock, sandboxKeys } from '@scopekit/test-fixtures';
import { parse } from 'csv-parse/sync';
import { beforeEach, describe, expect, test } from 'vitest';
import { createScopekit, type RunOptions, type SurveyEstimate, type SurveyResult } from '../index.ts';

const invented = corpus({ works: 2_000, seed: 1 });
const few = corpus({ works: 500, seed: 9 });
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scopekit-'));
});

const through =
  (elsevier: Elsevier): Send =>
  async ({ url, method, headers }) => {
    const { status, headers: told, body } = elsevier.answer({ url: new URL(url), method, headers: { ...headers } });
    return { status, headers: { ...told }, body: new TextEncoder().encode(body), url };
  };

function setUp(
  key: string = sandboxKeys.subscriber,
  { send, subscriber, ...options }: Partial<ElsevierOptions> & { send?: (inner: Send) => Send; subscriber?: boolean } = {},
) {
  const clock = fakeClock();
  const elsevier = createElsevier({ corpus: invented, now: clock.now, ...options });
  const inner = through(elsevier);
  const scopekit = createScopekit({ credentials: [{ key }], subscriber }, { clock, send: send ? send(inner) : inner, folder, cache: false });
  const survey = (input: Parameters<typeof scopekit.survey>[0], run?: RunOptions) => scopekit.survey(input, run) as Promise<SurveyResult>;
  return { survey, scopekit, elsevier };
}

const subject = { keywords: ['machine learning', 'python'], years: '2023-2026', limit: 300 };
const rows = async (file: string) => parse(await readFile(join(folder, file)), { columns: true, bom: true }) as Record<string, string>[];
const failure = failureOf<ElsevierError>;

describe('what it spends', () => {
  test('300 works with abstracts cost 12 searches and one retrieval for each work without abstract or with a cut author list', async () => {
    const { survey, elsevier } = setUp();
    const { requests, counts, works = [] } = await survey({ ...subject, dedupe: 'off' });
    const lacking = works.filter(({ eid }) => {
      const wire = invented.byScopusId(eid?.slice(7) as string);
      const rowsOfAuthors = wire?.authors.reduce((sum, { affiliations }) => sum + (wire.index % 4 === 1 ? Math.max(1, affiliations.length) : 1), 0) ?? 0;
      return !(wire?.hasAbstract && wire.abstractInSearch) || rowsOfAuthors > 100;
    });
    expect(lacking.length).toBeGreaterThan(5);
    expect(requests).toEqual({ 'scopus.search': 12, 'scopus.abstract': lacking.length });
    expect(elsevier.spent()).toEqual(requests);
    expect(counts).toMatchObject({ received: 300, retrieved: lacking.length });
  });

  test('with --retrieve all each work is retrieved once, with never none', async () => {
    const all = setUp();
    expect((await all.survey({ ...subject, limit: 50, retrieve: 'all' })).requests).toEqual({ 'scopus.search': 2, 'scopus.abstract': 50 });
    const never = setUp();
    expect((await never.survey({ ...subject, limit: 50, retrieve: 'never' })).requests).toEqual({ 'scopus.search': 2 });
  });

  test('a non-subscriber is told before anything is granted that there will be no abstracts, and no retrieval is paid', async () => {
    const { survey, elsevier } = setUp(sandboxKeys.nonSubscriber);
    const told: [text: string, granted: number][] = [];
    const granted = () => elsevier.log.filter(({ status }) => status === 200).length;
    const { counts, requests, view } = await survey({ ...subject, limit: 50, retrieve: 'all' }, { onNotice: (text) => told.push([text, granted()]) });
    expect(told).toEqual([[expect.stringContaining('there will be no abstracts'), 0]]);
    expect([view, counts.withAbstract, requests['scopus.abstract']]).toEqual(['STANDARD', 0, undefined]);
  });

  test('who says to have no subscription is told before the first request, and again at the next survey', async () => {
    const { survey, elsevier } = setUp(sandboxKeys.nonSubscriber, { subscriber: false });
    const told: number[] = [];
    for (const limit of [5, 6]) await survey({ ...subject, limit }, { onNotice: () => told.push(elsevier.log.length) });
    expect(told).toEqual([0, 1]);
  });

  test('without abstracts wanted, cut author lists are still completed', async () => {
    const { works = [] } = await setUp().survey({ query: 'PUBYEAR > 2008', limit: 1_000, dedupe: 'off', abstracts: false });
    const long = works.filter(({ counts }) => (counts?.authors ?? 0) > 100);
    expect(long.length).toBeGreaterThan(2);
    for (const { authors, counts } of long) expect(authors).toHaveLength(counts?.authors as number);
  });

  test('a dry run asks once and tells the price', async () => {
    const { scopekit, elsevier } = setUp();
    const estimate = (await scopekit.survey({ ...subject, limit: undefined, dryRun: true, out: 'works.csv' })) as SurveyEstimate;
    const hits = (await setUp().survey({ ...subject, limit: undefined, retrieve: 'never' })).counts.found;
    expect(estimate).toMatchObject({ hits, works: hits, view: 'COMPLETE', requests: { 'scopus.search': Math.ceil(hits / 25) }, retrieveAtMost: hits });
    expect(elsevier.log).toHaveLength(1);
    expect(await readdir(folder)).toEqual([]);
  });

  test('more than 5,000 works are not taken unasked', async () => {
    const { survey, elsevier } = setUp(sandboxKeys.subscriber, { corpus: corpus({ works: 9_000 }) });
    expect(await failure(survey({ query: 'PUBYEAR > 1900', out: 'works.csv' }))).toMatchObject({
      reason: 'too-many-results',
      message: expect.stringContaining('9,000'),
      next: expect.stringContaining('--limit'),
    });
    expect(elsevier.log).toHaveLength(1);
  });

  test('a file that cannot be written is an error before anything is asked', async () => {
    const { survey, elsevier } = setUp();
    for (const input of [{ out: 'nowhere/works.csv' }, { out: 'works.xyz' }, { out: 'a.csv', removed: 'a.csv' }, { out: '.' }])
      expect((await failure(survey({ ...subject, ...input }))).reason).toBe('bad-input');
    expect(elsevier.log).toEqual([]);
  });
});

describe('what it finds', () => {
  test('the query has every keyword, several words as a loose phrase', async () => {
    expect((await setUp().survey({ ...subject, limit: 1 })).query).toBe('TITLE-ABS-KEY("machine learning" AND python)');
  });

  test('works stand in the order of the search, whenever their record came in', async () => {
    const slow =
      (inner: Send): Send =>
      async (request, signal) => {
        if (request.url.includes('/abstract/')) for (let turn = Number(request.url.match(/(\d+)\?/)?.[1]) % 17; turn > 0; turn--) await Promise.resolve();
        return inner(request, signal);
      };
    const plain = await setUp().survey({ ...subject, limit: 100, retrieve: 'all' });
    const shuffled = await setUp(sandboxKeys.subscriber, { send: slow }).survey({ ...subject, limit: 100, retrieve: 'all' });
    const eids = ({ works = [] }: SurveyResult) => works.map(({ eid }) => eid);
    expect(eids(shuffled)).toEqual(eids(plain));
  });

  test('a record completes its entry: abstract, all authors, and what the entry alone had', async () => {
    const { works = [] } = await setUp().survey({ query: 'PUBYEAR > 2008', limit: 1_000, dedupe: 'off' });
    const completed = works.filter(({ from }) => from.source === 'scopus.abstract');
    expect(completed.length).toBeGreaterThan(20);
    for (const work of completed) {
      const wire = invented.byScopusId(work.scopusId as string);
      expect(work.authors).toHaveLength(wire?.authors.length as number);
      expect(work.notes?.map(({ kind }) => kind) ?? []).not.toContain('authors-cut');
      expect(work.openAccess?.kinds?.length ?? 0).toBe(wire?.freeToRead.length ? wire.freeToRead.length + 1 : 0);
    }
  });

  test('planted duplicates go by the method asked for, look-alikes as it is known to', async () => {
    const everything = { query: 'PUBYEAR > 1900', limit: 500, retrieve: 'never' } as const;
    const removedBy = async (dedupe: 'exact' | 'documented' | 'as-coded') =>
      new Set((await setUp(sandboxKeys.subscriber, { corpus: few }).survey({ ...everything, dedupe })).removed.flatMap(({ eid, keptEid }) => [eid, keptEid]));
    const [exact, documented, asCoded] = [await removedBy('exact'), await removedBy('documented'), await removedBy('as-coded')];
    for (const { kind, of, eid } of few.planted) {
      if ((few.byScopusId(eid.slice(7))?.authors.length ?? 0) > 50) continue; // cut lists are not the same lists
      if (kind === 'exact') expect([exact.has(eid), exact.has(of)]).toEqual([true, true]);
      if (kind === 'same-title-and-authors') expect([documented.has(eid), asCoded.has(eid)]).toEqual([true, true]);
      if (kind === 'part') expect([exact.has(eid), documented.has(eid)]).toEqual([false, true]);
    }
  });

  test('by rules every planted duplicate goes, and no look-alike', async () => {
    const everything = { query: 'PUBYEAR > 1900', limit: 500, retrieve: 'never' } as const;
    const { removed } = await setUp(sandboxKeys.subscriber, { corpus: few }).survey(everything);
    const pair = (a: string | undefined, b: string | undefined) => [a, b].sort().join(' ');
    const found = new Set(removed.map(({ eid, keptEid }) => pair(eid, keptEid)));
    expect(new Set(few.planted.flatMap(({ duplicate, of, eid }) => (duplicate ? [pair(of, eid)] : [])))).toEqual(found);
  });

  test('nothing found is no failure', async () => {
    const result = await setUp().survey({ keywords: ['nothingatall'], out: 'works.csv' });
    expect(result).toMatchObject({ counts: { found: 0, kept: 0 }, missing: [], requests: { 'scopus.search': 1 } });
    expect(result.stopped).toBeUndefined();
    expect(await rows('works.csv')).toEqual([]);
  });

  test('records that cannot be retrieved are named, and their works stay', async () => {
    const { missing, counts } = await setUp(sandboxKeys.subscriber, { corpus: few }).survey({
      query: 'PUBYEAR > 1900',
      limit: 500,
      retrieve: 'all',
      dedupe: 'off',
    });
    const dummies = [...few.works()].filter(({ dummy }) => dummy).map(({ eid }) => eid);
    expect(dummies.length).toBeGreaterThan(0);
    expect(missing.map(({ id, reason }) => [id, reason]).sort()).toEqual(dummies.map((eid) => [eid, 'not-found']).sort());
    expect(counts.kept).toBe(500);
  });
});

describe('what it writes', () => {
  test('works, removed works, table and manifest, which agree', async () => {
    const result = await setUp().survey({ ...subject, dedupe: 'documented', out: 'works.csv', removed: 'removed.csv', table: 'works.html' });
    const manifest = JSON.parse(await readFile(join(folder, 'works.manifest.json'), 'utf8'));
    expect((await readdir(folder)).sort()).toEqual(['removed.csv', 'works.csv', 'works.html', 'works.manifest.json']);
    expect(await rows('works.csv')).toHaveLength(result.counts.kept);
    expect(await rows('removed.csv')).toHaveLength(result.counts.exact + result.counts.similar);
    expect(manifest).toMatchObject({
      source: 'Scopus',
      query: result.query,
      years: '2023-2026',
      counts: { ...result.counts },
      requests: result.requests,
      dedupe: 'documented',
      searchedAt: expect.stringMatching(/^2026-/),
    });
    expect(result.works).toBeUndefined();
  });

  test('what its place does not take any more, for it was paid for, goes to the temporary folder with its manifest', async () => {
    await mkdir(join(folder, 'gone'));
    const { files, counts } = await setUp().survey(
      { ...subject, limit: 30, out: 'gone/works.csv' },
      { onProgress: () => void rmSync(join(folder, 'gone'), { recursive: true, force: true }) },
    );
    expect(files).toMatchObject([
      { kind: 'works', path: expect.stringMatching(/works\.csv$/) },
      { kind: 'manifest', path: expect.stringMatching(/works\.manifest\.json$/) },
    ]);
    expect(parse(await readFile(files[0]?.path ?? ''), { columns: true, bom: true })).toHaveLength(counts.kept);
  });

  test('without abstracts there are none, in any file', async () => {
    const { works = [] } = await setUp().survey({ ...subject, limit: 30, abstracts: false });
    expect(works.filter(({ abstract }) => abstract)).toEqual([]);
    await setUp().survey({ ...subject, limit: 30, abstracts: false, out: 'works.jsonl', table: 'works.html' });
    expect(await readFile(join(folder, 'works.jsonl'), 'utf8')).not.toContain('"abstract"');
    expect(await readFile(join(folder, 'works.html'), 'utf8')).not.toContain('<details>');
  });

  test('a file of works is JSON Lines by its ending, one work a line', async () => {
    const { counts } = await setUp().survey({ ...subject, limit: 30, out: 'works.jsonl' });
    const works = (await readFile(join(folder, 'works.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Work);
    expect(works).toHaveLength(counts.kept);
    expect(works[0]?.eid).toMatch(/^2-s2\.0-/);
  });
});

describe('what ends it early', () => {
  const whenRetrieving =
    (reply: 'quota' | 'stop', stop: AbortController, after: number) =>
    (inner: Send): Send => {
      let retrieved = 0;
      return async (request, signal) => {
        if (request.url.includes('/abstract/') && ++retrieved > after) {
          if (reply === 'quota')
            return { status: 429, headers: { 'x-els-status': 'QUOTA_EXCEEDED - Quota Exceeded' }, body: new TextEncoder().encode('{}'), url: request.url };
          stop.abort();
        }
        return inner(request, signal);
      };
    };

  test('a quota that ends in the middle keeps what was paid for, and says when to go on', async () => {
    const { survey } = setUp(sandboxKeys.subscriber, { send: whenRetrieving('quota', new AbortController(), 5) });
    const result = await survey({ ...subject, retrieve: 'all', limit: 100, out: 'works.csv' });
    expect(result.stopped).toMatchObject({ reason: 'quota-exceeded', retryAt: expect.stringMatching(/^2026-/) });
    expect(result.counts.retrieved).toBe(5);
    expect((await rows('works.csv')).length).toBeGreaterThan(20);
    expect(JSON.parse(await readFile(join(folder, 'works.manifest.json'), 'utf8')).stopped.reason).toBe('quota-exceeded');
  });

  test('records are not retrieved by a key that sees no abstracts, and that is said', async () => {
    const keys = { 'key-with-a-short-week': 'subscriber' } as const;
    const clock = fakeClock();
    const elsevier = createElsevier({ corpus: invented, now: clock.now, keys });
    const inner = through(elsevier);
    let asked = 0;
    const send: Send = async (request, signal) =>
      request.url.includes('/abstract/') && request.headers['x-els-apikey'] === 'key-with-a-short-week' && ++asked > 3
        ? { status: 429, headers: { 'x-els-status': 'QUOTA_EXCEEDED' }, body: new TextEncoder().encode('{}'), url: request.url }
        : inner(request, signal);
    const scopekit = createScopekit({ credentials: [{ key: 'key-with-a-short-week' }, { key: sandboxKeys.nonSubscriber }] }, { clock, send, folder });
    const told: string[] = [];
    const result = (await scopekit.survey({ ...subject, retrieve: 'all' }, { onNotice: (text) => told.push(text) })) as SurveyResult;
    expect(told).toEqual([expect.stringContaining('META view')]);
    expect([result.counts.received, result.counts.retrieved]).toEqual([300, 3]);
    expect(result.requests['scopus.abstract']).toBeLessThan(80);
  });

  test('the wish to stop lets what is under way come in, and writes it', async () => {
    const stop = new AbortController();
    const { survey } = setUp(sandboxKeys.subscriber, { send: whenRetrieving('stop', stop, 5) });
    const result = await survey({ ...subject, retrieve: 'all', limit: 300, out: 'works.csv' }, { stop: stop.signal });
    expect(result.stopped?.reason).toBe('cancelled');
    expect(result.counts.retrieved).toBeGreaterThan(5);
    expect(result.counts.retrieved).toBeLessThan(60);
    expect(result.missing).toEqual([]);
  });

  test('what is incomplete never replaces a file that is there', async () => {
    await writeFile(join(folder, 'works.csv'), 'precious');
    const { survey } = setUp(sandboxKeys.subscriber, { send: whenRetrieving('quota', new AbortController(), 1) });
    const { files } = await survey({ ...subject, retrieve: 'all', limit: 50, out: 'works.csv' });
    expect(files.map(({ path }) => path)).toEqual(['works.partial.csv', 'works.partial.manifest.json']);
    expect(await readFile(join(folder, 'works.csv'), 'utf8')).toBe('precious');
  });

  test('a search that gives fewer works than it announced says so', async () => {
    let pages = 0;
    const { survey } = setUp(sandboxKeys.subscriber, {
      send: (inner) => async (request, signal) => {
        const answer = await inner(request, signal);
        if (++pages < 3) return answer;
        const body = JSON.parse(new TextDecoder().decode(answer.body));
        body['search-results'].entry = [{ '@_fa': 'true', error: 'Result set was empty' }];
        return { ...answer, body: new TextEncoder().encode(JSON.stringify(body)) };
      },
    });
    expect((await survey({ ...subject, retrieve: 'never' })).stopped).toMatchObject({
      reason: 'incomplete',
      message: 'Scopus announced 300 works and gave 50.',
    });
  });

  test('a search that breaks after some pages keeps them', async () => {
    let pages = 0;
    const { survey } = setUp(sandboxKeys.subscriber, {
      send: (inner) => async (request, signal) =>
        ++pages > 3 && request.url.includes('/search/')
          ? { status: 503, headers: {}, body: new TextEncoder().encode('{}'), url: request.url }
          : inner(request, signal),
    });
    const result = await survey({ ...subject, retrieve: 'never' });
    expect(result).toMatchObject({ stopped: { reason: 'server' }, counts: { received: 75 } });
    expect(result.works).toHaveLength(75 - result.counts.exact - result.counts.similar);
  });

  test('a search whose first page fails is a failure, and writes nothing', async () => {
    const { survey } = setUp(sandboxKeys.unknown);
    expect((await failure(survey({ ...subject, out: 'works.csv' }))).reason).toBe('unauthorized');
    expect(await readdir(folder)).toEqual([]);
  });
});

test('progress tells pages, records, what is left of the week, and when it will be done', async () => {
  const seen: string[] = [];
  const { survey } = setUp();
  await survey(
    { ...subject, limit: 100, retrieve: 'all' },
    {
      onProgress: ({ phase, done, total, quotaLeft, etaSeconds }) =>
        seen.push(`${phase} ${done}/${total} ${quotaLeft['scopus.search']} ${etaSeconds === undefined ? '' : 'eta'}`),
    },
  );
  expect(seen[0]).toBe('search 25/100 19999 ');
  expect(seen.at(-1)).toBe('retrieve 100/100 19996 eta');
});
