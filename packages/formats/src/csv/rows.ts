import { parse } from 'csv-parse/sync';
import { FormatError } from '../read/format-error.ts';
import { largest, texts } from '../read/lines.ts';

export interface Row {
  readonly cells: string[];
  /** For each cell `1` when it stood in quotation marks, else `0`; only when asked for. */
  readonly quoted?: string;
  /** What had to be mended to read it. */
  readonly mended?: 'quotes' | 'row-cut';
}

export interface RowsOptions {
  readonly delimiter: string;
  /** So many semicolons stand at the end of each line, put there by a spreadsheet. */
  readonly padding?: number;
  /** Cells of a row, as soon as that is known: where a broken row ends is found by it. */
  readonly columns: () => number | undefined;
  readonly quoted?: boolean;
}

/**
 * The rows of a CSV, as many as have come in at a time. Rows that keep to the rules (RFC 4180), nearly all there are, are cut
 * right here. One that breaks them is cut leniently, and read by csv-parse where that does not give as many cells as there are
 * columns. So a stray quotation mark costs nothing but its own row.
 */
export async function* csvRows(bytes: AsyncIterable<Buffer>, options: RowsOptions): AsyncGenerator<Row[]> {
  let open = '';
  for await (const piece of unpadded(texts(bytes, pieceSize), options.padding ?? 0)) {
    open += piece;
    for (;;) {
      const { rows, at, broken } = ruledRows(open, options, false);
      yield rows;
      open = open.slice(at);
      if (!broken && open.length <= suspicious) break;
      const mended = brokenRow(open, options, false);
      if (!mended) break;
      yield mended.rows;
      open = open.slice(mended.to);
    }
    if (open.length > largest) throw new FormatError({ reason: 'damaged', message: `A row is longer than ${largest / 1024 / 1024} MB.` });
  }
  while (open) {
    const { rows, at } = ruledRows(open, options, true);
    yield rows;
    open = open.slice(at);
    const mended = open ? brokenRow(open, options, true) : undefined;
    if (!mended) break;
    yield mended.rows;
    open = open.slice(mended.to);
  }
}

/** Several rows; what is cut off at its end is looked through again. */
const pieceSize = 32 * 1024;
/** Ten times the longest row of any recorded file: a quotation mark was opened and never closed. */
const suspicious = 4 * 1024 * 1024;

/** Without the semicolons that a spreadsheet added to every line. */
async function* unpadded(pieces: AsyncIterable<string>, padding: number): AsyncGenerator<string> {
  if (!padding) return yield* pieces;
  const atEnd = new RegExp(`;{${padding}}(?=\\r?\\n)`, 'g');
  let open = '';
  for await (const piece of pieces) {
    open += piece;
    const end = open.lastIndexOf('\n') + 1;
    yield open.slice(0, end).replace(atEnd, '');
    open = open.slice(end);
  }
  yield open.replace(new RegExp(`;{${padding}}$`), '');
}

interface Ruled {
  readonly rows: Row[];
  /** Where the first row begins that is not among them. */
  readonly at: number;
  /** Whether that row breaks the rules, and is not just waiting for its end. */
  readonly broken: boolean;
}

/** The whole rows at the beginning of a text, up to one that breaks the rules. They end with `\n` or `\r\n`. */
export function ruledRows(text: string, { delimiter, quoted }: Pick<RowsOptions, 'delimiter' | 'quoted'>, ended: boolean): Ruled {
  const rows: Row[] = [];
  let begin = 0;
  let cells: string[] = [];
  let marks = '';
  let lineEnd = -1;
  let nextCell = -1;
  for (let at = 0; at < text.length || cells.length; ) {
    let to: number;
    // Joined files have a byte order mark wherever the next began.
    if (!cells.length && text[at] === '\uFEFF') at++;
    if (text[at] === '"') {
      let close = text.indexOf('"', at + 1);
      let doubled = false;
      while (close >= 0 && text[close + 1] === '"') {
        doubled = true;
        close = text.indexOf('"', close + 2);
      }
      // A quotation mark at the very end may be the first of two.
      if (close < 0 || (close + 1 >= text.length && !ended)) return { rows, at: begin, broken: false };
      const cell = text.slice(at + 1, close);
      cells.push(doubled ? cell.replaceAll('""', '"') : cell);
      if (quoted) marks += '1';
      to = close + 1;
      if (text[to] === '\r' && text[to + 1] === '\n') to++;
      if (to < text.length && text[to] !== delimiter && text[to] !== '\n') {
        const waits = text[to] === '\r' && to + 1 === text.length && !ended;
        return { rows, at: begin, broken: !waits };
      }
    } else {
      if (lineEnd < at) lineEnd = found(text.indexOf('\n', at), text);
      if (nextCell < at) nextCell = found(text.indexOf(delimiter, at), text);
      to = Math.min(lineEnd, nextCell);
      if (to >= text.length && !ended) return { rows, at: begin, broken: false };
      const cell = text.slice(at, to === lineEnd && text[to - 1] === '\r' && to > at ? to - 1 : to);
      if (cell.includes('"') || cell.includes('\r')) return { rows, at: begin, broken: true };
      cells.push(cell);
      if (quoted) marks += '0';
    }
    if (to >= text.length && !ended) return { rows, at: begin, broken: false };
    at = to + 1;
    if (to < text.length && text[to] === delimiter) {
      if (at < text.length || !ended) continue;
      cells.push('');
      if (quoted) marks += '0';
    }
    if (cells.length > 1 || cells[0] !== '') rows.push(quoted ? { cells, quoted: marks } : { cells });
    cells = [];
    marks = '';
    begin = at;
  }
  return { rows, at: Math.min(begin, text.length), broken: false };
}

const found = (at: number, text: string) => (at < 0 ? text.length : at);

/** How many line ends are tried as the end of a broken row. */
const triedEnds = 8;

interface Broken {
  readonly rows: Row[];
  /** Where it ends. */
  readonly to: number;
}

/**
 * The row at the beginning of a text that breaks the rules: up to the first line end with which it has as many cells as it
 * should, else up to where a whole row begins, else its line. `undefined` when its end may not have come in yet.
 */
function brokenRow(text: string, options: RowsOptions, ended: boolean): Broken | undefined {
  const columns = options.columns();
  const ends: number[] = [];
  for (let at = 0; ends.length < triedEnds; ) {
    at = text.indexOf('\n', at) + 1;
    if (at === 0) break;
    ends.push(at);
  }
  if (ends.length < triedEnds && ended && ends.at(-1) !== text.length) ends.push(text.length);
  for (const to of ends.filter((end) => end <= 2 * pieceSize)) {
    const rows = leniently(text.slice(0, to), options);
    if (rows.length && rows.every(({ cells }) => cells.length === (columns ?? cells.length))) return { rows, to };
  }
  const to =
    ends.find((end) => end === text.length || beginsWhole(text.slice(end, end + pieceSize), options)) ??
    (ended || ends.length === triedEnds ? ends[0] : undefined);
  return to === undefined ? undefined : { rows: leniently(text.slice(0, to), options), to };
}

function beginsWhole(text: string, options: RowsOptions): boolean {
  const [row] = ruledRows(text, options, false).rows;
  return row !== undefined && row.cells.length === (options.columns() ?? row.cells.length);
}

function leniently(text: string, { delimiter, quoted, columns }: RowsOptions): Row[] {
  const line = text.replace(/[\r\n]+$/, '');
  const width = columns() ?? 0;
  const fits = (rows: string[][] | undefined) => rows?.every((cells) => cells.length === width) && rows.length > 0;
  const tolerant = line.includes('\n') ? undefined : [tolerantCells(line, delimiter)];
  const parsed = fits(tolerant) ? tolerant : lenientCells(line, delimiter);
  const rows = (fits(parsed) ? parsed : tolerant) ?? parsed ?? [line.split(delimiter)];
  return rows.flatMap((cells) => {
    if (cells.length === 1 && cells[0] === '') return [];
    const mended = cells.length < width ? 'row-cut' : 'quotes';
    const bare = cells.map((cell) => (cell.length > 1 && cell.startsWith('"') && cell.endsWith('"') ? cell.slice(1, -1) : cell));
    return [
      quoted
        ? { cells: bare, quoted: cells.map((cell) => (/["\r\n]/.test(cell) || cell.includes(delimiter) ? '1' : '0')).join(''), mended }
        : { cells: bare, mended },
    ];
  });
}

/**
 * The cells of a line whose quotation marks are damaged: a mark opens a cell only if another closes it, at the end of a cell
 * and before the next one is opened.
 */
function tolerantCells(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  for (let at = 0; at <= line.length; ) {
    const close = line[at] === '"' ? closingMark(line, at + 1, delimiter) : -1;
    const next = line.indexOf(delimiter, close < 0 ? at : close + 1);
    const to = next < 0 ? line.length : next;
    cells.push(close < 0 ? line.slice(line[at] === '"' ? at + 1 : at, to) : line.slice(at + 1, close).replaceAll('""', '"'));
    at = to + 1;
  }
  return cells;
}

function closingMark(line: string, from: number, delimiter: string): number {
  for (let at = line.indexOf('"', from); at >= 0; at = line.indexOf('"', at + 1)) {
    if (at + 1 === line.length || line[at + 1] === delimiter) return at;
    if (line[at - 1] === delimiter && at > from) return -1;
  }
  return -1;
}

/** By csv-parse, which takes quotation marks within cells as text; a mark that was never closed is closed at the end. */
export function lenientCells(text: string, delimiter: string): string[][] | undefined {
  const options = { delimiter, record_delimiter: ['\r\n', '\n', '\r'], relax_quotes: true, relax_column_count: true };
  for (const attempt of [text, `${text}"`])
    try {
      return parse(attempt, options) as string[][];
    } catch {}
  return undefined;
}
