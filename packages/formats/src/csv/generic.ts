import { type Affiliation, parseDoi, parseEid, parsePii, parsePmid, parseScopusId, plainText, type Work, withoutEmpty } from '@scopekit/record';
import { expanded } from '../other/nbib.ts';
import { countOf, kept, yearOf } from '../read/kept.ts';
import { silent, type Told } from '../read/report.ts';
import type { Parts, Source } from '../read/source.ts';
import { dateOf, pagesOf } from '../ris/to-work.ts';
import { eidOfLink, fundingOf, listOf, openAccessOf, typeOf, value } from '../scopus/parts.ts';
import type { Dialect } from './dialect.ts';
import { type Columns, fitted } from './fitted.ts';
import { type ColumnKind, columnKind, isDublinCore, rankOf } from './names.ts';
import { peopleOf } from './people.ts';
import type { RowForm } from './row-form.ts';
import { tableRows } from './table.ts';

const forms: Partial<Record<ColumnKind, RegExp>> = {
  doi: /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)?10\.\d{4,9}\//i,
  year: /^(?:1[4-9]|20)\d\d(?:\.0)?$/,
  eid: /^2-s2\.0-\d+$/,
  url: /^https?:\/\//,
  citedBy: /^\d+$/,
};

/** How well a cell suits a column of a table. */
function fitOf(kind: ColumnKind | undefined, cell: string): number {
  if (cell === '') return 0.05;
  const form = kind && forms[kind];
  if (form) return form.test(cell.trim()) ? 2 : -2;
  return kind === 'title' || kind === 'abstract' ? Math.min(cell.length, 200) / 400 : 0;
}

/** A table of anybody's: columns are known by their names; those nobody knows are kept in `extra`. */
export async function* genericCsv({ bytes, told, raw, onHeader }: Source, dialect: Dialect): Parts {
  const first = dialect.header.map((name) => name.trim().toLowerCase()).join('\n');
  const isHeader = (cells: readonly string[]) => cells.length > 1 && cells.map((cell) => cell.trim().toLowerCase()).join('\n') === first;
  const { delimiter } = dialect;
  let layout: Layout = layoutOf([]);
  for await (const rows of tableRows(bytes, { dialect, quoted: raw, isHeader, onHeader }))
    yield rows.values().map(({ cells: given, quoted = '', header, headerQuoted, mended }) => {
      if (header !== layout.header) layout = layoutOf(header);
      told.row(mended);
      const { cells } = fitted(given, columnsOf(layout, delimiter), told);
      const work = toWork(cells, layout, told);
      return raw ? { ...work, raw: { columns: header, columnsQuoted: headerQuoted, cells: given, quoted } } : work;
    });
}

/** What the columns under a header hold. */
interface Layout {
  readonly header: readonly string[];
  readonly kinds: readonly (ColumnKind | undefined)[];
  /** The columns of a kind: `journal` and `booktitle` are both the source, whichever of them a row fills. */
  readonly places: ReadonlyMap<ColumnKind, readonly number[]>;
}

/** `source` is the journal where no other column is. */
function layoutOf(header: readonly string[]): Layout {
  const found = header.map(columnKind);
  const named = found.includes('source');
  // `No.` beside a volume is the issue, else it counts rows.
  const numbered = found.includes('volume') ? 'issue' : undefined;
  const kinds = found.map((kind) => (kind === 'origin' ? (named ? 'database' : 'source') : kind === 'number' ? numbered : kind));
  const places = new Map<ColumnKind, number[]>();
  for (const [j, kind] of kinds.entries())
    if (kind)
      places.set(
        kind,
        [...(places.get(kind) ?? []), j].toSorted((a, b) => rankOf(header[a]) - rankOf(header[b])),
      );
  return { header, kinds, places };
}

const columnsOf = ({ kinds }: Layout, delimiter: string): Columns => ({ count: kinds.length, fit: (cell, j) => fitOf(kinds[j], cell), delimiter });

/** The rows under a header, for `as-input`. */
export function genericRow(header: readonly string[]): RowForm {
  const layout = layoutOf(header);
  const { kinds, places } = layout;
  const at = (cells: readonly string[]) => fitted(cells, columnsOf(layout, ','), silent).cells;
  return {
    read: (cells) => toWork(at(cells), layout, silent),
    fitted: at,
    write(j, work) {
      const kind = kinds[j];
      if (kind && places.get(kind)?.[0] !== j) return '';
      const given = kind && genericCells[kind];
      return given ? String(given(work) ?? '') : (work.extra?.[nameOf(layout, j)] ?? '');
    },
  };
}

const nameOf = ({ header }: Layout, j: number) => header[j] || `column ${j + 1}`;

type Cell = (work: Omit<Work, 'from'>) => string | number | undefined;
const list = (items: readonly (string | undefined)[] | undefined) => items?.map((item) => item ?? '').join('; ');

/** What a work gives for a column of a kind; kinds that are kept as they stand have none. */
const genericCells: Partial<Record<ColumnKind, Cell>> = {
  eid: ({ eid }) => eid,
  scopusId: ({ scopusId }) => scopusId,
  doi: ({ doi }) => doi,
  pmid: ({ pmid }) => pmid,
  pii: ({ pii }) => pii,
  title: ({ title }) => title,
  authors: ({ authors }) => list(authors.map(({ name }) => name)),
  fullNames: ({ authors }) => list(authors.map(({ name }) => name)),
  authorIds: ({ authors }) => list(authors.map(({ authorId }) => authorId)),
  orcids: ({ authors }) => list(authors.map(({ orcid }) => orcid)),
  year: ({ year }) => year,
  date: ({ coverDate }) => coverDate,
  source: ({ source }) => source?.title,
  volume: ({ volume }) => volume,
  issue: ({ issue }) => issue,
  articleNumber: ({ articleNumber }) => articleNumber,
  pages: ({ pageStart, pageEnd }) => [pageStart, pageEnd].filter(Boolean).join('-'),
  pageStart: ({ pageStart }) => pageStart,
  pageEnd: ({ pageEnd }) => pageEnd,
  abstract: ({ abstract }) => abstract,
  keywords: ({ authorKeywords }) => list(authorKeywords),
  indexKeywords: ({ indexKeywords }) => list(indexKeywords),
  issn: ({ source }) => source?.issn,
  eissn: ({ source }) => source?.eissn,
  isbn: ({ source }) => list(source?.isbn),
  type: ({ type }) => type?.name,
  url: ({ links }) => links?.scopus ?? links?.publisher,
  language: ({ language }) => language,
  publisher: ({ source }) => source?.publisher,
  citedBy: ({ citedBy }) => citedBy,
  affiliations: ({ affiliations }) => list(affiliations.map(({ name }) => name)),
  editors: ({ editors }) => list(editors),
  sourceId: ({ source }) => source?.sourceId,
  sourceType: ({ source }) => source?.type,
  abbreviatedTitle: ({ source }) => source?.abbreviatedTitle,
  openAccess: ({ openAccess }) => list(openAccess?.kinds) ?? (openAccess?.open === undefined ? undefined : openAccess.open ? 'yes' : 'no'),
  authorCount: ({ counts }) => counts?.authors,
  referenceCount: ({ counts }) => counts?.references,
  subjects: ({ subjects }) => list(subjects?.map(({ name }) => name)),
};

const nothing = /^(?:null|n\/?a|nan|none|undefined|-)$/i;

function toWork(cells: readonly string[], layout: Layout, told: Told): Omit<Work, 'from'> {
  const { kinds, places } = layout;
  const { keep, parsed, extra } = kept(told);
  const isFilled = (j: number) => cells[j] !== undefined && cells[j] !== '' && !nothing.test(cells[j].trim());
  /** The column that a row fills of those of a kind. */
  const at = (kind: ColumnKind): number => places.get(kind)?.find(isFilled) ?? -1;
  const cell = (kind: ColumnKind): string => {
    const text = (cells[at(kind)] ?? '').replace(/^'(?=[=+\-@\t])/, '');
    return isDublinCore(layout.header[at(kind)]) ? dspaceValues(text, kind) : text;
  };
  const one = (kind: ColumnKind) => value(cell(kind));
  /** A number that a program of tables gave a fraction. */
  const whole = (kind: ColumnKind) => one(kind)?.replace(/^(\d+)\.0$/, '$1');
  const read = <Value>(kind: ColumnKind, parse: (text: string) => Value | undefined) => parsed(nameOf(layout, at(kind)), one(kind), parse);
  for (const [j, kind] of kinds.entries()) if (kind === undefined || asTheyAre.has(kind) || (isFilled(j) && at(kind) !== j)) keep(nameOf(layout, j), cells[j]);

  const url = one('url');
  const eid = read('eid', parseEid) ?? (url ? eidOfLink(url) : undefined);
  const scopusId = parseScopusId(one('scopusId') ?? '');
  if (!scopusId) keep(nameOf(layout, at('scopusId')), one('scopusId'));
  const date = one('date');
  const year = read('year', yearOf) ?? (date === undefined ? undefined : parsed(nameOf(layout, at('date')), date, yearOf));
  if (date !== undefined && !dateOf(date) && date !== String(year)) keep(nameOf(layout, at('date')), date);
  const [from, to] = one('pageStart') ? [whole('pageStart'), whole('pageEnd')] : pagesOf(one('pages'), undefined);
  const { issns, isbns } = serialsOf([cell('issn'), cell('isbn')]);
  const [electronic = issns[1]] = serialsOf([cell('eissn')]).issns;
  const authors = peopleOf(cell('fullNames').replace(/\s*\(\d{6,}\)/g, '') || cell('authors'));
  joined('authorIds', /^\d{6,}$/, 'authorId');
  joined('orcids', /\d{4}-\d{4}-\d{4}-\d{3}[\dX]/, 'orcid');
  const addresses = affiliationsOf(cell('affiliations'));
  const afids = cell('affiliationIds')
    .split(';')
    .map((id) => id.trim());
  if (afids.length !== addresses.length) keep(nameOf(layout, at('affiliationIds')), one('affiliationIds'));
  const counted = (kind: ColumnKind) => {
    const count = countOf(one(kind) ?? '');
    if (count === undefined) keep(nameOf(layout, at(kind)), one(kind));
    return count;
  };

  return withoutEmpty<Omit<Work, 'from'>>({
    eid: eid ?? (scopusId && `2-s2.0-${scopusId}`),
    scopusId: scopusId ?? (eid?.startsWith('2-s2.0-') ? eid.slice('2-s2.0-'.length) : undefined),
    doi: read('doi', parseDoi) ?? (url && /doi[.-]org/i.test(url) ? parseDoi(url) : undefined),
    pii: read('pii', parsePii),
    pmid: parsed(nameOf(layout, at('pmid')), whole('pmid'), parsePmid),
    title: value(cells[places.get('title')?.find((j) => cells[j]) ?? -1])?.replace(/^\{(.*)\}$/s, '$1'),
    authors,
    affiliations: addresses.map((name, i) => withoutEmpty<Affiliation>({ name, affiliationId: afids.length === addresses.length ? afids[i] : undefined })),
    year,
    coverDate: dateOf(date),
    volume: whole('volume'),
    issue: whole('issue'),
    articleNumber: one('articleNumber'),
    pageStart: from,
    pageEnd: from && to ? expanded(from, to) : to,
    language: one('language'),
    source: withoutEmpty({
      title: one('source'),
      abbreviatedTitle: one('abbreviatedTitle'),
      type: one('sourceType'),
      sourceId: one('sourceId'),
      issn: issns[0],
      eissn: electronic,
      isbn: isbns,
      publisher: one('publisher'),
    }),
    type: typeOf(entryTypes.get(one('type')?.toLowerCase() ?? '') ?? one('type')),
    citedBy: read('citedBy', countOf),
    counts: withoutEmpty({ authors: counted('authorCount'), references: counted('referenceCount') }),
    abstract: one('abstract'),
    authorKeywords: listOf(cell('keywords').includes(';') ? cell('keywords') : cell('keywords').replaceAll(/[,|]/g, ';')),
    indexKeywords: listOf(cell('indexKeywords')),
    subjects: listOf(cell('subjects'))?.map((name) => ({ name })),
    funding: cell('funding') ? fundingOf(cell('funding')) : undefined,
    editors: cell('editors') ? peopleOf(cell('editors')).map(({ name }) => name) : undefined,
    openAccess: read('openAccess', accessOf),
    links: url ? (eidOfLink(url) || /scopus/i.test(url) ? { scopus: url } : { publisher: url }) : undefined,
    extra: extra(),
  });

  /** A list beside that of the authors, one for each. */
  function joined(kind: 'authorIds' | 'orcids', form: RegExp, member: 'authorId' | 'orcid'): void {
    const items = cell(kind)
      .split(';')
      .map((item) => form.exec(item.trim())?.[0] ?? '');
    if (items.length === authors.length) for (const [i, author] of authors.entries()) if (items[i]) author[member] = items[i];
    if (items.length !== authors.length) keep(nameOf(layout, at(kind)), one(kind));
  }
}

/** Values between `||`, each with the authority that DSpace may have for it: `Kim, A.::virtual::12::600`. Only lists have several. */
function dspaceValues(text: string, kind: ColumnKind): string {
  const values = text.split('||').map((each) => each.replace(/::.*$/s, '').trim());
  return several.has(kind) ? values.join('; ') : (values.find((each) => kind === 'url' && /doi\.org/i.test(each)) ?? values[0] ?? '');
}
const several: ReadonlySet<ColumnKind> = new Set(['authors', 'keywords', 'issn', 'isbn']);

/** `[Kim, A.; Lee, B.] Oslo; [Doe, C.] Bergen`, as Web of Science has it, or addresses between semicolons. */
const affiliationsOf = (cell: string): string[] =>
  /^\[[^\]]*\]/.test(cell) ? cell.split(/;\s+(?=\[)/).map((entry) => plainText(entry.replace(/^\[[^\]]*\]\s*/, ''))) : (listOf(cell) ?? []);

/** Numbers of journals and books, told by their length; the first of a journal is the printed one. */
function serialsOf(texts: readonly string[]): { readonly issns: string[]; readonly isbns: string[] } {
  const numbers = texts
    .flatMap((text) => text.split(/[;,|]|\s+(?=[\dX]{4}-|97[89])/))
    .map((number) =>
      number
        .replace(/\(.*?\)/g, '')
        .replace(/[^\dXx]/g, '')
        .toUpperCase(),
    );
  const distinctly = [...new Set(numbers)];
  return { issns: distinctly.filter(({ length }) => length === 8), isbns: distinctly.filter(({ length }) => length === 10 || length === 13) };
}

function accessOf(text: string): Work['openAccess'] {
  if (/^(?:1|yes|true|y)$/i.test(text)) return { open: true };
  if (/^(?:0|no|false|n|closed|subscription)$/i.test(text)) return { open: false };
  return /gold|green|bronze|hybrid|open|diamond/i.test(text) ? openAccessOf(text) : undefined;
}

/** Kept as they stand: they are no part of a work, or their form is anybody's. */
const asTheyAre: ReadonlySet<ColumnKind> = new Set(['id', 'notes', 'view', 'retrieved', 'database']);

/** Types of BibTeX, as tables of other tools have them. */
const entryTypes: ReadonlyMap<string, string> = new Map([
  ['article', 'Article'],
  ['inproceedings', 'Conference paper'],
  ['conference', 'Conference paper'],
  ['proceedings', 'Conference review'],
  ['incollection', 'Book chapter'],
  ['inbook', 'Book chapter'],
  ['book', 'Book'],
  ['techreport', 'Report'],
  ['phdthesis', 'Thesis'],
  ['mastersthesis', 'Thesis'],
  ['journal article', 'Article'],
  ['journal-article', 'Article'],
]);
