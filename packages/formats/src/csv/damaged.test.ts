import { corpus, scopusCsv } from '@scopekit/test-fixtures';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FormatError, read } from '../index.ts';
import { ruledRows } from './rows.ts';

const works = [...corpus({ works: 40, seed: 3 }).works()];
const eids = works.map(({ eid }) => eid);
const clean = scopusCsv(works);

async function reading(text: string | Uint8Array, strict = false) {
  const found = read([text], { strict });
  const given = await Array.fromAsync(found);
  const { report } = found;
  return { works: given, report, kinds: Object.fromEntries(report.repairs.map(({ kind, count }) => [kind, count])) };
}

/** The rows of the clean file changed, the header left. */
const withRows = (change: (row: string, i: number) => string, csv = clean) => {
  const [header, ...rows] = csv.trimEnd().split('\n');
  return `${[header, ...rows.map(change)].join('\n')}\n`;
};

describe('a damaged CSV loses no row, and every repair is counted', () => {
  test('a stray quotation mark costs nothing but its own row', async () => {
    const csv = withRows((row, i) => (i === 5 ? row.replace('"Kim', 'x"Kim').replace(/","/, '" stray","') : row));
    const found = await reading(csv);
    expect(found.works).toHaveLength(40);
    expect(found.works.filter((_, i) => i !== 5).map(({ eid }) => eid)).toEqual(eids.filter((_, i) => i !== 5));
    expect(found.report.repairs).toMatchObject([{ kind: 'quotes', count: 1, places: [{ row: 6 }] }]);
  });

  test('marks of inches in every row: each is a row, and quickly', async () => {
    const rows = Array.from({ length: 4_000 }, (_, i) => `A ${i}" pipe\tKim, A.\t2020`);
    const began = performance.now();
    const found = await reading(`title\tauthors\tyear\n${rows.join('\n')}\n`);
    expect(found.works.map(({ title }) => title)).toEqual(rows.map((row) => row.split('\t')[0]));
    expect(found.kinds).toEqual({ quotes: 4_000 });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test.for<[string, string, string[]]>([
    ['the broken rows at the end', 'title,year\nC,2022\nA 5" x,2020\nB 3" y,2021\n', ['C', 'A 5" x', 'B 3" y']],
    ['all cells in quotation marks', '"title","year"\n"A 5" disk","2020"\n"B 3" disk","2021"\n"C","2022"\n', ['A 5" disk', 'B 3" disk', 'C']],
    ['a broken row before one with a cell too many', 'title,year\nA 5" x,2020\nB,2021,more\nC,2022\n', ['A 5" x', 'B', 'C']],
    ['a carriage return alone within a table of line feeds', 'title,year\nA,2020\nB,2021\rC,2022\nD,2023\n', ['A', 'B', 'C', 'D']],
    ['carriage returns alone, and a line feed within a cell', '"title","year"\r"A\nB","2020"\r"C","2021"\r', ['A B', 'C']],
  ])('%s', async ([, csv, titles]) => {
    expect((await reading(csv)).works.map(({ title }) => title)).toEqual(titles);
  });

  test('a stray quotation mark in any cell of any row: every row is there', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (count, strays, marks) => {
          const rows = Array.from({ length: count }, (_, i) => [`Title ${i}`, `200${i}`, `10.5555/x.${i}`]);
          for (const [i, j] of strays) {
            const row = rows[i % count] as string[];
            row[0] = `${row[0]?.slice(0, 1 + (j % 6))}"${row[0]?.slice(1 + (j % 6))}`;
          }
          const text = ['title,year,doi', ...rows.map((row) => row.map((cell) => (marks ? `"${cell}"` : cell)).join(','))].join('\n');
          const { works: found } = await reading(text);
          expect(found.map(({ year, doi }) => [String(year), doi])).toEqual(rows.map(([, year, doi]) => [year, doi]));
        },
      ),
      { numRuns: 200 },
    ));

  test('a quotation mark that is missing costs its cell, not the identifiers behind it', async () => {
    const row = 'Smith J.,"Smith, John (57200000001)",57200000001,"My title, with comma,2021,J,3,10.5555/x.1,,2-s2.0-99900000001';
    const found = await reading(`Authors,Author full names,Author(s) ID,Title,Year,Source title,Cited by,DOI,Link,EID\n${row}\n`);
    expect(found.works).toMatchObject([{ title: 'My title, with comma', year: 2021, doi: '10.5555/x.1', eid: '2-s2.0-99900000001' }]);
    expect(found.report.repaired).toBe(1);
  });

  test('every third quotation mark gone: still in linear time', async () => {
    let n = 0;
    const gone = scopusCsv([...corpus({ works: 600 }).works()]).replace(/"/g, (mark) => (n++ % 3 === 2 ? '' : mark));
    const began = performance.now();
    const found = await reading(gone);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(found.report.rows).toBeGreaterThan(500);
  });

  test('of a file cut within an identifier no half of it is given', async () => {
    const at = clean.lastIndexOf('2-s2.0-') + 12;
    const found = await reading(clean.slice(0, at));
    expect(found.works.at(-1)?.eid).toBe(eids.at(-1));
    const inLink = await reading(clean.slice(0, clean.lastIndexOf('eid=2-s2.0-') + 14));
    expect(inLink.works.at(-1)).not.toHaveProperty('eid');
  });

  test('cells missing at the end, as spreadsheets drop them, shift nothing', async () => {
    const { works: found } = await reading('title,authors,year,doi,journal,abstract\nB\nC,"Smith, J.",2020,10.1000/x,J Foo\n');
    expect(found).toMatchObject([{ title: 'B' }, { title: 'C', year: 2020, source: { title: 'J Foo' } }]);
    expect(found[1]).not.toHaveProperty('abstract');
    expect(found[0]).not.toHaveProperty('abstract');
  });

  test('a column without a name is kept as such', async () => {
    const { works: found } = await reading('title,abstract,year,\nA,Abs,2020,keep\n');
    expect(found).toMatchObject([{ title: 'A', abstract: 'Abs', year: 2020, extra: { 'column 4': 'keep' } }]);
  });

  test('a quotation mark that is never closed does not swallow the rest', async () => {
    const csv = withRows((row, i) => (i === 5 ? row.replace(/"$/, '') : row));
    const found = await reading(csv);
    expect(found.works).toHaveLength(40);
    expect(found.works[6]?.eid).toBe(eids[6]);
    expect(found.works.at(-1)?.eid).toBe(eids.at(-1));
    expect(found.report).toMatchObject({ rows: 40, repaired: 1 });
  });

  test('a file cut off in the middle of a cell keeps what came', async () => {
    const at = clean.lastIndexOf('","', clean.length - 900) + 8;
    const found = await reading(clean.slice(0, at));
    expect(found.works).toHaveLength(40);
    expect(found.works.at(-1)?.title).toBeDefined();
    expect(found.works.slice(0, -1).map(({ eid }) => eid)).toEqual(eids.slice(0, -1));
    expect(found.report.repairs[0]).toMatchObject({ kind: 'row-cut', count: 1, places: [{ row: 40 }] });
  });

  test('an unlabelled second funding text, which shifts 21 columns, is put back, not read as the EID', async () => {
    const csv = withRows((row) =>
      row.replace(
        /("This work was supported[^"]*"|"")(?=,"[^"]*","[^"]*","[^"]*","[^"]*","[^"]*","[^"]*","[^"]*","[^"]*","[^"]*","[^"]*","[^"]*","[^"]*","[^"]*","[^"]*","[^"]*","[^"]*","[^"]*","[^"]*","[^"]*","2-s2)/,
        '$1,"Second funding text"',
      ),
    );
    const found = await reading(csv);
    expect(found.works.map(({ eid }) => eid)).toEqual(eids);
    expect(found.works.every(({ funding = [] }) => funding.some(({ text }) => text === 'Second funding text'))).toBe(true);
    expect(found.works.map(({ source }) => source?.publisher)).toEqual(works.map(({ source }) => source.publisher));
    expect(found.kinds).toEqual({ 'row-ragged': 40 });
  });

  test('files joined one behind the other: headers are passed over, also those of another export', async () => {
    const other = scopusCsv(works.slice(0, 3), { columns: ['Authors', 'Title', 'Year', 'Link', 'EID'] });
    const found = await reading(clean + clean + other);
    expect(found.works.map(({ eid }) => eid)).toEqual([...eids, ...eids, ...eids.slice(0, 3)]);
    expect(found.works.map(({ year }) => year)).toEqual([...works, ...works, ...works.slice(0, 3)].map(({ year }) => year));
    expect(found.kinds).toEqual({ 'header-repeated': 2 });
  });

  test('semicolons and carriage returns of a spreadsheet are no damage', async () => {
    const rows = parse(clean, { bom: true }) as string[][];
    const saved = rows.map((row) => row.map((cell) => (/[;"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(';')).join('\r\n');
    const found = await reading(`${saved}\r\n`);
    expect(found.report.format).toBe('scopus-csv');
    expect(found.works.map(({ eid, title }) => [eid, title])).toEqual((await reading(clean)).works.map(({ eid, title }) => [eid, title]));
    expect(found.kinds).toEqual({});
  });

  test('semicolons at the end of rows that are otherwise whole', async () => {
    const padded = clean
      .replace('\uFEFF', '')
      .trimEnd()
      .split('\n')
      .map((row) => `${row};;;;`);
    const found = await reading([...padded, ''].join('\r\n'));
    expect(found.works.map(({ eid }) => eid)).toEqual(eids);
    expect(found.kinds).toEqual({});
  });

  test('rows that a spreadsheet put whole into one cell, padded with semicolons, are taken apart', async () => {
    const [header = '', ...rows] = clean.replace('\uFEFF', '').trimEnd().split('\n');
    const wrapped = rows.map((row) => `"${row.replaceAll('"', '""')}";;;;`);
    for (const head of [`${header.replaceAll('"', '')};;;;`, `"${header.replaceAll('"', '""')}";;;;`]) {
      const found = await reading([head, ...wrapped, ''].join('\r\n'));
      expect(found.report.format).toBe('scopus-csv');
      expect(found.works.map(({ eid }) => eid)).toEqual(eids);
      expect(found.kinds).toEqual({ 'row-unwrapped': 40 });
    }
  });

  test('what a spreadsheet takes for numbers and dates is left out and told, or restored', async () => {
    const csv =
      'Authors,Author full names,Author(s) ID,Title,Year,Issue,Page start,ISSN,PubMed ID,Link,EID\nKim A.,"Kim, Ann (57200000001)",5.72E+10,Kelp,2020.0,02-Mar,Jan-14,3785955,3.4E+07,,2-s2.0-99900000001\n';
    const found = await reading(csv);
    expect(found.works[0]).toMatchObject({ authors: [{ authorId: '57200000001' }], year: 2020, source: { issn: '03785955' } });
    expect(found.works[0]).not.toHaveProperty('issue');
    expect(found.works[0]).not.toHaveProperty('pmid');
    expect(found.kinds).toEqual({ 'number-mangled': 2, 'date-mangled': 2, 'zeros-restored': 1, 'fraction-dropped': 1 });
  });

  test('a cell of the greatest length a spreadsheet allows is told to be cut', async () => {
    const csv = `"Authors","Author full names","Title","Abstract","EID"\n"Kim A.","Kim, Ann (99900000001)","T","${'a'.repeat(32_767)}","2-s2.0-99900000001"\n`;
    expect((await reading(csv)).kinds).toEqual({ 'cell-cut': 1 });
  });

  test('an identifier that is none is kept in extra, and told', async () => {
    const csv = '"Authors","Author full names","Title","DOI","EID"\n"Kim A.","Kim, Ann (99900000001)","T","see publisher","2-s2.0-99900000001"\n';
    const found = await reading(csv);
    expect(found.works[0]?.extra).toEqual({ DOI: 'see publisher' });
    expect(found.kinds).toEqual({ 'value-unreadable': 1 });
  });

  test('strict: the first repair is an error that names the record and the column', async () => {
    const at = works.findIndex(({ doi }, i) => doi && i > 6);
    const csv = withRows((row, i) => (i === at ? row.replace(/"10\.\d[^"]*"/, '"broken"') : row));
    const failure = await reading(csv, true).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FormatError);
    expect(failure).toMatchObject({ reason: 'strict', row: at + 1, column: 'DOI', message: expect.stringContaining(`record ${at + 1}, DOI`) });
    await expect(reading(clean, true)).resolves.toMatchObject({ report: { rows: 40, repaired: 0 } });
  });
});

describe('encodings', () => {
  const text = scopusCsv(works.slice(0, 3)).replace('Un otro título inventado', 'Überprüfung – größer');
  test.for<[string, Uint8Array, string]>([
    ['UTF-8 with a mark', Buffer.from(text), 'UTF-8 with BOM'],
    ['UTF-16 with a mark', Buffer.from(text, 'utf16le'), 'UTF-16LE with BOM'],
    ['UTF-16 without', Buffer.from(text.slice(1), 'utf16le'), 'UTF-16LE'],
    ['UTF-16, the other order', Buffer.from(text.slice(1), 'utf16le').swap16(), 'UTF-16BE'],
  ])('%s is told by the bytes', async ([, bytes, encoding]) => {
    const found = await reading(bytes);
    expect(found.report.encoding).toBe(encoding);
    expect(found.works.map(({ eid }) => eid)).toEqual(eids.slice(0, 3));
  });

  test('Windows-1252 is told by statistics', async () => {
    const bytes = Buffer.from(
      'Title;Author;Year\nÜber die Größe der Bäume in süddeutschen Wäldern;Müller, Jürgen;2001\nÄrztliche Prüfung für Höhlenbären;Schröder, Käthe;2002\n',
      'latin1',
    );
    const found = await reading(bytes);
    expect(found.report.encoding).toMatch(/WINDOWS-1252|ISO-8859-1/);
    expect(found.works[0]).toMatchObject({ title: 'Über die Größe der Bäume in süddeutschen Wäldern', authors: [{ family: 'Müller' }] });
  });

  test('bytes that are no text are replaced, and told with the record they stand in', async () => {
    const rows = Array.from({ length: 400 }, (_, i) => `“Kelp” ${i},2020`);
    const bytes = Buffer.concat([Buffer.from(`title,year\n${rows.join('\n')}\n`), Buffer.from([0x41, 0xe2, 0x80]), Buffer.from(',2021\n')]);
    const found = await reading(bytes);
    expect(found.report).toMatchObject({ encoding: 'UTF-8', rows: 401, repairs: [{ kind: 'invalid-bytes', count: 1, places: [{ row: 401 }] }] });
    expect(found.works[0]?.title).toBe('“Kelp” 0');
  });

  test('another encoding that begins with nothing but ASCII is found out where it shows', async () => {
    const ascii = Array.from({ length: 3_000 }, (_, i) => `A plain title of a work ${i};Kim A.;2001\n`).join('');
    const found = await reading(
      Buffer.concat([Buffer.from(`Title;Author;Year\n${ascii}`), Buffer.from('Über die Größe der Bäume;Müller, Jürgen;2001\n', 'latin1')]),
    );
    expect(found.report.encoding).toMatch(/WINDOWS-1252|ISO-8859-1/);
    expect(found.works.at(-1)?.title).toBe('Über die Größe der Bäume');
  });

  test('a character cut between two texts is one', async () => {
    expect((await Array.fromAsync(read(['title,year\nA \ud83d', '\ude00 B,2020\n'])))[0]?.title).toBe('A 😀 B');
  });

  test('a source that is left early is closed', async () => {
    let closed = 0;
    const source = async function* () {
      try {
        for (;;) yield 'title,year\nA,2020\n'.repeat(1_000);
      } finally {
        closed++;
      }
    };
    for await (const _ of read(source())) break;
    const page = async function* () {
      try {
        yield '<html>';
        yield 'more';
      } finally {
        closed++;
      }
    };
    await expect(Array.fromAsync(read(page()))).rejects.toBeInstanceOf(FormatError);
    expect(closed).toBe(2);
  });
});

describe('pieces of any size give the same', () => {
  test('a file cut anywhere, also within a character', async () => {
    const bytes = Buffer.from(clean);
    const whole = (await reading(bytes)).works;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 6 }), async (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const pieces = places.slice(1).map((to, i) => bytes.subarray(places[i], to));
        expect(await Array.fromAsync(read(pieces))).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  });

  test('rows by the rules are those of csv-parse, wherever the text is cut', () => {
    const cell = fc.oneof(fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', '"', '\n', ';') }), fc.string());
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }), fc.boolean(), fc.nat(), (table, crlf, cut) => {
        const needed = (text: string) => /[",\r\n]/.test(text) || cut % 2 === 0;
        const text =
          table.map((row) => row.map((each) => (needed(each) ? `"${each.replaceAll('"', '""')}"` : each)).join(',')).join(crlf ? '\r\n' : '\n') +
          (cut % 3 ? '\n' : '');
        const options = { delimiter: ',' };
        const first = ruledRows(text.slice(0, cut % (text.length + 1)), options, false);
        const rest = ruledRows(text.slice(first.at), options, true);
        expect(first.broken || rest.broken).toBe(false);
        const expected = parse(text, { delimiter: ',', record_delimiter: ['\r\n', '\n'], relax_column_count: true, skip_empty_lines: true }) as string[][];
        expect([...first.rows, ...rest.rows].map(({ cells }) => cells)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is no bibliographic file is refused with what it seems to be', () => {
  test.for<[string, string | Uint8Array, RegExp]>([
    ['a web page', '<!DOCTYPE html><html><body>Sign in</body></html>', /a web page/],
    ['a PDF', '%PDF-1.7\n…', /a PDF/],
    ['a spreadsheet', Buffer.from('PK\u0003\u0004xl/workbook', 'latin1'), /Office file/],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), /gzip/],
    ['nothing', '', /an empty file/],
    ['blanks', '\uFEFF \n\n', /an empty file/],
    ['prose', 'Dear colleague,\nplease find the list attached.\n', /a text without columns|a table without titles/],
    ["Scopus's list of sources", 'Sourcerecord ID,Source Title,Print-ISSN,Coverage\n1,Kelp,12345678,2001-\n', /list of sources/],
    ['a table of something else', 'name,price,stock\nkelp,3,4\n', /without titles or identifiers \(its first row: name, price, stock\)/],
    ["an API's answer", '{"search-results":{"entry":[]}}', /answer of an Elsevier API/],
    ['other JSON', '{"a":1}', /JSON of some other kind/],
    ['other XML', '<?xml version="1.0"?><feed><x/></feed>', /XML with the root feed/],
    ["PubMed's XML", '<?xml version="1.0"?><!DOCTYPE PubmedArticleSet><PubmedArticleSet></PubmedArticleSet>', /PubMed's XML/],
  ])('%s', async ([, content, seems]) => {
    const failure = await reading(content).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FormatError);
    expect(failure).toMatchObject({ reason: 'not-a-format', message: expect.stringMatching(seems) });
  });

  test('a table that is only called scopus.csv is read as what it is', async () => {
    const csv =
      'Title,Takeaway,Authors,Year,Citations,Abstract,Study Type,Journal,Journal SJR Quartile,DOI,Consensus Link\nKelp,Grows,"Ann B Kim, C. Lee",2022,3,Long,,Sea,1,10.5555/a.1,https://consensus.app/x\n';
    const found = read([csv], { file: 'scopus.csv' });
    const [work] = await Array.fromAsync(found);
    expect(found.report).toMatchObject({ format: 'csv', variant: 'Consensus' });
    expect(work).toMatchObject({
      title: 'Kelp',
      doi: '10.5555/a.1',
      authors: [{ family: 'Kim' }, { family: 'Lee' }],
      source: { title: 'Sea' },
      from: { source: 'file.csv', file: 'scopus.csv' },
    });
  });
});
