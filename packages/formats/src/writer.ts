import type { Work } from '@scopekit/record';

/** A format to write: what comes before the rows, each of them, and what comes after. Strings only, so rows may be endless. */
export interface Writer<Row = Work> {
  readonly head: string;
  row(row: Row): string;
  readonly tail: string;
}

/** A whole text of it, piece by piece. The head comes with the first row, which may be what decides it. */
export async function* written<Row>(writer: Writer<Row>, rows: AsyncIterable<Row> | Iterable<Row>): AsyncGenerator<string> {
  let begun = false;
  for await (const row of rows) {
    if (!begun && writer.head) yield writer.head;
    begun = true;
    yield writer.row(row);
  }
  if (!begun && writer.head) yield writer.head;
  if (writer.tail) yield writer.tail;
}
