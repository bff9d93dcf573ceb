import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpus, createElsevier, failureOf, fakeClock, sandboxKeys, sendTo } from '@scopekit/test-fixtures';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { createScopekit, type ElsevierError } from './index.ts';

const invented = corpus({ works: 400, seed: 5 });
const works = [...invented.works()].filter(({ dummy }) => !dummy);

async function setUp(key: string = sandboxKeys.subscriber) {
  const folder = await mkdtemp(join(tmpdir(), 'scopekit-listing-'));
  const clock = fakeClock();
  const elsevier = createElsevier({ corpus: invented, now: clock.now });
  return { folder, elsevier, scopekit: createScopekit({ credentials: [{ key }] }, { folder, clock, send: sendTo(elsevier) }) };
}

describe('authors', () => {
  test('by ids come with their profiles; what is not there is told, and the others still come', async () => {
    const { scopekit } = await setUp();
    const ids = [invented.authors[0]?.auid as string, '57999999999', invented.authors[1]?.auid as string];
    const { rows, missing, shown } = await scopekit.authors({ what: ids });
    expect([rows?.map(({ authorId }) => authorId), missing.map(({ id, reason }) => [id, reason]), shown]).toEqual([
      [ids[0], ids[2]],
      [['57999999999', 'not-found']],
      2,
    ]);
  });

  test('by a query, with a limit, into a CSV with a manifest', async () => {
    const { scopekit, folder } = await setUp();
    const { shown, total, files, rows } = await scopekit.authors({ what: ['AFFIL(bergen)'], limit: 5, out: 'people.csv' });
    expect([shown, rows, files.map(({ kind }) => kind)]).toEqual([5, undefined, ['rows', 'manifest']]);
    expect(total).toBeGreaterThan(5);
    expect(JSON.parse(readFileSync(join(folder, 'people.manifest.json'), 'utf8'))).toMatchObject({
      interface: 'Author Search and Author Retrieval APIs of Elsevier',
      counts: { shown, total },
    });
    const table = parse(readFileSync(join(folder, 'people.csv')), { columns: true, bom: true }) as Record<string, string>[];
    expect(table).toHaveLength(5);
    expect(table[0]).toMatchObject({ 'Author ID': expect.stringMatching(/^579/), City: 'Bergen' });
  });

  test('who wrote with someone, no more than are wanted', async () => {
    const { scopekit, elsevier } = await setUp();
    const { shown, total } = await scopekit.authors({
      what: [invented.authors[0]?.auid as string, invented.authors[1]?.auid as string],
      coauthors: true,
      limit: 2,
    });
    expect([shown, elsevier.log.length]).toEqual([2, 1]);
    expect(total).toBeGreaterThan(2);
  });

  test('who wrote with someone', async () => {
    const { scopekit } = await setUp();
    const { rows = [] } = await scopekit.authors({ what: [invented.authors[0]?.auid as string], coauthors: true });
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ authorId }) => authorId)).not.toContain(invented.authors[0]?.auid);
  });
});

describe('affiliations, sources, subjects', () => {
  test('by id and by words', async () => {
    const { scopekit, elsevier } = await setUp();
    expect((await scopekit.affiliations({ what: [invented.affiliations[2]?.afid as string, '60999999'] })).missing).toMatchObject([
      { id: '60999999', reason: 'not-found' },
    ]);
    expect((await scopekit.affiliations({ what: ['AFFIL(bergen)'] })).rows?.length).toBeGreaterThan(0);
    const journal = invented.sources[0] as (typeof invented.sources)[number];
    const { rows } = await scopekit.sources({ what: [journal.issn, '0000-0000'] });
    expect(rows).toMatchObject([{ title: journal.title }]);
    expect((await scopekit.sources({ what: ['Journal'], limit: 3 })).rows).toHaveLength(3);
    const { rows: ofEcology = [] } = await scopekit.sources({ what: ['Journal', 'of', 'Ecology'] });
    expect([ofEcology.length > 0, ofEcology.every(({ title }) => title?.startsWith('Journal of Ecology'))]).toEqual([true, true]);
    const several = await scopekit.sources({ what: ['Journal of Ecology', 'journal of ecology', 'Nature of Nothing', ' '], limit: 3 });
    const names = several.rows?.map(({ title }) => title) ?? [];
    expect([names.length <= 3, new Set(names).size === names.length, several.missing]).toMatchObject([true, true, [{ id: 'Nature of Nothing' }]]);
    await expect(scopekit.sources({ what: [journal.issn], subject: 'COMP' })).rejects.toMatchObject({ reason: 'bad-input' });
    await expect(scopekit.sources({ subject: 'Ecology' })).rejects.toMatchObject({ reason: 'bad-input', message: expect.stringContaining('four letters') });
    const before = elsevier.log.length;
    expect((await scopekit.subjects({ words: ['artificial intelligence'] })).rows).toMatchObject([{ code: '1702' }]);
    expect(elsevier.log.length).toBe(before);
  });

  test('a book by its ISBN', async () => {
    const { scopekit } = await setUp();
    const isbn = works.find((work) => work.isbn !== undefined)?.isbn?.[0] as string;
    expect((await scopekit.sources({ what: [isbn] })).rows).toMatchObject([{ isbn }]);
  });
});

describe('citations and metrics', () => {
  test('by year with their totals, or in all', async () => {
    const { scopekit } = await setUp();
    const ids = works.slice(0, 3).map(({ eid }) => eid);
    const { rows, about } = await scopekit.citations({ ids, years: '2023-2025' });
    expect(rows).toHaveLength(3);
    expect(about).toMatchObject({ totals: { total: works.slice(0, 3).reduce((sum, { citedBy }) => sum + citedBy, 0) }, hIndex: expect.any(Number) });
    expect((await scopekit.citations({ ids, counts: true })).rows).toMatchObject(works.slice(0, 3).map(({ citedBy }) => ({ citedBy })));
  });

  test('of PlumX and of SciVal', async () => {
    const { scopekit } = await setUp();
    const { rows = [], missing } = await scopekit.metrics({ ids: [works[0]?.eid as string, '2-s2.0-99999999999'] });
    expect(rows).toContainEqual({ id: works[0]?.eid, metric: 'citation', value: works[0]?.citedBy });
    expect(missing).toMatchObject([{ reason: 'not-found' }]);
    expect((await scopekit.metrics({ ids: ['57900000001'], of: 'author', metrics: ['ScholarlyOutput'] })).rows).toMatchObject([{ metric: 'ScholarlyOutput' }]);
    expect((await scopekit.metrics({ ids: [works[0]?.eid as string], of: 'publication' })).rows).toMatchObject([
      { metric: 'publication', title: expect.any(String) },
    ]);
  });
});

test('what cannot be written is told before anything is asked', async () => {
  const { scopekit, elsevier } = await setUp();
  expect((await failureOf<ElsevierError>(scopekit.authors({ what: ['AFFIL(x)'], out: 'people.xlsx' }))).message).toMatch(/tells no format/);
  expect((await failureOf<ElsevierError>(scopekit.authors({ what: ['AFFIL(x)'], out: 'nowhere/people.csv' }))).reason).toBe('bad-input');
  expect(elsevier.log).toEqual([]);
});

describe('formatted references', () => {
  test('in a style by name come in the order of the works', async () => {
    const { scopekit } = await setUp();
    const ids = works.slice(0, 2).map(({ eid }) => eid);
    const { references } = await scopekit.works({ ids, cite: 'apa' });
    expect(references).toHaveLength(2);
    expect(references?.[0]).toMatch(new RegExp(`\\(${works[0]?.year}\\)\\. .*\\. https://doi\\.org/|\\(${works[0]?.year}\\)`));
  });

  test('in a style that nobody knows are refused before anything is asked', async () => {
    const { scopekit, elsevier, folder } = await setUp();
    expect((await failureOf<ElsevierError>(scopekit.works({ ids: [works[0]?.eid as string], cite: 'nono' }))).message).toMatch(/no reference style nono/);
    await writeFile(join(folder, 'broken.csl'), 'nothing');
    expect((await failureOf<ElsevierError>(scopekit.works({ ids: [works[0]?.eid as string], cite: join(folder, 'broken.csl') }))).reason).toBe('bad-input');
    expect(elsevier.log).toEqual([]);
  });
});

test('words that would be left unheard are refused', async () => {
  const { scopekit, elsevier } = await setUp();
  expect((await failureOf<ElsevierError>(scopekit.citations({ ids: ['2-s2.0-99900000001'], counts: true, years: '2020-2024' }))).reason).toBe('bad-input');
  expect((await failureOf<ElsevierError>(scopekit.cache({ action: 'clear', olderThan: '30d' }))).next).toBe('scopekit cache prune --older-than 30d');
  expect(elsevier.log).toEqual([]);
});

test('a work that Scopus does not have is named, and the citations of the others come', async () => {
  const { scopekit } = await setUp();
  const there = works.slice(0, 3).map(({ eid }) => eid);
  const asked = [there[0] as string, '10.5555/nope', there[1] as string, '2-s2.0-88800000001', there[2] as string, 'foo'];
  for (const counts of [true, false]) {
    const { shown, missing } = await scopekit.citations({ ids: asked, counts });
    expect([shown, missing.map(({ id, reason }) => [id, reason]).sort()]).toEqual([
      3,
      [
        ['10.5555/nope', 'not-found'],
        ['2-s2.0-88800000001', 'not-found'],
        ['foo', 'bad-id'],
      ],
    ]);
  }
});

test.for([
  [['garcia'], /neither ids nor a query with fields/],
  [['AUTHLASTNAME(garcia'], /parenthesis/],
  [[], /Nothing is asked for/],
] as const)('authors by %j cost no request, and how to ask is told', async ([what, said]) => {
  const { scopekit, elsevier } = await setUp();
  const error = await failureOf<ElsevierError>(scopekit.authors({ what: [...what] }));
  expect([error.reason, error.message, error.next]).toEqual(['bad-input', expect.stringMatching(said), expect.stringMatching(/AUTHLASTNAME\(García\)/)]);
  expect(elsevier.log).toEqual([]);
});

test('a word that is no choice is named, with the choices', async () => {
  const { scopekit } = await setUp();
  const error = await failureOf<ElsevierError>(scopekit.cache({ action: 'forget' as never }));
  expect(error.message).toBe('action: "forget" is none of info, prune, clear.');
});

test('quota of keys that Elsevier refuses is not asked further, and fails', async () => {
  const { scopekit, elsevier } = await setUp('no-such-key-0001');
  expect((await failureOf<ElsevierError>(scopekit.quota({ check: true }))).reason).toBe('unauthorized');
  expect(elsevier.log).toHaveLength(1);
});
