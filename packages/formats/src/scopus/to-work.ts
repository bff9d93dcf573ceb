import { parseDoi, parsePmid, plainText, type Source, type Work, withoutEmpty } from '@scopekit/record';
import type { Told } from '../read/report.ts';
import { scopusAffiliations } from './affiliations.ts';
import { scopusAuthors, splitList } from './authors.ts';
import {
  chemicalsOf,
  correspondenceOf,
  doiOfLink,
  editorsOf,
  eidOfLink,
  fundingOf,
  isbnsOf,
  listOf,
  openAccessOf,
  sequencesOf,
  titleOf,
  typeOf,
  unescaped,
  value,
} from './parts.ts';
import { scopusReferences } from './references.ts';

/** The cells of a row under today's names of their columns; there may be several funding texts. */
export interface ScopusRow {
  readonly cell: (column: string) => string;
  /** Whether there is such a column. */
  readonly has: (column: string) => boolean;
  readonly fundingTexts: readonly string[];
  /** Cells of columns that Scopus has not. */
  readonly extra?: Record<string, string>;
  /** Before 2023: an empty count of citations is 0, and other titles stand behind a blank. */
  readonly old: boolean;
}

const longestCell = 32_767;
const scientific = /^\d(?:[.,]\d+)?E\+?\d{1,2}$/i;
const asDate =
  /^(?:\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*(?:-\d\d(?:\d\d)?)?|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d\d(?:\d\d)?)$/;

/**
 * A row of Scopus's CSV, of any generation, as a work; every generation has its own grammar in several cells, told by what
 * is in them. The page count is never read: it is wrong wherever it is filled.
 */
export function toWork(row: ScopusRow, told: Told): Omit<Work, 'from'> {
  const { cell } = row;
  const extra: Record<string, string> = { ...row.extra };

  /** A text of some length, with written-out escapes resolved. */
  const prose = (column: string, raw = cell(column)): string => {
    if (raw.length === longestCell) told.repair('cell-cut', column);
    const { text, count } = unescaped(raw);
    if (count) told.repair('escapes', column, `${count} in it`);
    return text;
  };
  /** A number or short code that a spreadsheet may have mistaken for something else. */
  const code = (column: string): string | undefined => {
    const given = value(cell(column));
    const text = given?.replace(/^(\d+)\.0$/, '$1');
    if (text === undefined) return undefined;
    if (text !== given) told.repair('fraction-dropped', column, given);
    const kind = scientific.test(text) ? 'number-mangled' : asDate.test(text) ? 'date-mangled' : undefined;
    if (!kind) return text;
    told.repair(kind, column, text);
    return undefined;
  };
  /** What its field does not take stays under its column's name. */
  const parsed = (column: string, parse: (text: string) => string | undefined): string | undefined => {
    const text = code(column);
    const clean = text && parse(text);
    if (!text || clean) return clean;
    told.repair('value-unreadable', column, text);
    extra[column] = text;
    return undefined;
  };

  const ids = cell('Author(s) ID');
  const mangled = ids.includes('E') ? splitList(ids).filter((id) => scientific.test(id)) : [];
  if (mangled.length) told.repair('number-mangled', 'Author(s) ID', mangled[0]);
  const authors = scopusAuthors({ authors: onLine(cell('Authors')), fullNames: onLine(cell('Author full names')), ids: mangled.length ? '' : ids }, told);
  if (ids && !authors.some(({ authorId }) => authorId) && !mangled.length && !/\[No/.test(ids)) extra['Author(s) ID'] = ids;
  const affiliations = scopusAffiliations(authors, { affiliations: prose('Affiliations'), authorsWithAffiliations: prose('Authors with affiliations') }, told);
  const link = cell('Link').trim();
  const eid = parsed('EID', (text) => /^2-s2\.0-\d{8,}$/i.exec(text)?.[0].toLowerCase()) ?? eidOfLink(link);
  const year = parsed('Year', (text) => /^\d{4}$/.exec(text)?.[0]);
  const citedBy = parsed('Cited by', (text) => /^\d+$/.exec(text)?.[0]) ?? (row.old && row.has('Cited by') ? '0' : undefined);
  const texts = row.fundingTexts.flatMap((raw) => value(prose('Funding Texts', raw)) ?? []);
  const sponsors = cell('Sponsors');

  return withoutEmpty<Omit<Work, 'from'>>({
    eid,
    scopusId: eid?.slice('2-s2.0-'.length),
    doi: parsed('DOI', parseDoi) ?? doiOfLink(link),
    pmid: parsed('PubMed ID', (text) => parsePmid(text)),
    ...titleOf(prose('Title'), row.old),
    authors,
    affiliations,
    year: year === undefined ? undefined : Number(year),
    volume: code('Volume'),
    issue: code('Issue'),
    articleNumber: code('Art. No.'),
    pageStart: code('Page start'),
    pageEnd: code('Page end'),
    language: value(cell('Language of Original Document')),
    publicationStage: value(cell('Publication Stage')),
    source: sourceOf(),
    conference: withoutEmpty({
      name: value(cell('Conference name')),
      code: code('Conference code'),
      date: value(cell('Conference date')),
      location: value(cell('Conference location')),
      sponsors: sponsors ? sponsors.split(';').flatMap((sponsor) => value(sponsor) ?? []) : undefined,
    }),
    type: typeOf(cell('Document Type')),
    citedBy: citedBy === undefined ? undefined : Number(citedBy),
    abstract: value(prose('Abstract')),
    authorKeywords: listOf(cell('Author Keywords')),
    indexKeywords: listOf(cell('Index Keywords')),
    funding: [...(cell('Funding Details') ? fundingOf(prose('Funding Details')) : []), ...texts.map((text) => ({ text }))],
    references: scopusReferences(prose('References'), told),
    editors: cell('Editors') ? editorsOf(cell('Editors')) : undefined,
    correspondence: cell('Correspondence Address') ? correspondenceOf(prose('Correspondence Address')) : undefined,
    chemicals: cell('Chemicals/CAS') ? chemicalsOf(cell('Chemicals/CAS')) : undefined,
    tradenames: listOf(cell('Tradenames')),
    manufacturers: listOf(cell('Manufacturers')),
    sequences: cell('Molecular Sequence Numbers') ? sequencesOf(cell('Molecular Sequence Numbers')) : undefined,
    openAccess: openAccessOf(cell('Open Access')),
    links: withoutEmpty({ scopus: link || undefined }),
    extra,
  });

  function sourceOf(): Source {
    const [issn, eissn, ...others] = (code('ISSN') ?? '').split(/[;,]\s*/).flatMap((each) => issnOf(each) ?? []);
    if (others.length) extra.ISSN = cell('ISSN');
    return withoutEmpty<Source>({
      title: value(cell('Source title')),
      abbreviatedTitle: value(cell('Abbreviated Source Title')),
      issn,
      eissn,
      isbn: cell('ISBN') && code('ISBN') ? isbnsOf(cell('ISBN')) : undefined,
      coden: value(cell('CODEN')),
      publisher: value(cell('Publisher')),
    });
  }

  /** Eight characters, as Scopus has it; a spreadsheet drops leading zeros. */
  function issnOf(text: string): string | undefined {
    const issn = plainText(text).replace(/-/g, '').toUpperCase();
    if (!issn) return undefined;
    const padded = issn.padStart(8, '0');
    if (issn.length < 8 && /^\d{4,6}[\dX]$/.test(issn) && issnHolds(padded)) {
      told.repair('zeros-restored', 'ISSN', issn);
      return padded;
    }
    return issn;
  }
}

const onLine = (text: string) => (text.includes('\n') ? text.replace(/\s*[\r\n]+\s*/g, ' ') : text);

const issnHolds = (issn: string) => {
  const sum = [...issn.slice(0, 7)].reduce((total, digit, i) => total + Number(digit) * (8 - i), 0);
  return (11 - (sum % 11)) % 11 === (issn[7] === 'X' ? 10 : Number(issn[7]));
};
