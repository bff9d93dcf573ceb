import type { Work } from '@scopekit/record';
import { rowsCsv } from './rows-csv.ts';
import { type Column, worksColumns } from './works-columns.ts';
import type { Writer } from './writer.ts';

export interface CsvOptions {
  /** No byte order mark and no guard against formulas: for programs rather than spreadsheets. */
  readonly plain?: boolean;
  /** Columns before those of works. */
  readonly before?: readonly Column[];
}

/** Works as CSV, as {@link rowsCsv} writes rows. */
export const worksCsv = ({ plain, before = [] }: CsvOptions = {}): Writer => rowsCsv<Work>([...before, ...worksColumns], { plain });
