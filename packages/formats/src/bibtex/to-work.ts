import { type Author, initialsOf, nameToAuthor, parseDoi, parsePmid, plainText, type Work, withoutEmpty } from '@scopekit/record';
import { kept, yearOf } from '../read/kept.ts';
import type { Told } from '../read/report.ts';
import { scopusNotes } from '../ris/notes.ts';
import { authorOf, distinct, pagesOf } from '../ris/to-work.ts';
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
} from '../scopus/parts.ts';
import { scopusReferences } from '../scopus/references.ts';
import type { Fields } from './parser.ts';

const types: ReadonlyMap<string, string> = new Map([
  ['article', 'Article'],
  ['conference', 'Conference paper'],
  ['inproceedings', 'Conference paper'],
  ['book', 'Book'],
  ['incollection', 'Book chapter'],
]);

/** Since 2023 BibTeX has given names in full; the name that Scopus indexes follows from them. */
const indexed = (author: Author): Author => (author.family && author.given ? withInitials(author, initialsOf(author.given)) : author);

const withInitials = (author: Author, initials: string): Author => ({ ...author, initials, indexedName: `${author.family} ${initials}` });

/** A record of Scopus's BibTeX, which holds no TeX: what looks like it is text. */
export function scopusBibtexToWork(type: string, fields: Fields, told: Told): Omit<Work, 'from'> {
  const used = new Set<string>(['source']);
  const field = (...names: string[]): string | undefined => {
    for (const name of names) used.add(name);
    const name = names.find((each) => fields[each]);
    if (name === undefined) return undefined;
    const { text, count } = unescaped(fields[name] as string);
    if (count) told.repair('escapes', name, `${count} in it`);
    return text;
  };
  /** A field, and those that a number makes another of it. */
  const numbered = (name: string): string[] => {
    const texts = [field(name)];
    for (let n = 1; n === 1 || n === 2 || fields[`${name}_${n}`] !== undefined; n++) texts.push(field(`${name}_${n}`));
    return texts.filter((text) => text !== undefined);
  };

  const notes = scopusNotes(field('note') ?? '');
  const note = (name: string) => notes.find((each) => each.name === name)?.text;
  const openAccess = notes.flatMap(({ text }) => /All Open Access.*$/s.exec(text)?.[0] ?? []).at(-1);
  const link = field('url') ?? '';
  const eid = eidOfLink(link);
  const { keep, parsed, extra } = kept(told);
  const [pageStart, pageEnd] = pagesOf(value(field('pages')), undefined);
  const citedBy = /^\d+/.exec(/cited by:?\s*(\d+)/i.exec(fields.note ?? '')?.[1] ?? '')?.[0];
  const work = withoutEmpty<Omit<Work, 'from'>>({
    eid,
    scopusId: eid?.slice('2-s2.0-'.length),
    doi: parsed('doi', field('doi'), parseDoi) ?? doiOfLink(link),
    pmid: parsed('pmid', field('pmid', 'pubmed_id'), parsePmid),
    ...titleOf(field('title'), true),
    authors: (field('author') ?? '').split(/\s+and\s+/).flatMap((name) => (value(name) ? [indexed(authorOf(name))] : [])),
    affiliations: distinct((field('affiliations', 'affiliation') ?? '').split(/;\s+/).map(plainText)).map((name) => ({ name })),
    year: parsed('year', field('year'), yearOf),
    volume: value(field('volume')),
    issue: value(field('number')),
    articleNumber: value(field('art_number')),
    pageStart,
    pageEnd,
    language: value(field('language')),
    publicationStage: value(field('publication_stage')),
    source: withoutEmpty({
      title: value(field('journal', 'booktitle')),
      abbreviatedTitle: value(field('abbrev_source_title')),
      issn: value(field('issn'))?.replace(/-/g, ''),
      isbn: isbnsOf(field('isbn') ?? ''),
      coden: value(field('coden')),
      publisher: value(field('publisher')),
    }),
    conference: withoutEmpty({
      name: note('Conference name'),
      code: note('Conference code')?.replace(/;.*$/s, ''),
      date: note('Conference date'),
      location: note('Conference location'),
      sponsors: listOf(field('sponsors')),
    }),
    type: typeOf(field('type', 'document_type') ?? types.get(type)),
    citedBy: citedBy === undefined ? undefined : Number(citedBy),
    abstract: value(field('abstract')),
    authorKeywords: listOf(field('author_keywords')),
    indexKeywords: listOf(field('keywords')),
    funding: [
      ...numbered('funding_details').flatMap(fundingOf),
      ...[...numbered('funding_text'), ...numbered('funding_texts')].map((text) => ({ text: plainText(text) })),
    ],
    references: scopusReferences(field('references') ?? '', told),
    editors: (field('editor') ?? '')
      .split(/\s+and\s+/)
      .flatMap((name) => (value(name) ? [nameToAuthor(name).name] : []))
      .flatMap(editorsOf),
    correspondence: correspondenceOf([...numbered('correspondence_address'), ...numbered('correspondence_address1')].join('\n')),
    chemicals: chemicalsOf(field('chemicals_cas') ?? ''),
    tradenames: listOf(field('tradenames')),
    manufacturers: listOf(field('manufacturers')),
    sequences: sequencesOf(field('molecular_seqnumbers') ?? ''),
    openAccess: openAccessOf(openAccess?.replace(/;\s*Conference.*$/s, '')),
    links: withoutEmpty({ scopus: link || undefined }),
  });
  for (const [name, text] of Object.entries(fields)) if (!used.has(name)) keep(name, text);
  const others = extra();
  return others ? { ...work, extra: others } : work;
}
