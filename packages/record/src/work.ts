import { initialsOf } from './indexed-name.ts';

/** One work (article, book chapter, conference paper …) as any source describes it. Absent is `undefined`, never `null` or `''`. */
export interface Work {
  eid?: string;
  scopusId?: string;
  /** Lower case, without prefix. */
  doi?: string;
  /** Compact: 17 or 20 characters. */
  pii?: string;
  pmid?: string;
  /** Plain text: markup and entities are resolved. */
  title?: string;
  alternativeTitles?: string[];
  /** In the order of the title page. */
  authors: Author[];
  affiliations: Affiliation[];
  year?: number;
  /** `YYYY-MM-DD`. */
  coverDate?: string;
  volume?: string;
  issue?: string;
  issueTitle?: string;
  articleNumber?: string;
  pageStart?: string;
  pageEnd?: string;
  /** ISO 639-2 code or name, as the source gives it. */
  language?: string;
  publicationStage?: string;
  source?: Source;
  conference?: Conference;
  /** `code` as Scopus has it (`ar`, `cp`, `re`, …). */
  type?: { code?: string; name?: string };
  citedBy?: number;
  counts?: { authors?: number; references?: number };
  abstract?: string;
  authorKeywords?: string[];
  indexKeywords?: string[];
  subjects?: Subject[];
  funding?: Funding[];
  references?: Reference[];
  /** `Family, Given`. */
  editors?: string[];
  /** Editors and others with their part in it. */
  contributors?: Contributor[];
  correspondence?: Correspondent[];
  /** Who stands under which address, as it was printed. */
  authorGroups?: AuthorGroup[];
  chemicals?: Chemical[];
  tradenames?: string[];
  manufacturers?: string[];
  sequences?: Sequence[];
  openAccess?: OpenAccess;
  rights?: { statement?: string; type?: string };
  /** When the record was made, `YYYY-MM-DD`. */
  created?: string;
  links?: Links;
  /** What the source cut, doubled or contradicted. */
  notes?: Note[];
  /** Columns nobody knows, under the source's name for them. */
  extra?: Record<string, string>;
  /** The source's own record, only when asked for. */
  raw?: unknown;
  from: Provenance;
}

export interface Author {
  /** `Family, Given`; `Family, I.` where only initials are known. */
  name: string;
  family?: string;
  given?: string;
  initials?: string;
  /** As Scopus indexes the name: `Family I.` */
  indexedName?: string;
  authorId?: string;
  orcid?: string;
  /** Indices into the work's `affiliations`. */
  affiliations?: number[];
  collaboration?: boolean;
}

export interface Affiliation {
  affiliationId?: string;
  name?: string;
  department?: string;
  city?: string;
  country?: string;
}

/** A journal, book series or proceedings. */
export interface Source {
  title?: string;
  abbreviatedTitle?: string;
  type?: string;
  /** As Scopus abbreviates the type: `j`, `p`, `k`, `b`. */
  typeCode?: string;
  sourceId?: string;
  issn?: string;
  eissn?: string;
  isbn?: string[];
  coden?: string;
  publisher?: string;
  publisherAddress?: string;
  website?: string;
}

export interface Contributor {
  name: string;
  family?: string;
  given?: string;
  initials?: string;
  indexedName?: string;
  /** As `edit`. */
  role?: string;
}

/** Whom to write to. */
export interface Correspondent {
  family?: string;
  initials?: string;
  organisations?: string[];
  city?: string;
  country?: string;
  email?: string;
  /** Where the source does not tell the parts apart. */
  text?: string;
}

/** Authors under one address. */
export interface AuthorGroup {
  affiliationId?: string;
  departmentId?: string;
  organisations?: string[];
  address?: string;
  city?: string;
  state?: string;
  postalCode?: string;
  country?: string;
  authors: Pick<Author, 'name' | 'family' | 'given' | 'initials' | 'indexedName' | 'authorId' | 'orcid'>[];
  /** A group that signed as one. */
  collaborations?: { id?: string; name?: string }[];
}

export interface Chemical {
  name?: string;
  casNumbers?: string[];
  /** Who indexed it, as `esbd`. */
  source?: string;
}

/** An entry of a bank of sequences. */
export interface Sequence {
  bank?: string;
  number: string;
  type?: string;
}

export interface Conference {
  name?: string;
  code?: string;
  date?: string;
  location?: string;
  sponsors?: string[];
}

export interface Subject {
  code?: string;
  name?: string;
  abbreviation?: string;
}

export interface Funding {
  agency?: string;
  /** The words of the work in which the agency was recognised. */
  matched?: string;
  agencyId?: string;
  acronym?: string;
  country?: string;
  /** Grant numbers. */
  numbers?: string[];
  text?: string;
}

export interface Reference {
  /** Its number in the list. */
  position?: string;
  text?: string;
  /** The whole entry as it was printed. */
  fullText?: string;
  title?: string;
  authors?: string[];
  authorIds?: string[];
  affiliationIds?: string[];
  sourceTitle?: string;
  year?: number;
  /** `YYYY-MM-DD`. */
  coverDate?: string;
  volume?: string;
  issue?: string;
  pageStart?: string;
  pageEnd?: string;
  doi?: string;
  scopusId?: string;
  citedBy?: number;
  type?: string;
  /** `low` where it was a guess where the entry begins and ends, as files do not mark it. */
  confidence?: 'high' | 'low';
}

export interface OpenAccess {
  open?: boolean;
  /** Labels as the source gives them: `Gold`, `Green`, … */
  kinds?: string[];
  licence?: string;
  /** From which date, `YYYY-MM-DD`. */
  from?: string;
}

export interface Links {
  /** The work's page at Scopus. */
  scopus?: string;
  /** The page of works citing it at Scopus. */
  citedBy?: string;
  publisher?: string;
  /** The record and the full text at the API. */
  api?: string;
  fullText?: string;
}

export interface Note {
  kind: NoteKind;
  text: string;
}

export const noteKinds = [
  'authors-cut',
  'authors-doubled',
  'first-author-only',
  'issns-untyped',
  'merged',
  'not-a-pii',
  'not-a-pmid',
  'open-access-unclear',
  'view',
] as const;
export type NoteKind = (typeof noteKinds)[number];

/** Where a record comes from. */
export interface Provenance {
  /** `scopus.search`, `scopus.abstract`, `file.scopus-csv`, … */
  source: string;
  view?: string;
  /** ISO 8601. */
  retrievedAt?: string;
  file?: string;
  row?: number;
}

/** The same record without keys that hold nothing: no `undefined`, no empty list or object. `authors` and `affiliations` stay. */
export function withoutEmpty<T extends object>(record: T): T {
  const kept = {} as T;
  for (const key in record) {
    const value = record[key];
    if (value === undefined) continue;
    if (typeof value !== 'object' ? value !== '' : key === 'authors' || key === 'affiliations' || !isEmpty(value)) kept[key] = value;
  }
  return kept;
}

function isEmpty(value: object | null): boolean {
  if (Array.isArray(value)) return value.every((item) => item === undefined);
  for (const key in value) if (value[key as never] !== undefined) return false;
  return true;
}

/**
 * The authors in one line, as Scopus indexes them (`Garcia A., van der Berg C.`).
 *
 * The `Authors` column of Scopus Survey, and what its duplicate rule compares byte for byte.
 */
export function authorsLine(work: Pick<Work, 'authors'>): string {
  return work.authors.map(indexed).join(', ');
}

/** `Hansen, Ingrid` → `Hansen I.`: with a comma in it, a name in a line would be two. */
function indexed({ indexedName, name, initials, collaboration }: Author): string {
  const [family, given = '', ...more] = name.split(/,\s*/);
  const begins = initials ?? initialsOf(given);
  return indexedName ?? (family && given && begins && !more.length && !collaboration ? `${family} ${begins}` : name);
}
