import type { Work } from '@scopekit/record';

/** What each record is called: the id of its own file, its EID, or file and row; where two have one name, file and row, and a count. */
export function recordIds(works: readonly Work[]): string[] {
  const own = works.map((work) => ownId(work) ?? work.eid ?? placeOf(work));
  const times = new Map<string, number>();
  for (const id of own) times.set(id, (times.get(id) ?? 0) + 1);
  const taken = new Set<string>();
  return own.map((id, i) => {
    const name = (times.get(id) ?? 0) > 1 ? placeOf(works[i] as Work) : id;
    let free = name;
    for (let n = 2; taken.has(free); n++) free = `${name} (${n})`;
    taken.add(free);
    return free;
  });
}

const ownId = ({ extra = {} }: Work): string | undefined =>
  Object.entries(extra)
    .find(([name, value]) => /^(?:record[_ ]?)?(?:id|key|number)$/i.test(name) && value.trim())?.[1]
    .trim();

/** `works.csv, row 12`. */
const placeOf = ({ from }: Work): string => `${from.file ?? from.source}, row ${from.row ?? '?'}`;
