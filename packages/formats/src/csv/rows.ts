import { type Options, parse } from 'csv-parse/sync';
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
  /** How rows end: `\n` stands for `\r\n` too. */
  readonly end: '\n' | '\r';
  /** Cells of a row, as soon as that is known: where a broken row ends is found by it. */
  readonly columns: () => number | undefined;
  readonly quoted?: boolean;
}

/**
 * The rows of a CSV, as many as have come in at a time. Rows that keep to the rules (RFC 4180), nearly all there are, are cut
 * right here; from a row that breaks them csv-parse reads on row by row, that one leniently. So a stray quotation mark costs
 * nothing but its own row.
 */
export async function* csvRows(bytes: AsyncIterable<Buffer>, options: RowsOptions): AsyncGenerator<Row[]> {
  const parser = rowParser(options);
  let open = '';
  for await (const piece of texts(bytes, pieceSize)) {
    open += piece;
    const { rows, at, broken } = ruledRows(open, options, false);
    yield rows;
    open = open.slice(at);
    if (broken || open.length > suspicious) {
      const mended = parser.rowByRow(open, false);
      yield mended.rows;
      open = mended.rest;
      if (open.length > largest) throw new FormatError({ reason: 'damaged', message: `A row is longer than ${largest / 1024 / 1024} MB.` });
    }
  }
  const { rows, at } = ruledRows(open, options, true);
  yield rows;
  if (at < open.length) yield parser.rowByRow(open.slice(at), true).rows;
}

/** Several rows; what is cut off at its end is looked through again. */
const pieceSize = 64 * 1024;
/** Ten times the longest row of any recorded file: a quotation mark was opened and never closed. */
const suspicious = 4 * 1024 * 1024;

interface Ruled {
  readonly rows: Row[];
  /** Where the first row begins that is not among them. */
  readonly at: number;
  /** Whether that row breaks the rules, and is not just waiting for its end. */
  readonly broken: boolean;
}

/** The whole rows at the beginning of a text, up to one that breaks the rules. */
export function ruledRows(text: string, { delimiter, end, quoted }: Pick<RowsOptions, 'delimiter' | 'end' | 'quoted'>, ended: boolean): Ruled {
  const rows: Row[] = [];
  let begin = 0;
  let cells: string[] = [];
  let marks = '';
  let lineEnd = -1;
  let nextCell = -1;
  for (let at = 0; at < text.length || cells.length; ) {
    let to: number;
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
      if (text[to] === '\r' && text[to + 1] === '\n' && end === '\n') to++;
      if (to < text.length && text[to] !== delimiter && text[to] !== end) {
        const waits = text[to] === '\r' && to + 1 === text.length && !ended;
        return { rows, at: begin, broken: !waits };
      }
    } else {
      if (lineEnd < at) lineEnd = found(text.indexOf(end, at), text);
      if (nextCell < at) nextCell = found(text.indexOf(delimiter, at), text);
      to = Math.min(lineEnd, nextCell);
      if (to >= text.length && !ended) return { rows, at: begin, broken: false };
      const cell = text.slice(at, to === lineEnd && text[to - 1] === '\r' && to > at && end === '\n' ? to - 1 : to);
      if (cell.includes('"')) return { rows, at: begin, broken: true };
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
const triedEnds = 200;

function rowParser({ delimiter, end, columns, quoted }: RowsOptions) {
  const options: Options = {
    delimiter,
    record_delimiter: end === '\r' ? ['\r'] : ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    ...(quoted ? { cast: (value: string, { quoting }: { quoting: boolean }) => (quoting ? `1${value}` : `0${value}`) } : {}),
  };
  const rowsOf = (text: string, more: Options = {}): Row[] => {
    const rows = parse(text, { ...options, ...more }) as string[][];
    return quoted
      ? rows.map((cells) => ({ cells: cells.map((cell) => cell.slice(1)), quoted: cells.map((cell) => cell[0]).join('') }))
      : rows.map((cells) => ({ cells }));
  };
  const attempt = (text: string, more?: Options): Row[] | undefined => {
    try {
      return rowsOf(text, more);
    } catch {
      return undefined;
    }
  };

  /** Where the row that begins there ends by the rules of CSV: behind its line end, or `undefined`. */
  function ruledEnd(text: string, from: number): number | undefined {
    for (let i = from, inQuotes = false; i < text.length; i++) {
      const char = text[i];
      if (char === '"') inQuotes = !inQuotes;
      else if (char === end && !inQuotes) return i + 1;
    }
    return undefined;
  }

  const isWhole = (text: string, from: number): boolean => {
    const to = ruledEnd(text, from);
    const [row, ...others] = to === undefined ? [] : (attempt(text.slice(from, to)) ?? []);
    return row !== undefined && others.length === 0 && row.cells.length === (columns() ?? row.cells.length);
  };

  /** One that has swallowed the next is longer than a row should be. */
  const isNoLonger = (row: Row | undefined): boolean => (row?.cells.length ?? 0) <= (columns() ?? Number.POSITIVE_INFINITY);

  /** A broken row ends where a whole one begins, or the text does. */
  function brokenEnd(text: string, from: number): number | undefined {
    let at = from;
    for (let tried = 0; tried < triedEnds; tried++) {
      at = text.indexOf(end, at) + 1;
      if (at === 0) return undefined;
      if (at === text.length || isWhole(text, at)) return at;
    }
    return text.indexOf(end, from) + 1 || undefined;
  }

  function leniently(text: string): Row[] {
    const line = text.replace(/[\r\n]+$/, '');
    const relaxed = { relax_quotes: true };
    const rows = attempt(line, relaxed) ?? attempt(`${line}"`, relaxed);
    const cells = rows?.[0]?.cells ?? line.split(delimiter);
    if (cells.length === 1 && cells[0] === '') return [];
    return [{ ...rows?.[0], cells, mended: cells.length < (columns() ?? 0) ? 'row-cut' : 'quotes' }];
  }

  return {
    /** Rows one by one. Unless the text is `complete`, the last one may not be: it is given back as the rest. */
    rowByRow(text: string, complete: boolean): { readonly rows: Row[]; readonly rest: string } {
      const rows: Row[] = [];
      let at = 0;
      while (at < text.length) {
        if (text[at] === '\uFEFF') at++;
        const ruled = ruledEnd(text, at);
        const strict = ruled === undefined ? undefined : attempt(text.slice(at, ruled));
        if (ruled !== undefined && strict && (isNoLonger(strict[0]) || ruled === text.length || isWhole(text, ruled))) {
          rows.push(...strict);
          at = ruled;
          continue;
        }
        const to = brokenEnd(text, at);
        if (to === undefined && !complete) return { rows, rest: text.slice(at) };
        rows.push(...leniently(text.slice(at, to)));
        at = to ?? text.length;
      }
      return { rows, rest: '' };
    },
  };
}
