import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import type { Send } from '@scopekit/elsevier-http';
import { corpus, createElsevier, encodings, failureOf, fakeClock, sandboxKeys, sendTo } from '@scopekit/test-fixtures';
import { describe, expect, test } from 'vitest';
import { createScopekit, type ElsevierError } from './index.ts';

const invented = corpus({ works: 200, seed: 5 });
const secret = { key: 'SECRETkey0123456789abcdefABCDEF01', insttoken: 'SECRETtoken+/=&?%0123456789' };

/** A home folder, and as many processes as are wanted in it, one after the other. */
function homeWith(change: (send: Send) => Send = (send) => send) {
  const folder = mkdtempSync(join(tmpdir(), 'scopekit-kept-'));
  const clock = fakeClock();
  const elsevier = createElsevier({
    corpus: invented,
    now: clock.now,
    keys: { [secret.key]: { kind: 'non-subscriber', insttoken: secret.insttoken }, secondkey00000000000000000000002: 'subscriber' },
  });
  const open = (credentials = [{ key: sandboxKeys.subscriber }] as { key: string; insttoken?: string }[], config = {}) =>
    createScopekit({ credentials, stateFolder: folder, cacheFolder: folder, ...config }, { clock, send: change(sendTo(elsevier)) });
  return { folder, clock, elsevier, open };
}

describe('two questions share a kept answer only when all of them is the same', () => {
  const base = { limit: 5 };
  test.for<[name: string, first: object, second: object]>([
    ['order', { sort: '-coverDate' }, { sort: '+coverDate' }],
    ['years', { date: '2024' }, { date: '2025' }],
    ['fields', { fields: ['eid'] }, { fields: ['eid', 'dc:title'] }],
    ['view', { view: 'STANDARD' }, { view: 'COMPLETE' }],
    ['start', { start: 0 }, { start: 5 }],
    ['content', { content: 'core' }, { content: 'all' }],
    ['subject', { subject: 'COMP' }, { subject: 'MEDI' }],
    ['facets', { facets: ['pubyear'] }, { facets: ['srctype'] }],
  ])('another %s is another question', async ([, first, second]) => {
    const { open, elsevier } = homeWith();
    const { scopus } = open();
    for (const options of [first, second, first, second]) await Array.fromAsync(scopus.search('TITLE(coral)', { ...base, ...options }));
    expect(elsevier.log).toHaveLength(2);
  });

  test('the same digits as Scopus id and as PMID are two', async () => {
    const { open, elsevier } = homeWith();
    const { scopus } = open();
    const ask = (id: string) => scopus.abstract(id, { view: 'META' }).catch((error: ElsevierError) => error.reason);
    for (const id of ['SCOPUS_ID:98000001', 'PMID:98000001', 'SCOPUS_ID:98000001', 'PMID:98000001']) await ask(id);
    expect(elsevier.log.map(({ path }) => path.split('?')[0])).toEqual(['/content/abstract/scopus_id/98000001', '/content/abstract/pubmed_id/98000001']);
  });

  test('other credentials, also the same key with a token, are others', async () => {
    const { open, elsevier } = homeWith();
    for (const credentials of [[{ key: sandboxKeys.subscriber }], [{ key: 'secondkey00000000000000000000002' }], [{ key: secret.key }], [secret]]) {
      const { scopus, close } = open(credentials);
      await Array.fromAsync(scopus.search('TITLE(coral)', base));
      await close();
    }
    expect(elsevier.log).toHaveLength(4);
  });

  test('the same question of another process costs nothing', async () => {
    const { open, elsevier } = homeWith();
    for (let i = 0; i < 3; i++) {
      const { scopus, close } = open();
      await Array.fromAsync(scopus.search('TITLE(coral)', base));
      await close();
    }
    expect(elsevier.log).toHaveLength(1);
  });

  test('equal ones at the same time cost one request', async () => {
    const { open, elsevier } = homeWith();
    const { scopus } = open();
    await Promise.all(Array.from({ length: 10 }, () => Array.fromAsync(scopus.search('TITLE(coral)', base))));
    expect(elsevier.log).toHaveLength(1);
  });
});

test('equal questions of two processes at the same time cost one request', async () => {
  const { open, elsevier } = homeWith();
  const found = await Promise.all([open(), open()].map(({ scopus }) => Array.fromAsync(scopus.search('TITLE(coral)', { limit: 5 }))));
  expect(found[0]).toEqual(found[1]);
  expect(elsevier.log).toHaveLength(1);
});

test('what costs nothing, or fails before it costs, leaves no run', async () => {
  const { open } = homeWith();
  const { subjects, works, runs } = open();
  expect((await subjects({ words: ['health'] })).shown).toBeGreaterThan(0);
  expect((await works({ ids: ['foo'] })).missing).toHaveLength(1);
  expect((await runs({ all: true })).runs).toEqual([]);
});

describe('offline', () => {
  test('answers from what is kept, however old, and says what is missing', async () => {
    const { open, elsevier, clock } = homeWith();
    const online = open();
    const works = await Array.fromAsync(online.scopus.search('TITLE(coral)', { limit: 5 }));
    await online.close();
    clock.advance(400 * 24 * 3600 * 1000);
    const { scopus } = open(undefined, { offline: true });
    expect(await Array.fromAsync(scopus.search('TITLE(coral)', { limit: 5 }))).toEqual(works);
    const error = await failureOf<ElsevierError>(Array.fromAsync(scopus.search('TITLE(reef)', { limit: 5 })));
    expect(error).toMatchObject({ reason: 'not-kept', message: expect.stringContaining('TITLE(reef)') });
    expect(elsevier.log).toHaveLength(1);
  });

  test('a work that is not kept is named, and the others come', async () => {
    const { open } = homeWith();
    const online = open();
    await online.works({ ids: ['2-s2.0-99900000001'] });
    await online.close();
    const { retrieved, missing } = await open(undefined, { offline: true }).works({ ids: ['2-s2.0-99900000001', '2-s2.0-99900000002'], view: 'FULL' });
    expect([retrieved, missing]).toMatchObject([1, [{ id: '2-s2.0-99900000002', reason: 'not-kept' }]]);
  });
});

test('that something is not found is remembered for an hour', async () => {
  const { open, elsevier, clock } = homeWith();
  const { scopus } = open();
  const ask = () => failureOf<ElsevierError>(scopus.abstract('2-s2.0-99999999999', { view: 'META' }));
  expect([(await ask()).reason, (await ask()).reason, elsevier.log.length]).toEqual(['not-found', 'not-found', 1]);
  clock.advance(3_600_001);
  await ask();
  expect(elsevier.log).toHaveLength(2);
});

test('no secret is in any row that is kept, decompressed, in any encoding', async () => {
  const echoing =
    (send: Send): Send =>
    async (request, signal) => {
      const answer = await send(request, signal);
      const body = JSON.parse(new TextDecoder().decode(answer.body));
      body.echo = [secret.key, secret.insttoken].flatMap((text) => [
        text,
        encodeURIComponent(text),
        `https://api.elsevier.com/x?apiKey=${encodeURIComponent(text)}`,
        Buffer.from(text).toString('base64'),
      ]);
      return { ...answer, headers: { ...answer.headers, 'x-els-echo': secret.key }, body: new TextEncoder().encode(JSON.stringify(body)) };
    };
  const { folder, open } = homeWith(echoing);
  const scopekit = open([secret]);
  await scopekit.search({ query: 'TITLE(coral)', limit: 5 });
  await scopekit.works({ ids: ['2-s2.0-99900000001'] });
  await failureOf(scopekit.survey({ keywords: ['coral'], limit: 30, retrieve: 'all' }, { stop: AbortSignal.abort() })).catch(() => {});
  await scopekit.close();
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  let rows = 0;
  for (const file of ['cache.db', 'state.db']) {
    const db = new DatabaseSync(join(folder, file));
    const tables = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all() as { name: string }[];
    for (const { name } of tables)
      for (const row of db.prepare(`SELECT * FROM ${name}`).all()) {
        rows++;
        const text = Object.values(row)
          .map((value) => (value instanceof Uint8Array ? zstdDecompressSync(value).toString() : String(value)))
          .join('\n');
        for (const part of [...encodings(secret.key), ...encodings(secret.insttoken)]) expect(text, `${file} ${name}`).not.toContain(part);
      }
    db.close();
  }
  expect(rows).toBeGreaterThan(4);
});
