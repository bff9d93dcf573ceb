/** What is known of showing the accepted manuscript to somebody on a day. */
export const manuscriptStates = ['not-allowed', 'forthcoming', 'allowed-now', 'allowed-later', 'unknown'] as const;
export type ManuscriptState = (typeof manuscriptStates)[number];

/** What a cell of the tables shows, in order; a manuscript only where the repository has one. */
export interface Cell {
  readonly show: readonly ('manuscript' | 'publisher' | 'pdf' | 'doi' | 'metadata')[];
  /** The same where the repository has no manuscript, if that is not the rest of it. */
  readonly without?: Cell['show'];
  readonly why: string;
}

const internal = (why: string): Cell => ({ show: ['manuscript', 'publisher'], without: ['metadata', 'publisher'], why });

/**
 * Table 1: an internal user who cannot read the article at ScienceDirect. Whatever the permission says, the institution's own
 * members may see the manuscript.
 */
export const table1: Readonly<Record<ManuscriptState, Cell>> = {
  'not-allowed': internal('Hosting for the public is not allowed; members of the institution may see the manuscript (Table 1).'),
  forthcoming: internal('The day for the public is not known yet; members of the institution may see the manuscript (Table 1).'),
  'allowed-now': internal('The manuscript may be shown (Table 1).'),
  'allowed-later': internal('The day for the public lies ahead; members of the institution may see the manuscript (Table 1).'),
  unknown: internal('Nothing is known of hosting; members of the institution may see the manuscript (Table 1).'),
};

/** Table 2: a public user who cannot read the article at ScienceDirect. */
export const table2: Readonly<Record<ManuscriptState, Cell>> = {
  'not-allowed': { show: ['metadata', 'publisher'], why: 'The manuscript must not be shown to the public (Table 2).' },
  forthcoming: { show: ['metadata', 'publisher'], why: 'From when the manuscript may be shown is not known yet (Table 2).' },
  'allowed-now': { show: ['manuscript', 'publisher', 'doi'], why: 'The manuscript may be shown to everybody (Table 2).' },
  'allowed-later': { show: ['metadata', 'publisher', 'doi'], why: 'The day from which the manuscript may be shown lies ahead (Table 2).' },
  unknown: { show: ['metadata', 'publisher', 'doi'], why: 'Nothing is known of hosting, so the manuscript is not shown to the public.' },
};

/** Table 3: who can read the article. */
export const table3: Readonly<Record<'yes' | 'open_access', Cell>> = {
  yes: { show: ['publisher', 'pdf'], why: 'The reader has access to the published article (Table 3).' },
  open_access: { show: ['publisher', 'pdf'], why: 'The published article is open access (Table 3).' },
};

/** The last row of Table 3: an error, or an article that was not found. */
export const errorRow: Readonly<Record<'table3' | 'conservative', Cell>> = {
  table3: { show: ['manuscript', 'doi'], why: 'Access could not be found out (Table 3, last row).' },
  conservative: {
    show: ['metadata', 'doi'],
    why: 'Access could not be found out, and the manuscript is known to be closed to the public today: it is kept back.',
  },
};
