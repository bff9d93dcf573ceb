import type { Writer } from './writer.ts';

/** Anything as JSON Lines: one object a line. */
export const jsonLines: Writer<unknown> = { head: '', row: (row) => `${JSON.stringify(row)}\n`, tail: '' };
