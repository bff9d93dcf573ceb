import type { Work } from '@scopekit/record';
import { lines } from '../read/lines.ts';
import type { Told } from '../read/report.ts';
import type { Part, Parts, Source } from '../read/source.ts';
import { eidOfLink } from './parts.ts';
import { referenceOf } from './references.ts';
import { toWork } from './to-work.ts';

/** Labels of the plain text as the columns of the CSV. */
const labels: Readonly<Record<string, string>> = {
  'AUTHOR FULL NAMES': 'Author full names',
  DOI: 'DOI',
  AFFILIATIONS: 'Affiliations',
  'AUTHORS WITH AFFILIATIONS': 'Authors with affiliations',
  ABSTRACT: 'Abstract',
  'AUTHOR KEYWORDS': 'Author Keywords',
  'INDEX KEYWORDS': 'Index Keywords',
  'MOLECULAR SEQUENCE NUMBERS': 'Molecular Sequence Numbers',
  'CHEMICALS/CAS': 'Chemicals/CAS',
  TRADENAMES: 'Tradenames',
  MANUFACTURERS: 'Manufacturers',
  'FUNDING DETAILS': 'Funding Details',
  'FUNDING TEXT': 'Funding Texts',
  'FUNDING TEXTS': 'Funding Texts',
  REFERENCES: 'References',
  'CORRESPONDENCE ADDRESS': 'Correspondence Address',
  EDITORS: 'Editors',
  PUBLISHER: 'Publisher',
  SPONSORS: 'Sponsors',
  'CONFERENCE NAME': 'Conference name',
  'CONFERENCE DATE': 'Conference date',
  'CONFERENCE LOCATION': 'Conference location',
  'CONFERENCE CODE': 'Conference code',
  ISSN: 'ISSN',
  ISBN: 'ISBN',
  CODEN: 'CODEN',
  'PUBMED ID': 'PubMed ID',
  'LANGUAGE OF ORIGINAL DOCUMENT': 'Language of Original Document',
  'ABBREVIATED SOURCE TITLE': 'Abbreviated Source Title',
  'DOCUMENT TYPE': 'Document Type',
  'PUBLICATION STAGE': 'Publication Stage',
  'OPEN ACCESS': 'Open Access',
  'ACCESS TYPE': 'Open Access',
  EID: 'EID',
};

const label = /^([A-Z][A-Z/ ]{2,40}?)(?: \d+)?:\s*(.*)$/;
const sourceLine = /^\((\d{4})\)\s/;
const idsLine = /^\d{8,}(?:; ?\d{8,})*;?$/;
const end = /^SOURCE: Scopus\s*$/i;
const preamble = /^(?:Scopus|EXPORT DATE:.*)$/i;

/** The plain text that Scopus exports: lines in a fixed order, then lines with labels, then `SOURCE: Scopus`. */
export async function* scopusText({ bytes, told, raw }: Source): Parts {
  let record: string[] = [];
  for await (const batch of lines(bytes)) {
    const works: Part[] = [];
    for (const line of batch) {
      if (end.test(line)) {
        if (record.some((each) => each !== '')) works.push(read(record, told, raw));
        record = [];
      } else if (/^EXPORT DATE:/i.test(line)) record = [];
      else if (record.length || (line.trim() !== '' && !preamble.test(line.trim()))) record.push(line.trimEnd());
    }
    yield works;
  }
  if (record.some((line) => line !== '')) {
    const work = read(record, told, raw);
    told.repair('end-missing');
    yield [work];
  }
}

function read(record: readonly string[], told: Told, raw: boolean): Omit<Work, 'from'> {
  told.row();
  const cells = new Map<string, string>();
  const texts: string[] = [];
  const unlabelled: string[] = [];
  let open: string | undefined;
  for (const line of record) {
    const [, name, text = ''] = label.exec(line) ?? [];
    const column = name && labels[name];
    if (column === 'Funding Texts') texts.push(text);
    else if (column) cells.set(column, text);
    else if (/^https?:\/\/\S+$/.test(line) && !cells.has('Link')) cells.set('Link', line);
    else if (open === 'Funding Texts' && line) texts[texts.length - 1] += ` ${line}`;
    else if (open && open !== 'DOI' && open !== 'Author full names' && line) cells.set(open, `${cells.get(open)}${open === 'References' ? '\n' : ' '}${line}`);
    else if (!open || open === 'Author full names' || open === 'DOI') unlabelled.push(line);
    if (column) open = column;
    else if (line === '') open = open === 'References' ? open : undefined;
  }
  const head = unlabelled.filter(Boolean);
  const at = head.findIndex((line) => sourceLine.test(line));
  const before = at < 0 ? head : head.slice(0, at);
  const title = before.at(-1) ?? '';
  const ids = before.find((line) => idsLine.test(line)) ?? '';
  const authors = before.length > (ids ? 2 : 1) ? (before[0] as string) : '';
  for (const [column, text] of [['Title', title], ['Author(s) ID', ids], ['Authors', authors === ids ? '' : authors], ...sourceOf(head[at] ?? '')] as const)
    if (text) cells.set(column, text);
  const references = cells.get('References')?.split('\n') ?? [];
  cells.delete('References');
  const link = cells.get('Link');
  if (link && !eidOfLink(link)) cells.delete('Link');
  const work = toWork({ cell: (column) => cells.get(column) ?? '', has: (column) => cells.has(column), fundingTexts: texts, old: true }, told);
  if (references.length) work.references = references.flatMap((line) => referenceOf(line) ?? []);
  if (link && !eidOfLink(link)) work.links = { ...work.links, publisher: link };
  return raw ? { ...work, raw: record } : work;
}

/** `(2013) Source, 60 (6), art. no. 12, pp. 1001 - 1008, Cited 123 times.` */
function sourceOf(line: string): readonly (readonly [string, string])[] {
  const year = sourceLine.exec(line)?.[1];
  if (!year) return [];
  let rest = line.replace(sourceLine, '').trim();
  const take = (pattern: RegExp): string[] => {
    const found = pattern.exec(rest);
    if (found) rest = rest.slice(0, found.index).trim();
    return found?.slice(1) ?? [];
  };
  rest = rest.replace(/[\s.,]+$/, '');
  const [citedBy = '0'] = take(/,?\s*Cited (\d+) times$/i);
  const [start = '', finish = ''] = take(/,\s*pp?\. ([^\s,]+)(?:\s*[-–]\s*([^\s,]+))?\s*,?$/);
  const [article = ''] = take(/,\s*art\. no\. ([^,]+?)\s*,?$/);
  const [volume = '', issue = ''] = take(/,\s*([^\s,()]*\d[^\s,()]*)?\s*(?:\(([^()]+)\))?\s*,?$/);
  return [
    ['Year', year],
    ['Cited by', citedBy],
    ['Page start', start],
    ['Page end', finish],
    ['Art. No.', article],
    ['Volume', volume],
    ['Issue', issue],
    ['Source title', rest],
  ];
}
