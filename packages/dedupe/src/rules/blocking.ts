import type { Looked } from './record.ts';

/** By what records are put together to be compared; a record has each key or not. */
interface Key {
  readonly name: string;
  readonly of: (record: Looked) => readonly (string | number | false | undefined)[];
}

const keys: readonly Key[] = [
  { name: 'identifier', of: ({ ids, doi }) => [...ids, doi] },
  { name: 'title', of: ({ title }) => [title && title.key.length > 8 && title.key] },
  {
    name: 'beginning of the title and year',
    of: ({ title, year }) => [title && year && title.words.length > 3 && `${title.words.slice(0, 4).join(' ')} ${year}`],
  },
  { name: 'end of the title and year', of: ({ title, year }) => [title && year && title.words.length > 4 && `${title.words.slice(-4).join(' ')} ${year}`] },
  {
    name: 'beginning of the title and first author',
    of: ({ title, persons }) => [title && persons[0] && `${title.words.slice(0, 3).join(' ')} ${persons[0].family}`],
  },
  { name: 'first author, year and page', of: ({ persons, year, start }) => [persons[0] && year && start && `${persons[0].family} ${year} ${start}`] },
  { name: 'volume, page and year', of: ({ volume, start, year }) => [volume && start && year && `${volume} ${start} ${year}`] },
  { name: 'volume, page and issue', of: ({ volume, start, issue }) => [volume && start && issue && `${volume} ${issue} ${start}`] },
  { name: 'first author, volume and page', of: ({ persons, volume, start }) => [persons[0] && volume && start && `${persons[0].family} ${volume} ${start}`] },
  {
    name: 'authors and year',
    of: ({ persons, year }) => [
      persons.length > 1 &&
        year &&
        `${persons
          .map(({ family }) => family)
          .sort()
          .slice(0, 3)
          .join(' ')} ${year}`,
    ],
  },
  {
    name: 'first author, year and journal',
    of: ({ persons, year, journal }) => [
      persons[0] && year && journal.words[0] && `${persons[0].family} ${year} ${journal.words.map((word) => word[0]).join('')}`,
    ],
  },
  {
    name: 'title, volume and issue',
    of: ({ title, volume, issue }) => [title && volume && issue && `${title.key} ${volume} ${issue}`],
  },
  { name: 'abstract', of: ({ abstract }) => [abstract] },
];

/** In a block of more records than this each is compared with its neighbours only, in the order of what they say. */
const largestBlock = 30;
const neighbours = 8;

export interface Blocking {
  /** Pairs compared. */
  pairs: number;
  /** Blocks that were too large to compare all with all. */
  large: number;
}

/** Each pair of records that share a key, once, by their places: the earlier first. Grows with the number of records, not with its square. */
export function* pairs(records: readonly Looked[], told: Blocking): Generator<[number, number]> {
  const seen = new Set<number>();
  for (const { of } of keys)
    for (const block of blocksOf(records, of)) {
      const large = block.length > largestBlock;
      if (large) told.large++;
      const ordered = large ? block.toSorted((i, j) => byPrint(records[i] as Looked, records[j] as Looked)) : block;
      for (let i = 0; i < ordered.length; i++)
        for (let j = i + 1; j < (large ? Math.min(ordered.length, i + 1 + neighbours) : ordered.length); j++) {
          const [first, second] = [Math.min(ordered[i] as number, ordered[j] as number), Math.max(ordered[i] as number, ordered[j] as number)];
          const name = first * records.length + second;
          if (seen.has(name)) continue;
          seen.add(name);
          told.pairs++;
          yield [first, second];
        }
    }
}

const byPrint = (a: Looked, b: Looked) => (a.print < b.print ? -1 : a.print > b.print ? 1 : 0);

function blocksOf(records: readonly Looked[], of: Key['of']): number[][] {
  const blocks = new Map<string, number[]>();
  for (const [place, record] of records.entries())
    for (const key of of(record)) {
      if (typeof key !== 'string' || !key) continue;
      const block = blocks.get(key);
      if (block) block.push(place);
      else blocks.set(key, [place]);
    }
  return [...blocks.values()].filter((block) => block.length > 1);
}
