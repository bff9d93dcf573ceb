import { corpus, type ExportGeneration, exportedReferences, type InventedWork, scopusBibtex, scopusCsv, scopusRis, scopusText } from '@scopekit/test-fixtures';
import { describe, expect, test } from 'vitest';
import { type ReadOptions, read } from '../index.ts';

const works = [...corpus({ works: 220, seed: 7 }).works()];
const generations: readonly ExportGeneration[] = ['A', 'B', 'C', 'D', 'D2', 'E'];

async function reading(text: string, options: ReadOptions = {}) {
  const found = read([text], options);
  return { works: await Array.fromAsync(found), report: found.report };
}
const kindsOf = ({ repairs }: { repairs: readonly { kind: string; count: number }[] }) => Object.fromEntries(repairs.map(({ kind, count }) => [kind, count]));
const plain = (text: string) =>
  text
    .replace(/<[^>]+>/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&plusmn;', '±');

/** What every format of every generation must give. */
const told = (work: InventedWork) => ({ eid: work.eid, doi: work.doi, year: work.year, title: plain(work.title), authors: work.authors.length });

describe('CSV exported by Scopus', () => {
  test.for(generations)('of generation %s gives every work with its identifiers, title, year and authors', async (generation) => {
    const found = await reading(scopusCsv(works, { generation }));
    expect(found.report).toMatchObject({ format: 'scopus-csv', variant: generation, encoding: 'UTF-8 with BOM', rows: 220, read: 220, refused: 0 });
    expect(found.works.map((work) => ({ eid: work.eid, doi: work.doi, year: work.year, title: work.title, authors: work.authors.length }))).toEqual(
      works.map(told),
    );
    if (generation !== 'D') expect(found.report.repairs).toEqual([]);
    else expect(Object.keys(kindsOf(found.report))).toEqual(['escapes']);
  });

  test.for(generations)('of generation %s: authors keep their ids and family names, and find their affiliations', async (generation) => {
    const found = await reading(scopusCsv(works, { generation }));
    for (const [i, work] of found.works.entries()) {
      const signatures = works[i]?.authors ?? [];
      expect(work.authors.map(({ family }) => family)).toEqual(signatures.map(({ author }) => author.family));
      if (generation !== 'A') expect(work.authors.map(({ authorId }) => authorId)).toEqual(signatures.map(({ author }) => author.auid));
      expect(work.authors.map(({ affiliations = [] }) => affiliations.map((at) => work.affiliations[at]?.name))).toEqual(
        signatures.map(({ affiliations }) =>
          affiliations.map(({ department, name, city, country }) => [department, name, city, country].filter(Boolean).join(', ')),
        ),
      );
    }
  });

  test.for(generations)('of generation %s: references are separated', async (generation) => {
    const found = await reading(scopusCsv(works, { generation }));
    const old = generation === 'A' || generation === 'B';
    expect(found.works.map(({ references = [] }) => references.map(({ fullText }) => fullText))).toEqual(works.map((work) => exportedReferences(work, old)));
    expect(found.works.flatMap(({ references = [] }) => references).every(({ year, confidence }) => year && confidence === 'high')).toBe(true);
  });

  test('a whole row of today, every cell in its home', async () => {
    const index = works.findIndex(({ type, funding, isbn, freeToRead }) => type === 'cp' && funding && isbn?.length && freeToRead.length);
    const { works: found } = await reading(scopusCsv(works.slice(index, index + 1)));
    expect(found[0]).toMatchSnapshot();
  });

  test('an empty count of citations is 0 before 2023, and unknown after', async () => {
    const cells = {
      A: 'Authors,Title,Year,Source title,Cited by,Link,EID\n"Kim, A.","T",2015,"S",,"","2-s2.0-99900000001"\n',
      C: '"Authors","Author full names","Title","Year","Source title","Cited by","EID"\n"Kim A.","Kim, Ann (99900000001)","T","2024","S","","2-s2.0-99900000001"\n',
    };
    expect((await reading(cells.A)).works[0]?.citedBy).toBe(0);
    expect((await reading(cells.C)).works[0]?.citedBy).toBeUndefined();
  });

  test('without columns EID and DOI both come out of the link, on any host', async () => {
    const csv = scopusCsv(works, { columns: ['Authors', 'Author full names', 'Author(s) ID', 'Title', 'Year', 'Link'] }).replaceAll(
      'www.scopus.com',
      'www-scopus-com.proxy.example.org',
    );
    const found = await reading(csv);
    expect(found.report.format).toBe('scopus-csv');
    expect(found.works.map(({ eid, doi }) => [eid, doi])).toEqual(works.map(({ eid, doi }) => [eid, doi]));
    expect(found.report.repairs).toEqual([]);
  });

  test('headers in Chinese are read by their names, and in a script nobody has recorded by what is under them', async () => {
    const names = [
      'Authors',
      'Author full names',
      'Author(s) ID',
      'Title',
      'Year',
      'Source title',
      'Volume',
      'Issue',
      'DOI',
      'Link',
      'Document Type',
      'Source',
      'EID',
    ];
    const csv = scopusCsv(works, { columns: names });
    const [, ...rows] = csv.split('\n');
    const chinese = '\uFEFF"作者","Author full names","作者 ID","文献标题","年份","来源出版物名称","卷","期","DOI","链接","文献类型","来源出版物","EID"';
    const cyrillic = '\uFEFF"Автор","Авторы","Код","Название","Год","Издание","Том","Выпуск","ДОИ","Ссылка","Тип","База","ЭИД"';
    for (const header of [chinese, cyrillic]) {
      const found = await reading([header, ...rows].join('\n'));
      expect(found.report.format).toBe('scopus-csv');
      if (header === cyrillic) expect(kindsOf(found.report)).toEqual({ 'column-guessed': 13 });
      expect(found.works.map(({ eid, title, year, authors, source }) => [eid, title, year, authors.length, source?.title])).toEqual(
        works.map((work) => [work.eid, plain(work.title), work.year, work.authors.length, work.source.title]),
      );
    }
  });

  test('foreign headers out of order: what has a form of its own is known, the rest is kept, and both are told', async () => {
    const found = await reading(
      'Название,Авторы,Год,Ссылка\nA long title of a work,Smith J.; Doe J.,2021,https://www.scopus.com/inward/record.uri?eid=2-s2.0-99900000001\n',
    );
    expect(found.works[0]).toMatchObject({ year: 2021, eid: '2-s2.0-99900000001' });
    expect(found.works[0]?.title).not.toBe('Smith J.; Doe J.');
    expect(kindsOf(found.report)['column-guessed']).toBeGreaterThan(1);
  });

  test('headers as programs rename them', async () => {
    const columns = ['Authors', 'Author full names', 'Author(s) ID', 'Title', 'Year', 'Source title', 'Art. No.', 'EID'];
    const [, ...rows] = scopusCsv(works, { columns }).split('\n');
    for (const header of [
      'Authors,Author.full.names,Author.s..ID,Title,Year,Source.title,Art..No.,EID',
      'authors,author_full_names,author_s_id,title,year,source_title,art_no,eid',
    ]) {
      const found = await reading([header, ...rows].join('\n'));
      expect(found.report.format).toBe('scopus-csv');
      expect(found.works.map(({ authors }) => authors.length)).toEqual(works.map(({ authors }) => authors.length));
    }
  });

  test("a column that is a user's own is kept under its name", async () => {
    const csv = scopusCsv(works.slice(0, 2))
      .replace('"EID"\n', '"EID","Include?"\n')
      .replace(/"(2-s2\.0-\d+)"\n/g, '"$1","yes"\n');
    expect((await reading(csv)).works.map(({ extra }) => extra)).toEqual([{ 'Include?': 'yes' }, { 'Include?': 'yes' }]);
  });

  test("two columns of one name, and one with an object's own name, are kept", async () => {
    const csv = scopusCsv(works.slice(0, 1))
      .replace('"EID"\n', '"EID","Note","Note","__proto__"\n')
      .replace(/"(2-s2\.0-\d+)"\n/g, '"$1","read","cited","mine"\n');
    const [work] = (await reading(csv)).works;
    expect(Object.entries(work?.extra ?? {})).toEqual([
      ['Note', 'read; cited'],
      ['__proto__', 'mine'],
    ]);
  });

  test('words in place of a value are no value', async () => {
    const csv =
      'Authors,Author(s) ID,Title,Year,Source title,Abstract,Link,EID\n"[No author name available]","[No author id available]","[No title available]",2020,"[No source information available]","[No abstract available]","","2-s2.0-99900000001"\n';
    expect((await reading(csv)).works).toEqual([
      {
        eid: '2-s2.0-99900000001',
        scopusId: '99900000001',
        authors: [],
        affiliations: [],
        year: 2020,
        from: { source: 'file.scopus-csv', row: 1 },
      },
    ]);
  });
});

describe('the grammars of cells', () => {
  const header =
    '"Authors","Author full names","Author(s) ID","Title","Year","Affiliations","Authors with affiliations","Funding Details","Funding Texts","References","Correspondence Address","Editors","Open Access","Document Type","EID"\n';
  const one = async (cells: Partial<Record<string, string>>, head = header) => {
    const names = head.trim().replaceAll('"', '').split(',');
    const row = names.map((name) => `"${(cells[name] ?? { EID: '2-s2.0-99900000001', Year: '2024' }[name] ?? '').replaceAll('"', '""')}"`).join(',');
    const found = await reading(`${head}${row}\n`);
    return { work: found.works[0], repairs: kindsOf(found.report) };
  };
  const old = header.replace('"Author full names",', '').replaceAll('"', '');

  test.for<[name: string, cell: string, families: string[]]>([
    ['families of several words, and hyphens', 'van der Berg C.-D., Kim A.', ['van der Berg', 'Kim']],
    ['Jr. stays with the name before it', "O'Boyle E.H., Jr., Kim A.", ["O'Boyle", 'Kim']],
    ['a name of one word', 'Dafik, Kim A.', ['', 'Kim']],
    ['a comma before the initials', 'Pan, Y., Yu, C., Li, B.', ['Pan', 'Yu', 'Li']],
    ['a hyphen of Unicode', 'Chen Z.\u2010t., Kim A.', ['Chen', 'Kim']],
  ])('authors before 2023: %s', async ([, cell, families]) => {
    const { work } = await one({ Authors: cell }, old);
    expect(work?.authors.map(({ family = '' }) => family)).toEqual(families);
  });

  test('a name that Scopus cut in two is mended by the full names, and told', async () => {
    const { work, repairs } = await one({
      Authors: 'G.; Kotopoulos, T.; Kim A.',
      'Author full names': 'Kotopoulos G., T. (99900000011); Kim, Ann (99900000012)',
      'Author(s) ID': '99900000011; 99900000012',
    });
    expect(work?.authors.map(({ authorId }) => authorId)).toEqual(['99900000011', '99900000012']);
    expect(repairs).toEqual({ 'authors-disagree': 1 });
  });

  test('ids that do not fit the names are kept in extra rather than given to the wrong people', async () => {
    const { work, repairs } = await one({ Authors: 'Kim A., Lee B.', 'Author(s) ID': '99900000011;' }, old);
    expect(work?.authors.every(({ authorId }) => authorId === undefined)).toBe(true);
    expect(work?.extra).toEqual({ 'Author(s) ID': '99900000011;' });
    expect(repairs).toEqual({ 'authors-disagree': 1 });
  });

  test('a long cell of full names that have no ids is read in a moment', async () => {
    const names = `Kim, Ann (57900000001); ${'Silva ; '.repeat(60_000)}(nobody)`;
    const [work] = await Array.fromAsync(read([`Author full names,Title,Year,EID\n"${names}",Kelp,2020,2-s2.0-99900000001\n`]));
    expect(work?.authors[0]).toMatchObject({ name: 'Kim, Ann', authorId: '57900000001' });
  });

  test('a semicolon within an affiliation does not begin an author', async () => {
    const { work, repairs } = await one({
      Authors: 'Kim A.; Lee B.',
      'Author full names': 'Kim, Ann (99900000011); Lee, Bo (99900000012)',
      'Author(s) ID': '99900000011; 99900000012',
      Affiliations: 'School of Management; Key Laboratory, Bergen, Norway; Institute, Oslo, Norway',
      'Authors with affiliations':
        'Kim A., School of Management; Key Laboratory, Bergen, Norway; Lee B., Institute, Oslo, Norway, Key Laboratory, Bergen, Norway',
    });
    const names = work?.authors.map(({ affiliations = [] }) => affiliations.map((at) => work.affiliations[at]?.name));
    expect(names).toEqual([
      ['School of Management', 'Key Laboratory, Bergen, Norway'],
      ['Institute, Oslo, Norway', 'Key Laboratory, Bergen, Norway'],
    ]);
    expect(repairs).toEqual({});
  });

  test.for<[name: string, cell: string, title: string, others: string[] | undefined]>([
    ['another title behind a semicolon', 'Kelp; [Tang; und Algen]', 'Kelp', ['Tang; und Algen']],
    ['two of them', 'Kelp; [Tang]; [Varech]', 'Kelp', ['Tang', 'Varech']],
    ['what an erratum is about is no title', 'Erratum: Kelp [J. Acoust. 84,985-998 (1988)]', 'Erratum: Kelp [J. Acoust. 84,985-998 (1988)]', undefined],
  ])('titles: %s', async ([, cell, title, others]) => {
    const { work } = await one({ Title: cell });
    expect([work?.title, work?.alternativeTitles]).toEqual([title, others]);
  });

  test('other titles before 2023 stand in brackets alone', async () => {
    const { work } = await one({ Title: 'Kelp beds [Bosques de algas] [Forêts de varech]' }, old);
    expect([work?.title, work?.alternativeTitles]).toEqual(['Kelp beds', ['Bosques de algas', 'Forêts de varech']]);
    expect((await one({ Title: 'Uptake of [18F]' }, old)).work?.title).toBe('Uptake of [18F]');
  });

  test('a funder that comes again without its grants is one funder', async () => {
    const { work } = await one({
      'Funding Details': 'Invented Council, Norway, INC, (12, 34/56); Invented Council, Norway, INC; Other Fund; Ministry of Sea, Air and Land, MSAL',
    });
    expect(work?.funding).toEqual([
      { agency: 'Invented Council, Norway', acronym: 'INC', numbers: ['12', '34/56'] },
      { agency: 'Other Fund' },
      { agency: 'Ministry of Sea, Air and Land', acronym: 'MSAL' },
    ]);
  });

  test.for<[string, string, object]>([
    ['2019–2022', 'Invented Council, INC: 12, 34', { agency: 'Invented Council', acronym: 'INC', numbers: ['12', '34'] }],
    ['before, the grant first', '12-X, INC, Invented Council', { agency: 'Invented Council', acronym: 'INC', numbers: ['12-X'] }],
  ])('funding of %s', async ([, cell, funding]) => {
    expect((await one({ 'Funding Details': cell }, old)).work?.funding).toEqual([funding]);
  });

  test('characters written out as escapes are decoded, and counted', async () => {
    const { work, repairs } = await one({ 'Funding Texts': 'The \\u201CInvented\\u201D fund' });
    expect(work?.funding).toEqual([{ text: 'The “Invented” fund' }]);
    expect(repairs).toEqual({ escapes: 1 });
  });

  test('the word "undefined" is no reference', async () => {
    const { work, repairs } = await one({ References: 'Kim A., Kelp, Sea, 1, (2020); undefined; Lee B., Tang, Sea, 2, (2021)' });
    expect(work?.references?.map(({ year }) => year)).toEqual([2020, 2021]);
    expect(repairs).toEqual({ 'undefined-dropped': 1 });
  });

  test('references without a year are told to be a guess', async () => {
    const { work } = await one({ References: 'Kim A., Kelp, Sea, 1, (2020); Anonymous leaflet; Lee B., Tang, Sea, 2, (2021); Last words' });
    expect(work?.references?.map(({ fullText, confidence }) => [fullText, confidence])).toEqual([
      ['Kim A., Kelp, Sea, 1, (2020)', 'high'],
      ['Anonymous leaflet', 'low'],
      ['Lee B., Tang, Sea, 2, (2021)', 'high'],
      ['Last words', 'low'],
    ]);
  });

  test('before 2023 a reference held as mere text is not separated from the next, as in the RIS of that time', async () => {
    const { work } = await one(
      { References: 'Kim, A., Kelp (2010) Sea, 1, pp. 2-3; Lee, B., (1977), Tang. Thesis; Doe, C., Algae (1980) Sea, 4, pp. 5-6' },
      old,
    );
    expect(work?.references?.map(({ fullText, confidence }) => [fullText, confidence])).toEqual([
      ['Kim, A., Kelp (2010) Sea, 1, pp. 2-3', 'high'],
      ['Lee, B., (1977), Tang. Thesis; Doe, C., Algae (1980) Sea, 4, pp. 5-6', 'low'],
    ]);
  });

  test.for<[string, string, string | undefined]>([
    ['today', 'A. Kim; Institute, Oslo, Norway; email: kim@example.org; B. Lee; Other, Bergen', header],
    ['before 2023, one a line', 'Kim, A.; Institute, Oslo, Norway; email: kim@example.org\nLee, B.; Other, Bergen', old],
  ])('correspondence of %s is cut behind each address of e-mail', async ([, cell, head]) => {
    const { work } = await one({ 'Correspondence Address': cell }, head);
    expect(work?.correspondence).toMatchObject([
      { family: 'Kim', initials: 'A.', organisations: ['Institute, Oslo, Norway'], email: 'kim@example.org' },
      { family: 'Lee', initials: 'B.', organisations: ['Other, Bergen'] },
    ]);
  });

  test('editors run together before 2023 are separated', async () => {
    expect((await one({ Editors: 'Chang L.Trajcevski G.Hua W.' }, old)).work?.editors).toEqual(['Chang, L.', 'Trajcevski, G.', 'Hua, W.']);
    expect((await one({ Editors: 'Chang L.; Hua W.' })).work?.editors).toEqual(['Chang, L.', 'Hua, W.']);
  });

  test('open access in the words of every year', async () => {
    const kinds = async (cell: string) => (await one({ 'Open Access': cell })).work?.openAccess;
    expect(await kinds('All Open Access; Hybrid Gold Open Access; Green Final Open Access')).toEqual({ open: true, kinds: ['Hybrid Gold', 'Green Final'] });
    expect(await kinds('All Open Access, Gold, Green')).toEqual({ open: true, kinds: ['Gold', 'Green'] });
    expect(await kinds('')).toBeUndefined();
  });

  test('a type of document is one, in any case of letters', async () => {
    expect((await one({ 'Document Type': 'Conference Paper' })).work?.type).toEqual({ code: 'cp', name: 'Conference paper' });
    expect((await one({ 'Document Type': 'Something new' })).work?.type).toEqual({ name: 'Something new' });
  });
});

describe('RIS, BibTeX and plain text exported by Scopus', () => {
  test.for<[format: string, generation: ExportGeneration, text: string]>([
    ['scopus-ris', 'B', scopusRis(works, { generation: 'B' })],
    ['scopus-ris', 'C', scopusRis(works, { generation: 'C' })],
    ['scopus-ris', 'E', scopusRis(works, { generation: 'E' })],
    ['scopus-bibtex', 'B', scopusBibtex(works, { generation: 'B' })],
    ['scopus-bibtex', 'C', scopusBibtex(works, { generation: 'C' })],
    ['scopus-text', 'C', scopusText(works)],
  ])('%s of generation %s agrees with the CSV', async ([format, , text]) => {
    const found = await reading(text);
    expect(found.report).toMatchObject({ format, rows: 220, read: 220, refused: 0 });
    expect(found.works.map((work) => ({ eid: work.eid, doi: work.doi, year: work.year, title: work.title, authors: work.authors.length }))).toEqual(
      works.map(told),
    );
    expect(found.works.map(({ citedBy, volume, issue, pageStart, pageEnd }) => [citedBy, volume, issue, pageStart, pageEnd])).toEqual(
      works.map(({ citedBy, volume, issue, pages }) => [citedBy, volume, issue, pages?.[0], pages?.[1]]),
    );
  });

  test('RIS before 2023 has a reference on each line', async () => {
    const found = await reading(scopusRis(works, { generation: 'B' }));
    expect(found.works.map(({ references = [] }) => references.map(({ fullText }) => fullText))).toEqual(works.map((work) => exportedReferences(work, true)));
  });

  test('RIS of 2026 forgets to translate types: they are, and it is told', async () => {
    const found = await reading(scopusRis(works, { generation: 'E' }));
    const chapters = works.filter(({ type }) => type === 'ch').length;
    expect(chapters).toBeGreaterThan(0);
    expect(kindsOf(found.report)).toEqual({ 'type-raw': chapters });
    expect(found.works.filter(({ type }) => type?.code === 'ch')).toHaveLength(chapters);
  });

  test('RIS: no line end behind a reference held as mere text, not even before the link', async () => {
    const ris =
      'TY  - JOUR\nTI  - Kelp\nDB  - Scopus\nN1  - References: Werner, J., 1514. Nova translatioUR  - https://www.scopus.com/inward/record.uri?eid=2-s2.0-99900000001&partnerID=40\nER  - \n';
    const found = await reading(ris);
    expect(found.works[0]).toMatchObject({ eid: '2-s2.0-99900000001', references: [{ fullText: 'Werner, J., 1514. Nova translatio' }] });
    expect(kindsOf(found.report)).toEqual({ 'lines-glued': 1 });
  });

  test('RIS: records and lines glued by whoever joined files are separated, and told', async () => {
    const one = 'TY  - JOUR\nAU  - A, B.AU  - E, F.\nTI  - One\nDB  - Scopus\nER  -';
    const found = await reading(`${one}TY  - JOUR\nAU  - C, D.\nTI  - Two\nDB  - Scopus\nER  - \n`);
    expect(found.works.map(({ title, authors }) => [title, authors.length])).toEqual([
      ['One', 2],
      ['Two', 1],
    ]);
    expect(kindsOf(found.report)).toEqual({ 'lines-glued': 2 });
  });

  test('BibTeX: a record whose first line is gone is one, and told', async () => {
    const bib = scopusBibtex(works.slice(0, 3)).split('\n');
    const at = bib.findLastIndex((line) => line.startsWith('@'));
    const found = await reading(bib.filter((_, i) => i !== at).join('\n'));
    expect(found.works.map(({ eid }) => eid)).toEqual(works.slice(0, 3).map(({ eid }) => eid));
    expect(kindsOf(found.report)).toMatchObject({ 'begin-missing': 1 });
  });

  test('BibTeX: every hundredth record is glued to the one before; two are separated here, and told where', async () => {
    const found = await reading(scopusBibtex(works));
    expect(found.report.repairs.find(({ kind }) => kind === 'records-glued')?.places).toEqual([{ row: 101 }, { row: 201 }]);
  });

  test('BibTeX: no-break spaces in names of fields, names that come twice, keys of any letters, keys that collide', async () => {
    const bib = `@ARTICLE{Wu de 2021,\ntitle={One},\nfunding_text\u00a01={Thanks.},\nfunding_details={A, 1},\nfunding_details={B, 2},\nsource={Scopus},\nurl={https://www.scopus.com/inward/record.uri?eid=2-s2.0-99900000001}\n}\n\n@ARTICLE{2024,\ntitle={Two & 5% of $x},\nsource={Scopus}\n}\n\n@ARTICLE{2024,\ntitle={Three},\nsource={Scopus}\n}\n`;
    const found = await reading(bib);
    expect(found.works.map(({ title }) => title)).toEqual(['One', 'Two & 5% of $x', 'Three']);
    expect(found.works[0]?.funding).toEqual([{ agency: 'A', numbers: ['1'] }, { agency: 'B', numbers: ['2'] }, { text: 'Thanks.' }]);
    expect(kindsOf(found.report)).toEqual({ 'key-odd': 1, 'field-renamed': 1, 'field-repeated': 1 });
  });

  test('a record that breaks off keeps the fields that stand whole on a line', async () => {
    const found = await reading('@ARTICLE{a,\ntitle={One},\nyear={2020},\nabstract={Never clos\n\n@ARTICLE{b,\ntitle={Two},\nsource={Scopus}\n}\n');
    expect(found.works.map(({ title, year }) => [title, year])).toEqual([
      ['One', 2020],
      ['Two', undefined],
    ]);
    expect(kindsOf(found.report)).toEqual({ 'record-broken': 1 });
  });

  test('a record that is no BibTeX is refused alone', async () => {
    const found = await reading('@article{a,\n title = {One},\n source={Scopus}\n}\n\n@article{b,\n title = {Two\n\n@article{c,\n title = {Three}\n}\n');
    expect(found.works.map(({ title, from }) => [title, from.row])).toEqual([
      ['One', 1],
      ['Three', 3],
    ]);
    expect(found.report).toMatchObject({ rows: 3, read: 2, refused: 1, refusals: [{ row: 2, was: 'b' }] });
  });
});
