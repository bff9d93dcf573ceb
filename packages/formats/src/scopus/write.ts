import type { Work } from '@scopekit/record';
import { quoted } from '../csv/cells.ts';
import type { Writer } from '../writer.ts';
import { scopusColumns } from './columns.ts';
import { scopusCells } from './from-work.ts';

const line = (cells: readonly (string | number | undefined)[]) => `${cells.map((cell) => quoted(String(cell ?? ''), true, ',')).join(',')}\n`;

/** Works as Scopus itself exports them since 2023: its 46 columns, every cell in quotation marks, with a byte order mark. */
export const scopusCsvWriter = (): Writer => ({
  head: `\uFEFF${line(scopusColumns.map(({ name }) => name))}`,
  row: (work: Work) => line(scopusColumns.map(({ name }) => scopusCells[name]?.(work))),
  tail: '',
});
