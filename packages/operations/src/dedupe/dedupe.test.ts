import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElsevierError } from '@scopekit/elsevier-http';
import { failing } from '@scopekit/test-fixtures';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { createScopekit, type DedupeResult } from '../index.ts';

const head = 'id,title,author,journal,year,volume,number,pages,doi';
const rows = [
  'a1,Larval dispersal of reef corals,"García, Ana and Müller, Bo",Journal of Coral Research,2020,12,3,244--258,10.5555/x.1',
  'a2,Larval dispersal of reef corals.,"García, A. and Müller, B.",J Coral Res,2020,12,3,244--58,',
  'a3,Spawning of deep sea sponges off Bergen in winter,"Nguyen, Thi",Ocean Letters,2019,4,1,10--20,',
  'a4,Spawning of deep sea sponges off Bergen in winter,"Nguyen, T.",Ocean Letters,2019,4,9,310--320,',
];
const others = [
  'b1,Larval dispersal of reef corals,"García, Ana and Müller, Bo",J. Coral Res.,2020,12,3,244,10.5555/x.1',
  'b2,=Formula of growth,"Okoro, Uche",Ocean Letters,2021,6,2,1--9,',
];

/** Two files in a folder of their own, and the operation there. */
function desk() {
  const folder = mkdtempSync(join(tmpdir(), 'scopekit-dedupe-'));
  writeFileSync(join(folder, 'one.csv'), [head, ...rows].join('\n'));
  writeFileSync(join(folder, 'two.csv'), [head, ...others].join('\n'));
  const { dedupe } = createScopekit({ credentials: [] }, { folder: folder });
  const table = (name: string) => parse(readFileSync(join(folder, name), 'utf8'), { columns: true, bom: true }) as Record<string, string>[];
  const clusters = () => JSON.parse(readFileSync(join(folder, 'clusters.json'), 'utf8')).clusters as string[][];
  const run = (input: object = {}) =>
    dedupe({
      files: [join(folder, 'one.csv'), join(folder, 'two.csv')],
      out: 'kept.csv',
      removed: 'removed.csv',
      clusters: 'clusters.json',
      ...input,
    } as never) as Promise<DedupeResult>;
  return { folder, run, table, clusters };
}

const fails = failing(ElsevierError);

test('every record is in exactly one of the two files, by file and row; clusters name records by their own ids', async () => {
  const { run, table, clusters } = desk();
  const result = await run();
  expect(result).toMatchObject({ method: 'rules', preset: 'careful', counts: { records: 6, removed: 2, kept: 4, clusters: 1, maybe: 1 } });
  expect(result.inputs.map(({ records, removed }) => [records, removed])).toEqual([
    [4, expect.any(Number)],
    [2, expect.any(Number)],
  ]);
  expect(clusters().map((cluster) => [...cluster].sort())).toEqual([['a1', 'a2', 'b1']]);
  expect(table('kept.csv')).toHaveLength(4);
  const gone = table('removed.csv');
  expect(gone.map((row) => [row.File?.endsWith('.csv'), Number(row.Row) > 0, row['Kept File']?.endsWith('.csv'), /title same/.test(row.Why ?? '')])).toEqual(
    Array(2).fill([true, true, true, true]),
  );
});

test('columns of the files themselves are kept, in each of the files that are written', async () => {
  const { run, table, folder } = desk();
  writeFileSync(join(folder, 'one.csv'), [`${head},Key,Screened by`, ...rows.map((row, i) => `${row},k${i},Ada`)].join('\n'));
  await run({ mark: 'marked.csv' });
  const kept = table('kept.csv').filter(({ Key }) => Key);
  const gone = table('removed.csv').filter(({ Key }) => Key);
  expect([...kept, ...gone].map(({ Key }) => Key).sort()).toEqual(['k0', 'k1', 'k2', 'k3']);
  expect([kept[0]?.['Screened by'], table('marked.csv').filter(({ Key }) => Key).length]).toEqual(['Ada', 4]);
});

test('the record that stays has its gaps filled, unless that is not wanted', async () => {
  const { run, table } = desk();
  await run();
  const doi = () => table('kept.csv').find(({ Title }) => /dispersal/.test(Title ?? ''))?.DOI;
  expect(doi()).toBe('10.5555/x.1');
  await run({ survivor: 'first', fill: false });
  expect(table('kept.csv')).toHaveLength(4);
});

test('verdicts written into the review file change the clusters as they say, and nothing else; a spreadsheet does not harm them', async () => {
  const { run, table, clusters, folder } = desk();
  await run({ review: 'review.csv' });
  const before = clusters();
  const [pair] = table('review.csv');
  expect([pair?.Verdict, pair?.['A Id'], pair?.['B Id']]).toEqual(['', 'a3', 'a4']);
  const written = readFileSync(join(folder, 'review.csv'), 'utf8').split('\r\n').join('\n').split('\n').filter(Boolean);
  const save = (verdict: string, delimiter = ',') => {
    const [header, ...lines] = written.map((line) => (parse(line, { bom: true })[0] as string[]).map((cell) => `"${cell.replaceAll('"', '""')}"`));
    writeFileSync(
      join(folder, 'review.csv'),
      `\uFEFF${[header, ...lines.map((line) => [`"${verdict}"`, ...line.slice(1)])].map((line) => line?.join(delimiter)).join('\r\n')}\r\n`,
    );
  };
  save('same', ';');
  const same = await run({ verdicts: 'review.csv' });
  expect([same.decided, same.counts.maybe, clusters().map((cluster) => [...cluster].sort())]).toEqual([
    1,
    0,
    [
      ['a1', 'a2', 'b1'],
      ['a3', 'a4'],
    ],
  ]);
  save('different');
  expect([(await run({ verdicts: 'review.csv' })).counts.maybe, clusters()]).toEqual([0, before]);
  save('');
  expect([(await run({ verdicts: 'review.csv' })).decided, clusters()]).toEqual([0, before]);
});

test.for<[string, string, RegExp]>([
  ['a verdict that is none', 'Verdict,A Id,B Id\nperhaps,a3,a4\n', /row 2: "perhaps" is no verdict/],
  ['a record that is not there', 'Verdict,A Id,B Id\nsame,a3,zz\n', /row 2: there is no record "zz"/],
  ['two verdicts on one pair', 'Verdict,A Id,B Id\nsame,a3,a4\ndifferent,a4,a3\n', /row 3: the same pair has another verdict/],
  ['another file', 'title,year\nx,2020\n', /no review file/],
  ['a stray quote', 'Verdict,A Id,B Id\n"same,"x"y,a3,a4\n', /row 2: this cannot be read as CSV/],
])('a review file with %s is told, with its row', async ([, text, message]) => {
  const { run, folder } = desk();
  writeFileSync(join(folder, 'wrong.csv'), text);
  expect(await fails(() => run({ verdicts: 'wrong.csv' }))).toMatchObject({ reason: 'bad-input', message: expect.stringMatching(message) });
});

test('two records of one id are named by file and row', async () => {
  const { run, folder, clusters } = desk();
  writeFileSync(join(folder, 'two.csv'), [head, ...rows].join('\n'));
  await run();
  expect(
    clusters()
      .flat()
      .every((id) => /\.csv, row \d$/.test(id)),
  ).toBe(true);
});

test('files of one name in two folders: no two records have one id', async () => {
  const { run, folder, clusters } = desk();
  mkdirSync(join(folder, 'again'));
  writeFileSync(join(folder, 'again', 'one.csv'), [head, ...rows].join('\n'));
  await run({ files: [join(folder, 'one.csv'), join(folder, 'again', 'one.csv')] });
  const ids = clusters().flat();
  expect([ids.length, new Set(ids).size]).toEqual([8, 8]);
});

test('other methods know neither presets nor reviews; a file that is not there is told', async () => {
  const { run } = desk();
  expect(await fails(() => run({ method: 'exact', review: 'review.csv' }))).toMatchObject({
    reason: 'bad-input',
    message: expect.stringContaining('Only the method rules'),
  });
  expect(await run({ method: 'identifiers' })).toMatchObject({ method: 'identifiers', counts: { removed: 1 } });
  expect(await fails(() => run({ files: ['nowhere.csv'] }))).toMatchObject({ reason: 'bad-input', message: expect.stringContaining('nowhere.csv') });
});

test('a review file in JSON is read back as one in CSV; what is none is told, with the pair', async () => {
  const { run, clusters, folder } = desk();
  await run({ review: 'review.json' });
  const pairs = JSON.parse(readFileSync(join(folder, 'review.json'), 'utf8'));
  expect(pairs).toMatchObject([{ verdict: '', a: { id: 'a3', title: expect.stringContaining('Spawning') }, b: { id: 'a4' } }]);
  pairs[0].verdict = 'same';
  writeFileSync(join(folder, 'review.json'), `\uFEFF${JSON.stringify(pairs)}`);
  expect((await run({ verdicts: 'review.json' })).decided).toBe(1);
  expect(clusters()).toHaveLength(2);
  for (const [text, message] of [
    ['[{]', /no JSON/],
    ['[{"verdict":"same","a":{"id":"a3"}}]', /row 1: this is no pair/],
  ] as const) {
    writeFileSync(join(folder, 'review.json'), text);
    expect(await fails(() => run({ verdicts: 'review.json' }))).toMatchObject({ reason: 'bad-input', message: expect.stringMatching(message) });
  }
});

test('marked only: every record is there, in its order, with its cluster, what stays in its place, and why', async () => {
  const { run, table } = desk();
  await run({ mark: 'marked.csv' });
  const marked = table('marked.csv');
  expect(marked.map((row) => row['Record Id'])).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'b2']);
  expect(marked.filter((row) => row.Cluster === '1').map((row) => row['Record Id'])).toEqual(['a1', 'a2', 'b1']);
  expect(marked.filter((row) => row['Duplicate Of']).map((row) => [row['Duplicate Of'], /title same/.test(row.Why ?? '')])).toEqual(
    Array(2).fill([marked.find((row) => row.Cluster && !row['Duplicate Of'])?.['Record Id'], true]),
  );
});

test('against a clean library: what it does not have is kept, its own records are left as they are', async () => {
  const { run, table, folder } = desk();
  const result = await run({ files: [join(folder, 'two.csv')], against: [join(folder, 'one.csv')] });
  expect(result).toMatchObject({ library: 4, counts: { records: 2, removed: 1, kept: 1 } });
  expect(table('kept.csv').map(({ Title }) => Title)).toEqual(["'=Formula of growth"]);
  expect(table('removed.csv').map((row) => row['Kept File']?.endsWith('one.csv'))).toEqual([true]);
  expect(await fails(() => run({ against: [join(folder, 'one.csv')], method: 'exact' }))).toMatchObject({
    reason: 'bad-input',
    message: expect.stringContaining('rules and identifiers only'),
  });
});

test('clusters.json says which record filled which gap', async () => {
  const { run, folder, table } = desk();
  const sparse = 'c1,Larval dispersal of reef corals,"García, Ana and Müller, Bo",Journal of Coral Research,2020,,3,244--258,';
  writeFileSync(join(folder, 'three.csv'), [head, sparse].join('\n'));
  await run({ files: ['one.csv', 'two.csv', 'three.csv'].map((name) => join(folder, name)), prefer: ['three.csv'] });
  const { clusters, filled } = JSON.parse(readFileSync(join(folder, 'clusters.json'), 'utf8'));
  expect([clusters[0][0], Object.keys(filled), Object.keys(filled.c1).sort()]).toEqual(['c1', ['c1'], ['doi', 'volume']]);
  expect(clusters[0]).toContain(filled.c1.doi);
  expect(table('kept.csv').find(({ Title }) => /dispersal/.test(Title ?? ''))).toMatchObject({ DOI: '10.5555/x.1', Volume: '12' });
});

test('what is read is never written over: neither a file, nor the clean library, nor a review with verdicts', async () => {
  const { run, folder } = desk();
  const refused = (input: object) => fails(() => run(input));
  const over = { reason: 'bad-input', message: expect.stringContaining('would be written over') };
  await run({ review: 'review.csv' });
  expect(await refused({ verdicts: 'review.csv', review: 'review.csv' })).toMatchObject(over);
  expect(await refused({ out: join(folder, 'one.csv') })).toMatchObject(over);
  expect(await refused({ files: [join(folder, 'two.csv')], against: [join(folder, 'one.csv')], mark: 'one.csv' })).toMatchObject(over);
  expect(readFileSync(join(folder, 'one.csv'), 'utf8')).toBe([head, ...rows].join('\n'));
});
