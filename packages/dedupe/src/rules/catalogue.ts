import type { Work } from '@scopekit/record';
import { lcsLength } from '../lcs.ts';
import { keys } from './blocking.ts';
import { type Columns, columnsOf, grown } from './columns.ts';
import { hashOf, shortHashOf } from './hash.ts';
import type { Journal } from './journal.ts';
import { classes, countLetters, type Looked, lettersOf, longestTitle, type Seen, seenIn } from './record.ts';
import { leastSubtitled } from './title.ts';

/** Of larger libraries what was seen is not kept, but seen again where a record is compared: memory before time. */
const mostKept = 200_000;
const mostLooked = 1_000;
/** Records for which there is room at first. Memory that is asked for at once starts a collection, in which V8 takes for lasting what a look makes. */
const firstRoom = 65_536;

/**
 * What is needed of each record to find the pairs that are worth a comparison, in some two hundred and fifty bytes. A record is looked
 * at once for it, and once more, to be kept, when it is compared.
 */
export class Catalogue {
  readonly size: number;
  readonly #works: readonly Work[];
  readonly #journals = new Map<string, Journal>();
  readonly #looked = new Map<number, Looked>();
  readonly #kept: (Seen | undefined)[] = [];
  readonly #titleKeys: string[] = [];
  #columns: Columns;

  constructor(works: readonly Work[]) {
    this.size = works.length;
    this.#works = works;
    this.#columns = grown(columnsOf(0), Math.min(works.length, firstRoom));
  }

  /** By key, then by record: the hash of the key, 0 where the record has none. */
  get keys(): readonly Uint32Array[] {
    return this.#columns.keys;
  }

  /** Records with one print are alike to every rule. */
  get prints(): Float64Array {
    return this.#columns.prints;
  }

  /** Notes one record. After the last, {@link compareTitles}. */
  note(i: number): void {
    if (i >= this.#columns.prints.length) this.#columns = grown(this.#columns, Math.min(this.size, 2 * i));
    const columns = this.#columns;
    const seen = this.#seen(i);
    if (this.size <= mostKept) this.#kept[i] = seen;
    for (const [k, { of }] of keys.entries()) {
      const key = of(seen);
      if (key) (columns.keys[k] as Uint32Array)[i] = shortHashOf(key);
    }
    const { title, year, database, persons, abstract } = seen;
    columns.prints[i] = hashOf(textOf(seen));
    if (abstract) columns.abstracts[i] = shortHashOf(abstract);
    if (!title) return;
    if (persons.length && year !== undefined && seen.set === undefined && isPlaced(seen) && !title.generic && !title.short) columns.telling[i] = 1;
    columns.titles[i] = hashOf(title.key);
    if (year !== undefined && database) columns.inDatabase[i] = hashOf(`${title.key} ${year} ${database} ${persons[0]?.family}`);
    if (year !== undefined && database && persons.length)
      columns.ofAuthors[i] = hashOf(
        `${persons
          .map(({ family }) => family)
          .sort()
          .join(' ')} ${year} ${database}`,
      );
    this.#titleKeys[i] = title.key;
    columns.lengths[i] = Math.min(title.key.length, longestTitle);
    countLetters(title.key, columns.bags, i * classes);
    if (title.key.length < leastSubtitled) return;
    columns.beginnings[i] = shortHashOf(title.key.slice(0, leastSubtitled));
    columns.ends[i] = shortHashOf(title.key.slice(-leastSubtitled));
  }

  /** What only all records together tell: a title of three years or more is one that many works have. The order changes nothing. */
  compareTitles(): void {
    const years = new Map<number, Set<number>>();
    const first = new Map<number, number>();
    const times = new Map<number, number>();
    for (const [i, { year }] of this.#works.entries()) {
      const title = this.#columns.titles[i] as number;
      for (const name of [this.#columns.inDatabase[i] as number, this.#columns.ofAuthors[i] as number]) if (name) times.set(name, (times.get(name) ?? 0) + 1);
      if (!title || year === undefined) continue;
      const known = first.get(title);
      if (known === undefined) first.set(title, year);
      else if (known !== year) years.set(title, (years.get(title) ?? new Set([known])).add(year));
    }
    for (let i = 0; i < this.size; i++) {
      this.#columns.generic[i] = (years.get(this.#columns.titles[i] as number)?.size ?? 0) > 2 ? 1 : 0;
      this.#columns.alone[i] = times.get(this.#columns.inDatabase[i] as number) === 1 ? 1 : 0;
      this.#columns.only[i] = times.get(this.#columns.ofAuthors[i] as number) === 1 ? 1 : 0;
    }
  }

  /** The record as it is compared. */
  looked(i: number): Looked {
    const known = this.#looked.get(i);
    if (known) return known;
    const seen = this.#kept[i] ?? this.#seen(i);
    this.#kept[i] = undefined;
    const { title } = seen;
    const looked: Looked = {
      ...seen,
      index: i,
      title: title && this.#columns.generic[i] ? { ...title, generic: true } : title,
      alone: this.#columns.alone[i] === 1,
      onlyOfAuthors: this.#columns.only[i] === 1,
      print: this.prints[i] as number,
      letters: lettersOf(title?.key ?? ''),
      bag: this.#columns.bags.subarray(i * classes, (i + 1) * classes),
    };
    if (this.size > mostKept && this.#looked.size >= mostLooked) this.#looked.clear();
    this.#looked.set(i, looked);
    return looked;
  }

  /** Which of two records comes first, so that those of one title, or of one beginning, stand together; whatever the order of the input. */
  order(i: number, j: number): number {
    const by = (values: Uint32Array | Float64Array) => (values[i] as number) - (values[j] as number);
    return by(this.#columns.beginnings) || by(this.#columns.titles) || by(this.prints);
  }

  /** Whether another record of the same print is the same work without a look at any other. */
  tells(i: number): boolean {
    return this.#columns.telling[i] === 1 && this.#columns.generic[i] === 0;
  }

  /** Whether {@link compareNear} may find something: titles that have neither letters nor an end in common, and no abstract, are none. */
  mayBeNear(i: number, j: number): boolean {
    const same = (values: Uint32Array | Float64Array) => values[i] !== 0 && values[i] === values[j];
    if (
      !this.#columns.titles[i] ||
      !this.#columns.titles[j] ||
      same(this.#columns.titles) ||
      same(this.#columns.beginnings) ||
      same(this.#columns.ends) ||
      same(this.#columns.abstracts)
    )
      return true;
    const enough = 0.8 * ((this.#columns.lengths[i] as number) + (this.#columns.lengths[j] as number));
    if (2 * Math.min(this.#columns.lengths[i] as number, this.#columns.lengths[j] as number) < enough) return false;
    let common = 0;
    const bags = this.#columns.bags;
    for (let at = 0, a = i * classes, b = j * classes; at < classes; at++, a++, b++) common += Math.min(bags[a] as number, bags[b] as number);
    if (2 * common < enough) return false;
    return 2 * lcsLength(lettersOf(this.#titleKeys[i] as string), lettersOf(this.#titleKeys[j] as string)) >= enough;
  }

  #seen(i: number): Seen {
    return seenIn(this.#works[i] as Work, this.#journals);
  }
}

/** All that rules look at, as one text. */
const textOf = ({ title, persons, journal, ids, registered, ...others }: Seen): string =>
  [
    title?.words.join(' '),
    title?.notice,
    ...persons.flatMap(({ family, initials, given }) => [family, initials, given]),
    '',
    journal.print,
    ids.join(' '),
    registered.join(' '),
    others.year,
    others.volume,
    others.issue,
    others.start,
    others.end,
    others.doi,
    others.kind,
    others.form,
    others.abstract,
    others.database,
    others.set,
  ].join('\n');

const isPlaced = ({ database, doi, ids, volume, start }: Seen) =>
  database === undefined || doi !== undefined || ids.length > 0 || volume !== undefined || start !== undefined;
