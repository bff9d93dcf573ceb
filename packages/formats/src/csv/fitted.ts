import type { Told } from '../read/report.ts';
import { align } from './align.ts';

export interface Columns {
  readonly count: number;
  /** How well a cell suits a column, as {@link align} wants it. */
  readonly fit: (cell: string, column: number) => number;
  /** Whether a cell too many behind this column is another of its kind, and not the rest of its text. */
  readonly mayRepeat?: (column: number) => boolean;
  readonly delimiter: string;
}

/** The cells of a row under their columns, and those that are another of a column's kind. */
export interface Fitted {
  readonly cells: readonly string[];
  readonly more: readonly { readonly column: number; readonly cell: string }[];
}

/**
 * A row with more or fewer cells than columns, put back under them. A cell too many is the rest of the one before it, cut
 * by an unquoted delimiter, or one more of its kind. Padding at the end is dropped untold.
 */
export function fitted(cells: readonly string[], columns: Columns, told: Told): Fitted {
  const { count, delimiter } = columns;
  if (cells.length === count) return { cells, more: [] };
  // Spreadsheets drop empty cells at the end, and add some: as long as no cell contradicts its column, that is all.
  const agrees = !cells.slice(0, count).some((cell, j) => columns.fit(cell, j) <= contradicts);
  const over = cells.slice(count);
  if (agrees && over.every((cell) => cell.trim() === '')) {
    if (cells.length < count) told.repair('row-ragged', undefined, `${cells.length} cells under ${count} columns`);
    return { cells: cells.length < count ? [...cells, ...new Array<string>(count - cells.length).fill('')] : cells.slice(0, count), more: [] };
  }
  told.repair('row-ragged', undefined, `${cells.length} cells under ${count} columns`);
  if (cells.length > mostCells) return { cells: cells.slice(0, count), more: [] };
  const placed = align(
    cells.length,
    count,
    (i, j) => columns.fit(cells[i] as string, j),
    (i, j) => (columns.mayRepeat?.(j - 1) ? 0.1 : cells[i] === '' ? -0.2 : -0.3),
  );
  const row = new Array<string>(count).fill('');
  const more: { column: number; cell: string }[] = [];
  let last = -1;
  /** What goes before the next cell that has a column. */
  let before = '';
  for (const [i, cell] of cells.entries()) {
    const column = placed[i] as number;
    const joined = (text: string | undefined) => (text ? text + delimiter + cell : cell);
    if (column >= 0) {
      row[column] = before + cell;
      before = '';
      last = column;
    } else if (cell.trim() === '') continue;
    else if (columns.mayRepeat?.(last)) more.push({ column: last, cell });
    else if (last < 0 || columns.fit(joined(row[last]), last) <= contradicts) before += cell + delimiter;
    else row[last] = joined(row[last]);
  }
  if (before) row[Math.max(last, 0)] += delimiter + before.slice(0, -delimiter.length);
  return { cells: row, more };
}

/** Alignment takes time for each pair of cell and column. */
const mostCells = 2_000;

/** A cell that cannot be of its column. */
const contradicts = -2;
