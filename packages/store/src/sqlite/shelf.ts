import { type Shelf, type Shelved, shelved } from '../shelf.ts';
import { database } from './database.ts';

const migrations = [
  `CREATE TABLE entry (id INTEGER PRIMARY KEY, value TEXT NOT NULL, hash TEXT NOT NULL, firstAt INTEGER NOT NULL, changedAt INTEGER NOT NULL,
     seenAt INTEGER NOT NULL, goneAt INTEGER) STRICT;
   CREATE TABLE name (name TEXT PRIMARY KEY, entry INTEGER NOT NULL REFERENCES entry (id), place INTEGER NOT NULL) STRICT;
   CREATE INDEX name_entry ON name (entry)`,
];

const upsert = `INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET value = excluded.value, hash = excluded.hash,
  changedAt = excluded.changedAt, seenAt = excluded.seenAt, goneAt = excluded.goneAt RETURNING id`;

type Row = Omit<Shelved, 'names' | 'value' | 'goneAt'> & { readonly id: number; readonly value: string; readonly goneAt: number | null };

/** A shelf in a file of its own. Never begun anew by itself. */
export function sqliteShelf({ path }: { readonly path: string }): Shelf & { close(): void } {
  const db = database({ path, migrations, durable: true, disposable: false });
  const placeOf = (name: string) => db.one<{ entry: number }>('SELECT entry FROM name WHERE name = ?', name)?.entry;
  const namesOf = (id: number) => db.all<{ name: string }>('SELECT name FROM name WHERE entry = ? ORDER BY place', id).map(({ name }) => name);

  function toShelved({ id, value, goneAt, ...row }: Row): Shelved {
    return { names: namesOf(id), value: JSON.parse(value), ...row, ...(goneAt === null ? {} : { goneAt }) };
  }

  function at(id: number | undefined): Shelved | undefined {
    const row = id === undefined ? undefined : db.one<Row>('SELECT * FROM entry WHERE id = ?', id);
    return row && toShelved(row);
  }

  return {
    async put(record, now) {
      return db.transaction(() => {
        const place = record.names.map(placeOf).find((id) => id !== undefined);
        const { entry, outcome } = shelved(at(place), record, now);
        const values = [JSON.stringify(entry.value), entry.hash, entry.firstAt, entry.changedAt, entry.seenAt, null] as const;
        const { id } = db.one<{ id: number }>(upsert, place ?? null, ...values) as { id: number };
        for (const [order, name] of entry.names.entries())
          db.run('INSERT INTO name VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET place = excluded.place WHERE entry = excluded.entry', name, id, order);
        return outcome;
      });
    },
    get: async (name) => at(placeOf(name)),
    async *entries({ changedSince = 0, seenBefore = Number.MAX_SAFE_INTEGER, gone = false } = {}) {
      const sql = 'SELECT * FROM entry WHERE id > ? AND changedAt >= ? AND seenAt < ? AND (? OR goneAt IS NULL) ORDER BY id LIMIT 500';
      for (let last = 0; ; ) {
        const rows = db.all<Row>(sql, last, changedSince, seenBefore, gone ? 1 : 0);
        for (const row of rows) yield toShelved(row);
        const end = rows.at(-1);
        if (!end) return;
        last = end.id;
      }
    },
    async bury(name, now) {
      const place = placeOf(name);
      return place !== undefined && db.run('UPDATE entry SET goneAt = ?, changedAt = ? WHERE id = ? AND goneAt IS NULL', now, now, place) > 0;
    },
    async count() {
      return db.one<{ here: number; gone: number }>('SELECT count(*) - count(goneAt) AS here, count(goneAt) AS gone FROM entry') ?? { here: 0, gone: 0 };
    },
    close: db.close,
  };
}
