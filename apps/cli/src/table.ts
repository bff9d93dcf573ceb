import { styleText } from 'node:util';
import stringWidth from 'string-width';
import type { Io } from './io.ts';
import { printable } from './printable.ts';

export interface TableColumn<Row> {
  readonly name: string;
  readonly value: (row: Row) => string | undefined;
  /** Numbers stand to the right. */
  readonly numeric?: boolean;
  /** Takes what the others leave; others are as wide as their values, up to a limit. */
  readonly wide?: boolean;
  /** Left out first where the terminal is too narrow; the highest goes first. */
  readonly spare?: number;
}

const widest = 24;
const leastForWide = 16;

/** A table that fits the terminal: long values are cut with an ellipsis, spare columns left out where there is no room. */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  { columns: width = 100 }: Pick<Io['stdout'], 'columns'>,
  stream: Io['stdout'],
): string {
  const cells = rows.map((row) => columns.map(({ value }) => printable(value(row) ?? '').replaceAll('\n', ' ')));
  const own = columns.map(({ name }, i) => Math.min(widest, Math.max(stringWidth(name), ...cells.map((row) => stringWidth(row[i] ?? '')))));
  const shown = fitting(columns, own, Math.max(width, 30));
  const wides = shown.filter((i) => columns[i]?.wide).length || 1;
  const room = roomFor(shown, columns, own, Math.max(width, 30));
  const widthOf = (i: number) => (columns[i]?.wide ? Math.max(8, Math.floor(room / wides)) : (own[i] ?? 0));
  const line = (values: readonly string[]) =>
    shown
      .map((i) => padded(clipped(values[i] ?? '', widthOf(i)), widthOf(i), columns[i]?.numeric))
      .join('  ')
      .trimEnd();
  const head = styleText('bold', line(columns.map(({ name }) => name)), { stream });
  return [head, ...cells.map(line)].join('\n');
}

/** The columns that stay: spare ones go until the wide ones have room. */
function fitting<Row>(columns: readonly TableColumn<Row>[], own: readonly number[], width: number): number[] {
  let shown = columns.map((_, i) => i);
  const spares = shown.filter((i) => columns[i]?.spare).sort((a, b) => (columns[b]?.spare ?? 0) - (columns[a]?.spare ?? 0));
  for (const spare of spares) {
    if (roomFor(shown, columns, own, width) >= leastForWide) break;
    shown = shown.filter((i) => i !== spare);
  }
  return shown;
}

/** What fixed columns and gaps leave of the width. */
function roomFor<Row>(shown: readonly number[], columns: readonly TableColumn<Row>[], own: readonly number[], width: number): number {
  return width - 2 * (shown.length - 1) - shown.reduce((sum, i) => sum + (columns[i]?.wide ? 0 : (own[i] ?? 0)), 0);
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
