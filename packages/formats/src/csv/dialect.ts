import { parse } from 'csv-parse/sync';

/** How a table is written down. */
export interface Dialect {
  readonly delimiter: string;
  readonly end: '\n' | '\r';
  /** A spreadsheet put each row into the first of its cells: the delimiter within them. */
  readonly inner?: string;
  readonly header: readonly string[];
}

const delimiters = [',', ';', '\t', '|'];

/**
 * The dialect of a table: the one in which the most names of its first row are known. `undefined` when no delimiter gives
 * two cells with something in them.
 */
export function dialectOf(head: string, isKnown: (name: string) => boolean): Dialect | undefined {
  const end: Dialect['end'] = head.includes('\n') || !head.includes('\r') ? '\n' : '\r';
  const line = firstRow(head, end);
  if (line === undefined) return undefined;
  const known = (cells: readonly string[]) => cells.filter((cell) => cell.trim() && isKnown(cell)).length;
  const filled = (cells: readonly string[]) => cells.filter((cell) => cell.trim()).length;
  const found = delimiters.flatMap((delimiter): (Dialect & { score: number; filled: number })[] => {
    const cells = rowOf(line, delimiter);
    const direct = { delimiter, end, header: cells, score: known(cells), filled: filled(cells) };
    if (filled(cells) !== 1) return [direct];
    const nested = delimiters
      .filter((inner) => inner !== delimiter)
      .map((inner) => {
        const header = rowOf(cells[0] ?? '', inner);
        // Cells behind the one that is filled are a spreadsheet's padding: then this is its doing for sure.
        return { delimiter, end, inner, header, score: known(header) + (cells.length > 1 ? 0.5 : -0.5), filled: filled(header) };
      });
    return [direct, ...nested];
  });
  const best = found.filter(({ filled }) => filled > 1).sort((a, b) => b.score - a.score || b.filled - a.filled)[0];
  if (!best) return undefined;
  const { score: _, filled: __, ...dialect } = best;
  return { ...dialect, header: withoutPadding(dialect.header) };
}

/** Trailing cells without a name are no columns. */
function withoutPadding(header: readonly string[]): string[] {
  return header.slice(0, header.findLastIndex((cell) => cell.trim() !== '') + 1);
}

/** The cells of one row, leniently. */
export function rowOf(line: string, delimiter: string): string[] {
  const options = { delimiter, relax_quotes: true, relax_column_count: true } as const;
  for (const text of [line, `${line}"`])
    try {
      const [row, ...others] = parse(text, options) as string[][];
      if (row && others.length === 0) return row;
    } catch {}
  return line.split(delimiter);
}

function firstRow(head: string, end: string): string | undefined {
  const from = /^[\s\uFEFF]*/.exec(head)?.[0].length ?? 0;
  let inQuotes = false;
  for (let i = from; i < head.length; i++) {
    if (head[i] === '"') inQuotes = !inQuotes;
    else if (head[i] === end && !inQuotes) return head.slice(from, i).replace(/\r$/, '');
  }
  const rest = head.slice(from);
  return rest.trim() ? (rest.split(/[\r\n]/)[0] ?? rest) : undefined;
}
