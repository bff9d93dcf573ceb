import { lenientCells } from './rows.ts';

/** How a table is written down. */
export interface Dialect {
  readonly delimiter: string;
  readonly header: readonly string[];
  /** How its lines end. */
  readonly end: '\n' | '\r\n';
  /** So many semicolons stand at the end of each line: a spreadsheet saved it that took it for one column. */
  readonly padding?: number;
}

const delimiters = [',', ';', '\t', '|'];

/**
 * The dialect of a table: the one in which the most names of its first row are known. `undefined` when no delimiter gives
 * two cells with something in them.
 */
export function dialectOf(head: string, isKnown: (name: string) => boolean): Dialect | undefined {
  const { line, end } = firstRow(head);
  if (line === undefined) return undefined;
  const known = (cells: readonly string[]) => cells.filter((cell) => cell.trim() && isKnown(cell)).length;
  const filled = (cells: readonly string[]) => cells.filter((cell) => cell.trim()).length;
  const padding = /[^;];{2,}$/.test(line) ? (/;+$/.exec(line)?.[0].length ?? 0) : 0;
  const bare = padding ? line.slice(0, -padding) : line;
  const found = delimiters.flatMap((delimiter) => {
    const plain = rowOf(line, delimiter);
    const unpadded = rowOf(bare, delimiter);
    // A spreadsheet may have put the whole row into one cell.
    const [only = ''] = unpadded;
    const header = unpadded.length === 1 && only.includes(delimiter) ? rowOf(only, delimiter) : unpadded;
    return [
      { delimiter, end, header: plain, score: known(plain) },
      { delimiter, end, header, score: known(header), ...(padding ? { padding } : {}) },
    ];
  });
  // Where both readings fit, semicolons at the end are padding rather than part of the last name.
  const best = found
    .filter(({ header }) => filled(header) > 1)
    .sort((a, b) => b.score - a.score || ('padding' in b ? 1 : 0) - ('padding' in a ? 1 : 0) || filled(b.header) - filled(a.header))[0];
  if (!best) return undefined;
  const { score: _, ...dialect } = best;
  return dialect;
}

/** The cells of one row, leniently. */
export function rowOf(line: string, delimiter: string): string[] {
  const [row, ...others] = lenientCells(line, delimiter) ?? [];
  return row && others.length === 0 ? row : line.split(delimiter);
}

function firstRow(head: string): { readonly line?: string; readonly end: Dialect['end'] } {
  let inQuotes = false;
  for (let i = 0; i < head.length; i++) {
    if (head[i] === '"') inQuotes = !inQuotes;
    else if (head[i] === '\n' && !inQuotes) return { line: head.slice(0, i).replace(/\r$/, ''), end: head[i - 1] === '\r' ? '\r\n' : '\n' };
  }
  const line = head.split(/\r?\n/)[0];
  return { line: line?.trim() ? line : undefined, end: '\n' };
}
