import type { Work } from '@scopekit/record';
import { rowsCsv } from './rows-csv.ts';
import { type Column, worksColumns } from './works-columns.ts';
import type { Writer } from './writer.ts';

export interface CsvOptions {
  /** No byte order mark and no guard against formulas: for programs rather than spreadsheets. */
  readonly plain?: boolean;
  /** Columns before those of works. */
  readonly before?: readonly Column[];
  /** Columns after them. */
  readonly after?: readonly Column[];
}

/** Columns that files had of their own, in the order in which they come; not those under a name that works have. */
export function ownColumns(works: readonly Work[]): Column[] {
  const taken = new Set(worksColumns.map(({ name }) => name.toLowerCase()));
  const names = new Set<string>();
  for (const { extra } of works) for (const name in extra) if (!taken.has(name.toLowerCase())) names.add(name);
  return [...names].map((name) => ({ name, value: ({ extra }) => extra?.[name] }));
}

/** Works as CSV, as {@link rowsCsv} writes rows. */
export const worksCsv = ({ plain, before = [], after = [] }: CsvOptions = {}): Writer => rowsCsv<Work>([...before, ...worksColumns, ...after], { plain });
