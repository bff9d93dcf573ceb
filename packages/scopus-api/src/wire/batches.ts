/** Values in groups of so many, each with its number from 0. */
export async function* inBatches(
  values: Iterable<string> | AsyncIterable<string>,
  size: number,
): AsyncGenerator<{ readonly id: string; readonly index: number }[]> {
  let batch: { id: string; index: number }[] = [];
  let index = 0;
  for await (const id of values) {
    batch.push({ id, index: index++ });
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length) yield batch;
}
