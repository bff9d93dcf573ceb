import { parseDoi, parseEid, parsePii, parsePmid, parseScopusId, type Work, withoutEmpty } from '@scopekit/record';
import { expanded } from '../other/nbib.ts';
import { silent, type Told } from '../read/report.ts';
import type { Parts, Source } from '../read/source.ts';
import { dateOf, pagesOf } from '../ris/to-work.ts';
import { eidOfLink, isbnsOf, listOf, openAccessOf, typeOf, value } from '../scopus/parts.ts';
import type { Dialect } from './dialect.ts';
import { type Columns, fitted } from './fitted.ts';
import { type ColumnKind, columnKind } from './names.ts';
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
    yield rows.values().map(({ cells: given, header, quoted = '', mended }) => {
      if (header !== layout.header) layout = layoutOf(header);
      told.row(mended);
      const { cells } = fitted(given, columnsOf(layout, delimiter), told);
      const work = toWork(cells, layout, told);
      return raw ? { ...work, raw: { columns: header, cells: given, quoted } } : work;
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
  const kinds = found.map((kind) => (kind === 'origin' ? (named ? 'database' : 'source') : kind));
  const places = new Map<ColumnKind, number[]>();
  for (const [j, kind] of kinds.entries()) if (kind) places.set(kind, [...(places.get(kind) ?? []), j]);
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
  const { header, kinds, places } = layout;
  const extra: Record<string, string> = {};
  const isFilled = (j: number) => cells[j] !== undefined && cells[j] !== '' && !nothing.test(cells[j].trim());
  /** The column that a row fills of those of a kind. */
  const at = (kind: ColumnKind): number => places.get(kind)?.find(isFilled) ?? -1;
  const cell = (kind: ColumnKind): string => (cells[at(kind)] ?? '').replace(/^'(?=[=+\-@\t])/, '');
  const one = (kind: ColumnKind) => value(cell(kind));
  const whole = (kind: ColumnKind) => one(kind)?.replace(/\.0$/, '');
  const parsed = (kind: ColumnKind, parse: (text: string) => string | undefined): string | undefined => {
    const text = one(kind);
    const clean = text === undefined ? undefined : parse(text);
    if (text !== undefined && clean === undefined) {
      told.repair('value-unreadable', header[at(kind)], text);
      extra[header[at(kind)] as string] = text;
    }
    return clean;
  };
  for (const [j, kind] of kinds.entries())
    if (cells[j] && (kind === undefined || kept.has(kind) || (isFilled(j) && at(kind) !== j))) extra[nameOf(layout, j)] = cells[j];

  const url = one('url');
  const eid = parsed('eid', parseEid) ?? (url ? eidOfLink(url) : undefined);
  const scopusId = one('scopusId') === undefined ? undefined : parseScopusId(one('scopusId') as string);
  if (one('scopusId') && !scopusId) extra[header[at('scopusId')] as string] = one('scopusId') as string;
  const year = whole('year');
  const date = one('date');
  const years = /(?:1[4-9]|20)\d\d/.exec(year ?? date ?? '')?.[0];
  if (year && !years) told.repair('value-unreadable', header[at('year')], year);
  if (year && !years) extra[header[at('year')] as string] = year;
  const [from, to] = one('pageStart') ? [whole('pageStart'), whole('pageEnd')] : pagesOf(one('pages'), undefined);
  const citedBy = whole('citedBy');
  const database = one('database');
  const issns = (one('issn') ?? '').split(/[;,\s]+/).flatMap((issn) => issn.replace(/[^\dXx]/g, '').toUpperCase() || []);
  const authors = peopleOf(cell('fullNames').replace(/\s*\(\d{6,}\)/g, '') || cell('authors'));
  const ids = cell('authorIds')
    .split(';')
    .map((id) => id.trim());
  const orcids = cell('orcids')
    .split(';')
    .map((id) => id.trim());
  if (ids.length === authors.length) for (const [i, author] of authors.entries()) if (ids[i]) author.authorId = ids[i];
  if (orcids.length === authors.length) for (const [i, author] of authors.entries()) if (orcids[i]) author.orcid = orcids[i];
  if (ids.length !== authors.length && cell('authorIds')) extra[header[at('authorIds')] as string] = cell('authorIds');

  return withoutEmpty<Omit<Work, 'from'>>({
    eid: eid ?? (scopusId && `2-s2.0-${scopusId}`),
    scopusId: scopusId ?? (eid?.startsWith('2-s2.0-') ? eid.slice('2-s2.0-'.length) : undefined),
    doi: parsed('doi', parseDoi) ?? (url && /doi\.org\//i.test(url) ? parseDoi(url) : undefined),
    pii: parsed('pii', parsePii),
    pmid: whole('pmid') === undefined ? undefined : parsed('pmid', (text) => parsePmid(text.replace(/\.0$/, ''))),
    title: one('title')?.replace(/^\{(.*)\}$/s, '$1'),
    authors,
    affiliations: (listOf(cell('affiliations')) ?? []).map((name) => ({ name })),
    year: years === undefined ? undefined : Number(years),
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
      issn: issns.find(({ length }) => length === 8),
      eissn: one('eissn')?.replace(/-/g, ''),
      isbn: [...isbnsOf(one('isbn') ?? ''), ...issns.filter(({ length }) => length === 10 || length === 13)],
      publisher: one('publisher'),
    }),
    type: typeOf(entryTypes[one('type')?.toLowerCase() ?? ''] ?? one('type')),
    citedBy: /^\d+$/.test(citedBy ?? '') ? Number(citedBy) : undefined,
    counts: withoutEmpty({ authors: numberOf(one('authorCount')), references: numberOf(one('referenceCount')) }),
    abstract: one('abstract'),
    authorKeywords: listOf(cell('keywords').includes(';') ? cell('keywords') : cell('keywords').replaceAll(',', ';').replaceAll('|', ';')),
    indexKeywords: listOf(cell('indexKeywords')),
    subjects: listOf(cell('subjects'))?.map((name) => ({ name })),
    editors: cell('editors') ? peopleOf(cell('editors')).map(({ name }) => name) : undefined,
    openAccess: /^(?:0|no|false)$/i.test(one('openAccess') ?? '')
      ? { open: false }
      : /^(?:1|yes|true)$/i.test(one('openAccess') ?? '')
        ? { open: true }
        : openAccessOf(one('openAccess')),
    links: url ? (eidOfLink(url) || /scopus/i.test(url) ? { scopus: url } : { publisher: url }) : undefined,
    extra: withoutEmpty({ ...extra, ...(database ? { [header[at('database')] as string]: database } : {}) }),
  });
}

/** Kept as they stand: they are no part of a work, or their form is anybody's. */
const kept: ReadonlySet<ColumnKind> = new Set(['id', 'affiliationIds', 'notes', 'view', 'retrieved', 'funding']);

const numberOf = (text: string | undefined) => (text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined);

/** Types of BibTeX, as tables of other tools have them. */
const entryTypes: Readonly<Record<string, string>> = {
  article: 'Article',
  inproceedings: 'Conference paper',
  conference: 'Conference paper',
  proceedings: 'Conference review',
  incollection: 'Book chapter',
  inbook: 'Book chapter',
  book: 'Book',
  techreport: 'Report',
  phdthesis: 'Thesis',
  mastersthesis: 'Thesis',
  'journal article': 'Article',
  'journal-article': 'Article',
};
