import { type Author, nameToAuthor, parseDoi, parsePmid, type Work, withoutEmpty } from '@scopekit/record';
import { peopleOf } from '../csv/people.ts';
import { cslToWork } from '../json/csl-to-work.ts';
import { FormatError } from '../read/format-error.ts';
import { kept, yearOf } from '../read/kept.ts';
import type { Told } from '../read/report.ts';
import type { Parts, Source } from '../read/source.ts';
import { eidOfLink, typeOf, value } from '../scopus/parts.ts';
import { type BibtexParser, bibtexParser, type Fields } from './parser.ts';
import { type BibtexRecord, bibtexRecords } from './records.ts';
import { scopusBibtexToWork } from './to-work.ts';

/** BibTeX, as Scopus or anybody else writes it. A record that is no BibTeX is refused alone. */
export async function* bibtex({ bytes, told, raw }: Source, scopus: boolean): Parts {
  const parser = await bibtexParser();
  for await (const { records, strings } of bibtexRecords(bytes))
    yield records.values().map((record) => {
      told.row(record.mended);
      const fields = fieldsOf(parser, record, strings, told);
      if (!fields) return undefined;
      const work = scopus && isOfScopus(fields) ? scopusBibtexToWork(record.type, fields, told) : otherToWork(record, fields, parser, told);
      return raw ? { ...work, raw: { type: record.type, key: record.key, ...fields } } : work;
    });
}

/** The fields of a record; of one that is no BibTeX those that stand whole on a line, and when there is no title among them it is refused. */
function fieldsOf(parser: BibtexParser, record: BibtexRecord, strings: string, told: Told): Fields | undefined {
  try {
    return parser.fields(record, strings, told);
  } catch (error) {
    if (error instanceof FormatError) throw error;
    const fields = Object.fromEntries([...record.body.matchAll(wholeField)].map(([, name, text]) => [(name as string).toLowerCase(), text as string]));
    if (fields.title) told.repair('record-broken', undefined, record.key);
    else told.refuse(`not BibTeX: ${(error as Error).message.split('\n')[0]}`, record.key);
    return fields.title ? fields : undefined;
  }
}

const wholeField = /^[ \t]*([A-Za-z][\w-]*)[ \t]*=[ \t]*[{"](.*)[}"],?[ \t]*\r?$/gm;

/** Files are joined: each record tells for itself. */
const isOfScopus = (fields: Fields): boolean => fields.source === 'Scopus';

const read: ReadonlySet<string> = new Set(
  'author editor title journal journaltitle booktitle year date month volume number pages publisher doi issn isbn url abstract keywords keyword pmid language langid type eid'.split(
    ' ',
  ),
);

/** A record of another program: TeX is decoded; what has no place is kept under its name. */
function otherToWork({ type, key }: BibtexRecord, given: Fields, parser: BibtexParser, told: Told): Omit<Work, 'from'> {
  // Names of BibLaTeX for what BibTeX calls otherwise.
  const fields: Fields = { ...given, journal: given.journal ?? given.journaltitle ?? '', year: given.year ?? given.date?.slice(0, 4) ?? '' };
  const filled: Fields = Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ''));
  const { keep, parsed, extra } = kept(told);
  const item = parser.decoded(type, Object.fromEntries(Object.entries(filled).filter(([name]) => !ownWay.has(name))));
  if (!item) told.repair('tex-undecodable');
  /** Fields that the library passes over, or reads too strictly, are decoded as a title is. */
  const decoded = (text: string | undefined) =>
    text === undefined || !/[\\{}$~]/.test(text) ? text : (parser.decoded('article', { title: text })?.title ?? text);
  const keywords = decoded(filled.keywords ?? filled.keyword);
  const plain = { title: filled.title, 'container-title': filled.journal ?? filled.booktitle, volume: filled.volume, issue: filled.number, page: filled.pages };
  const work = cslToWork({ ...(item ?? plain), id: '', type: item?.type ?? 'article' }, told);
  if (key) keep('cite key', key);
  for (const [name, text] of Object.entries(given)) if (!read.has(name)) keep(name, text);
  for (const [name, text] of Object.entries(work.extra ?? {})) if (given[name] === undefined) keep(name, text);
  const people = (names: string | undefined) => (names === undefined ? [] : bibtexPeople(names, (name) => decoded(name) as string));
  return withoutEmpty<Omit<Work, 'from'>>({
    ...work,
    authors: people(filled.author),
    editors: people(filled.editor).map(({ name }) => name),
    year: parsed('year', filled.year, yearOf),
    doi: parsed('doi', decoded(filled.doi)?.replaceAll('\\', ''), parseDoi),
    pmid: parsed('pmid', filled.pmid, parsePmid),
    abstract: value(decoded(filled.abstract)),
    language: value(filled.language ?? filled.langid),
    articleNumber: value(decoded(filled.eid)) ?? work.articleNumber,
    issue: value(decoded(filled.number)) ?? work.issue,
    type: typeOf(filled.type) ?? work.type,
    authorKeywords: keywords?.split(keywords.includes(';') ? /;\s*/ : /,\s*/).flatMap((word) => word.trim() || []),
    links: linksOf(decoded(filled.url)?.replaceAll('\\', '')),
    extra: extra(),
  });
}

const ownWay: ReadonlySet<string> = new Set(['author', 'editor', 'doi', 'url', 'abstract', 'keywords', 'keyword', 'pmid', 'language', 'langid']);

/** Names between ` and `; whole in braces, an organisation. Some write commas or semicolons instead. */
function bibtexPeople(names: string, decoded: (name: string) => string): Author[] {
  if (!/\sand\s/.test(names) && (names.includes(';') || names.split(',').length > 2)) return peopleOf(decoded(names));
  return names.split(/\s+and\s+/).flatMap((given) => {
    const name = given.trim();
    if (name === '' || /^\{?(?:others|et al\.?)\}?$/i.test(name)) return [];
    return [/^\{[^{}]*\}$/.test(name) ? { name: decoded(name.slice(1, -1)), collaboration: true } : nameToAuthor(decoded(name))];
  });
}

const linksOf = (url: string | undefined): Work['links'] => (url ? (eidOfLink(url) ? { scopus: url } : { publisher: url }) : undefined);
