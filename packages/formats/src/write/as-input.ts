import type { Work } from '@scopekit/record';
import { quoted } from '../csv/cells.ts';
import { genericRow } from '../csv/generic.ts';
import type { RowForm } from '../csv/row-form.ts';
import type { RawRow } from '../csv/table.ts';
import { FormatError } from '../read/format-error.ts';
import type { Reading } from '../read/read.ts';
import { scopusRow } from '../scopus/csv.ts';
import type { Writer } from '../writer.ts';

const forms: Readonly<Record<string, (header: readonly string[], cells: readonly string[], variant: string) => RowForm>> = {
  'file.scopus-csv': scopusRow,
  'file.csv': genericRow,
};

/**
 * A table as it came in: its columns, their order, its delimiter, quotation marks and line ends. A cell is the one that was
 * read, unless the work no longer says the same: then, and only there, it is written from the work.
 *
 * @param reading What the works were read by, with `raw`.
 * @throws FormatError for works that are not of a table, or were read without `raw`.
 */
export function asInputCsv(reading: Pick<Reading, 'table'>): Writer {
  const known = new WeakMap<readonly string[], RowForm>();
  const table = () => {
    if (!reading.table)
      throw new FormatError({
        reason: 'not-a-format',
        message: 'Only a table can be written as it came in.',
        next: 'Choose another format: csv, jsonl, ris, bib.',
      });
    return reading.table;
  };
  const line = (cells: readonly string[], marks: string) => cells.map((cell, j) => quoted(cell, marks[j] === '1', table().delimiter)).join(table().delimiter);

  function cellsOf(work: Work): { readonly cells: readonly string[]; readonly marks: string } {
    const raw = work.raw as RawRow | undefined;
    const formOf = forms[work.from.source];
    if (!raw?.columns || !formOf)
      throw new FormatError({
        reason: 'not-a-format',
        message: 'A work that was not read from a table, or without its raw row, cannot be written as it came in.',
      });
    const form = known.get(raw.columns) ?? formOf(raw.columns, raw.cells, table().variant);
    known.set(raw.columns, form);
    const was = form.read(raw.cells);
    const changed = raw.columns.flatMap((_, j) => (form.write(j, was) === form.write(j, work) ? [] : [j]));
    if (!changed.length) return { cells: raw.cells, marks: raw.quoted };
    const cells = [...form.fitted(raw.cells)];
    for (const j of changed) cells[j] = form.write(j, work);
    return { cells, marks: raw.quoted };
  }

  let under: readonly string[] | undefined;

  return {
    get head() {
      return (table().mark ? '\uFEFF' : '') + table().above + line(table().header, table().headerQuoted);
    },
    row(work) {
      const { cells, marks } = cellsOf(work);
      const { columns, columnsQuoted } = work.raw as RawRow;
      // Other columns need their header.
      const again = under !== undefined && columns !== under && columns.join('\n') !== under.join('\n') ? table().end + line(columns, columnsQuoted) : '';
      under = columns;
      return again + table().end + line(cells, marks);
    },
    get tail() {
      return table().endsWithLine ? table().end : '';
    },
  };
}
