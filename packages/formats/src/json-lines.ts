import type { Writer } from './writer.ts';

/** Works as JSON Lines: one object a line. */
export const jsonLines: Writer = { head: '', row: (work) => `${JSON.stringify(work)}\n`, tail: '' };
