import type { Work } from '@scopekit/record';
import type { Told } from './report.ts';

/** What a reader reads from. */
export interface Source {
  /** In UTF-8, without byte order mark. */
  readonly bytes: AsyncIterable<Buffer>;
  readonly told: Told;
  /** Keep each record as it stood there in `raw`. */
  readonly raw: boolean;
  /** Told of the header of a table, and which of its cells stood in quotation marks. */
  readonly onHeader?: (cells: readonly string[], quoted: string) => void;
}

/** What a record became: a work without its provenance, or `undefined` when it was refused. */
export type Part = (Omit<Work, 'from'> & { readonly from?: Work['from'] }) | undefined;

/** Reads records as many as have come in at a time; each becomes a part when it is asked for, and is counted then. */
export type Parts = AsyncGenerator<Iterable<Part>>;
