export interface InventedAffiliation {
  readonly afid: string;
  readonly name: string;
  readonly department: string;
  readonly city: string;
  readonly country: string;
}

export interface InventedAuthor {
  readonly auid: string;
  readonly family: string;
  readonly given: string;
  readonly initials: string;
  readonly orcid?: string;
  readonly home: InventedAffiliation;
}

/** An author as one work prints the name, with the affiliations given there. */
export interface Signature {
  readonly author: InventedAuthor;
  /** The given name as printed: whole, shortened, or initials only. */
  readonly given: string;
  readonly affiliations: readonly InventedAffiliation[];
}

export interface InventedSource {
  readonly id: string;
  readonly title: string;
  readonly abbreviation: string;
  readonly aggregation: 'Journal' | 'Conference Proceeding' | 'Book Series' | 'Book';
  readonly code: 'j' | 'p' | 'k' | 'b';
  readonly issn: string;
  readonly eissn: string;
  readonly publisher: string;
  readonly topic: number;
  readonly openAccess: boolean;
}

export interface InventedWork {
  /** Place in the corpus, and the seed of the abstract. */
  readonly index: number;
  readonly scopusId: string;
  readonly eid: string;
  readonly doi?: string;
  readonly pii?: string;
  readonly pmid?: string;
  /** With the markup and entities that the wire carries. */
  readonly title: string;
  readonly authors: readonly Signature[];
  readonly source: InventedSource;
  readonly topic: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly volume: string;
  readonly issue?: string;
  readonly pages?: readonly [first: string, last: string];
  readonly articleNumber?: string;
  readonly isbn?: readonly string[];
  readonly type: 'ar' | 'cp' | 're' | 'ch' | 'ed' | 'er';
  readonly citedBy: number;
  readonly approach: string;
  readonly tool: string;
  readonly thing: string;
  readonly aim: string;
  readonly funding?: { readonly agency: string; readonly acronym: string; readonly number?: string };
  readonly freeToRead: readonly ('publisherfullgold' | 'publisherhybridgold' | 'publisherfree2read' | 'repository')[];
  readonly references: number;
  /** The search answer of this work carries no abstract; retrieval may. */
  readonly abstractInSearch: boolean;
  readonly hasAbstract: boolean;
  /** Listed by search, unknown to retrieval. */
  readonly dummy: boolean;
}

export type DuplicateKind = 'exact' | 'same-title-and-authors' | 'near-title-same-authors';
export type LookAlikeKind = 'erratum' | 'part' | 'editorial';

/** What was planted: `eid` repeats the work `of`, or only looks as if it did. */
export interface Planted {
  readonly kind: DuplicateKind | LookAlikeKind;
  readonly duplicate: boolean;
  readonly of: string;
  readonly eid: string;
}
