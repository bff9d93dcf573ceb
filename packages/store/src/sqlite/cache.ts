import type { Cache, CacheGroup } from '../cache.ts';
import { StoreError } from '../store-error.ts';
import { database } from './database.ts';
import { isAlive, ownerName } from './owner.ts';
import { type PackedAnswer, packed, unpacked } from './packed.ts';

const migrations = [
  `CREATE TABLE claim (key TEXT PRIMARY KEY, owner TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
   CREATE TABLE answer (key TEXT PRIMARY KEY, status INTEGER NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL, storedAt INTEGER NOT NULL,
     freshUntil INTEGER NOT NULL, usedAt INTEGER NOT NULL, grouped TEXT NOT NULL) STRICT;
   CREATE INDEX answer_used ON answer (usedAt)`,
];

export interface SqliteCacheOptions {
  readonly path: string;
  /** Of compressed bodies; what was not used for longest goes first. Default 1 GB. */
  readonly maxBytes?: number;
}

/** The longest that a fresh answer can claim: a timestamp must stay a whole number. */
const farFuture = 8_640_000_000_000_000;
/** Room is looked for once in so many answers. */
const everyAnswers = 200;
/** When an answer was last used is noted this exactly. */
const noteEveryMs = 3_600_000;

/** A cache in a file that all processes of the user share. A file that cannot be read is put aside and begun anew. */
export function sqliteCache({ path, maxBytes = 1_000_000_000 }: SqliteCacheOptions): Cache & { close(): void } {
  const db = database({ path, migrations, durable: false, disposable: true });
  const owner = ownerName();
  let sinceRoom = 0;

  function makeRoom(): void {
    const { bytes } = db.one<{ bytes: number }>('SELECT coalesce(sum(length(body)), 0) AS bytes FROM answer') ?? { bytes: 0 };
    let over = bytes - maxBytes;
    if (over <= 0) return;
    for (const { key, size } of db.all<{ key: string; size: number }>('SELECT key, length(body) AS size FROM answer ORDER BY usedAt')) {
      if (over <= 0) return;
      db.run('DELETE FROM answer WHERE key = ?', key);
      over -= size;
    }
  }

  return {
    async get(key, { now, maxAgeMs }) {
      const row = db.one<PackedAnswer & { usedAt: number }>('SELECT status, headers, body, storedAt, usedAt FROM answer WHERE key = ?', key);
      if (!row || now - row.storedAt > maxAgeMs) return undefined;
      if (now - row.usedAt > noteEveryMs) db.run('UPDATE answer SET usedAt = ? WHERE key = ?', now, key);
      return unpacked(row);
    },
    async set(key, answer, { group = '', freshMs = Number.POSITIVE_INFINITY } = {}) {
      const { status, headers, body, storedAt } = packed(answer);
      const freshUntil = Math.min(storedAt + freshMs, farFuture);
      db.run('INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?, ?, ?)', key, status, headers, body, storedAt, freshUntil, storedAt, group);
      if (sinceRoom++ % everyAnswers === 0) db.transaction(makeRoom);
    },
    async claim(key, { now, until }) {
      const other = db.one<{ owner: string }>('SELECT owner FROM claim WHERE key = ? AND owner <> ?', key, owner)?.owner;
      if (other !== undefined && !isAlive(other)) db.run('DELETE FROM claim WHERE key = ? AND owner = ?', key, other);
      const changed = db.run(
        `INSERT INTO claim VALUES (?, ?, ?)
           ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, until = excluded.until WHERE until <= ? OR owner = excluded.owner`,
        key,
        owner,
        until,
        now,
      );
      return changed === 1;
    },
    async release(key) {
      db.run('DELETE FROM claim WHERE key = ? AND owner = ?', key, owner);
    },
    info: async (now) =>
      db.all<CacheGroup>(
        `SELECT grouped AS "group", count(*) AS answers, sum(length(body)) AS bytes, sum(freshUntil <= ?) AS stale, min(storedAt) AS oldestAt,
           max(storedAt) AS newestAt FROM answer GROUP BY grouped ORDER BY grouped`,
        now,
      ),
    prune: async ({ now, olderThanMs }) =>
      olderThanMs === undefined ? db.run('DELETE FROM answer WHERE freshUntil <= ?', now) : db.run('DELETE FROM answer WHERE storedAt < ?', now - olderThanMs),
    async clear() {
      const gone = db.run('DELETE FROM answer');
      try {
        db.run('VACUUM');
      } catch (error) {
        if (!(error instanceof StoreError) || error.fault !== 'busy') throw error;
        // Another process writes meanwhile: the room stays in the file, for what comes next.
      }
      return gone;
    },
    close: db.close,
  };
}
