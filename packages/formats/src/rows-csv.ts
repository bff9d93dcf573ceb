import { stringify } from 'csv-stringify/sync';
import type { Writer } from './writer.ts';

/** A column of anything. */
export interface RowColumn<Row> {
  readonly name: string;
  readonly value: (row: Row) => string | number | undefined;
}

/**
 * Rows as CSV: UTF-8 with a byte order mark, commas, one line a row; absent values are empty.
 *
 * A cell that a spreadsheet would compute (`=…`, `+…`, `-…`, `@…`) gets an apostrophe before it, unless `plain`.
 */
export function rowsCsv<Row>(columns: readonly RowColumn<Row>[], { plain = false }: { readonly plain?: boolean } = {}): Writer<Row> {
  const line = (cells: readonly (string | number | undefined)[]) => stringify([cells], { escape_formulas: !plain });
  return { head: (plain ? '' : '\uFEFF') + line(columns.map(({ name }) => name)), row: (row) => line(columns.map(({ value }) => value(row))), tail: '' };
}
