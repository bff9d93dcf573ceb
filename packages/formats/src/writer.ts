import type { Work } from '@scopekit/record';

/** A format to write: what comes before the works, each work, and what comes after them. Strings only, so works may be endless. */
export interface Writer {
  readonly head: string;
  row(work: Work): string;
  readonly tail: string;
}

/** A whole text of it, piece by piece. */
export async function* written(writer: Writer, works: AsyncIterable<Work> | Iterable<Work>): AsyncGenerator<string> {
  if (writer.head) yield writer.head;
  for await (const work of works) yield writer.row(work);
  if (writer.tail) yield writer.tail;
}
