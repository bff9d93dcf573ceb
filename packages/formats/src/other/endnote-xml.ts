import { parseDoi, parseEid, parsePmid, plainText, type Work, withoutEmpty } from '@scopekit/record';
import { SaxesParser } from 'saxes';
import { FormatError } from '../read/format-error.ts';
import { kept, yearOf } from '../read/kept.ts';
import { largest, texts } from '../read/lines.ts';
import type { Told } from '../read/report.ts';
import type { Parts, Source } from '../read/source.ts';
import { authorOf, dateOf, distinct, pagesOf } from '../ris/to-work.ts';
import { eidOfLink, isbnsOf, typeOf, value } from '../scopus/parts.ts';
import { expanded } from './nbib.ts';

/** Deeper than any record: an attack, or no EndNote. */
const deepest = 64;

type Elements = Map<string, string[]>;

/**
 * EndNote's XML. Text stands in runs of style, which are joined; a damaged file ends with an error that names its place,
 * after the records before it.
 */
export async function* endnoteXml({ bytes, told, raw }: Source): Parts {
  const path: string[] = [];
  let record: Elements | undefined;
  let text = '';
  let size = 0;
  let done: Elements[] = [];
  const parser = new SaxesParser({ position: true });
  parser.on('opentag', ({ name, attributes }) => {
    if (path.length >= deepest) throw new FormatError({ reason: 'damaged', message: `The XML is more than ${deepest} elements deep.` });
    path.push(name);
    if (name === 'record') {
      record = new Map();
      size = 0;
    }
    if (name === 'ref-type' && record && typeof attributes.name === 'string') record.set('ref-type-name', [attributes.name]);
    if (name !== 'style') text = '';
  });
  const add = (piece: string) => {
    text += piece;
    size += piece.length;
    if (size > largest) throw new FormatError({ reason: 'damaged', message: `A record is longer than ${largest / 1024 / 1024} MB.` });
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', ({ name }) => {
    path.pop();
    if (name === 'style') return;
    if (name === 'record' && record) {
      done.push(record);
      record = undefined;
    } else if (record && text.trim()) {
      const parent = path.at(-1);
      const key = name === 'year' || parent === 'record' ? name : `${parent}/${name}`;
      const values = record.get(key);
      if (values) values.push(text.trim());
      else record.set(key, [text.trim()]);
    }
    text = '';
  });
  const give = () => {
    const works = done.map((elements) => {
      told.row();
      const work = toWork(elements, told);
      return raw ? { ...work, raw: [...elements] } : work;
    });
    done = [];
    return works;
  };
  for await (const piece of texts(bytes)) {
    const failure = attempt(() => parser.write(piece));
    if (done.length) yield give();
    if (failure) throw failure;
  }
  const failure = attempt(() => parser.close());
  if (done.length) yield give();
  if (failure) throw failure;

  function attempt(step: () => unknown): FormatError | undefined {
    try {
      step();
      return undefined;
    } catch (error) {
      if (error instanceof FormatError) return error;
      return new FormatError({
        reason: 'damaged',
        message: `The XML is damaged at line ${parser.line}, column ${parser.column}: ${(error as Error).message.replace(/^\d+:\d+: /, '')}`,
        row: told.rows() + done.length + 1,
        next: 'Export the library again; what was read before this place is kept.',
        cause: error,
      });
    }
  }
}

const kinds: ReadonlyMap<string, string> = new Map([
  ['Journal Article', 'Article'],
  ['Conference Proceedings', 'Conference paper'],
  ['Conference Paper', 'Conference paper'],
  ['Book Section', 'Book chapter'],
]);

const read: ReadonlySet<string> = new Set(
  'ref-type ref-type-name authors/author secondary-authors/author titles/title titles/secondary-title periodical/full-title periodical/abbr-1 pages volume number keywords/keyword year pub-dates/date isbn accession-num electronic-resource-num related-urls/url abstract language publisher auth-address work-type source-app database foreign-keys/key rec-number'.split(
    ' ',
  ),
);

function toWork(elements: Elements, told: Told): Omit<Work, 'from'> {
  const { keep, parsed, extra } = kept(told);
  const all = (name: string) => elements.get(name) ?? [];
  const one = (...names: string[]) => value(names.flatMap(all)[0]);
  const urls = all('related-urls/url').flatMap((text) => text.split(/\s+/));
  const scopus = urls.find((url) => eidOfLink(url));
  const eid = (scopus && eidOfLink(scopus)) ?? parseEid(one('accession-num') ?? '');
  const [start, end] = pagesOf(one('pages'), undefined);
  const numbers = all('isbn').flatMap((text) => text.split(/[\s;,]+(?=[\dX(])/));
  const digits = numbers.flatMap(
    (text) =>
      text
        .replace(/\(.*?\)/g, '')
        .replace(/[^\dXx]/g, '')
        .toUpperCase() || [],
  );
  const issns = digits.filter(({ length }) => length === 8);
  for (const [name, values] of elements) if (!read.has(name)) keep(name.replace(/^.*\//, ''), values.join('; '));
  for (const number of digits) if (![8, 10, 13].includes(number.length)) keep('isbn', number);
  const accession = one('accession-num');
  if (accession && !parseEid(accession) && !parsePmid(accession)) keep('accession-num', accession);
  const kind = one('ref-type-name');
  return withoutEmpty<Omit<Work, 'from'>>({
    eid,
    scopusId: eid?.startsWith('2-s2.0-') ? eid.slice('2-s2.0-'.length) : undefined,
    doi: parsed('electronic-resource-num', one('electronic-resource-num'), parseDoi),
    pmid: parsePmid(accession ?? ''),
    title: one('titles/title'),
    authors: all('authors/author').map((name) => authorOf(name)),
    affiliations: distinct(all('auth-address').flatMap((text) => text.split(/\s*[\r\n]+\s*/).map(plainText))).map((name) => ({ name })),
    year: parsed('year', one('year'), yearOf),
    coverDate: dateOf(one('pub-dates/date')),
    volume: one('volume'),
    issue: one('number'),
    pageStart: start,
    pageEnd: start && end ? expanded(start, end) : end,
    language: one('language'),
    source: withoutEmpty({
      title: one('periodical/full-title', 'titles/secondary-title'),
      abbreviatedTitle: one('periodical/abbr-1'),
      issn: issns[0],
      eissn: issns[1],
      isbn: digits.filter(({ length }) => length === 10 || length === 13).flatMap(isbnsOf),
      publisher: one('publisher'),
    }),
    type: typeOf(one('work-type')) ?? typeOf(kinds.get(kind ?? '') ?? kind),
    abstract: one('abstract'),
    authorKeywords: distinct(all('keywords/keyword').flatMap((text) => text.split(/[\r\n]+/).map(plainText))),
    editors: all('secondary-authors/author').map((name) => authorOf(name).name),
    links: withoutEmpty({ scopus, publisher: urls.find((url) => url !== scopus) }),
    extra: extra(),
  });
}
