/** What of an id says only which kind it is. */
const kind = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*|(?:2-s2\.0-|scopus_id:)(?=\d{10,11}$))/;

/** Ids of different works: one that is written in two ways is asked for once, which is told. */
export function distinct(ids: readonly string[], onNotice: (text: string) => void): string[] {
  const first = new Map<string, string>();
  for (const id of ids) {
    const same = id.trim().toLowerCase().replace(kind, '');
    if (!first.has(same)) first.set(same, id);
  }
  const again = ids.length - first.size;
  if (again) onNotice(`${again} of the ids ${again === 1 ? 'is' : 'are'} another way to write another one: asked for once.`);
  return [...first.values()];
}
