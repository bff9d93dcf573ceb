import { plainText, type Work } from '@scopekit/record';
import { corpus, type ExportGeneration, scopusCsv, scopusRis } from '@scopekit/test-fixtures';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FormatError, read, scopusColumns, type WriteFormat, write } from '../index.ts';
import { leftOut } from '../read/left-out.ts';

/** Without those to which the corpus gives an id of PubMed that is none. */
const invented = [...corpus({ works: 60, seed: 5 }).works()].filter(({ pmid = '' }) => pmid.length <= 8);
const textOf = async (works: AsyncIterable<Work> | Iterable<Work>, format: WriteFormat, reading?: ReturnType<typeof read>) =>
  (await Array.fromAsync(write(works, format, { reading }))).join('');
const again = async (works: Iterable<Work>, format: WriteFormat) =>
  (await Array.fromAsync(read([await textOf(works, format)]))).map(({ from: _, ...work }) => work);

const letters = 'abcdefghijklmnopqrstuvwxyzäéøλж0123456789';
const word = fc
  .string({ unit: fc.constantFrom(...letters), minLength: 2, maxLength: 9 })
  .filter((text) => /^\p{L}/u.test(text) && !/^(?:null|none|nan|and|undefined|others?|the|n\d?a)$/i.test(text));
/** Prose with everything that formats care about: quotation marks, delimiters, TeX's own characters, angle brackets. */
const prose = fc
  .array(
    fc.oneof(
      { arbitrary: word, weight: 6 },
      {
        arbitrary: fc.constantFrom('"so"', '& co', '50 %', 'p < 0.05', '$5', 'a_b', '{x}', '~', 'x^2', '#1', "it's", '\\n', '=1+1', '-x', '(2020)', 'a, b'),
        weight: 1,
      },
    ),
    { minLength: 2, maxLength: 9 },
  )
  .map((words) => words.join(' '))
  .filter((text) => plainText(text) === text && /^\p{L}/u.test(text) && /\p{L}$/u.test(text) && !/\]|\[/.test(text));
const name = word.map((text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase().replace(/\d/g, 'a'));
const author = fc.tuple(name, name).map(([family, given]) => ({ name: `${family}, ${given}`, family, given }));
const digits = (length: number) => fc.integer({ min: 10 ** (length - 1), max: 10 ** length - 1 }).map(String);

/** What every format can hold. */
const common = fc.record({
  title: prose,
  authors: fc.array(author, { minLength: 1, maxLength: 4 }),
  affiliations: fc.constant([]).map(() => []),
  year: fc.integer({ min: 1900, max: 2030 }),
  volume: digits(2),
  issue: digits(1),
  pageStart: digits(3),
  pageEnd: digits(3),
  doi: digits(5).map((suffix) => `10.5555/x.${suffix}`),
  abstract: prose,
  source: fc.record({ title: prose, issn: digits(8), publisher: prose }),
});
const worksOf = fc.array(common, { minLength: 1, maxLength: 4 }).map((all): Work[] => all.map((work) => ({ ...work, from: { source: 'test' } })));

const held = (work: Omit<Work, 'from'>) => ({
  title: work.title,
  authors: work.authors.map(({ name: whole }) => whole),
  year: work.year,
  volume: work.volume,
  issue: work.issue,
  pages: [work.pageStart, work.pageEnd],
  doi: work.doi,
  abstract: work.abstract,
  source: [work.source?.title, work.source?.issn, work.source?.publisher],
});

describe('written and read again', () => {
  test.for<WriteFormat>(['csv', 'jsonl', 'ris', 'bibtex', 'csl-json', 'scopus-csv'])('%s gives what every format holds', (format) =>
    fc.assert(
      fc.asyncProperty(worksOf, async (works) => {
        expect((await again(works, format)).map(held)).toEqual(works.map(held));
      }),
      { numRuns: 60 },
    ),
  );

  test.for<ExportGeneration>(['C', 'E'])('a work of generation %s written as Scopus does is the same work', async (generation) => {
    const works = await Array.fromAsync(read([scopusCsv(invented, { generation })]));
    const strip = ({ from: _, ...work }: Work) => work;
    expect(await again(works, 'scopus-csv')).toEqual(works.map(strip));
  });

  test('JSON Lines lose nothing', async () => {
    const works = await Array.fromAsync(read([scopusCsv(invented)]));
    const found = await Array.fromAsync(read([await textOf(works, 'jsonl')]));
    expect(found).toEqual(works);
  });

  test('what Scopus writes today has 46 columns, a mark, and quotation marks around every cell', async () => {
    const [header = ''] = (await textOf([], 'scopus-csv')).split('\n');
    expect(header.startsWith('\uFEFF"Authors","Author full names"')).toBe(true);
    expect(header.split('","')).toHaveLength(46);
  });

  test('RIS and BibTeX of a whole work', async () => {
    const work: Work = {
      eid: '2-s2.0-99900000001',
      title: 'Kelp & {tang}: 50 % of $x_1$',
      authors: [
        { name: 'van der Berg, Carla', family: 'van der Berg', given: 'Carla' },
        { name: 'Kelp and Tang Group', collaboration: true },
      ],
      affiliations: [{ name: 'Institute', city: 'Oslo', country: 'Norway' }],
      year: 2024,
      type: { code: 'cp', name: 'Conference paper' },
      source: { title: 'Proc. Sea', isbn: ['9789900000018'] },
      conference: { name: 'Sea 2024', location: 'Oslo' },
      pageStart: '1',
      pageEnd: '9',
      links: { scopus: 'https://www.scopus.com/x?a=1&b=2' },
      from: { source: 'test' },
    };
    expect(await textOf([work, work], 'ris')).toMatchSnapshot();
    expect(await textOf([work, work], 'bibtex')).toMatchSnapshot();
  });
});

describe('what a format has no place for is told', () => {
  test('by field, with the number of works that have it', async () => {
    const work: Work = {
      title: 'Kelp',
      eid: '2-s2.0-99900000001',
      authors: [{ name: 'Kim, A.', orcid: '0000-0002-1825-0097' }],
      affiliations: [{ affiliationId: '60', name: 'I' }],
      funding: [{ agency: 'A' }],
      citedBy: 3,
      from: { source: 'test' },
    };
    const writing = write([work, { ...work, citedBy: undefined }], 'ris');
    await Array.fromAsync(writing);
    expect(writing.losses).toEqual([
      { field: 'authors.orcid', works: 2 },
      { field: 'affiliations.affiliationId', works: 2 },
      { field: 'funding', works: 2 },
      { field: 'citedBy', works: 1 },
    ]);
    const whole = write([work], 'jsonl');
    await Array.fromAsync(whole);
    expect(whole.losses).toEqual([]);
  });

  test('a work of today loses nothing as the CSV of Scopus', async () => {
    const writing = write(read([scopusCsv(invented)]), 'scopus-csv');
    await Array.fromAsync(writing);
    expect(writing.losses).toEqual([]);
  });
});

describe('a table as it came in', () => {
  const same = async (text: string) => {
    const reading = read([text], { raw: true });
    return textOf(reading, 'as-input', reading);
  };

  test.for<ExportGeneration>(['A', 'B', 'C', 'D', 'D2', 'E'])('of generation %s is the same, byte by byte', async (generation) => {
    const csv = scopusCsv(invented, { generation });
    expect(await same(csv)).toBe(csv);
  });

  test.for<[string, string]>([
    ['semicolons, carriage returns, no last line end', 'Title;Year;Mine\r\n"Kelp; tang";2020;"yes"\r\n\'x;2021;""'],
    ['tabs', 'title\tauthors\tdoi\nKelp\tKim A.\t10.5555/A.1\n'],
    ['columns nobody knows, and cells that are no values', 'ID,title,doi,colour\n1,Kelp,N/A,blue\n2,"Tang ""x""",see,\n'],
  ])("anybody's table: %s", async ([, text]) => {
    expect(await same(text)).toBe(text);
  });

  test.for<[name: string, change: (work: Work) => Work, column: string, cell: string]>([
    ['title', (work) => ({ ...work, title: 'Another, "quoted"', alternativeTitles: undefined }), 'Title', '"Another, ""quoted"""'],
    ['citations', (work) => ({ ...work, citedBy: 777 }), 'Cited by', '"777"'],
    ['DOI', (work) => ({ ...work, doi: '10.5555/new' }), 'DOI', '"10.5555/new"'],
    ['keywords', (work) => ({ ...work, authorKeywords: ['one', 'two'] }), 'Author Keywords', '"one; two"'],
    ['publisher', (work) => ({ ...work, source: { ...work.source, publisher: 'Other Press' } }), 'Publisher', '"Other Press"'],
  ])('change one thing, the %s, and exactly that cell differs', async ([, change, column, cell]) => {
    const csv = scopusCsv(invented);
    const reading = read([csv], { raw: true });
    const changed = async function* () {
      for await (const work of reading) yield work.from.row === 30 ? change(work) : work;
    };
    const written = await textOf(changed(), 'as-input', reading);
    const lines = csv.split('\n');
    const cells = (lines[30] as string).split(/,(?=")/);
    const at = scopusColumns.findIndex(({ name: each }) => each === column);
    cells[at] = cell;
    lines[30] = cells.join(',');
    expect(written).toBe(lines.join('\n'));
  });

  test('only a table can be written so', async () => {
    const reading = read([scopusRis(invented)], { raw: true });
    await expect(textOf(reading, 'as-input', reading)).rejects.toBeInstanceOf(FormatError);
  });
});

describe('homes', () => {
  test('every one of the 46 columns has a home in a work, or a reason why not', () => {
    expect(scopusColumns).toHaveLength(46);
    const refused = scopusColumns.flatMap(({ name: column, home }) => ('refused' in home ? [column] : []));
    expect(refused).toEqual(['Page count', 'Source']);
  });

  test('what a reader leaves out is in its report, with the reason', async () => {
    const reading = read(['PMID- 99900001\nOWN - NLM\nTI  - Kelp\nXYZ - mine\n']);
    const [work] = await Array.fromAsync(reading);
    expect(work?.extra).toEqual({ XYZ: 'mine' });
    expect(reading.report.leftOut).toContainEqual({ column: 'OWN', why: 'of the database and its day, not of the work' });
    for (const [, columns] of Object.entries(leftOut)) for (const why of Object.values(columns)) expect(why.length).toBeGreaterThan(20);
  });

  test.for(scopusColumns.flatMap(({ name: column, home }) => ('refused' in home ? [] : [[column, home] as const])))('%s', async ([column, home]) => {
    const csv = scopusCsv([...corpus({ works: 400, seed: 2 }).works()], {});
    const samples: Readonly<Record<string, string>> = { 'Molecular Sequence Numbers': 'GENBANK: AB1, AB2', Tradenames: 'Kelpo', Manufacturers: 'Tang Inc.' };
    const text = samples[column] ? `"Authors","Author full names","Author(s) ID","${column}","EID"\n"","","","${samples[column]}","2-s2.0-99900000001"\n` : csv;
    const filled = new Set<string>();
    for await (const work of read([text]))
      for (const path of home) {
        const [key = '', sub] = path.split('.');
        const found = [(work as unknown as Record<string, unknown>)[key]].flat();
        if (found.some((each) => each !== undefined && (sub === undefined || (each as Record<string, unknown>)[sub] !== undefined))) filled.add(path);
      }
    expect([...filled].toSorted()).toEqual([...home].filter((path) => path !== 'source.eissn').toSorted());
  });
});
