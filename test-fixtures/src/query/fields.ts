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
const homes = (work: InventedWork) => work.authors.flatMap((signature) => signature.affiliations);
const affiliations: Texts = (work) => homes(work).flatMap(({ name, city, country }) => [name, city, country]);
const source: Texts = (work) => [work.source.title];
const people = (work: InventedWork) => work.authors.map(({ author }) => author);
const funding: Texts = ({ funding }) => [funding?.agency, funding?.acronym, funding?.number];
const subjects = (work: InventedWork) => topics[work.topic]?.subjects ?? [];
const searchable: Texts = (work) => [...title(work), ...abstract(work), ...keywords(work)];

/** Fields that Scopus has and whose values were not invented: nothing is found by them. */
const empty = `ARTNUM AUTHCOLLAB CASREGNUMBER CHEM CHEMNAME CODEN CONF CONFCODE CONFLOC CONFNAME CONFSPONSORS EDFIRST EDITOR EDLASTNAME MANUFACTURER
  ORIG-LOAD-DATE PAGECOUNT PUBDATETXT REF REFARTNUM REFAUTH REFEID REFPAGE REFPAGEFIRST REFPUBYEAR REFSRCTITLE REFTITLE SEQBANK SEQNUMBER TRADENAME
  WEBSITE`.split(/\s+/);

export const fields: Readonly<Record<string, Texts>> = {
  ALL: (work) => [...searchable(work), ...authors(work), ...affiliations(work), ...source(work), work.doi, work.eid],
  TITLE: title,
  ABS: abstract,
  KEY: keywords,
  AUTHKEY: keywords,
  INDEXTERMS: keywords,
  EXACTKEYWORD: keywords,
  'TITLE-ABS': (work) => [...title(work), ...abstract(work)],
  'TITLE-ABS-KEY': searchable,
  'TITLE-ABS-KEY-AUTH': (work) => [...searchable(work), ...authors(work)],
  AUTH: authors,
  'AUTHOR-NAME': authors,
  AUTHLASTNAME: (work) => people(work).map(({ family }) => family),
  AUTHFIRST: (work) => work.authors.flatMap(({ author, given }) => [author.given, author.initials, given]),
  FIRSTAUTH: (work) => authors({ ...work, authors: work.authors.slice(0, 1) }),
  'AU-ID': (work) => people(work).map(({ auid }) => auid),
  AFFIL: affiliations,
  AFFILORG: (work) => homes(work).map(({ name }) => name),
  AFFILCITY: (work) => homes(work).map(({ city }) => city),
  AFFILCOUNTRY: (work) => homes(work).map(({ country }) => country),
  'AF-ID': (work) => homes(work).map(({ afid }) => afid),
  DOI: (work) => [work.doi],
  EID: (work) => [work.eid],
  PMID: (work) => [work.pmid],
  PII: (work) => [work.pii],
  ISSN: (work) => [work.source.issn, work.source.eissn],
  ISSNP: (work) => [work.source.issn],
  EISSN: (work) => [work.source.eissn],
  ISBN: (work) => work.isbn ?? [],
  SUBJAREA: (work) => subjects(work).map(([, abbreviation]) => abbreviation),
  SUBJTERMS: (work) => subjects(work).map(([code]) => code),
  DOCTYPE: (work) => [work.type],
  SRCTITLE: source,
  EXACTSRCTITLE: source,
  SRCTYPE: (work) => [work.source.code],
  PUBLISHER: (work) => [work.source.publisher],
  PUBSTAGE: () => ['final'],
  OPENACCESS: (work) => [work.freeToRead.length ? '1' : '0'],
  LANGUAGE: () => ['English'],
  ORCID: (work) => people(work).map(({ orcid }) => orcid),
  'SOURCE-ID': (work) => [work.source.id],
  PUBYEAR: (work) => [String(work.year)],
  VOLUME: (work) => [work.volume],
  ISSUE: (work) => [work.issue],
  PAGES: (work) => [work.pages?.join('-')],
  PAGEFIRST: (work) => [work.pages?.[0]],
  PAGELAST: (work) => [work.pages?.[1]],
  'FUND-ALL': funding,
  'FUND-SPONSOR': (work) => [work.funding?.agency],
  'FUND-ACR': (work) => [work.funding?.acronym],
  'FUND-NO': (work) => [work.funding?.number],
  ...Object.fromEntries(empty.map((code) => [code, () => []])),
};

/** Fields whose values are identifiers or codes: compared whole, case and hyphens aside. */
export const codes = new Set([
  'AU-ID',
  'AF-ID',
  'DOI',
  'EID',
  'PMID',
  'PII',
  'ISSN',
  'ISSNP',
  'EISSN',
  'ISBN',
  'SUBJAREA',
  'SUBJTERMS',
  'DOCTYPE',
  'SRCTYPE',
  'OPENACCESS',
  'SOURCE-ID',
]);
