import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Send } from '@scopekit/elsevier-http';
import { corpus, createElsevier, fakeClock, sandboxKeys } from '@scopekit/test-fixtures';
import { describe, expect, test } from 'vitest';
import { createScopekit } from './index.ts';

const invented = corpus({ works: 300, seed: 4 });

async function setUp(keys: string[] = [sandboxKeys.subscriber]) {
  const clock = fakeClock();
  const elsevier = createElsevier({ corpus: invented, now: clock.now });
  const send: Send = async ({ url, method, headers }) => {
    const { status, headers: told, body } = elsevier.answer({ url: new URL(url), method, headers: { ...headers } });
    return { status, headers: { ...told }, body: new TextEncoder().encode(body), url };
  };
  const folder = await mkdtemp(join(tmpdir(), 'scopekit-'));
  return { folder, elsevier, scopekit: createScopekit({ credentials: keys.map((key) => ({ key })) }, { clock, send, folder }) };
}

describe('search', () => {
  test('gives works one by one to whom wants them so, and has none in its output then', async () => {
    const { scopekit } = await setUp();
    const eids: (string | undefined)[] = [];
    const result = await scopekit.search({ query: 'PUBYEAR > 1900', limit: 300 }, { onWork: ({ eid }) => void eids.push(eid) });
    expect(eids).toHaveLength(300);
    expect(result).toMatchObject({ total: 300, shown: 300, requests: { 'scopus.search': 2 }, works: undefined });
  });

  test('writes what had come in when it is stopped', async () => {
    const { scopekit, folder } = await setUp();
    const stop = new AbortController();
    const result = await scopekit.search(
      { query: 'PUBYEAR > 1900', limit: 300, view: 'COMPLETE', out: 'works.jsonl' },
      { stop: stop.signal, onProgress: () => stop.abort() },
    );
    expect(result).toMatchObject({ shown: 25, stopped: { reason: 'cancelled' } });
    expect((await readFile(join(folder, 'works.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(25);
    expect(JSON.parse(await readFile(join(folder, 'works.manifest.json'), 'utf8'))).toMatchObject({
      query: 'PUBYEAR > 1900',
      limit: 300,
      counts: { found: 300, shown: 25 },
      stopped: { reason: 'cancelled' },
    });
  });

  test('input that cannot be is told by name', async () => {
    const { scopekit } = await setUp();
    await expect(scopekit.search({ query: 'x', limit: -1, years: 'soon' })).rejects.toMatchObject({
      reason: 'bad-input',
      message: expect.stringMatching(/^years must be written .*; limit must be a whole number from 0 to 1,000,000\.$/),
    });
  });
});

describe('works', () => {
  test('that were paid for go elsewhere when their place is gone, and the notice says so', async () => {
    const { scopekit, folder } = await setUp();
    await mkdir(join(folder, 'gone'));
    const notices: string[] = [];
    const { files } = await scopekit.works(
      { ids: [1, 2, 3].map((i) => invented.work(i).eid), out: 'gone/works.jsonl' },
      { onProgress: () => void rmSync(join(folder, 'gone'), { recursive: true, force: true }), onNotice: (text) => notices.push(text) },
    );
    expect(files.map(({ kind }) => kind)).toEqual(['works', 'manifest']);
    expect((await readFile(files[0]?.path ?? '', 'utf8')).trim().split('\n')).toHaveLength(3);
    expect(notices).toEqual([expect.stringContaining('gone/works.jsonl could not be written')]);
  });

  test('come in the order asked for; wrong ids are named and cost nothing', async () => {
    const { scopekit, elsevier } = await setUp();
    const [a, b] = [invented.work(11), invented.work(3)];
    const result = await scopekit.works({ ids: [a.eid, 'coral', '12345678', `SCOPUS_ID:${b.scopusId}`] });
    expect(result.works?.map(({ eid }) => eid)).toEqual([a.eid, b.eid]);
    expect(result.missing.map(({ id, reason }) => [id, reason])).toEqual([
      ['coral', 'bad-id'],
      ['12345678', 'bad-id'],
    ]);
    expect(elsevier.spent()).toEqual({ 'scopus.abstract': 2 });
  });

  test('that are not all there do not replace a file that is', async () => {
    const { scopekit, folder } = await setUp();
    await writeFile(join(folder, 'works.csv'), 'precious');
    const stop = new AbortController();
    const { files } = await scopekit.works(
      { ids: [1, 2, 3, 4].map((index) => invented.work(index).eid), out: 'works.csv' },
      { stop: stop.signal, onProgress: () => stop.abort() },
    );
    expect(files.map(({ path }) => path)).toEqual(['works.partial.csv', 'works.partial.manifest.json']);
    expect(await readFile(join(folder, 'works.csv'), 'utf8')).toBe('precious');
  });

  test('the same work asked for again is answered from what is kept', async () => {
    const { scopekit, elsevier } = await setUp();
    for (let again = 0; again < 3; again++) await scopekit.works({ ids: [invented.work(5).eid] });
    expect(elsevier.log).toHaveLength(1);
  });
});

describe('quota', () => {
  test('costs nothing and knows nothing before the first answer', async () => {
    const { scopekit, elsevier } = await setUp();
    const { standings } = await scopekit.quota({});
    expect(standings.map(({ api, remaining }) => [api, remaining])).toEqual([
      ['scopus.search', undefined],
      ['scopus.abstract', undefined],
    ]);
    expect(elsevier.log).toEqual([]);
  });

  test('finds out each key and API with one request, a spent key included', async () => {
    const { scopekit, elsevier } = await setUp([sandboxKeys.subscriber, sandboxKeys.spent]);
    const { standings } = await scopekit.quota({ check: true });
    const best = standings.filter(({ api }) => api === 'scopus.search' || api === 'scopus.abstract');
    expect(best.map(({ key, api, remaining }) => [key, api, remaining])).toEqual([
      ['…0001', 'scopus.search', 19_999],
      ['…0001', 'scopus.abstract', 9_999],
      ['…0003', 'scopus.search', 0],
      ['…0003', 'scopus.abstract', 0],
    ]);
    expect(Object.values(elsevier.spent())).toEqual(Array(10).fill(2));
    expect(standings).toHaveLength(20);
    expect(standings.filter(({ key }) => key === '…0003').every(({ remaining }) => remaining === 0)).toBe(true);
    expect(JSON.stringify(standings)).not.toContain(sandboxKeys.subscriber);
  });
});

test('a failed write leaves the old file as it was, and no piece of the new one', async () => {
  const { folder } = await setUp();
  const { nodeFiles } = await import('./index.ts');
  await writeFile(join(folder, 'works.csv'), 'precious');
  const broken = async function* () {
    yield 'half';
    throw new Error('disk full');
  };
  await expect(nodeFiles({ folder, scrub: (text) => text }).write('works.csv', broken())).rejects.toThrow('disk full');
  expect(await readFile(join(folder, 'works.csv'), 'utf8')).toBe('precious');
});

test('a PII is found in what spells it, and nothing is asked', async () => {
  const { pii, close } = createScopekit({ credentials: [] });
  const { rows, missing } = await pii({
    ids: [
      'S9900-0016(14)00284-8',
      '1-s2.0-S9900001696004032',
      'https://www.sciencedirect.com/science/article/pii/S9900001696004032',
      '10.1016/S9900-0016(14)00284-7',
      '10.1016/j.invent.2015.02.010',
    ],
  });
  expect(rows.map(({ pii: compact, checksumOk }) => [compact, checksumOk])).toEqual([
    ['S9900001614002848', true],
    ['S9900001696004032', true],
    ['S9900001696004032', true],
    ['S9900001614002847', false],
  ]);
  expect(missing).toMatchObject([{ id: '10.1016/j.invent.2015.02.010', reason: 'bad-id' }]);
  await close();
});
