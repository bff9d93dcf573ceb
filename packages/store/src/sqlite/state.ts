import type { Bucket } from '../bucket.ts';
import { freshBucket } from '../bucket.ts';
import { type Ledger, ledgerOn } from '../ledger.ts';
import { type Runs, theUser } from '../runs.ts';
import { database } from './database.ts';
import { sqliteRuns } from './runs.ts';

const migrations = [
  `CREATE TABLE bucket (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
   CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
   CREATE TABLE run (id TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, input TEXT NOT NULL, state TEXT NOT NULL, why TEXT, answers INTEGER NOT NULL,
     beganAt INTEGER NOT NULL, touchedAt INTEGER NOT NULL, owner TEXT NOT NULL) STRICT;
   CREATE TABLE kept (run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE, name TEXT NOT NULL, status INTEGER NOT NULL, headers TEXT NOT NULL,
     body BLOB NOT NULL, storedAt INTEGER NOT NULL, PRIMARY KEY (run, name)) STRICT`,
  `ALTER TABLE run ADD COLUMN person TEXT NOT NULL DEFAULT '';
   CREATE TABLE result (run TEXT PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE, body BLOB NOT NULL) STRICT`,
];

export interface State {
  readonly ledger: Ledger;
  readonly runs: Runs;
  close(): void;
}

/** Ledger and runs in one file that all processes of the user share, and that survives any of them being killed. Never begun anew by itself. */
export function sqliteState({ path }: { readonly path: string }): State {
  const db = database({ path, migrations, durable: true, disposable: false });
  const readValue = (table: 'bucket' | 'fact', name: string) => db.one<{ value: string }>(`SELECT value FROM ${table} WHERE name = ?`, name)?.value;
  const writeValue = (table: 'bucket' | 'fact', name: string, value: string) => void db.run(`INSERT OR REPLACE INTO ${table} VALUES (?, ?)`, name, value);
  const bucket = (name: string): Bucket | undefined => {
    const value = readValue('bucket', name);
    return value === undefined ? undefined : JSON.parse(value);
  };
  const ledger = ledgerOn({
    change: (name, by) =>
      db.transaction(() => {
        const before = bucket(name) ?? freshBucket;
        const [after, result] = by(before);
        if (after !== before) writeValue('bucket', name, JSON.stringify(after));
        return result;
      }),
    bucket,
    setFact: (name, value) => writeValue('fact', name, value),
    fact: (name) => readValue('fact', name),
  });
  return { ledger, runs: sqliteRuns(db, theUser), close: db.close };
}
