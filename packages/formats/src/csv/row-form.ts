import type { Work } from '@scopekit/record';

/** How the columns of a table are read from a row, and written from a work; both know them by the header. */
export interface RowForm {
  /** The work that a row gives, nobody told of repairs. */
  readonly read: (cells: readonly string[]) => Omit<Work, 'from'>;
  /** The cells under their columns. */
  readonly fitted: (cells: readonly string[]) => readonly string[];
  /** What a work gives for a column. */
  readonly write: (column: number, work: Omit<Work, 'from'>) => string;
}
