import { stripVTControlCharacters, styleText } from 'node:util';
import stringWidth from 'string-width';
import type { Io } from './io.ts';

export interface TableColumn<Row> {
  readonly name: string;
  readonly value: (row: Row) => string | undefined;
  /** Numbers stand to the right. */
  readonly numeric?: boolean;
  /** Takes what the others leave; others are as wide as their values. */
  readonly wide?: boolean;
}

/** Signs that could move the cursor, hide text or turn it around. */
const invisible = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** Text of third parties, safe to print. */
export const printable = (text: string): string => stripVTControlCharacters(text).replace(invisible, ' ');

/** A table that fits the terminal; long values are cut with an ellipsis. */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  { columns: width = 100 }: Pick<Io['stdout'], 'columns'>,
  stream: Io['stdout'],
): string {
  const cells = rows.map((row) => columns.map(({ value }) => printable(value(row) ?? '')));
  const fixed = columns.map(({ name, wide }, i) => (wide ? 0 : Math.max(stringWidth(name), ...cells.map((row) => stringWidth(row[i] ?? '')))));
  const room = Math.max(width, 40) - fixed.reduce((a, b) => a + b, 0) - 2 * (columns.length - 1);
  const wides = columns.filter(({ wide }) => wide).length;
  const widths = fixed.map((own, i) => (columns[i]?.wide ? Math.max(8, Math.floor(room / wides)) : own));
  const line = (values: readonly string[]) =>
    values
      .map((value, i) => padded(clipped(value, widths[i] ?? 0), widths[i] ?? 0, columns[i]?.numeric))
      .join('  ')
      .trimEnd();
  const head = styleText('bold', line(columns.map(({ name }) => name)), { stream });
  return [head, ...cells.map(line)].join('\n');
}

function clipped(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let shown = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(shown + segment) > width - 1) break;
    shown += segment;
  }
  return `${shown}…`;
}

function padded(text: string, width: number, right = false): string {
  const blanks = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return right ? blanks + text : text + blanks;
}
