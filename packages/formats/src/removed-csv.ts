import type { Work } from '@scopekit/record';
import { type CsvOptions, worksCsv } from './works-csv.ts';
import type { Writer } from './writer.ts';

/** A work that was taken out as a duplicate. */
export interface RemovedRow {
  readonly work: Work;
  /** The work that stays in its place. */
  readonly kept: Work;
  readonly method: string;
  readonly why: string;
}

/** Removed works as CSV: which work stayed in place of each, and why, before the columns of works; `places` adds the file and row of both. Give it the removed works themselves. */
export function removedCsv(removed: readonly RemovedRow[], { places = false, ...options }: CsvOptions & { readonly places?: boolean } = {}): Writer {
  const rows = new Map(removed.map((row) => [row.work, row]));
  const of = (value: (row: RemovedRow) => string | undefined) => (work: Work) => {
    const row = rows.get(work);
    return row && value(row);
  };
  const before = [
    { name: 'Removed By', value: of(({ method }) => method) },
    { name: 'Why', value: of(({ why }) => why) },
    { name: 'Kept Electronic ID', value: of(({ kept }) => kept.eid) },
    { name: 'Kept Title', value: of(({ kept }) => kept.title) },
    ...(places ? [...placeColumns('', of, ({ work }) => work), ...placeColumns('Kept ', of, ({ kept }) => kept)] : []),
  ];
  return worksCsv({ ...options, before });
}

type Of = (value: (row: RemovedRow) => string | undefined) => (work: Work) => string | undefined;

const placeColumns = (before: string, of: Of, workOf: (row: RemovedRow) => Work) => [
  { name: `${before}File`, value: of((row) => workOf(row).from.file) },
  { name: `${before}Row`, value: of((row) => workOf(row).from.row?.toString()) },
];
