import type { Catalogue } from './catalogue.ts';
import type { Seen } from './record.ts';

/** By what records are put together to be compared; a record has each key or not. */
export interface Key {
  readonly name: string;
  readonly of: (record: Seen) => string | 0 | false | undefined;
  /** Records that share it are compared, however unlike their titles are. */
  readonly always?: true;
}

const identifier = (name: string): Key => ({ name, of: ({ ids }) => ids.find((id) => id.startsWith(name)), always: true });

export const keys: readonly Key[] = [
  identifier('EID'),
  identifier('PMID'),
  identifier('Scopus id'),
  identifier('PII'),
  { name: 'DOI', of: ({ doi }) => doi, always: true },
  { name: 'title', of: ({ title }) => title && title.key.length > 8 && title.key },
  {
    name: 'beginning of the title and year',
    of: ({ title, year }) => title && year && title.words.length > 3 && `${title.words.slice(0, 4).join(' ')} ${year}`,
  },
  { name: 'end of the title and year', of: ({ title, year }) => title && year && title.words.length > 4 && `${title.words.slice(-4).join(' ')} ${year}` },
  {
    name: 'beginning of the title and first author',
    of: ({ title, persons }) => title && persons[0] && `${title.words.slice(0, 3).join(' ')} ${persons[0].family}`,
  },
  {
    name: 'first author, year and page',
    of: ({ persons, year, start }) => persons[0] && year && start && `${persons[0].family} ${year} ${start}`,
    always: true,
  },
  { name: 'volume, page and year', of: ({ volume, start, year }) => volume && start && year && `${volume} ${start} ${year}` },
  { name: 'volume, page and issue', of: ({ volume, start, issue }) => volume && start && issue && `${volume} ${issue} ${start}` },
  {
    name: 'first author, volume and page',
    of: ({ persons, volume, start }) => persons[0] && volume && start && `${persons[0].family} ${volume} ${start}`,
    always: true,
  },
  {
    name: 'authors and year',
    of: ({ persons, year }) =>
      persons.length > 1 &&
      year &&
      `${persons
        .map(({ family }) => family)
        .sort()
        .slice(0, 3)
        .join(' ')} ${year}`,
  },
  {
    name: 'first author, year and journal',
    of: ({ persons, year, journal }) =>
      persons[0] && year && journal.words[0] && `${persons[0].family} ${year} ${journal.words.map((word) => word[0]).join('')}`,
  },
  { name: 'title, volume and issue', of: ({ title, volume, issue }) => title && volume && issue && `${title.key} ${volume} ${issue}` },
  { name: 'abstract', of: ({ abstract }) => abstract },
];

/** In a block of more records than this each is compared with its neighbours only, in the order of what they say. */
const largestBlock = 20;
const neighbours = 4;

export interface Blocking {
  /** Pairs that share a key. */
  pairs: number;
  /** Blocks that were too large to compare all with all. */
  large: number;
}

/**
 * Each pair of records that share a key, by their places: the earlier first. Grows with the number of records, not with its
 * square. A pair comes with the first key that it shares, so that no list of pairs is kept; one of a large block may come again.
 *
 * @param wanted which records take part.
 */
export function* pairs(catalogue: Catalogue, wanted: (i: number) => boolean, told: Blocking): Generator<[number, number, Key]> {
  for (const [k, key] of keys.entries()) {
    const hashes = catalogue.keys[k] as Uint32Array;
    const earlier = catalogue.keys.slice(0, k);
    for (const block of blocksOf(hashes, wanted)) {
      const large = block.length > largestBlock;
      if (large) told.large++;
      const ordered = large ? block.toSorted((i, j) => catalogue.order(i, j)) : block;
      for (let x = 0; x < ordered.length; x++)
        for (let y = x + 1; y < (large ? Math.min(ordered.length, x + 1 + neighbours) : ordered.length); y++) {
          const [i, j] = [Math.min(ordered[x] as number, ordered[y] as number), Math.max(ordered[x] as number, ordered[y] as number)];
          if (shareOne(earlier, i, j)) continue;
          told.pairs++;
          yield [i, j, key];
        }
      // its pairs were not all compared, so to share it tells the later keys nothing
      if (large) for (const i of block) hashes[i] = 0;
    }
  }
}

function shareOne(hashes: readonly Uint32Array[], i: number, j: number): boolean {
  for (const values of hashes) if (values[i] !== 0 && values[i] === values[j]) return true;
  return false;
}

/** Records that have one hash, two or more each, in the order of their places. */
function* blocksOf(hashes: Uint32Array, wanted: (i: number) => boolean): Generator<number[]> {
  const slots = 2 ** Math.ceil(Math.log2(hashes.length * 2 + 2));
  const last = new Int32Array(slots).fill(-1);
  const before = new Int32Array(hashes.length).fill(-1);
  for (const [i, hash] of hashes.entries()) {
    if (!hash || !wanted(i)) continue;
    let slot = hash % slots;
    while (last[slot] !== -1 && hashes[last[slot] as number] !== hash) slot = (slot + 1) % slots;
    before[i] = last[slot] as number;
    last[slot] = i;
  }
  for (const latest of last) {
    if (latest === -1 || before[latest] === -1) continue;
    const block: number[] = [];
    for (let i = latest; i !== -1; i = before[i] as number) block.push(i);
    yield block.reverse();
  }
}
