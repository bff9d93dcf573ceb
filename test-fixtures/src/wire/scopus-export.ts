import { abstractOf, keywordsOf } from '../corpus/abstract.ts';
import type { InventedWork, Signature } from '../corpus/work.ts';
import { plain } from './markup.ts';
import { typeNames } from './search-entry.ts';

/** Generations of the web export: A to 2018, B to 2022, C from 2023, D and D2 of 2025, E from 2026. */
export type ExportGeneration = 'A' | 'B' | 'C' | 'D' | 'D2' | 'E';

export interface ExportOptions {
  readonly generation?: ExportGeneration;
  /** Only these columns, in the order of Scopus. */
  readonly columns?: readonly string[];
}

const isOld = (generation: ExportGeneration) => generation === 'A' || generation === 'B';
const text = (given: string) => plain(given);
const indexed = ({ author }: Signature) => `${author.family} ${author.initials}`;
const comma = ({ author }: Signature) => `${author.family}, ${author.initials}`;
const full = ({ author, given }: Signature) => `${author.family}, ${given}`;
const address = ({ department, name, city, country }: Signature['affiliations'][number]) => [department, name, city, country].filter(Boolean).join(', ');
const distinct = (items: readonly string[]) => [...new Set(items)];
const addresses = (work: InventedWork) => distinct(work.authors.flatMap(({ affiliations }) => affiliations.map(address)));
const link = (work: InventedWork, generation: ExportGeneration) => {
  if (generation === 'E') return `https://www.scopus.com/pages/publications/${work.scopusId}?origin=resultslist`;
  const slash = generation === 'D' || generation === 'D2' ? '%2F' : '%2f';
  const doi = work.doi ? `&doi=${work.doi.replace('/', slash)}` : '';
  return generation === 'A'
    ? `http://www.scopus.com/inward/record.url?eid=${work.eid}&partnerID=40&md5=0123456789abcdef0123456789abcdef`
    : `https://www.scopus.com/inward/record.uri?eid=${work.eid}${doi}&partnerID=40&md5=0123456789abcdef0123456789abcdef`;
};
const typeOf = (work: InventedWork, old: boolean) =>
  old ? typeNames[work.type] : typeNames[work.type].replace(/ (\w)/, (_, letter: string) => ` ${letter.toLowerCase()}`);
const kinds = { publisherfullgold: 'Gold', publisherhybridgold: 'Hybrid Gold', publisherfree2read: 'Bronze', repository: 'Green' } as const;

/** References of an invented work, made again at every call: as text of the old form, `(2011) Source`, or of today's, `(2011)` at the end. */
export function exportedReferences(work: InventedWork, old: boolean): string[] {
  return Array.from({ length: Math.min(work.references, 6) }, (_, i) => {
    const year = work.year - 1 - ((work.index + i) % 20);
    const who = ['Invented', 'Made', 'Seeded'][i % 3];
    const title = `On ${work.thing}, part ${i + 1}`;
    return old
      ? `${who}, A., Other, B., ${title} (${year}) Invented Letters, ${i + 3}, pp. ${i + 10}-${i + 19}`
      : `${who} A., Other B., ${title}, Invented Letters, ${i + 3}, pp. ${i + 10}-${i + 19}, (${year})`;
  });
}

type Column = readonly [name: string, value: (work: InventedWork, generation: ExportGeneration) => string];

const columns: readonly Column[] = [
  [
    'Authors',
    ({ authors }, g) =>
      authors
        .map((each) => ({ A: comma, B: indexed, C: indexed, E: indexed, D: (s: Signature) => `${s.author.initials}, ${full(s)}`, D2: comma })[g](each))
        .join(isOld(g) ? ', ' : '; '),
  ],
  ['Author full names', ({ authors }) => authors.map((each) => `${full(each)} (${each.author.auid})`).join('; ')],
  ['Author(s) ID', ({ authors }, g) => authors.map(({ author }) => (g === 'B' ? `${author.auid};` : author.auid)).join(g === 'B' ? '' : '; ')],
  ['Title', ({ title, index }, g) => text(title) + (index % 9 === 4 ? `${isOld(g) ? '' : ';'} [Un otro título inventado]` : '')],
  ['Year', ({ year }) => String(year)],
  ['Source title', ({ source }) => source.title],
  ['Volume', ({ volume }) => volume],
  ['Issue', ({ issue = '' }) => issue],
  ['Art. No.', ({ articleNumber = '' }) => articleNumber],
  ['Page start', ({ pages }) => pages?.[0] ?? ''],
  ['Page end', ({ pages }) => pages?.[1] ?? ''],
  ['Page count', ({ pages }, g) => (g === 'D' || g === 'D2' ? '0' : g === 'C' && pages ? String(Number(pages[1]) - Number(pages[0])) : '')],
  ['Cited by', ({ citedBy }, g) => (isOld(g) && citedBy === 0 ? '' : String(citedBy))],
  ['DOI', ({ doi = '' }) => doi],
  ['Link', link],
  ['Affiliations', (work) => addresses(work).join('; ')],
  [
    'Authors with affiliations',
    ({ authors }, g) =>
      authors
        .map((each) => [{ A: comma, B: comma, C: indexed, E: indexed, D: full, D2: full }[g](each), ...each.affiliations.map(address)].join(', '))
        .join('; '),
  ],
  ['Abstract', (work) => (work.hasAbstract ? text(abstractOf(work)) : '[No abstract available]')],
  ['Author Keywords', (work) => keywordsOf(work).join('; ')],
  ['Index Keywords', (work) => (work.index % 2 ? [work.thing, work.aim].join('; ') : '')],
  ['Molecular Sequence Numbers', () => ''],
  ['Chemicals/CAS', ({ index }) => (index % 11 === 3 ? 'carbon, 7440-44-0; oxygen, 7782-44-7' : '')],
  ['Tradenames', () => ''],
  ['Manufacturers', () => ''],
  [
    'Funding Details',
    ({ funding }, g) => {
      if (!funding) return '';
      const { agency, acronym, number } = funding;
      if (g === 'A') return number ? `${number}, ${acronym}, ${agency}` : `${acronym}, ${agency}`;
      if (g === 'B') return number ? `${agency}, ${acronym}: ${number}` : `${agency}, ${acronym}`;
      return number ? `${agency}, ${acronym}, (${number}); ${agency}, ${acronym}` : `${agency}, ${acronym}`;
    },
  ],
  ['Funding Text 1', ({ funding }) => (funding ? `This work was supported by ${funding.agency}.` : '')],
  ['Funding Texts', ({ funding, index }, g) => (funding ? `This work was supported by ${g === 'D' && index % 2 ? '\\u201C' : ''}${funding.agency}.` : '')],
  ['References', (work, g) => exportedReferences(work, isOld(g)).join('; ')],
  [
    'Correspondence Address',
    ({ authors: [first] }, g) =>
      first
        ? `${isOld(g) ? comma(first) : `${first.author.initials} ${first.author.family}`}; ${first.affiliations[0]?.name ?? ''}; email: someone@example.org`
        : '',
  ],
  ['Editors', ({ type }, g) => (type === 'cp' ? ['Chang L.', 'Hua W.'].join(isOld(g) ? '' : '; ') : '')],
  ['Publisher', ({ source }) => source.publisher],
  ['Sponsors', ({ type }, g) => (type === 'cp' ? ['Invented Society', 'Other Society'].join(isOld(g) ? ';' : '; ') : '')],
  ['Conference name', ({ type, year }) => (type === 'cp' ? `${year} Conference on Invention` : '')],
  ['Conference date', ({ type, year }) => (type === 'cp' ? `3 May ${year} through 5 May ${year}` : '')],
  ['Conference location', ({ type }) => (type === 'cp' ? 'Bergen' : '')],
  ['Conference code', ({ type, index }) => (type === 'cp' ? String(100_000 + index) : '')],
  ['ISSN', ({ source }) => source.issn],
  ['ISBN', ({ isbn = [] }) => isbn.join('; ')],
  ['CODEN', ({ index }) => (index % 4 ? '' : 'INVTD')],
  ['PubMed ID', ({ pmid = '' }) => pmid],
  ['Language of Original Document', () => 'English'],
  ['Abbreviated Source Title', ({ source }) => source.abbreviation],
  ['Document Type', (work, g) => typeOf(work, isOld(g))],
  ['Publication Stage', () => 'Final'],
  [
    'Open Access',
    ({ freeToRead }, g) => {
      if (!freeToRead.length) return '';
      const names = freeToRead.map((kind) => kinds[kind]);
      return isOld(g) ? ['All Open Access', ...names].join(', ') : ['All Open Access', ...names.map((name) => `${name} Open Access`)].join('; ');
    },
  ],
  ['Source', () => 'Scopus'],
  ['EID', ({ eid }) => eid],
];

const absent: Readonly<Record<ExportGeneration, readonly string[]>> = {
  A: ['Author full names', 'Author(s) ID', 'Funding Text 1', 'Funding Texts', 'Publication Stage', 'Open Access'],
  B: ['Author full names', 'Funding Texts'],
  C: ['Funding Text 1'],
  D: ['Funding Text 1', 'Abbreviated Source Title'],
  D2: ['Funding Text 1', 'Abbreviated Source Title'],
  E: ['Funding Text 1', 'Page count'],
};

/** Columns of a generation in its order: before 2023 the sponsors came before the publisher. */
function columnsOf(generation: ExportGeneration, chosen: readonly string[] | undefined): Column[] {
  const all = columns.filter(([name]) => !absent[generation].includes(name) && (chosen?.includes(name) ?? true));
  if (!isOld(generation)) return all;
  const publisher = all.findIndex(([name]) => name === 'Publisher');
  const [moved] = publisher < 0 ? [] : all.splice(publisher, 1);
  if (moved) all.splice(all.findIndex(([name]) => name === 'Sponsors') + 1, 0, moved);
  return all;
}

const marked = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

/**
 * Works as the CSV that Scopus's page exported in a generation, with its quirks: byte order mark, `\n`, which cells are in
 * quotation marks. Source: files of 2014–2026.
 */
export function scopusCsv(works: Iterable<InventedWork>, { generation = 'C', columns: chosen }: ExportOptions = {}): string {
  const used = columnsOf(generation, chosen);
  const old = isOld(generation);
  const header = used.map(([name]) => (old ? name : marked(name))).join(',');
  const rows = [...works].map((work) =>
    used
      .map(([name, value]) => {
        const cell = value(work, generation);
        return old && (cell === '' || name === 'Year' || name === 'Cited by') ? cell : marked(cell);
      })
      .join(','),
  );
  return `\uFEFF${[header, ...rows].join('\n')}\n`;
}

/** Since 2023. */
const risOrder = 'TY AU TI PY T2 VL IS C7 SP EP DO UR AD AB KW PB SN LA J2 M3 DB N1'.split(' ');

/** The same as RIS: before 2023 with a note for each thing and references on lines of their own, after in one note. */
export function scopusRis(works: Iterable<InventedWork>, { generation = 'C' }: ExportOptions = {}): string {
  const old = isOld(generation);
  const records = [...works].map((work) => {
    const lines: [string, string | undefined][] = [
      [
        'TY',
        generation === 'E' && work.type === 'ch'
          ? 'label.ris.referenceType.BOOK_CHAPTER'
          : (({ cp: 'CONF', ch: 'CHAP' } as Record<string, string>)[work.type] ?? 'JOUR'),
      ],
      ...work.authors.map((each): [string, string] => ['AU', comma(each)]),
      ['TI', text(work.title)],
      ['PY', String(work.year)],
      ['T2', work.source.title],
      ['J2', work.source.abbreviation],
      ['VL', work.volume],
      ['IS', work.issue],
      ['C7', work.articleNumber],
      ['SP', work.pages?.[0]],
      ['EP', work.pages?.[1]],
      ['DO', work.doi],
      ['SN', old ? `${work.source.issn} (ISSN) ` : [`${work.source.issn} (ISSN)`, ...(work.isbn ?? []).map((isbn) => `${isbn} (ISBN)`)].join('; ')],
      ...addresses(work).map((each): [string, string] => ['AD', each]),
      ['AB', work.hasAbstract ? text(abstractOf(work)) : undefined],
      ...keywordsOf(work).map((word): [string, string] => ['KW', word]),
      ['PB', work.source.publisher],
      ['M3', typeOf(work, old)],
      ['DB', 'Scopus'],
      ['LA', 'English'],
      ...(old
        ? ([
            ...(work.citedBy ? [['N1', `Cited By :${work.citedBy}`]] : []),
            ['N1', 'Export Date: 15 December 2021'],
            ['N1', `References: ${exportedReferences(work, true).join('; \n')}`],
          ] as [string, string][])
        : ([['N1', `Export Date: 27 November 2025; Cited By: ${work.citedBy}; CODEN: INVTD`]] as [string, string][])),
      ['UR', link(work, generation)],
    ];
    const all = lines.filter(([, value]) => value !== undefined && value !== '');
    const ordered = old ? all : all.sort(([a], [b]) => risOrder.indexOf(a) - risOrder.indexOf(b));
    const given = ordered.map(([tag, value]) => `${tag}  - ${value}`);
    return `${[...given, old ? 'ER  - ' : 'ER  -'].join('\n')}\n`;
  });
  return (old ? '' : '\uFEFF') + records.join('\n');
}

const ofToday = ({ source, index }: InventedWork): [string, string | undefined][] => [
  ['publisher', source.publisher],
  ['issn', source.issn],
  ['coden', index % 4 ? undefined : 'INVTD'],
  ['language', 'English'],
  ['abbrev_source_title', source.abbreviation],
];

/** The same as BibTeX: no TeX is escaped, and no line stands between the hundreds that it comes in. */
export function scopusBibtex(works: Iterable<InventedWork>, { generation = 'C' }: ExportOptions = {}): string {
  const old = isOld(generation);
  const records = [...works].map((work, i) => {
    const fields: [string, string | undefined][] = [
      ['author', work.authors.map(old ? comma : full).join(' and ')],
      ['title', text(work.title)],
      ['year', String(work.year)],
      ['journal', work.source.title],
      ['volume', work.volume],
      ['number', work.issue],
      ['pages', work.pages?.join(old ? '-' : ' – ')],
      ['doi', work.doi],
      ['url', link(work, generation)],
      [old ? 'affiliation' : 'affiliations', addresses(work).join('; ')],
      ['abstract', work.hasAbstract ? text(abstractOf(work)) : undefined],
      ['author_keywords', keywordsOf(work).join('; ')],
      ...(old
        ? ([['funding_text\u00a01', work.funding && `This work was supported by ${work.funding.agency}.`]] as [string, string | undefined][])
        : ofToday(work)),
      [old ? 'document_type' : 'type', typeOf(work, old)],
      ['publication_stage', old ? undefined : 'Final'],
      ['source', 'Scopus'],
      ['note', old ? `cited By ${work.citedBy}` : `Cited by: ${work.citedBy}${work.freeToRead.length ? '; All Open Access, Gold Open Access' : ''}`],
    ];
    const given = fields.filter(([, value]) => value).map(([name, value]) => (old ? `${name}={${value}},` : `\t${name} = {${value}}`));
    const type = work.type === 'cp' ? 'CONFERENCE' : 'ARTICLE';
    const glued = !old && i > 0 && i % 100 === 0;
    return `${i === 0 || glued ? '' : '\n\n'}@${type}{${work.authors[0]?.author.family ?? ''}${work.year},\n${given.join(old ? '\n' : ',\n')}\n}`;
  });
  return `${old ? '' : '\uFEFF'}Scopus\nEXPORT DATE: 04 December 2023\n\n${records.join('')}\n`;
}

/** The same as plain text. */
export function scopusText(works: Iterable<InventedWork>): string {
  const records = [...works].map((work) =>
    [
      work.authors.map(indexed).join(', '),
      `AUTHOR FULL NAMES: ${work.authors.map((each) => `${full(each)} (${each.author.auid})`).join('; ')}`,
      work.authors.map(({ author }) => author.auid).join('; '),
      text(work.title),
      `(${work.year}) ${[work.source.title, `${work.volume}${work.issue ? ` (${work.issue})` : ''}`, work.articleNumber && `art. no. ${work.articleNumber}`, work.pages && `pp. ${work.pages.join(' - ')}`].filter(Boolean).join(', ')}, Cited ${work.citedBy} times.`,
      ...(work.doi ? [`DOI: ${work.doi}`] : []),
      link(work, 'C'),
      '',
      ...(work.hasAbstract ? [`ABSTRACT: ${text(abstractOf(work))}`] : []),
      `REFERENCES: ${exportedReferences(work, false).join(';\n')}`,
      `DOCUMENT TYPE: ${typeOf(work, false)}`,
      'PUBLICATION STAGE: Final',
      'SOURCE: Scopus',
      '',
    ].join('\n'),
  );
  return `\uFEFFScopus\nEXPORT DATE: 06 December 2023\n\n${records.join('\n')}`;
}
