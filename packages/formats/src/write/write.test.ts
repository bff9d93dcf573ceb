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
  const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
  const rich = fc.record({
    eid: maybe(digits(11).map((id) => `2-s2.0-${id}`)),
    doi: maybe(digits(5).map((suffix) => `10.5555/x_${suffix}`)),
    pmid: maybe(digits(7)),
    title: fc.oneof(prose, fc.constantFrom('Kelp (part 1): “beds” [of] 5" & more', 'A; B', 'Über CO₂_x, y')),
    alternativeTitles: maybe(fc.constant(['Tang und Algen'])),
    authors: fc.array(
      fc
        .tuple(author, maybe(digits(11)), maybe(fc.boolean()))
        .map(([each, authorId, group]) => (group ? { name: `${each.family} Group`, collaboration: true } : { ...each, ...(authorId ? { authorId } : {}) })),
      { minLength: 1, maxLength: 3 },
    ),
    affiliations: maybe(fc.constantFrom([{ name: 'Institute, Oslo' }], [{ name: 'School; Lab', affiliationId: '60' }])),
    year: maybe(fc.integer({ min: 1900, max: 2030 })),
    volume: maybe(digits(2)),
    articleNumber: maybe(digits(4)),
    source: fc.record({
      title: maybe(prose),
      issn: maybe(digits(8)),
      eissn: maybe(digits(8)),
      isbn: maybe(fc.constantFrom(['9789900000018'], ['9789900000018', '9789900000025'])),
      coden: maybe(fc.constant('INVTD')),
    }),
    conference: maybe(fc.record({ name: maybe(prose), location: maybe(word) })),
    type: maybe(fc.constantFrom({ code: 'ar', name: 'Article' }, { code: 'cp', name: 'Conference paper' }, { code: 're', name: 'Review' })),
    citedBy: maybe(fc.nat(999)),
    abstract: maybe(prose),
    authorKeywords: maybe(fc.constantFrom(['algae', 'sea'], ['a; b'])),
    indexKeywords: maybe(fc.constant(['Kelp'])),
    funding: maybe(fc.constant([{ agency: 'Invented Council', acronym: 'INC', numbers: ['12'] }])),
    openAccess: maybe(fc.constantFrom({ open: true, kinds: ['Gold'] }, { open: false })),
    links: maybe(
      fc.constantFrom(
        { publisher: 'https://example.org/x' },
        { scopus: 'https://www.scopus.com/pages/publications/99900000001', publisher: 'https://example.org/x' },
      ),
    ),
  });
  const bare = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

  test.for<WriteFormat>(['csv', 'jsonl', 'ris', 'bibtex', 'csl-json', 'scopus-csv'])('%s: whatever a work has comes back, or is told', (format) =>
    fc.assert(
      fc.asyncProperty(rich, async (given) => {
        const work = { ...(bare({ ...given, affiliations: given.affiliations ?? [] }) as object), from: { source: 'test' } } as Work;
        if (work.year) work.coverDate = `${work.year}-05-01`;
        if (work.links?.scopus) work.eid = '2-s2.0-99900000001';
        const writing = write([work], format);
        const text = (await Array.fromAsync(writing)).join('');
        const [back] = await Array.fromAsync(read([text]));
        const told = new Set(writing.losses.map(({ field }) => field));
        const gone = Object.keys(work).filter((key) => {
          if (key === 'from' || key === 'extra' || told.has(key)) return false;
          const members = [...told].filter((field) => field.startsWith(`${key}.`)).map((field) => field.slice(key.length + 1));
          const without = (value: unknown): unknown =>
            JSON.parse(JSON.stringify(value ?? null), (name, each) =>
              members.includes(name) || each === null || name === 'indexedName' || name === 'initials' ? undefined : each,
            ) ?? null;
          const before = without((work as unknown as Record<string, unknown>)[key]);
          const after = without((back as unknown as Record<string, unknown> | undefined)?.[key]);
          const isNothing = (value: unknown) => value === null || JSON.stringify(value).replace(/[{}[\],]|null/g, '') === '';
          if (isNothing(before)) return false;
          // Formats with one list of keywords hold both kinds in it.
          if (key === 'authorKeywords' && told.has('indexKeywords')) return (before as string[]).some((word) => !(after as string[] | null)?.includes(word));
          if (Array.isArray(before) && Array.isArray(after)) return JSON.stringify(before) !== JSON.stringify(after);
          if (typeof before !== 'object') return before !== after;
          return Object.entries(before as object).some(
            ([name, each]) => JSON.stringify((after as Record<string, unknown> | null)?.[name]) !== JSON.stringify(each),
          );
        });
        expect({ gone, text }).toEqual({ gone: [], text });
      }),
      { numRuns: 150 },
    ),
  );

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

  test('joined files of different generations keep both headers', async () => {
    const joined = scopusCsv(invented.slice(0, 5), { generation: 'A' }) + scopusCsv(invented.slice(5, 9)).replace('\uFEFF', '');
    expect(await same(joined)).toBe(joined);
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
