import type { Work } from '@scopekit/record';

/** A format to write: what comes before the rows, each of them, and what comes after. Strings only, so rows may be endless. */
export interface Writer<Row = Work> {
  readonly head: string;
  row(row: Row): string;
  readonly tail: string;
}

/** A whole text of it, piece by piece. */
export async function* written<Row>(writer: Writer<Row>, rows: AsyncIterable<Row> | Iterable<Row>): AsyncGenerator<string> {
  if (writer.head) yield writer.head;
  for await (const row of rows) yield writer.row(row);
  if (writer.tail) yield writer.tail;
}
