import { abstractOf, keywordsOf } from '../corpus/abstract.ts';
import { topics } from '../corpus/vocabulary.ts';
import type { InventedWork } from '../corpus/work.ts';
import { plain } from '../wire/markup.ts';

/** The texts of a work that a field code searches; each text is matched on its own, so no phrase spans two of them. */
type Texts = (work: InventedWork) => readonly (string | undefined)[];

const title: Texts = (work) => [plain(work.title)];
const abstract: Texts = (work) => [work.hasAbstract ? plain(abstractOf(work)) : undefined];
const keywords: Texts = (work) => keywordsOf(work);
const authors: Texts = (work) =>
  work.authors.flatMap(({ author, given }) => [`${author.family} ${author.given}`, `${author.family} ${author.initials}`, `${author.family} ${given}`]);
const affiliations: Texts = (work) => work.authors.flatMap((signature) => signature.affiliations.flatMap(({ name, city, country }) => [name, city, country]));
const source: Texts = (work) => [work.source.title];

export const fields: Readonly<Record<string, Texts>> = {
  ALL: (work) => [...title(work), ...abstract(work), ...keywords(work), ...authors(work), ...affiliations(work), ...source(work), work.doi, work.eid],
  TITLE: title,
  ABS: abstract,
  KEY: keywords,
  AUTHKEY: keywords,
  'TITLE-ABS-KEY': (work) => [...title(work), ...abstract(work), ...keywords(work)],
  AUTH: authors,
  'AU-ID': (work) => work.authors.map(({ author }) => author.auid),
  AFFIL: affiliations,
  'AF-ID': (work) => work.authors.flatMap((signature) => signature.affiliations.map(({ afid }) => afid)),
  DOI: (work) => [work.doi],
  EID: (work) => [work.eid],
  PMID: (work) => [work.pmid],
  ISSN: (work) => [work.source.issn, work.source.eissn],
  SUBJAREA: (work) => (topics[work.topic]?.subjects ?? []).map(([, abbreviation]) => abbreviation),
  DOCTYPE: (work) => [work.type],
  SRCTITLE: source,
  SRCTYPE: (work) => [work.source.code],
  OPENACCESS: (work) => [work.freeToRead.length ? '1' : '0'],
  LANGUAGE: () => ['English'],
  ORCID: (work) => work.authors.map(({ author }) => author.orcid),
  'SOURCE-ID': (work) => [work.source.id],
  PUBYEAR: (work) => [String(work.year)],
};

/** Fields whose values are identifiers or codes: compared whole, case and hyphens aside. */
export const codes = new Set(['AU-ID', 'AF-ID', 'DOI', 'EID', 'PMID', 'ISSN', 'SUBJAREA', 'DOCTYPE', 'SRCTYPE', 'OPENACCESS', 'SOURCE-ID']);
