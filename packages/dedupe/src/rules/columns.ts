import { keys } from './blocking.ts';
import { classes } from './record.ts';

/** What is kept of every record, by its place. */
export interface Columns {
  /** By key, then by record: the hash of the key, 0 where the record has none. */
  readonly keys: readonly Uint32Array[];
  /** Records with one print are alike to every rule. */
  readonly prints: Float64Array;
  readonly titles: Float64Array;
  readonly inDatabase: Float64Array;
  readonly ofAuthors: Float64Array;
  /** Told apart by title, authors and year, and by where it stands or what it is called. */
  readonly telling: Uint8Array;
  readonly generic: Uint8Array;
  readonly alone: Uint8Array;
  readonly only: Uint8Array;
  readonly bags: Uint8Array;
  readonly lengths: Uint16Array;
  readonly beginnings: Uint32Array;
  readonly ends: Uint32Array;
  readonly abstracts: Uint32Array;
}

export const columnsOf = (size: number): Columns => ({
  keys: keys.map(() => new Uint32Array(size)),
  prints: new Float64Array(size),
  titles: new Float64Array(size),
  inDatabase: new Float64Array(size),
  ofAuthors: new Float64Array(size),
  telling: new Uint8Array(size),
  generic: new Uint8Array(size),
  alone: new Uint8Array(size),
  only: new Uint8Array(size),
  bags: new Uint8Array(size * classes),
  lengths: new Uint16Array(size),
  beginnings: new Uint32Array(size),
  ends: new Uint32Array(size),
  abstracts: new Uint32Array(size),
});

/** The same with room for more records. */
export function grown({ keys: hashes, ...columns }: Columns, size: number): Columns {
  const { keys: longer, ...larger } = columnsOf(size);
  for (const [k, column] of hashes.entries()) longer[k]?.set(column);
  for (const name in columns) larger[name as keyof typeof columns].set(columns[name as keyof typeof columns]);
  return { keys: longer, ...larger };
}
