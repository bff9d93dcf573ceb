/** What is known of showing the accepted manuscript to somebody on a day. */
export const manuscriptStates = ['not-allowed', 'forthcoming', 'allowed-now', 'allowed-later', 'unknown'] as const;
export type ManuscriptState = (typeof manuscriptStates)[number];

/** What a cell of the tables shows, in order; a manuscript only where the repository has one. */
export interface Cell {
  readonly show: readonly ('manuscript' | 'publisher' | 'pdf' | 'doi' | 'metadata')[];
  /** The same where the repository has no manuscript, if that is not the rest of it. */
  readonly without?: Cell['show'];
}

const internal: Cell = { show: ['manuscript', 'publisher'], without: ['metadata', 'publisher'] };
const metadataAndPii: Cell = { show: ['metadata', 'publisher'] };
const metadataAndEither: Cell = { show: ['metadata', 'publisher', 'doi'] };
const read: Cell = { show: ['publisher', 'pdf'] };

/**
 * Table 1: an internal user who cannot read the article at ScienceDirect. Whatever the permission says, the institution's own
 * members may see the manuscript.
 */
export const table1: Readonly<Record<ManuscriptState, Cell>> = {
  'not-allowed': internal,
  forthcoming: internal,
  'allowed-now': internal,
  'allowed-later': internal,
  unknown: internal,
};

/** Table 2: a public user who cannot read the article at ScienceDirect. Where nothing is known the manuscript is kept back. */
export const table2: Readonly<Record<ManuscriptState, Cell>> = {
  'not-allowed': metadataAndPii,
  forthcoming: metadataAndPii,
  'allowed-now': { show: ['manuscript', 'publisher', 'doi'] },
  'allowed-later': metadataAndEither,
  unknown: metadataAndEither,
};

/** Table 3: who can read the article. */
export const table3: Readonly<Record<'yes' | 'open_access', Cell>> = { yes: read, open_access: read };

/** The last row of Table 3: an error, or an article that was not found. */
export const errorRow: Readonly<Record<'table3' | 'conservative', Cell>> = {
  table3: { show: ['manuscript', 'doi'] },
  conservative: { show: ['metadata', 'doi'] },
};
