import { type Work, withoutEmpty } from '@scopekit/record';
import { cslToWork } from '../json/csl-to-work.ts';
import { FormatError } from '../read/format-error.ts';
import type { Told } from '../read/report.ts';
import type { Parts, Source } from '../read/source.ts';
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
      const work = scopus ? scopusBibtexToWork(record.type, fields, told) : otherToWork(record, fields, parser, told);
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

const read: ReadonlySet<string> = new Set(
  'author editor title journal journaltitle booktitle year date month volume number pages publisher doi issn isbn url abstract keywords pmid address location'.split(
    ' ',
  ),
);

/** A record of another program: TeX is decoded; what has no place is kept under its name. */
function otherToWork({ type, key }: BibtexRecord, fields: Fields, parser: BibtexParser, told: Told): Omit<Work, 'from'> {
  const item = parser.decoded(type, fields);
  if (!item) told.repair('tex-undecodable');
  /** Fields that the library passes over are decoded as a title is. */
  const decoded = (text: string | undefined) => (text === undefined ? undefined : (parser.decoded('article', { title: text })?.title ?? text));
  const keywords = decoded(fields.keywords ?? fields.keyword);
  const work = cslToWork({
    ...(item ?? { title: fields.title, ...(fields.year ? { issued: { 'date-parts': [[Number(fields.year)]] } } : {}) }),
    id: '',
    type: item?.type ?? 'article',
    ...(fields.abstract ? { abstract: decoded(fields.abstract) } : {}),
    ...(fields.pmid ? { PMID: fields.pmid } : {}),
  });
  const extra = { ...(key ? { 'cite key': key } : {}), ...Object.fromEntries(Object.entries(fields).filter(([name, text]) => !read.has(name) && text !== '')) };
  return withoutEmpty<Omit<Work, 'from'>>({
    ...work,
    authorKeywords: keywords?.split(/[;,]\s*/).flatMap((word) => word.replace(/[{}]/g, '').trim() || []),
    extra: Object.keys(extra).length ? extra : undefined,
  });
}
