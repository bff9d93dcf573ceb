import type { Work } from '@scopekit/record';
import { align } from '../csv/align.ts';
import type { Dialect } from '../csv/dialect.ts';
import { type Columns, fitted } from '../csv/fitted.ts';
import type { RowForm } from '../csv/row-form.ts';
import { type RawRow, type TableRow, tableRows } from '../csv/table.ts';
import { kept } from '../read/kept.ts';
import { silent, type Told } from '../read/report.ts';
import type { Parts, Source } from '../read/source.ts';
import { scopusColumns, scopusName } from './columns.ts';
import { fit } from './fit.ts';
import { scopusCells } from './from-work.ts';
import { type ScopusRow, toWork } from './to-work.ts';

/**
 * A CSV that Scopus exported, of any year, language or choice of columns, as it came or as a spreadsheet left it.
 */
export async function* scopusCsv({ bytes, told, raw, onHeader }: Source, dialect: Dialect): Parts {
  const isHeader = (cells: readonly string[]) =>
    cells.length > 1 && (cells[0] as string).length < longestName && isName(cells[0] as string) && cells.filter(isName).length > cells.length / 2;
  const { delimiter } = dialect;
  let current: readonly string[] | undefined;
  let row: (cells: readonly string[]) => ScopusRow = () => ({ cell: () => '', has: () => false, fundingTexts: [], old: false });
  let generation: string | undefined;
  let guessed: string[] = [];

  /** How the rows under a header are read: its columns are found out once. */
  function rowReader(header: readonly string[], rows: readonly TableRow[]): typeof row {
    const names = columnsOf(
      header,
      rows.flatMap(({ cells, header: of }) => (of === header ? [cells] : [])),
    );
    generation ??= generationOf(
      names,
      rows.slice(0, sampled).map(({ cells }) => cells),
    );
    told.variant(generation);
    for (const [j, name] of names.entries()) if (name !== undefined && scopusName(header[j] as string) === undefined) guessed.push(`${header[j]}: ${name}`);
    const { given } = under(header, names, generation <= 'B', delimiter);
    return (cells) => given(cells, told);
  }

  for await (const rows of tableRows(bytes, { dialect, quoted: raw, isHeader, onHeader }))
    yield rows.values().map(({ cells, quoted = '', header, headerQuoted, mended }) => {
      if (header !== current) row = rowReader(header, rows);
      current = header;
      told.row(mended);
      for (const column of guessed) told.repair('column-guessed', undefined, column);
      guessed = [];
      const work = toWork(row(mended.some(({ kind }) => kind === 'row-cut') ? withoutCut(cells) : cells), told);
      return raw ? { ...work, raw: { columns: header, columnsQuoted: headerQuoted, cells, quoted } satisfies RawRow } : work;
    });
}

/** How cells become a row under today's names. */
function under(header: readonly string[], names: readonly (string | undefined)[], old: boolean, delimiter: string) {
  const { named, fundingTexts, unknown } = positions(names);
  const columns: Columns = {
    count: names.length,
    fit: (cell, j) => fit(names[j], cell),
    mayRepeat: (j) => names[j] === 'Funding Texts',
    delimiter,
  };
  const given = (all: readonly string[], told: Told): ScopusRow => {
    const { cells, more } = fitted(all, columns, told);
    const own = kept(told);
    for (const j of unknown) own.keep(header[j] || `column ${j + 1}`, cells[j]);
    return {
      cell: (name) => cells[named.get(name) ?? -1] ?? '',
      has: (name) => named.has(name),
      fundingTexts: [...fundingTexts.map((j) => cells[j] ?? ''), ...more.map(({ cell }) => cell)],
      extra: own.extra(),
      old,
    };
  };
  return { given, columns };
}

/** The rows under a header, for {@link asInputCsv}. */
export function scopusRow(header: readonly string[], sample: readonly string[], variant: string): RowForm {
  const names = columnsOf(header, [sample]);
  const old = variant <= 'B';
  const { given, columns } = under(header, names, old, ',');
  const { named, fundingTexts } = positions(names);
  const cellOf = (j: number, work: Omit<Work, 'from'>): string => {
    const name = names[j];
    const olden = name === undefined ? undefined : oldCells[variant]?.[name];
    if (olden && named.get(name as string) === j) return olden(work);
    if (name === 'Funding Texts' && fundingTexts.length > 1) return work.funding?.flatMap(({ text }) => text ?? [])[fundingTexts.indexOf(j)] ?? '';
    if (name !== undefined && (name === 'Funding Texts' || named.get(name) === j)) return String(scopusCells[name]?.({ ...work, from: { source: '' } }) ?? '');
    return work.extra?.[header[j] || `column ${j + 1}`] ?? '';
  };
  return {
    read: (cells) => toWork(given(cells, silent), silent),
    fitted: (cells) => fitted(cells, columns, silent).cells,
    write: cellOf,
  };
}

/** `Gao X.; Ni W.-B.`, in any generation. */
const authorsForm = /^\p{Lu}[\p{L}'’ -]*,? (?:\p{Lu}\p{Ll}?\.-?)+(?:[;,] |$)/u;
const longestName = 40;
const isName = (cell: string) => scopusName(cell) !== undefined;

type OldCell = (work: Omit<Work, 'from'>) => string;
const withComma = ({ family, initials, indexedName, name }: Work['authors'][number]) => (family && initials ? `${family}, ${initials}` : (indexedName ?? name));
const entries: OldCell = ({ authors, affiliations }) =>
  affiliations.length
    ? authors.map((author) => [withComma(author), ...(author.affiliations ?? []).flatMap((at) => affiliations[at]?.name ?? [])].join(', ')).join('; ')
    : '';

/** Cells that earlier generations wrote otherwise than today's. */
const oldCells: Readonly<Record<string, Readonly<Record<string, OldCell>>>> = {
  A: { Authors: ({ authors }) => authors.map(withComma).join(', '), 'Authors with affiliations': entries },
  B: {
    Authors: ({ authors }) => authors.map(({ indexedName, name }) => indexedName ?? name).join(', '),
    'Author(s) ID': ({ authors }) => authors.map(({ authorId = '' }) => `${authorId};`).join(''),
    'Authors with affiliations': entries,
  },
};

/** The last cell of a row that is cut may lack its end: what identifies must be whole. */
function withoutCut(cells: readonly string[]): readonly string[] {
  const last = cells.findLastIndex((cell) => cell !== '');
  return /^(?:2-s2|10\.|https?:)/.test(cells[last] ?? '') ? cells.with(last, '') : cells;
}

interface Positions {
  readonly named: ReadonlyMap<string, number>;
  readonly fundingTexts: readonly number[];
  readonly unknown: readonly number[];
}

/** Of two columns with one name the first is read; the other is kept as nobody's. */
function positions(columns: readonly (string | undefined)[]): Positions {
  const named = new Map<string, number>();
  const fundingTexts: number[] = [];
  const unknown: number[] = [];
  for (const [j, name] of columns.entries()) {
    if (name === 'Funding Texts') fundingTexts.push(j);
    else if (name === undefined || named.has(name)) unknown.push(j);
    else named.set(name, j);
  }
  return { named, fundingTexts, unknown };
}

const sampled = 40;
const foreign = /[^\p{Script=Latin}\p{P}\p{S}\p{Z}\d]/u;

/**
 * What each column holds: by its name, and where that is in a script whose names nobody has recorded, by what is in it and
 * by the order, which is the same in all exports.
 */
function columnsOf(header: readonly string[], rows: readonly (readonly string[])[]): (string | undefined)[] {
  const names = header.map(scopusName);
  const unnamed = header.map((name, j) => names[j] === undefined && foreign.test(name));
  if (!unnamed.some(Boolean)) return names;
  const sample = rows.filter(({ length }) => length === header.length).slice(0, sampled);
  const average = (j: number, name: string) => sample.reduce((sum, cells) => sum + fit(name, cells[j] ?? ''), 0) / Math.max(sample.length, 1);
  // What has a form of its own is known wherever it stands.
  const isAuthors = (j: number) => sample.filter((cells) => authorsForm.test(cells[j] ?? '')).length * 2 > sample.length;
  const certainly = (j: number) => scopusColumns.find((column) => column.form && average(j, column.name) > 1.5)?.name ?? (isAuthors(j) ? 'Authors' : undefined);
  const certain = names.map((name, j) => name ?? (unnamed[j] ? certainly(j) : undefined));
  const order = certain.flatMap((name) => (name === undefined ? [] : [scopusColumns.findIndex((column) => column.name === name)]));
  // Order tells of the others only where nobody has changed it.
  if (order.some((place, i) => i > 0 && place < (order[i - 1] as number))) return certain;
  const score = (j: number, k: number): number => {
    const { name } = scopusColumns[k] as (typeof scopusColumns)[number];
    if (certain[j] !== undefined || !unnamed[j]) return certain[j] === name ? 50 : -50;
    // Of columns that look alike the first are in most exports.
    return average(j, name) - k / 100;
  };
  const placed = align(header.length, scopusColumns.length, score, () => -0.4);
  return header.map((_, j) => certain[j] ?? (unnamed[j] ? scopusColumns[placed[j] as number]?.name : undefined));
}

/** Which years' export it is: A to 2018, B to 2022, C from 2023, D and D2 of 2025, E from 2026. */
function generationOf(columns: readonly (string | undefined)[], rows: readonly (readonly string[])[]): string {
  const some = (name: string, form: RegExp) => columns.includes(name) && rows.some((row) => form.test(row[columns.indexOf(name)] ?? ''));
  if (some('Link', /\/pages\/publications\//)) return 'E';
  const today =
    columns.includes('Author full names') ||
    some('Authors', /; /) ||
    (columns.includes('Publication Stage') && !columns.includes('Author(s) ID') && some('Title', /; \[/));
  if (today) {
    if (some('Authors', /^\p{Lu}\.[^,;]*, [^,;]+, [^;]+/u)) return 'D';
    return some('Authors', /^[^,;]+, \p{Lu}\.[^;,]*;/u) && columns.includes('Author full names') ? 'D2' : 'C';
  }
  return columns.includes('Author(s) ID') ? 'B' : 'A';
}
