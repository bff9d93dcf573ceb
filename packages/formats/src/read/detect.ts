import { type Dialect, dialectOf } from '../csv/dialect.ts';
import { columnKind } from '../csv/names.ts';
import { isWork } from '../json/json.ts';
import { eidForm, scopusLink, scopusName, tells } from '../scopus/columns.ts';

export const inputFormats = {
  'scopus-csv': 'CSV exported by Scopus',
  'scopus-ris': 'RIS exported by Scopus',
  'scopus-bibtex': 'BibTeX exported by Scopus',
  'scopus-text': 'plain text exported by Scopus',
  csv: 'a table (CSV, TSV)',
  ris: 'RIS',
  bibtex: 'BibTeX',
  nbib: 'PubMed (nbib)',
  'endnote-xml': 'EndNote XML',
  wos: 'Web of Science, plain text',
  'wos-tab': 'Web of Science, tab-delimited',
  json: 'CSL-JSON, or works as JSON',
  jsonl: 'works as JSON Lines',
} as const;
export type InputFormat = keyof typeof inputFormats;

export type Detected =
  | {
      readonly format: InputFormat;
      readonly dialect?: Dialect;
      readonly variant?: string;
      /** What stands above the header of a table. */
      readonly above?: string;
    }
  | { readonly seems: string; readonly next?: string };

const magics: readonly (readonly [start: string, seems: string, next?: string])[] = [
  ['%PDF', 'a PDF', 'Export the records themselves, as CSV, RIS or BibTeX.'],
  ['PK\u0003\u0004', 'a ZIP archive or an Office file (xlsx, docx)', 'Unpack it, or save the sheet as CSV (UTF-8).'],
  ['\u001f\u008b', 'a file compressed by gzip', 'Unpack it first: gunzip.'],
  ['\u00d0\u00cf\u0011\u00e0', 'an old Office file (xls, doc)', 'Save the sheet as CSV (UTF-8).'],
  ['SQLite format 3', 'an SQLite database'],
  ['{\\rtf', 'a rich-text document', 'Export the records as RIS or BibTeX.'],
  ['\u0089PNG', 'a picture'],
  ['\u00ff\u00d8\u00ff', 'a picture'],
  ['GIF8', 'a picture'],
];

/** What a file is, by its beginning and never by its name. */
export function detect(head: string, magic: Buffer): Detected {
  const start = magic.toString('latin1');
  const known = magics.find(([bytes]) => start.startsWith(bytes));
  if (known) return { seems: known[1], next: known[2] };
  const lines = isOldMacintosh(head) ? head.replaceAll('\r', '\n') : head;
  const text = lines.replace(/^[\uFEFF\s]+/, '');
  if (text === '') return { seems: 'an empty file', next: 'Export it again.' };
  if (text[0] === '<') return markup(text);
  if (text[0] === '{' || text[0] === '[') return json(text);
  return tagged(text) ?? table(lines);
}

/** Whether the first line ends with `\r` alone. */
export function isOldMacintosh(head: string): boolean {
  let inQuotes = false;
  for (let i = 0; i < head.length; i++) {
    const char = head[i];
    if (char === '"') inQuotes = !inQuotes;
    else if (char === '\n' && !inQuotes) return false;
    else if (char === '\r' && !inQuotes) return head[i + 1] !== '\n' && i + 1 < head.length;
  }
  return false;
}

function markup(text: string): Detected {
  if (/^(?:<!doctype html|<html|<head|<body)/i.test(text)) return { seems: 'a web page, perhaps of a sign-in', next: 'Sign in, and export again.' };
  if (/<PubmedArticleSet/.test(text)) return { seems: "PubMed's XML", next: 'Export from PubMed in the format PubMed (.nbib).' };
  if (/<xml>\s*<records>|<records>\s*<record>|<source-app[^>]*EndNote/i.test(text)) return { format: 'endnote-xml' };
  const root = /<([A-Za-z][\w:.-]*)[\s>/]/.exec(text.replace(/<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>/gs, ''))?.[1];
  return { seems: root ? `XML with the root ${root}` : 'markup of some kind', next: 'Export as RIS, BibTeX, CSV or EndNote XML.' };
}

function json(text: string): Detected {
  const lineEnd = text.search(/\r?\n/);
  const line = lineEnd < 0 ? text : text.slice(0, lineEnd);
  const first = parsed(line);
  const another = lineEnd >= 0 && /^\s*\{"/.test(text.slice(lineEnd));
  if (/^\{\s*"(?:search-results|abstracts-retrieval-response|full-text-retrieval-response|author-retrieval-response)"/.test(text))
    return { seems: 'an answer of an Elsevier API', next: 'Ask for the works with scopekit search or works: --out works.jsonl.' };
  // A record may be longer than what is looked at.
  if (isWork(first) || (text[0] === '{' && another) || (first === undefined && lineEnd < 0 && /^\{"(?:eid|scopusId|doi|pii|pmid|title|authors)":/.test(text)))
    return { format: 'jsonl' };
  if (text[0] === '[' || /"(?:works|items|authors|author|title|DOI)"\s*:/.test(text)) return { format: 'json' };
  return { seems: 'JSON of some other kind', next: 'CSL-JSON and JSON Lines of works are read.' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const ofScopus = /^ {0,8}DB {1,4}- Scopus\s*$|^N1 {2}- Export Date:|\bsource\s*=\s*\{Scopus\}|^Scopus\s*\r?\nEXPORT DATE/im;

const bibtexHead = /(?:^|\n|\})[ \t]*@(?:[A-Za-z]+[ \t]*\{[^\n{}=]{0,250}(?:,|\n)|(?:string|comment|preamble)[ \t]*[{(])/i;

function tagged(text: string): Detected | undefined {
  const scopus = ofScopus.test(text);
  if (/^(?:.*\r?\n){0,20}? {0,8}TY {1,4}- ?\S/.test(text)) return { format: scopus ? 'scopus-ris' : 'ris' };
  if (/^PMID-? ?- ?\d/m.test(text) && /^(?:.*\r?\n){0,5}?PMID ?- ?\d/.test(text)) return { format: 'nbib' };
  if (/^(?:FN |VR 1\.0|PT [A-Z]\s*$)/m.test(text) && /^PT [A-Z]\s*$/m.test(text) && /^(?:FN|VR|PT) /.test(text)) return { format: 'wos' };
  if (bibtexHead.test(text) && !/^[^\n@]*,[^\n@]*,/.test(text.replace(/^(?:%.*\r?\n\s*)+/, ''))) return { format: scopus ? 'scopus-bibtex' : 'bibtex' };
  if (/^(?:.*\r?\n){0,5}?Scopus\s*\r?\nEXPORT DATE/i.test(text)) return { format: 'scopus-text' };
  return undefined;
}

/** Names of tables that are no lists of works. */
const others: readonly (readonly [names: readonly string[], without: readonly string[], seems: string])[] = [
  [['Scopus Source ID', 'Print-ISSN'], [], "Scopus's list of sources"],
  [['Sourcerecord ID', 'Print-ISSN'], [], "Scopus's list of sources"],
  [['Title', 'CiteScore'], ['Authors', 'DOI'], 'a list of sources with their CiteScore'],
  [['Title', 'SJR'], ['Authors', 'DOI'], 'a list of journals with their rank'],
];

/** Whose tables have these columns. */
const origins: readonly (readonly [names: readonly string[], origin: string])[] = [
  [['Consensus Link'], 'Consensus'],
  [['subtypeDescription', 'coverDate', 'publicationName'], 'pybliometrics'],
  [['Article Preview Page URL', 'Electronic ID'], 'Scopus Survey or scopekit'],
  [['Dimensions URL'], 'Dimensions'],
  [['Lens ID'], 'The Lens'],
  [['Document Identifier', 'IEEE Terms'], 'IEEE Xplore'],
  [['Item Type', 'Date Added', 'Manual Tags'], 'Zotero'],
  [['PMID', 'NIHMS ID'], 'PubMed'],
  [['Cites', 'GSRank'], 'Publish or Perish'],
  [['Document Type', 'UT (Unique WOS ID)'], 'Web of Science'],
  [['DI', 'SR', 'TC', 'AU'], 'bibliometrix'],
];

/** Lines that tools and people set above a table: a title, the day of the export, `sep=;`. */
const mostLinesAbove = 5;

function table(head: string): Detected {
  const firstLine = head.slice(0, head.search(/\r?\n|$/)).trim();
  const isKnown = (name: string) => columnKind(name) !== undefined;
  let above = 0;
  for (let skipped = 0; skipped <= mostLinesAbove; skipped++) {
    const found = tableAt(head.slice(above), isKnown);
    if (found && (skipped === 0 || ('format' in found && (found.dialect?.header.filter(isKnown).length ?? 0) > 1)))
      return 'format' in found && above ? { ...found, above: head.slice(0, above) } : found;
    const end = head.indexOf('\n', above) + 1;
    if (end === 0) break;
    above = end;
  }
  const lone = columnKind(firstLine.replace(/^"(.*)"$/, '$1'));
  if (lone === 'eid' || lone === 'doi' || lone === 'pmid' || lone === 'title')
    return { format: 'csv', dialect: { delimiter: ',', header: [firstLine.replace(/^"(.*)"$/, '$1')], end: head.includes('\r\n') ? '\r\n' : '\n' } };
  const cells = dialectOf(head, isKnown)?.header.map((name) => name.trim());
  if (!cells)
    return { seems: 'a text without columns, tags or records', next: 'CSV, RIS, BibTeX, nbib, EndNote XML, Web of Science, CSL-JSON and JSON Lines are read.' };
  return {
    seems: `a table without titles or identifiers (its first row: ${cells.slice(0, 6).join(', ')}${cells.length > 6 ? ', …' : ''})`,
    next: 'Its first row must name the columns: title, authors, year, doi, …',
  };
}

/** A table that begins right there; `undefined` when its first row names no titles or identifiers. */
function tableAt(head: string, isKnown: (name: string) => boolean): Detected | undefined {
  const asScopus = dialectOf(head, (name) => scopusName(name) !== undefined);
  if (asScopus && isScopusTable(asScopus, head)) return { format: 'scopus-csv', dialect: asScopus };
  const dialect = dialectOf(head, isKnown);
  const names = dialect?.header.map((name) => name.trim()) ?? [];
  const has = (wanted: readonly string[]) => wanted.every((name) => names.includes(name));
  const other = others.find(([wanted, without]) => has(wanted) && !without.some((name) => names.includes(name)));
  if (other) return { seems: other[2] };
  if (!dialect) return undefined;
  if (dialect.delimiter === '\t' && names.includes('PT') && names.includes('AU') && names.includes('SO')) return { format: 'wos-tab', dialect };
  const kinds = new Set(names.map(columnKind));
  const telling = (['title', 'doi', 'eid', 'pmid'] as const).some((kind) => kinds.has(kind));
  // Programs and prose have commas too.
  const isCode = names.some((name) => /[{}=#<>]|^(?:def|import|function|const|var)\s/.test(name));
  if (!telling || isCode) return undefined;
  return { format: 'csv', dialect, variant: origins.find(([wanted]) => has(wanted))?.[1] };
}

/** A table of Scopus has nearly only its columns, and among them some that nobody else has, or links or EIDs in its rows. */
function isScopusTable({ header, delimiter }: Dialect, head: string): boolean {
  const named = header.filter((name) => name.trim() !== '');
  const known = named.flatMap((name) => scopusName(name) ?? []);
  const telling = new Set(known.filter((name) => tells.has(name))).size;
  if (telling >= 2 && known.length * 2 > named.length) return true;
  if (known.length < 3 || known.length < named.length * 0.8) return localized(named, head);
  const cells = head.split(new RegExp(`[\\r\\n";${delimiter}]`));
  return cells.some((cell) => scopusLink.test(cell) || eidForm.test(cell.trim()));
}

/** Headers in a script that no table names: links or EIDs of Scopus in the rows tell. */
const localized = (header: readonly string[], head: string): boolean =>
  header.filter((name) => /[^\p{Script=Latin}\p{P}\p{S}\p{Z}\d]/u.test(name)).length * 2 >= header.length &&
  /(?:inward\/record\.ur[il]\?eid=2-s2\.0-|\/pages\/publications\/\d|2-s2\.0-\d{6,})/.test(head);
