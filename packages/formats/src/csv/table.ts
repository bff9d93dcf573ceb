import { FormatError } from '../read/format-error.ts';
import type { Mended } from '../read/report.ts';
import { type Dialect, rowOf } from './dialect.ts';
import { csvRows, type Row } from './rows.ts';

/** A row of a table as it stood there, for {@link Work.raw}: what `as-input` writes again. */
export interface RawRow {
  readonly columns: readonly string[];
  /** For each of them `1` when its name stood in quotation marks, else `0`. */
  readonly columnsQuoted: string;
  readonly cells: readonly string[];
  /** For each cell `1` when it stood in quotation marks, else `0`. */
  readonly quoted: string;
}

export interface TableRow {
  readonly cells: readonly string[];
  readonly quoted?: string;
  /** The names of its columns: the same list for all rows under one header. */
  readonly header: readonly string[];
  readonly headerQuoted: string;
  /** What had to be mended to come by it. */
  readonly mended: readonly Mended[];
}

export interface TableOptions {
  readonly dialect: Dialect;
  readonly quoted: boolean;
  /** Whether a row is a header again, as in joined files. */
  readonly isHeader: (cells: readonly string[]) => boolean;
  /** Told of the first row, for each of its cells `1` when it stood in quotation marks. */
  readonly onHeader?: (cells: readonly string[], quoted: string) => void;
}

/**
 * The records of a table: rows without headers and padding, spreadsheets' wrapping undone.
 *
 * Rows come with as many cells as they have: {@link fitted} puts them under their columns.
 */
export async function* tableRows(bytes: AsyncIterable<Buffer>, { dialect, quoted, isHeader, onHeader }: TableOptions): AsyncGenerator<TableRow[]> {
  let width: number | undefined;
  let header: readonly string[] | undefined;
  let headerQuoted = '';
  let mended: Mended[] = [];
  for await (const batch of csvRows(bytes, { ...dialect, columns: () => width, quoted })) {
    const records: TableRow[] = [];
    for (const row of batch) {
      const cells = unwrapped(row, width ?? dialect.header.length, dialect);
      if (!header || isHeader(cells)) {
        if (header) mended.push({ kind: 'header-repeated' });
        else onHeader?.(cells, row.quoted ?? '');
        header = cells.map((cell) => cell.replace(/^\uFEFF/, ''));
        headerQuoted = row.quoted ?? '';
        width = cells.length;
      } else if (cells.some((cell) => cell.trim() !== '')) {
        if (cells !== row.cells) mended.push({ kind: 'row-unwrapped' });
        else if (row.mended) mended.push({ kind: row.mended });
        records.push({ cells, quoted: row.quoted, header, headerQuoted, mended });
        mended = [];
      }
    }
    if (records.length) yield records;
  }
  if (!header) throw new FormatError({ reason: 'not-a-format', message: 'The table has no rows.' });
}

/** The row that a spreadsheet put into its first cell; or cut at semicolons, as it took the table for one separated by them. */
function unwrapped({ cells }: Row, width: number, { delimiter, padding }: Dialect): readonly string[] {
  if (width < 2 || cells.length >= width) return cells;
  const [only = ''] = cells;
  const inner = cells.length === 1 && only.includes(delimiter) ? rowOf(only, delimiter) : undefined;
  if (inner && inner.length > 1) return inner;
  if (!padding || delimiter === ';') return cells;
  const joined = rowOf(rowOf(cells.join(delimiter), ';').join(';'), delimiter);
  return joined.length === width ? joined : cells;
}
