import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpus, scopusBibtex, scopusCsv, scopusRis } from '@scopekit/test-fixtures';
import { beforeEach, describe, expect, test } from 'vitest';
import { createScopekit, type Scopekit } from './index.ts';

const works = [...corpus({ works: 30, seed: 8 }).works()];
let folder = '';
let scopekit: Scopekit;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scopekit-convert-'));
  scopekit = createScopekit({ credentials: [] }, { folder });
});
const put = (name: string, text: string | Uint8Array) => writeFileSync(join(folder, name), text);
const got = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('convert', () => {
  test('several files of different kinds become one, each counted, without a key', async () => {
    put('a.csv', scopusCsv(works.slice(0, 10)));
    put('b.txt', scopusRis(works.slice(10, 20)));
    put('c', scopusBibtex(works.slice(20)));
    const result = await scopekit.convert({ files: ['a.csv', 'b.txt', 'c'], out: 'all.jsonl' });
    expect(result).toMatchObject({
      total: 30,
      shown: 30,
      losses: [],
      missing: [],
      inputs: [
        { file: 'a.csv', format: 'scopus-csv', read: 10 },
        { file: 'b.txt', format: 'scopus-ris', read: 10 },
        { file: 'c', format: 'scopus-bibtex', read: 10 },
      ],
    });
    const lines = got('all.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { eid: string; from: object });
    expect(lines.map(({ eid }) => eid)).toEqual(works.map(({ eid }) => eid));
    expect(lines[12]?.from).toEqual({ source: 'file.scopus-ris', file: 'b.txt', row: 3 });
  });

  test('the report names every repair with its record and column', async () => {
    put('a.csv', 'title,doi,year\nKelp,broken,2020\nTang,10.5555/a,2021,9,9\n');
    const notices: string[] = [];
    const { files } = await scopekit.convert({ files: ['a.csv'], out: 'o.ris', report: 'r.json' }, { onNotice: (text) => notices.push(text) });
    expect(files.map(({ kind, path }) => [kind, path])).toEqual([
      ['works', 'o.ris'],
      ['report', 'r.json'],
    ]);
    expect(JSON.parse(got('r.json'))).toMatchObject({
      works: { total: 2, written: 2 },
      inputs: [
        {
          file: 'a.csv',
          rows: 2,
          repaired: 2,
          repairs: [
            { kind: 'value-unreadable', count: 1, places: [{ row: 1, column: 'doi', was: 'broken' }] },
            { kind: 'row-ragged', count: 1, places: [{ row: 2 }] },
          ],
        },
      ],
      losses: [{ field: 'extra', works: 1 }],
    });
    expect(notices).toEqual(['ris has no place for extra (1); .jsonl keeps everything.']);
  });

  test('nothing is written when one of the files cannot be read', async () => {
    put('a.csv', scopusCsv(works));
    put('b.csv', '<html>Sign in</html>');
    await expect(scopekit.convert({ files: ['a.csv', 'b.csv'], out: 'o.csv' })).rejects.toMatchObject({
      reason: 'bad-input',
      message: expect.stringContaining('b.csv cannot be read: it seems to be a web page'),
    });
    await expect(scopekit.convert({ files: ['a.csv', 'c.csv'], out: 'o.csv' })).rejects.toMatchObject({
      message: 'c.csv cannot be read: there is no such file.',
    });
    expect(readdirSync(folder).sort()).toEqual(['a.csv', 'b.csv']);
  });

  test('strict stops before anything is written, and names file, record and column', async () => {
    put('a.csv', 'title,doi\nKelp,10.5555/a\nTang,broken\n');
    await expect(scopekit.convert({ files: ['a.csv'], out: 'o.jsonl', strict: true })).rejects.toMatchObject({
      reason: 'bad-input',
      message: expect.stringMatching(/^a\.csv, record 2, doi: .*\(broken\)\.$/),
    });
    expect(readdirSync(folder)).toEqual(['a.csv']);
  });

  test('a file that is damaged beyond repair keeps what came before, and says so', async () => {
    put('a.xml', '<?xml version="1.0"?><xml><records><record><titles><title>One</title></titles></record><record><titles><title>Two</wrong></xml>');
    const result = await scopekit.convert({ files: ['a.xml'], out: 'o.jsonl' });
    expect(result).toMatchObject({ total: 1, stopped: { reason: 'unreadable', message: expect.stringContaining('damaged at line 1') } });
    expect(got('o.jsonl').trim().split('\n')).toHaveLength(1);
  });

  test('records that are no works are named', async () => {
    put('a.jsonl', `${JSON.stringify({ authors: [], affiliations: [], title: 'Kelp' })}\nnot json\n`);
    expect(await scopekit.convert({ files: ['a.jsonl'] })).toMatchObject({ total: 1, missing: [{ id: 'a.jsonl, record 2', message: 'not JSON' }] });
  });

  test('as-input gives a table back, and tables with the same columns together', async () => {
    const csv = scopusCsv(works, { generation: 'B' });
    put('a.csv', csv);
    put('b.csv', scopusCsv(works.slice(0, 2), { generation: 'B' }));
    put('c.csv', scopusCsv(works, { generation: 'C' }));
    await scopekit.convert({ files: ['a.csv'], out: 'o.csv', format: 'as-input' });
    expect(got('o.csv')).toBe(csv);
    await scopekit.convert({ files: ['a.csv', 'b.csv'], out: 'o.csv', format: 'as-input' });
    expect(got('o.csv')).toBe(csv + got('b.csv').split('\n').slice(1).join('\n'));
    await expect(scopekit.convert({ files: ['a.csv', 'c.csv'], out: 'p.csv', format: 'as-input' })).rejects.toMatchObject({
      reason: 'bad-input',
      message: expect.stringContaining('c.csv has other columns than a.csv'),
    });
    expect(readdirSync(folder)).not.toContain('p.csv');
  });

  test('interrupted, what was read is kept', async () => {
    put('a.csv', scopusCsv([...corpus({ works: 600 }).works()]));
    const stop = new AbortController();
    const result = await scopekit.convert({ files: ['a.csv'], out: 'o.jsonl' }, { stop: stop.signal, onProgress: () => stop.abort() });
    expect(result.stopped).toMatchObject({ reason: 'cancelled' });
    expect(result.total).toBeGreaterThan(0);
    expect(got('o.jsonl').trim().split('\n')).toHaveLength(result.total);
  });

  test('a part of the works, all of them counted', async () => {
    put('a.csv', scopusCsv(works));
    const result = await scopekit.convert({ files: ['a.csv'], start: 10, limit: 5 });
    expect(result).toMatchObject({ total: 30, shown: 5 });
    expect(result.works?.map(({ eid }) => eid)).toEqual(works.slice(10, 15).map(({ eid }) => eid));
  });
});

test.skipIf(!existsSync('/proc/self/fd'))('files that are refused are closed, and those before them', async () => {
  writeFileSync(join(folder, 'works.csv'), scopusCsv(works, { generation: 'D' }));
  writeFileSync(join(folder, 'page.csv'), '<!doctype html><title>Sign in</title>');
  const open = () => readdirSync('/proc/self/fd').length;
  const before = open();
  for (let i = 0; i < 20; i++) await expect(scopekit.convert({ files: ['works.csv', 'page.csv'] })).rejects.toThrow();
  expect(open()).toBe(before);
});
