import type { Work } from '@scopekit/record';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { htmlTable, jsonLines, read as readWorks, removedCsv, surveyColumns, type Writer, worksCsv, written } from './index.ts';

const work = (more: Partial<Work> = {}): Work => ({ authors: [], affiliations: [], from: { source: 'test' }, ...more });
const text = async (writer: Writer, works: readonly Work[]) => (await Array.fromAsync(written(writer, works))).join('');
const read = (csv: string) => parse(csv, { columns: true, bom: true }) as Record<string, string>[];

const full = work({
  eid: '2-s2.0-99900000001',
  scopusId: '99900000001',
  doi: '10.5555/j.1',
  title: 'Kelp, "beds"\nand reefs',
  authors: [
    { name: 'Nowak, Ana', indexedName: 'Nowak A.', authorId: '1' },
    { name: 'van der Berg, Carla', indexedName: 'van der Berg C.', authorId: '2', orcid: '0000-0002-1825-0097' },
  ],
  affiliations: [{ affiliationId: '60', name: 'Institute', city: 'Bergen', country: 'Norway' }],
  source: { title: 'Journal of Ecology Invented', isbn: ['9789900000018', '9789900000025'] },
  coverDate: '2024-05-01',
  year: 2024,
  volume: '3',
  citedBy: 0,
  abstract: 'Long.',
});

describe('the CSV of works', () => {
  test("begins with the eleven columns of Scopus Survey, in its program's order", async () => {
    expect(surveyColumns.map(({ name }) => name)).toEqual([
      'Article Preview Page URL',
      'Scopus ID',
      'Authors',
      'Title',
      'Publication Name',
      'Abstract',
      'Date',
      'Electronic ID',
      'DOI',
      'Volume',
      'Citations',
    ]);
    const [row] = read(await text(worksCsv(), [full]));
    expect(Object.values(row ?? {}).slice(0, 11)).toEqual([
      'https://www.scopus.com/inward/record.uri?partnerID=HzOxMe3b&scp=99900000001&origin=inward',
      '99900000001',
      'Nowak A., van der Berg C.',
      'Kelp, "beds"\nand reefs',
      'Journal of Ecology Invented',
      'Long.',
      '2024-05-01',
      '2-s2.0-99900000001',
      '10.5555/j.1',
      '3',
      '0',
    ]);
    expect(row).toMatchObject({
      'Author Full Names': 'Nowak, Ana; van der Berg, Carla',
      ORCIDs: '; 0000-0002-1825-0097',
      ISBN: '9789900000018; 9789900000025',
      Affiliations: 'Institute, Bergen, Norway',
    });
  });

  test('an absent value is an empty cell, never the word null', async () => {
    expect(Object.values(read(await text(worksCsv(), [work()]))[0] ?? {}).filter(Boolean)).toEqual([]);
  });

  test.for(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1'])('a title that a spreadsheet would compute is disarmed: %j', async (title) => {
    expect(read(await text(worksCsv(), [work({ title })]))[0]?.Title).toBe(`'${title}`);
    expect(read(await text(worksCsv({ plain: true }), [work({ title })]))[0]?.Title).toBe(title);
  });

  test('has a byte order mark for spreadsheets, and none when plain', async () => {
    expect(await text(worksCsv(), [])).toMatch(/^\uFEFFArticle/);
    expect(await text(worksCsv({ plain: true }), [])).toMatch(/^Article/);
  });

  test('is read back as it was, whatever the texts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ title: fc.string({ minLength: 1 }), abstract: fc.string({ minLength: 1 }) })), async (texts) => {
        const rows = read(await text(worksCsv({ plain: true }), texts.map(work)));
        expect(rows.map(({ Title, Abstract }) => [Title, Abstract])).toEqual(texts.map(({ title, abstract }) => [title, abstract]));
      }),
    );
  });
});

test('the CSV of removed works names the work that stayed, and why', async () => {
  const gone = work({ eid: '2-s2.0-99900000002', title: 'Kelp beds' });
  const [row] = read(await text(removedCsv([{ work: gone, kept: full, method: 'exact', why: 'same DOI' }]), [gone]));
  expect(row).toMatchObject({ 'Removed By': 'exact', Why: 'same DOI', 'Kept Electronic ID': full.eid, 'Electronic ID': gone.eid });
});

test('JSON Lines hold one whole work a line', async () => {
  const lines = (await text(jsonLines, [full, work()])).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([full, work()]);
});

describe('the table page', () => {
  const page = (works: readonly Work[], title = 'Kelp') => text(htmlTable({ title, about: ['Query: TITLE(kelp)'] }), works);

  test('a planted script stays text, in every field', async () => {
    const evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>';
    const html = await page(
      [
        work({
          title: evil,
          abstract: evil,
          doi: `10.5555/${evil}`,
          authors: [{ name: evil }],
          source: { title: evil },
          type: { name: evil },
          links: { scopus: 'javascript:alert(1)' },
        }),
      ],
      evil,
    );
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toMatch(/<img|onerror=alert\(1\)>|href="javascript/);
  });

  test('needs nothing else: no address to load from, and a policy that forbids any', async () => {
    const html = await page([full]);
    expect(html).not.toMatch(/\b(?:src|srcset)=|@import|url\(/);
    expect(html).toMatch(/default-src 'none'/);
  });

  test('says so when there are no works', async () => {
    expect(await page([])).toContain('No works.');
  });
});

describe('a table of DSpace', () => {
  test('has its columns by Dublin Core, in any language, with || between values and authorities behind them', async () => {
    const csv = [
      'id,collection,dc.title[en_US],dc.contributor.author[],dc.date.issued,dc.identifier.doi,dc.identifier.uri,dc.subject[en_US],dc.rights.embargodate',
      '7,1/2,A Title || Kept,"Kim, Ada::virtual::12::600||Lee, Bo",2024-03-01,10.5555/x.1,http://hdl.handle.net/1/7||https://doi.org/10.5555/x.1,corals||reefs,2026-01-01',
    ].join('\n');
    const [work] = await Array.fromAsync(readWorks([Buffer.from(csv)]));
    expect(work).toMatchObject({
      title: 'A Title || Kept',
      doi: '10.5555/x.1',
      coverDate: '2024-03-01',
      authors: [{ name: 'Kim, Ada' }, { name: 'Lee, Bo' }],
      authorKeywords: ['corals', 'reefs'],
      links: { publisher: 'https://doi.org/10.5555/x.1' },
      extra: { id: '7', 'dc.rights.embargodate': '2026-01-01' },
    });
  });
});
