/** What a column of anybody's table holds. */
const columnKinds = {
  id: ['id', 'record id', 'recordid', 'record', 'key', 'cite key', 'citation key', 'rec number', 'refid', 'reference id', 'paper id'],
  eid: ['eid', 'electronic id', 'scopus eid'],
  scopusId: ['scopus id', 'identifier'],
  doi: ['doi', 'item doi', 'ids doi', 'digital object identifier', 'doi link', 'doi url', 'di', 'dc identifier doi'],
  pmid: ['pmid', 'pubmed id', 'pubmedid', 'pubmed', 'dc identifier pmid'],
  pii: ['pii', 'dc identifier pii'],
  title: [
    'title',
    'titles',
    'article title',
    'document title',
    'paper title',
    'publication title full',
    'primary title',
    'work title',
    'name of article',
    'ti',
    'item title',
    'display name',
    'dc title',
  ],
  authors: [
    'author',
    'authorships author display name',
    'authorships raw author name',
    'authors',
    'author s',
    'author name',
    'authors list',
    'creator',
    'creators',
    'au',
    'dc contributor author',
    'dc creator',
  ],
  fullNames: ['author full names', 'author names', 'author fullnames', 'authors full names', 'full author names'],
  authorIds: ['author ids', 'author s id', 'author id', 'authors id', 'auid'],
  orcids: ['orcids', 'orcid'],
  year: ['year', 'publication year', 'pub year', 'published year', 'py', 'pubyear', 'year published', 'date published year'],
  date: ['date', 'coverdate', 'cover date', 'publication date', 'published', 'published date', 'pub date', 'date published', 'dc date issued'],
  source: [
    'journal',
    'source title',
    'publication name',
    'publicationname',
    'journal title',
    'source publication',
    'publication title',
    'journal book',
    'venue',
    'secondary title',
    'publication',
    'container title',
    'booktitle',
    'book title',
    'conference journal',
    'so',
    'primary location source display name',
    'dc relation ispartof',
  ],
  volume: ['volume', 'vol', 'biblio volume', 'journal volume', 'vl'],
  issue: ['issue', 'number', 'issueidentifier', 'issue number', 'biblio issue', 'journal issue'],
  number: ['no'],
  articleNumber: ['article number', 'art no', 'article no', 'article num'],
  pages: ['pages', 'page', 'page range', 'pagerange', 'pagination', 'pg'],
  pageStart: ['page start', 'biblio first page', 'start page', 'startpage', 'start', 'first page', 'pages from', 'begin page', 'bp'],
  pageEnd: ['page end', 'biblio last page', 'end page', 'endpage', 'end', 'last page', 'pages to', 'ep'],
  abstract: ['abstract', 'abstracts', 'abstract note', 'summary', 'description', 'ab', 'dc description abstract'],
  keywords: ['keywords', 'author keywords', 'keyword', 'authkeywords', 'de', 'dc subject'],
  indexKeywords: ['index keywords', 'indexed keywords', 'mesh', 'mesh terms', 'keywords plus'],
  issn: ['issn', 'sn', 'issn isbn', 'print issn', 'isbn issn', 'dc identifier issn'],
  eissn: ['eissn', 'e issn', 'electronic issn', 'online issn'],
  isbn: ['isbn', 'bn', 'isbns', 'isbn13', 'dc identifier isbn'],
  type: [
    'document type',
    'type',
    'publication type',
    'item type',
    'entrytype',
    'entry type',
    'doctype',
    'subtypedescription',
    'reference type',
    'article type',
    'work type',
    'dt',
    'content type',
    'dc type',
  ],
  database: ['database', 'db', 'name of database', 'source database', 'provider'],
  origin: ['source'],
  url: ['url', 'link', 'links', 'urls', 'article preview page url', 'article url', 'web link', 'pdf link', 'dc identifier uri'],
  language: ['language', 'la', 'languages', 'dc language iso', 'dc language'],
  publisher: ['publisher', 'pb', 'dc publisher'],
  citedBy: [
    'cited by',
    'citations',
    'citation count',
    'citedby count',
    'times cited',
    'cites',
    'cited by count',
    'number of citations',
    'times cited wos core',
    'times cited all databases',
    'article citation count',
    'tc',
  ],
  affiliations: ['affiliations', 'affiliation', 'affilname', 'author affiliations', 'author address', 'author addresses', 'addresses', 'ad'],
  editors: ['editors', 'editor'],
  sourceId: ['source id'],
  sourceType: ['source type', 'aggregationtype'],
  abbreviatedTitle: ['abbreviated source title', 'journal abbreviation', 'abbreviated journal', 'journal abbr'],
  openAccess: ['open access', 'openaccess'],
  authorCount: ['author count'],
  referenceCount: ['references'],
  subjects: ['subjects', 'subject areas'],
  funding: ['funding', 'funding details'],
  affiliationIds: ['affiliation ids', 'afid'],
  notes: ['notes', 'note'],
  view: ['view'],
  retrieved: ['retrieved'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type ColumnKind = keyof typeof columnKinds;

const byName = new Map<string, ColumnKind>(Object.entries(columnKinds).flatMap(([kind, names]) => names.map((name) => [name, kind as ColumnKind])));

/** What a header means, in any case and with any punctuation; `undefined` for a column of somebody's own. */
export function columnKind(header: string): ColumnKind | undefined {
  return byName.get(keyOf(header));
}

/** Columns of DSpace: `dc.title[en_US]`, with `||` between values. */
export const isDublinCore = (header: string | undefined): boolean => /^"?dc\./i.test(header ?? '');

const keyOf = (header: string): string =>
  (isDublinCore(header) ? header.replace(/\[[^\]]*\]$/, '') : header)
    .replace(/^\uFEFF/, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const ranks = new Map<string, number>(Object.values(columnKinds).flatMap((names) => names.map((name, rank) => [name, rank])));

/** Which of several columns of a kind is asked first. */
export const rankOf = (header: string | undefined): number => ranks.get(keyOf(header ?? '')) ?? 0;
