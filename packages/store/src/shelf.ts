import { createHash } from 'node:crypto';

/** Records that are kept current: found by any of their names, compared by content, buried when they are gone. */
export interface Shelf {
  /** Puts a record in the place of the one that has the first of its names that is known; an earlier name is stronger than a later one. */
  put(record: ShelfRecord, now: number): Promise<'new' | 'changed' | 'same'>;
  get(name: string): Promise<Shelved | undefined>;
  /** In the order they were first put. */
  entries(which?: { readonly changedSince?: number; readonly seenBefore?: number; readonly gone?: boolean }): AsyncGenerator<Shelved>;
  /** Marks a record as gone; it stays as a tombstone until it is put again. */
  bury(name: string, now: number): Promise<boolean>;
  count(): Promise<{ readonly here: number; readonly gone: number }>;
}

export interface ShelfRecord {
  /** Strongest first. */
  readonly names: readonly string[];
  /** Plain data. */
  readonly value: unknown;
}

/** Times are milliseconds of the epoch. */
export interface Shelved extends ShelfRecord {
  /** Of the content, whatever the order of its keys. */
  readonly hash: string;
  readonly firstAt: number;
  readonly changedAt: number;
  readonly seenAt: number;
  readonly goneAt?: number;
}

/** A digest of plain data that does not depend on the order of keys. */
const contentHash = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(ordered(value)))
    .digest('hex');

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!value || typeof value !== 'object') return value;
  return Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => [key, ordered(part)]);
}

/** What a record becomes when it is put in the place of another, or in none. */
export function shelved(before: Shelved | undefined, { names, value }: ShelfRecord, now: number): { entry: Shelved; outcome: 'new' | 'changed' | 'same' } {
  const hash = contentHash(value);
  const same = before !== undefined && before.hash === hash && before.goneAt === undefined;
  return {
    outcome: same ? 'same' : before ? 'changed' : 'new',
    entry: {
      names: [...new Set([...names, ...(before?.names ?? [])])],
      value,
      hash,
      firstAt: before?.firstAt ?? now,
      changedAt: same ? before.changedAt : now,
      seenAt: now,
    },
  };
}

/** A shelf of this process. */
export function memoryShelf(): Shelf {
  const entries = new Set<{ shelved: Shelved }>();
  const byName = new Map<string, { shelved: Shelved }>();
  return {
    async put(record, now) {
      const place = record.names.map((name) => byName.get(name)).find((found) => found !== undefined);
      const { entry, outcome } = shelved(place?.shelved, record, now);
      const put = place ?? { shelved: entry };
      put.shelved = { ...entry, names: entry.names.filter((name) => (byName.get(name) ?? put) === put) };
      entries.add(put);
      for (const name of put.shelved.names) byName.set(name, put);
      return outcome;
    },
    get: async (name) => byName.get(name)?.shelved,
    async *entries({ changedSince = 0, seenBefore = Number.POSITIVE_INFINITY, gone = false } = {}) {
      for (const { shelved: entry } of entries)
        if (entry.changedAt >= changedSince && entry.seenAt < seenBefore && (gone || entry.goneAt === undefined)) yield entry;
    },
    async bury(name, now) {
      const place = byName.get(name);
      if (!place || place.shelved.goneAt !== undefined) return false;
      place.shelved = { ...place.shelved, goneAt: now, changedAt: now };
      return true;
    },
    async count() {
      const gone = [...entries].filter(({ shelved: entry }) => entry.goneAt !== undefined).length;
      return { here: entries.size - gone, gone };
    },
  };
}
