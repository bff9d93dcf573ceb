import type { ManuscriptState } from './tables.ts';

/** Why each cell of the tables shows what it shows. */
export const reasons: {
  readonly table1: Readonly<Record<ManuscriptState, string>>;
  readonly table2: Readonly<Record<ManuscriptState, string>>;
  readonly table3: Readonly<Record<'yes' | 'open_access', string>>;
  readonly errorRow: Readonly<Record<'table3' | 'conservative', string>>;
} = {
  table1: {
    'not-allowed': "Hosting for the public is not allowed; members of the institution may see the manuscript (Table 1 of Elsevier's guide).",
    forthcoming: "The day for the public is not known yet; members of the institution may see the manuscript (Table 1 of Elsevier's guide).",
    'allowed-now': "The manuscript may be shown (Table 1 of Elsevier's guide).",
    'allowed-later': "The day for the public lies ahead; members of the institution may see the manuscript (Table 1 of Elsevier's guide).",
    unknown: "Nothing is known of hosting; members of the institution may see the manuscript (Table 1 of Elsevier's guide).",
  },
  table2: {
    'not-allowed': "The manuscript must not be shown to the public (Table 2 of Elsevier's guide).",
    forthcoming: "From when the manuscript may be shown is not known yet (Table 2 of Elsevier's guide).",
    'allowed-now': "The manuscript may be shown to everybody (Table 2 of Elsevier's guide).",
    'allowed-later': "The day from which the manuscript may be shown lies ahead (Table 2 of Elsevier's guide).",
    unknown: 'Nothing is known of hosting, so the manuscript is not shown to the public.',
  },
  table3: {
    yes: "The reader has access to the published article (Table 3 of Elsevier's guide).",
    open_access: "The published article is open access (Table 3 of Elsevier's guide).",
  },
  errorRow: {
    table3: "Access could not be found out (Table 3 of Elsevier's guide, last row).",
    conservative: 'Access could not be found out, and the manuscript is known to be closed to the public today: it is kept back.',
  },
};

export const notFound = "ScienceDirect does not know it: another publisher's, or none at all (Table 3 of Elsevier's guide, last row).";
