import type { Note, Provenance, Subject } from './work.ts';

/** A person as Scopus has them. Absent is `undefined`; lists that hold nothing are absent. */
export interface AuthorProfile {
  authorId: string;
  /** `9-s2.0-…`. */
  eid?: string;
  orcid?: string;
  /** `Family, Given`. */
  name?: string;
  family?: string;
  given?: string;
  initials?: string;
  indexedName?: string;
  nameVariants?: NameVariant[];
  /** Where the person is now, as far as their works tell. */
  affiliations?: Organisation[];
  affiliationHistory?: Organisation[];
  counts?: { works?: number; citations?: number; citedBy?: number; coauthors?: number };
  hIndex?: number;
  /** With how many works of the person, where that is told. */
  subjects?: (Subject & { works?: number })[];
  /** ASJC codes by how many works. */
  classifications?: { code: string; works?: number }[];
  /** First and last year of their works. */
  publicationYears?: { from?: number; to?: number };
  journals?: { title?: string; abbreviatedTitle?: string; issn?: string; type?: string }[];
  /** `YYYY-MM-DD`. */
  created?: string;
  /** Of the profile, as Scopus words it. */
  status?: string;
  /** Ids that were merged into this one. */
  formerIds?: string[];
  /** Profiles this one was merged into: ask for these instead. */
  supersededBy?: string[];
  links?: { scopus?: string; api?: string; search?: string; coauthors?: string; citedBy?: string };
  notes?: Note[];
  from: Provenance;
}

export interface NameVariant {
  family?: string;
  given?: string;
  initials?: string;
  indexedName?: string;
  works?: number;
}

/** An institution, or a department of one, as a profile names it. */
export interface Organisation {
  affiliationId?: string;
  parentId?: string;
  /** `parent` or `dept`. */
  type?: string;
  relationship?: string;
  name?: string;
  displayName?: string;
  parentName?: string;
  /** Three letters, as `svn`. */
  countryCode?: string;
  country?: string;
  address?: string;
  city?: string;
  state?: string;
  postalCode?: string;
  domain?: string;
  url?: string;
}

/** An institution as Scopus has it. */
export interface AffiliationProfile {
  affiliationId: string;
  /** `10-s2.0-…`. */
  eid?: string;
  name?: string;
  nameVariants?: { name: string; works?: number }[];
  parentId?: string;
  counts?: { works?: number; authors?: number };
  address?: string;
  city?: string;
  state?: string;
  postalCode?: string;
  country?: string;
  countryCode?: string;
  /** As `univ`, `ngov`. */
  type?: string;
  domain?: string;
  url?: string;
  sortName?: string;
  /** `YYYY-MM-DD`. */
  created?: string;
  status?: string;
  links?: { scopus?: string; api?: string; search?: string };
  from: Provenance;
}

/** A journal, book series or proceedings with its metrics. */
export interface SourceProfile {
  sourceId?: string;
  title?: string;
  publisher?: string;
  /** Compact: eight characters. */
  issn?: string;
  eissn?: string;
  type?: string;
  /** First and last year that Scopus covers. */
  coverage?: { from?: number; to?: number };
  subjects?: Subject[];
  openAccess?: {
    open?: boolean;
    articles?: boolean;
    archive?: boolean;
    type?: string;
    from?: string;
    authorPays?: boolean;
    sponsor?: string;
    sponsorType?: string;
    licence?: string;
  };
  metrics?: { citeScore?: CiteScore[]; sjr?: YearValue[]; snip?: YearValue[] };
  yearly?: YearOfSource[];
  links?: Readonly<Record<string, string>>;
  from: Provenance;
}

export interface YearValue {
  year: number;
  value: number;
}

export interface CiteScore extends Partial<YearValue> {
  year: number;
  /** `Complete` or `In-Progress`: the tracker of the running year. */
  status?: string;
  works?: number;
  citations?: number;
  /** Share of works that were cited, in per cent. */
  percentCited?: number;
  ranks?: { subjectCode: string; rank?: number; percentile?: number }[];
}

export interface YearOfSource {
  year: number;
  works?: number;
  /** Share of reviews, in per cent. */
  reviewPercent?: number;
  uncited?: number;
  uncitedPercent?: number;
  citations?: number;
}
