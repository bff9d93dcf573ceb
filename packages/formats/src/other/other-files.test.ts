import { describe, expect, test } from 'vitest';
import { read } from '../index.ts';

async function reading(text: string) {
  const found = read([text]);
  const works = (await Array.fromAsync(found)).map(({ from: _, ...work }) => work);
  return { works, report: found.report, kinds: Object.fromEntries(found.report.repairs.map(({ kind, count }) => [kind, count])) };
}

describe("anybody's tables", () => {
  test.for<[header: string, row: string, expected: object]>([
    [
      'ID,Title,Author,Year,Journal,DOI',
      'r1,Kelp,"Kim, A. and Lee, B.",2020,Sea,https://doi.org/10.5555/A.1',
      { title: 'Kelp', year: 2020, source: { title: 'Sea' }, doi: '10.5555/a.1', extra: { ID: 'r1' } },
    ],
    [
      'record_id;TITLE;AUTHORS;PY;Source title;Vol;No.;Pages',
      'r1;Kelp;Kim A;2020;Sea;3;4;244-58',
      { volume: '3', issue: '4', pageStart: '244', pageEnd: '258', source: { title: 'Sea' } },
    ],
    [
      'Title\tAuthor(s)\tPublication Year\tStart Page\tEnd Page\tISSN\tType\tURL\tMine',
      'Kelp\tKim A.\t2020\t1\t9\t1234-5679\tarticle\thttps://example.org/x\tyes',
      {
        pageStart: '1',
        pageEnd: '9',
        source: { issn: '12345679' },
        type: { code: 'ar' },
        links: { publisher: 'https://example.org/x' },
        extra: { Mine: 'yes' },
      },
    ],
    ['title,year,source', 'Kelp,2020,Sea', { source: { title: 'Sea' } }],
    ['title,journal,source', 'Kelp,Sea,PubMed', { source: { title: 'Sea' }, extra: { source: 'PubMed' } }],
    ['title,volume,doi', 'Kelp,null,N/A', { title: 'Kelp' }],
    ['EID,Title', '2-s2.0-99900000001,Kelp', { eid: '2-s2.0-99900000001', scopusId: '99900000001' }],
  ])('%s', async ([header, row, expected]) => {
    const { works, report } = await reading(`${header}\n${row}\n`);
    expect(report.format).toBe('csv');
    expect(works).toMatchObject([expected]);
    expect(report.repairs).toEqual([]);
  });

  test.for<[cell: string, names: string[]]>([
    ['Kim, A. and Lee, B. and Doe, C.', ['Kim, A.', 'Lee, B.', 'Doe, C.']],
    ['Kim, A; Lee, B', ['Kim, A', 'Lee, B']],
    ['Adeli K.Lewis G. F.', ['Adeli, K.', 'Lewis, G. F.']],
    ['Kim A, Lee BC, Doe D', ['Kim, A', 'Lee, BC', 'Doe, D']],
    ['Ann B Kim, Carl Lee, Dora van den Berg', ['Kim, Ann B', 'Lee, Carl', 'van den Berg, Dora']],
    ['Kim, Ann', ['Kim, Ann']],
    ['Kim, A., Lee, B.', ['Kim, A.', 'Lee, B.']],
    ['Ann Kim & Carl Lee', ['Kim, Ann', 'Lee, Carl']],
    ['Kim A.|Lee B.', ['Kim, A.', 'Lee, B.']],
    ['Kim, A. and others', ['Kim, A.']],
    ['World Health Organization; Kim, A.', ['World Health Organization', 'Kim, A.']],
    ['Smith, John, Jr. and Doe, Jane', ['Smith Jr., John', 'Doe, Jane']],
    ['Smith, Doe and Roe', ['Smith', 'Doe', 'Roe']],
    ['Smith J.; Doe K., Roe L.', ['Smith, J.', 'Doe, K.', 'Roe, L.']],
    ['SMITH J;DOE JA', ['SMITH, J', 'DOE, JA']],
    ['张伟；李娜', ['张伟', '李娜']],
    ["['Smith, J.', 'Doe, J.A.']", ['Smith, J.', 'Doe, J.A.']],
    ['García López, María, Pérez, Juan', ['García López, María', 'Pérez, Juan']],
  ])('authors in one cell: %s', async ([cell, names]) => {
    const { works } = await reading(`title,authors\nKelp,"${cell}"\n`);
    expect(works[0]?.authors.map(({ name }) => name)).toEqual(names);
  });

  test.for<[name: string, csv: string, expected: object]>([
    ['a line above the header', '"About the data: exported on 2020"\nRank,DOI,Title,PubYear\n1,10.5555/x,Kelp,2020\n', { title: 'Kelp', doi: '10.5555/x' }],
    ['sep=', 'sep=;\ntitle;year\nKelp;2020\n', { title: 'Kelp', year: 2020 }],
    ['one column', 'EID\n2-s2.0-99900000001\n', { eid: '2-s2.0-99900000001' }],
    [
      'tags of bibliometrix',
      'AU,TI,SO,PY,TC,SN\n"SMITH J;DOE JA",KELP,SEA,2020,7,1234-5679\n',
      {
        authors: [
          { family: 'SMITH', initials: 'J' },
          { family: 'DOE', initials: 'JA' },
        ],
        citedBy: 7,
        source: { issn: '12345679' },
      },
    ],
    [
      'Web of Science in a spreadsheet',
      'Publication Type,Author Full Names,Article Title,Document Type,Addresses,"Times Cited, WoS Core"\nJ,"Smith, John; Doe, Jane A.",Kelp,Review,"[Smith, John; Doe, Jane A.] Univ A, City",7\n',
      { type: { code: 're' }, citedBy: 7, affiliations: [{ name: 'Univ A, City' }] },
    ],
    [
      'names with dots between',
      'display_name,authorships.author.display_name,biblio.volume\nKelp,Ann Kim|Bo Lee,3\n',
      { title: 'Kelp', authors: [{ family: 'Kim' }, { family: 'Lee' }], volume: '3' },
    ],
    [
      'two ISSNs, a count with a comma, text where a count should be',
      'title,issn,citations,references\nKelp,"0028-0836, 1476-4687","1,234",Some text\n',
      { source: { issn: '00280836', eissn: '14764687' }, citedBy: 1234, extra: { references: 'Some text' } },
    ],
    ["a DOI through a library's proxy", 'title,doi\nA,https://doi-org.ezproxy.example.edu/10.5555/x8\n', { doi: '10.5555/x8' }],
    ['names of prototypes', 'title,type,__proto__\nKelp,constructor,a\n', { type: { name: 'constructor' } }],
  ])('%s', async ([, csv, expected]) => {
    const { works, report } = await reading(csv);
    expect(report.format).toBe('csv');
    expect(works).toMatchObject([expected]);
  });

  test('what pybliometrics wrote', async () => {
    const csv =
      ',eid,doi,pubmed_id,title,subtype,subtypeDescription,creator,author_names,author_ids,coverDate,publicationName,issn,volume,pageRange,description,authkeywords,citedby_count\n0,2-s2.0-99900000001,10.5555/a.1,,Kelp,ar,Article,Kim A.,"Kim, Ann;Lee, Bo",99900000011;99900000012,2023-10-01,Sea,12345679,3,2465-2518,Long.,algae | sea,7\n';
    const { works, report } = await reading(csv);
    expect(report).toMatchObject({ format: 'csv', variant: 'pybliometrics', repairs: [] });
    expect(works[0]).toMatchObject({
      year: 2023,
      coverDate: '2023-10-01',
      pageStart: '2465',
      pageEnd: '2518',
      citedBy: 7,
      authorKeywords: ['algae', 'sea'],
      authors: [
        { name: 'Kim, Ann', authorId: '99900000011' },
        { name: 'Lee, Bo', authorId: '99900000012' },
      ],
      type: { code: 'ar' },
    });
  });

  test('an unquoted delimiter within a title does not shift what follows', async () => {
    const { works, kinds } = await reading('title,authors,year,doi\nKelp, tang and algae,Kim A.,2020,10.5555/a.1\nSea,Lee B.,2021,10.5555/a.2\n');
    expect(works.map(({ title, year, doi }) => [title, year, doi])).toEqual([
      ['Kelp, tang and algae', 2020, '10.5555/a.1'],
      ['Sea', 2021, '10.5555/a.2'],
    ]);
    expect(kinds).toEqual({ 'row-ragged': 1 });
  });
});

describe('RIS of other programs', () => {
  test('repeated tags, text that goes on without a tag, keywords one a line, pages in one tag, other notes', async () => {
    const ris =
      'TY  - JOUR\r\nA1  - Kim, Ann\r\nA1  - Lee, B.\r\nT1  - Kelp\r\nJO  - Sea\r\nY1  - 2020/03/07/\r\nSP  - 100-110\r\nKW  - algae\r\n sea\r\nN2  - One.\r\nTwo.\r\nM3  - doi: 10.5555/a.1\r\nN1  - read it\r\nU1  - mine\r\nER  -\r\n';
    const { works, report } = await reading(ris);
    expect(report).toMatchObject({ format: 'ris', repairs: [] });
    expect(works).toEqual([
      {
        doi: '10.5555/a.1',
        title: 'Kelp',
        authors: [
          { name: 'Kim, Ann', family: 'Kim', given: 'Ann' },
          { name: 'Lee, B.', family: 'Lee', initials: 'B.', indexedName: 'Lee B.' },
        ],
        affiliations: [],
        year: 2020,
        coverDate: '2020-03-07',
        pageStart: '100',
        pageEnd: '110',
        source: { title: 'Sea' },
        type: { code: 'ar', name: 'Article' },
        abstract: 'One. Two.',
        authorKeywords: ['algae', 'sea'],
        extra: { N1: 'read it', U1: 'mine' },
      },
    ]);
  });

  test('a record without its beginning is kept, and told; a line of prose is no tag', async () => {
    const { works, kinds } = await reading(
      'AU  - Lost, A.\nTI  - One\nER  - \nTY  - JOUR\nTI  - Two\nAB  - a text of which\nER - positive were\nUK - based ones\nPY  - 2020\nER  - \n',
    );
    expect(works.map(({ title, year, abstract }) => [title, year, abstract])).toEqual([
      ['One', undefined, undefined],
      ['Two', 2020, 'a text of which ER - positive were UK - based ones'],
    ]);
    expect(kinds).toEqual({ 'begin-missing': 1 });
  });

  test('tags that are indented, or set with one blank', async () => {
    expect((await reading(' TY  - JOUR\n TI  - One\n ER  - \n')).works).toMatchObject([{ title: 'One' }]);
    expect((await reading('TY - JOUR\nTI - One\nER -\n')).works).toMatchObject([{ title: 'One' }]);
  });

  test('what a field does not take is kept, and told', async () => {
    const { works, kinds } = await reading('TY  - JOUR\nTI  - One\nDO  - pending\nPY  - in press\nY2  - 2020/01/01\nCY  - Oslo\nER  - \n');
    expect(works[0]?.extra).toEqual({ DO: 'pending', PY: 'in press', Y2: '2020/01/01', CY: 'Oslo' });
    expect(kinds).toEqual({ 'value-unreadable': 2 });
  });

  test('an organisation is one name, also when it is written and read again', async () => {
    const { works } = await reading('TY  - JOUR\nAU  - World Health Organization\nAU  - Some Body,\nTI  - T\nER  - \n');
    expect(works[0]?.authors).toEqual([
      { name: 'World Health Organization', collaboration: true },
      { name: 'Some Body', collaboration: true },
    ]);
  });

  test('a record without its end is kept, and told', async () => {
    const { works, kinds } = await reading('TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - \n');
    expect(works.map(({ title }) => title)).toEqual(['One', 'Two']);
    expect(kinds).toEqual({ 'end-missing': 1 });
  });
});

describe('BibTeX of other programs', () => {
  test.for<[name: string, bib: string, expected: object]>([
    [
      'others are nobody',
      '@article{x, title={T}, author={Smith, John and M{\\"u}ller, K and others}}\n',
      { authors: [{ family: 'Smith' }, { family: 'Müller' }] },
    ],
    ['names of BibLaTeX', '@article{x,title={T},journaltitle={J Bar},date={2020-05-06}}\n', { year: 2020, source: { title: 'J Bar' } }],
    ['a year that is none', '@article{x,title={T},year={in press}}\n', { extra: { year: 'in press' } }],
    ['authors between commas', '@article{x,title={T},author={Smith, J., Doe, K.}}\n', { authors: [{ family: 'Smith' }, { family: 'Doe' }] }],
    ['a DOI in TeX', '@article{x,title={T},doi={10.5555/12345-6{\\_}12}}\n', { doi: '10.5555/12345-6_12' }],
    [
      'what looks like a record within a value',
      '@article{a,\n title={T},\n abstract={see\n@online{y} z},\n year={2020}\n}\n',
      { year: 2020, abstract: 'see @onliney z' },
    ],
    ['a key without its comma', '@article{a\n title={T},\n year={2020}\n}\n', { title: 'T', extra: { 'cite key': 'a' } }],
    [
      'what looks like a field within a value',
      '@article{k,\n title={T},\n abstract = {We found\u00a0that, p = 0.05 and, p = 0.01},\n}\n',
      { abstract: 'We found\u00a0that, p = 0.05 and, p = 0.01' },
    ],
    ['a comment above', '% Exported by Foo, on Monday, at noon\n@article{k, title={T}}\n', { title: 'T' }],
  ])('%s', async ([, bib, expected]) => {
    const { works, report } = await reading(bib);
    expect(report).toMatchObject({ format: 'bibtex', rows: 1 });
    expect(works).toMatchObject([expected]);
  });

  test('TeX is decoded, strings are known, fields nobody knows are kept', async () => {
    const bib =
      '@string{sea = "Journal of the Sea"}\n@comment{not this}\n@article{kim2020,\n  author = {Kim, {\\"O}zg{\\"u}r and {The Group} and van der Berg, Carla},\n  title = {A {DNA} study of CO$_2$ \\& kelp},\n  journal = sea,\n  year = 2020,\n  pages = "10--20",\n  doi = {10.5555/A.1},\n  keywords = {algae, sea},\n  file = {:x.pdf}\n}\n@inproceedings{x, author={Lee, B.}, title={One line}, booktitle={Proc.}, year={2021}}\n';
    const { works, report } = await reading(bib);
    expect(report).toMatchObject({ format: 'bibtex', rows: 2, repairs: [], refusals: [] });
    expect(works[0]).toMatchObject({
      title: 'A DNA study of CO₂ & kelp',
      authors: [{ family: 'Kim', given: 'Özgür' }, { name: 'The Group' }, { family: 'van der Berg', given: 'Carla' }],
      source: { title: 'Journal of the Sea' },
      year: 2020,
      pageStart: '10',
      pageEnd: '20',
      doi: '10.5555/a.1',
      authorKeywords: ['algae', 'sea'],
      extra: { file: ':x.pdf', 'cite key': 'kim2020' },
    });
    expect(works[1]).toMatchObject({ title: 'One line', type: { code: 'cp' }, year: 2021 });
  });
});

test('PubMed: affiliations follow their author, ORCIDs too, abbreviated pages are whole', async () => {
  const nbib = `PMID- 99900001
OWN - NLM
IS  - 1234-5679 (Print)
IS  - 9876-5432 (Electronic)
VI  - 3
IP  - 2
DP  - 2019 Mar 7
TI  - Kelp in a title that
      goes on.
PG  - 244-58
LID - 10.5555/a.1 [doi]
AB  - Long.
FAU - Kim, Ann B
AU  - Kim AB
AUID- ORCID: 0000-0002-1825-0097
AD  - Institute, Oslo.
AD  - Other, Bergen.
FAU - Lee, Bo
AU  - Lee B
AD  - Institute, Oslo.
CN  - Kelp Group
LA  - eng
PT  - Journal Article
PT  - Review
TA  - J Sea
JT  - Journal of the Sea
MH  - Kelp
OT  - algae
SO  - J Sea. 2019

PMID- 99900002
TI  - Second.
`;
  const { works, report } = await reading(nbib);
  expect(report).toMatchObject({ format: 'nbib', rows: 2, repairs: [] });
  expect(works[0]).toEqual({
    pmid: '99900001',
    doi: '10.5555/a.1',
    title: 'Kelp in a title that goes on.',
    authors: [
      { name: 'Kim, Ann B', family: 'Kim', given: 'Ann B', indexedName: 'Kim A.B.', initials: 'A.B.', orcid: '0000-0002-1825-0097', affiliations: [0, 1] },
      { name: 'Lee, Bo', family: 'Lee', given: 'Bo', indexedName: 'Lee B.', initials: 'B.', affiliations: [0] },
      { name: 'Kelp Group', collaboration: true },
    ],
    affiliations: [{ name: 'Institute, Oslo.' }, { name: 'Other, Bergen.' }],
    year: 2019,
    coverDate: '2019-03-07',
    volume: '3',
    issue: '2',
    pageStart: '244',
    pageEnd: '258',
    language: 'eng',
    source: { title: 'Journal of the Sea', abbreviatedTitle: 'J Sea', issn: '12345679', eissn: '98765432' },
    type: { code: 're', name: 'Review' },
    abstract: 'Long.',
    authorKeywords: ['algae'],
    indexKeywords: ['Kelp'],
  });
});

describe('EndNote XML', () => {
  const record = (inner: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><xml><records><record><source-app name="EndNote">EndNote</source-app><ref-type name="Journal Article">17</ref-type>${inner}</record></records></xml>`;
  const styled = (text: string) => `<style face="normal" font="default" size="100%">${text}</style>`;

  test('text in runs of style is joined', async () => {
    const { works, report } = await reading(
      record(
        `<contributors><authors><author>${styled('Kim, Ann')}</author><author>${styled('Lee, B.')}</author></authors></contributors><titles><title>${styled('CO')}${styled('2')}${styled(' and &amp; kelp')}</title><secondary-title>${styled('Sea')}</secondary-title></titles><periodical><full-title>${styled('Journal of the Sea')}</full-title></periodical><pages>${styled('244-58')}</pages><volume>${styled('3')}</volume><keywords><keyword>${styled('algae')}</keyword></keywords><dates><year>${styled('2020')}</year></dates><isbn>${styled('1234-5679')}</isbn><electronic-resource-num>${styled('10.5555/a.1')}</electronic-resource-num><urls><related-urls><url>${styled('https://example.org/x')}</url></related-urls></urls><custom1>${styled('mine')}</custom1>`,
      ),
    );
    expect(report.format).toBe('endnote-xml');
    expect(works[0]).toMatchObject({
      title: 'CO2 and & kelp',
      authors: [{ family: 'Kim' }, { family: 'Lee' }],
      source: { title: 'Journal of the Sea', issn: '12345679' },
      year: 2020,
      pageStart: '244',
      pageEnd: '258',
      doi: '10.5555/a.1',
      type: { code: 'ar' },
      links: { publisher: 'https://example.org/x' },
      extra: { custom1: 'mine' },
    });
  });

  test('a damaged file gives the records before the damage, then an error that names the place', async () => {
    const xml = record('<titles><title>One</title></titles>').replace('</records></xml>', '<record><titles><title>Two</wrong>');
    const found = read([xml]);
    const titles: unknown[] = [];
    const failure = await (async () => {
      for await (const { title } of found) titles.push(title);
      return undefined;
    })().catch((error: unknown) => error);
    expect(titles).toEqual(['One']);
    expect(failure).toMatchObject({ name: 'FormatError', reason: 'damaged', row: 2, message: expect.stringMatching(/damaged at line 1, column \d+/) });
  });

  test('entities of its own are not expanded', async () => {
    await expect(
      reading(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "boom">]>${record('<titles><title>&a;</title></titles>').slice(38)}`),
    ).rejects.toMatchObject({ reason: 'damaged' });
  });
});

describe('Web of Science', () => {
  const plain = `FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Kim, A
   Lee, B
AF Kim, Ann
   Lee, Bo
TI Kelp in a title
   that goes on
SO SEA
LA English
DT Article
DE algae; sea
C1 [Kim, Ann; Lee, Bo] Univ Oslo, Oslo, Norway.
   [Lee, Bo] Inst, Bergen, Norway.
FU Invented Council [12, 34]
CR Doe J, 2001, SEA, V1, P2, DOI 10.5555/x
   Roe R, 2002, SEA, V2, P3
NR 2
TC 7
SN 1234-5679
PY 2020
VL 3
BP 10
EP 20
DI 10.5555/A.1
UT WOS:000999000000001
ER

EF
`;
  const expected = {
    title: 'Kelp in a title that goes on',
    year: 2020,
    citedBy: 7,
    doi: '10.5555/a.1',
    authors: [
      { name: 'Kim, Ann', indexedName: 'Kim A', affiliations: [0] },
      { name: 'Lee, Bo', affiliations: [0, 1] },
    ],
    affiliations: [{ name: 'Univ Oslo, Oslo, Norway' }, { name: 'Inst, Bergen, Norway' }],
    funding: [{ agency: 'Invented Council', numbers: ['12', '34'] }],
    references: [{ year: 2001 }, { year: 2002 }],
    extra: { UT: 'WOS:000999000000001' },
  };

  test('plain text', async () => {
    const { works, report } = await reading(plain);
    expect(report).toMatchObject({ format: 'wos', rows: 1, repairs: [] });
    expect(works[0]).toMatchObject(expected);
  });

  test('tab-delimited', async () => {
    const tab = `PT\tAU\tAF\tTI\tSO\tDT\tC1\tFU\tCR\tNR\tTC\tPY\tDI\tUT\nJ\tKim, A; Lee, B\tKim, Ann; Lee, Bo\tKelp in a title that goes on\tSEA\tArticle\t[Kim, Ann; Lee, Bo] Univ Oslo, Oslo, Norway; [Lee, Bo] Inst, Bergen, Norway\tInvented Council [12, 34]\tDoe J, 2001, SEA, V1; Roe R, 2002, SEA, V2\t2\t7\t2020\t10.5555/A.1\tWOS:000999000000001\n`;
    const { works, report } = await reading(tab);
    expect(report).toMatchObject({ format: 'wos-tab', rows: 1, repairs: [] });
    expect(works[0]).toMatchObject(expected);
  });
});

describe('JSON', () => {
  test('CSL-JSON, as a list, under items, or one item', async () => {
    const item = {
      id: 'x',
      type: 'article-journal',
      title: 'Kelp',
      author: [{ family: 'Kim', given: 'Ann' }, { literal: 'Kelp Group' }],
      issued: { 'date-parts': [[2020, 3, 7]] },
      'container-title': 'Sea',
      page: '10-20',
      DOI: '10.5555/A.1',
      custom: 'mine',
    };
    for (const text of [JSON.stringify([item]), JSON.stringify({ items: [item] }, undefined, 2), JSON.stringify(item, undefined, 2)]) {
      const { works, report } = await reading(text);
      expect(report).toMatchObject({ format: 'json', rows: 1 });
      expect(works[0]).toMatchObject({
        title: 'Kelp',
        authors: [{ family: 'Kim' }, { name: 'Kelp Group', collaboration: true }],
        year: 2020,
        coverDate: '2020-03-07',
        source: { title: 'Sea' },
        pageStart: '10',
        pageEnd: '20',
        doi: '10.5555/a.1',
        extra: { custom: 'mine' },
      });
    }
  });

  test('JSON Lines of works come back as they were; a line that is none is refused alone', async () => {
    const work = {
      eid: '2-s2.0-99900000001',
      authors: [{ name: 'Kim, A.' }],
      affiliations: [],
      counts: { authors: 7 },
      from: { source: 'scopus.search', view: 'COMPLETE', retrievedAt: '2026-01-01T00:00:00Z' },
    };
    const found = read([`${JSON.stringify(work)}\n{"no":1}\nnot json\n\n${JSON.stringify(work)}\n`]);
    const works = await Array.fromAsync(found);
    expect(works).toEqual([
      { ...work, from: { ...work.from, row: 1 } },
      { ...work, from: { ...work.from, row: 4 } },
    ]);
    expect(found.report).toMatchObject({
      format: 'jsonl',
      rows: 4,
      read: 2,
      refused: 2,
      refusals: [
        { row: 2, why: 'neither a work as scopekit writes it nor an item of CSL-JSON' },
        { row: 3, why: 'not JSON' },
      ],
    });
  });

  test('damaged JSON is told', async () => {
    await expect(reading('[{"type":"article","title":"x"},')).rejects.toMatchObject({ reason: 'damaged' });
  });
});
