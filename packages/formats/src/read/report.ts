import type { InputFormat } from './detect.ts';
import { FormatError } from './format-error.ts';
import { leftOut } from './left-out.ts';

/** What a reader mends, and what it then did. */
export const repairKinds = {
  'invalid-bytes': 'bytes that are no text in this encoding became U+FFFD',
  'row-unwrapped': 'a row that a spreadsheet had put into few cells was taken apart again',
  'row-ragged': 'a row with more or fewer cells than columns was put back under its columns',
  'row-cut': 'a row that ends in the middle was kept as far as it goes',
  quotes: 'quotation marks that break the rules of CSV were taken as text',
  'header-repeated': 'a second header, as joined files have it, was passed over',
  'cell-cut': 'a cell has the greatest length a spreadsheet allows: its end is probably lost',
  'number-mangled': 'a number in scientific notation had lost digits and was left out',
  'zeros-restored': 'leading zeros that a spreadsheet had dropped were put back',
  escapes: 'escapes such as \\u201C became the characters they stand for',
  'authors-disagree': 'the lists of authors differ in length; the fuller one was used',
  'affiliations-unmatched': 'authors whose name was not found among the authors with affiliations have none',
  'undefined-dropped': 'the word "undefined" in place of a value was dropped',
  'value-unreadable': 'a value that is not what its field should hold was kept in `extra`',
  'records-glued': 'records without a line between them were separated',
  'record-broken': 'a record that breaks the rules of its format was kept as far as it can be read',
  'key-odd': 'a cite key with characters that BibTeX does not allow was kept as text',
  'field-renamed': 'a field name with a no-break space got an underscore',
  'field-repeated': 'a field that stands twice in a record was kept twice',
  'tex-undecodable': 'TeX that cannot be decoded was kept as it is',
  'lines-glued': 'two lines without an end between them were separated',
  'type-raw': 'a type given as the label of a program was translated',
  'begin-missing': 'a record without its beginning was kept',
  'end-missing': 'a record without its end was kept',
  'fraction-dropped': 'a `.0` that a program of tables had added to a number was dropped',
  'column-guessed': 'a column whose name nobody has recorded was taken for what its cells look like',
  'date-mangled': 'a spreadsheet had made a date of an issue or of pages; it was left out',
} as const;
export type RepairKind = keyof typeof repairKinds;

/** Where something was mended or refused. */
export interface Place {
  /** Record in the file, from 1; headers are not counted. */
  readonly row: number;
  /** Column, tag or field. */
  readonly column?: string;
  /** What stood there, shortened. */
  readonly was?: string;
}

export interface Repairs {
  readonly kind: RepairKind;
  readonly what: string;
  readonly count: number;
  /** The first thousand. */
  readonly places: readonly Place[];
}

export interface Refusal extends Place {
  readonly why: string;
}

/** What became of a file. `rows` = `read` + `refused`. */
export interface ReadReport {
  readonly file?: string;
  /** `scopus-csv`, `ris`, … */
  readonly format: string;
  /** Which generation or dialect of the format; where a table comes from. */
  readonly variant?: string;
  readonly encoding: string;
  /** Records seen. */
  readonly rows: number;
  /** Works given. */
  readonly read: number;
  /** Works of them with at least one repair. */
  readonly repaired: number;
  readonly refused: number;
  readonly repairs: readonly Repairs[];
  /** The first thousand. */
  readonly refusals: readonly Refusal[];
  /** What the format has and a work has no place for, and why. */
  readonly leftOut: readonly { readonly column: string; readonly why: string }[];
}

/** What was mended to come by a record, told when it is decoded. */
export interface Mended {
  readonly kind: RepairKind;
  readonly column?: string;
  readonly was?: string;
}

/** What readers tell of what they see. */
export interface Told {
  /** A record begins; gives its number. */
  row(mended?: readonly Mended[]): number;
  /** How many records have begun. */
  rows(): number;
  repair(kind: RepairKind, column?: string, was?: string): void;
  refuse(why: string, was?: string): void;
  variant(name: string): void;
}

/** Nobody is told. */
export const silent: Told = { row: () => 0, rows: () => 0, repair: () => {}, refuse: () => {}, variant: () => {} };

const mostPlaces = 1_000;
const longestQuote = 80;

/**
 * Counts what readers tell.
 *
 * @throws FormatError `strict` at the first repair or refusal, when `strict`.
 */
export function createReport({ file, strict = false }: { readonly file?: string; readonly strict?: boolean }) {
  const repairs = new Map<RepairKind, { count: number; places: Place[] }>();
  const refusals: Refusal[] = [];
  let rows = 0;
  let refused = 0;
  let repaired = 0;
  let lastRepaired = 0;
  let format = '';
  let variant: string | undefined;
  let encoding = () => 'UTF-8';

  const told: Told = {
    row(mended = []) {
      rows++;
      for (const { kind, column, was } of mended) told.repair(kind, column, was);
      return rows;
    },
    rows: () => rows,
    repair(kind, column, was) {
      const row = Math.max(rows, 1);
      if (strict) throw refusedByStrict(repairKinds[kind], { row, column, was: shortened(was) });
      const { places } = count(kind);
      if (places.length < mostPlaces) places.push({ row, ...(column === undefined ? {} : { column }), ...(was === undefined ? {} : { was: shortened(was) }) });
      if (row !== lastRepaired) repaired++;
      lastRepaired = row;
    },
    refuse(why, was) {
      if (rows === lastRepaired) {
        repaired--;
        lastRepaired = 0;
      }
      if (strict) throw refusedByStrict(why, { row: rows, was: shortened(was) });
      refused++;
      if (refusals.length < mostPlaces) refusals.push({ row: rows, why, ...(was === undefined ? {} : { was: shortened(was) }) });
    },
    variant: (name) => {
      variant = name;
    },
  };

  function count(kind: RepairKind) {
    const counted = repairs.get(kind) ?? { count: 0, places: [] };
    counted.count++;
    repairs.set(kind, counted);
    return counted;
  }

  function refusedByStrict(what: string, { row, column, was }: Place): FormatError {
    const where = `${file ? `${file}, ` : ''}record ${row}${column === undefined ? '' : `, ${column}`}`;
    return new FormatError({
      reason: 'strict',
      message: `${where}: ${what}${was === undefined ? '' : ` (${was})`}.`,
      row,
      column,
      next: 'Mend the file, or read it without strict: repairs are then counted and told.',
    });
  }

  return {
    told,
    begin(name: string, inEncoding: () => string) {
      format = name;
      encoding = inEncoding;
    },
    variant: () => variant,
    get report(): ReadReport {
      return {
        ...(file === undefined ? {} : { file }),
        format,
        ...(variant === undefined ? {} : { variant }),
        encoding: encoding(),
        rows,
        read: rows - refused,
        repaired,
        refused,
        repairs: [...repairs].map(([kind, { count, places }]) => ({ kind, what: repairKinds[kind], count, places: [...places] })),
        refusals: [...refusals],
        leftOut: Object.entries(leftOut[format as InputFormat] ?? {}).map(([column, why]) => ({ column, why })),
      };
    },
  };
}

const shortened = (text: string | undefined) => (text !== undefined && text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text);
