import type { Work } from '@scopekit/record';
import { stringify } from 'csv-stringify/sync';
import { type Column, worksColumns } from './works-columns.ts';
import type { Writer } from './writer.ts';

export interface CsvOptions {
  /** No byte order mark and no guard against formulas: for programs rather than spreadsheets. */
  readonly plain?: boolean;
  /** Columns before those of works. */
  readonly before?: readonly Column[];
}

/**
 * Works as CSV: UTF-8 with a byte order mark, commas, one line a work; absent values are empty.
 *
 * A cell that a spreadsheet would compute (`=…`, `+…`, `-…`, `@…`) gets an apostrophe before it, unless `plain`.
 */
export function worksCsv({ plain = false, before = [] }: CsvOptions = {}): Writer {
  const columns = [...before, ...worksColumns];
  const line = (cells: readonly (string | number | undefined)[]) => stringify([cells], { escape_formulas: !plain });
  return {
    head: (plain ? '' : '\uFEFF') + line(columns.map(({ name }) => name)),
    row: (work: Work) => line(columns.map(({ value }) => value(work))),
    tail: '',
  };
}
