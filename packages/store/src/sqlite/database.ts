import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { StoreError, type StoreFault } from '../store-error.ts';

export interface DatabaseOptions {
  readonly path: string;
  /** One step a version, oldest first; never changed once published. */
  readonly migrations: readonly string[];
  /** Whether what was written must survive a power cut. */
  readonly durable: boolean;
  /** A file that cannot be read is put aside and begun anew; otherwise it is left as it is, and told. */
  readonly disposable: boolean;
}

/** SQLite with prepared statements, one writer at a time, and our errors. Opened at the first use. */
export interface Database {
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[];
  one<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined;
  iterate<Row>(sql: string, ...values: SQLInputValue[]): Iterable<Row>;
  /** Gives the number of rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  /** All of it or nothing, and nobody else writes meanwhile. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** How long a writer waits for another one. */
const timeoutMs = 5_000;

export function database(options: DatabaseOptions): Database {
  let opened: DatabaseSync | undefined;
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const db = () => {
    opened ??= open(options);
    return opened;
  };
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? db().prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const told = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw storeError(error, options.path);
    }
  };
  return {
    all: <Row>(sql: string, ...values: SQLInputValue[]) => told(() => prepared(sql).all(...values) as Row[]),
    one: <Row>(sql: string, ...values: SQLInputValue[]) => told(() => prepared(sql).get(...values) as Row | undefined),
    iterate: <Row>(sql: string, ...values: SQLInputValue[]) =>
      told(
        () =>
          db()
            .prepare(sql)
            .iterate(...values) as Iterable<Row>,
      ),
    run: (sql, ...values) => told(() => Number(prepared(sql).run(...values).changes)),
    transaction: (work) =>
      told(() => {
        db().exec('BEGIN IMMEDIATE');
        try {
          const result = work();
          db().exec('COMMIT');
          return result;
        } catch (error) {
          if (db().isTransaction) db().exec('ROLLBACK');
          throw error;
        }
      }),
    close() {
      statements.clear();
      opened?.close();
      opened = undefined;
    },
  };
}

function open(options: DatabaseOptions): DatabaseSync {
  try {
    return openAsItIs(options);
  } catch (error) {
    const known = storeError(error, options.path);
    if (!options.disposable || !(known instanceof StoreError) || (known.fault !== 'damaged' && known.fault !== 'newer')) throw known;
    putAside(options.path);
    return openAsItIs(options);
  }
}

function openAsItIs({ path, migrations, durable }: DatabaseOptions): DatabaseSync {
  makePrivate(path);
  const { DatabaseSync: Sqlite } = process.getBuiltinModule('node:sqlite');
  const db = new Sqlite(path, { timeout: timeoutMs });
  try {
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'}; PRAGMA secure_delete = ON`);
    migrate(db, path, migrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Only the user reads it: a file that SQLite makes itself would be open to all, and so would its journal. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

function migrate(db: DatabaseSync, path: string, migrations: readonly string[]): void {
  const version = () => (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  if (version() === migrations.length) return;
  db.exec('BEGIN IMMEDIATE');
  const from = version();
  if (from > migrations.length) {
    db.exec('ROLLBACK');
    throw new StoreError('newer', `${path} was written by a later version of scopekit.`, { path });
  }
  for (const step of migrations.slice(from)) db.exec(step);
  db.exec(`PRAGMA user_version = ${migrations.length}`);
  db.exec('COMMIT');
}

function putAside(path: string): void {
  let aside = `${path}.broken`;
  for (let n = 2; existsSync(aside); n++) aside = `${path}.broken-${n}`;
  renameSync(path, aside);
  for (const ending of ['-wal', '-shm']) rmSync(path + ending, { force: true });
}

/** SQLite's result codes. Source: https://www.sqlite.org/rescode.html */
const faults: Readonly<Record<number, [StoreFault, string]>> = {
  3: ['forbidden', 'must not be written to'],
  5: ['busy', 'is held by another process for too long'],
  8: ['forbidden', 'must not be written to'],
  10: ['full', 'could not be read or written'],
  11: ['damaged', 'is damaged'],
  13: ['full', 'does not fit: the disk is full'],
  14: ['forbidden', 'cannot be opened'],
  26: ['damaged', 'is not a database'],
};
const systemFaults: Readonly<Record<string, [StoreFault, string]>> = {
  EACCES: ['forbidden', 'must not be written to'],
  EPERM: ['forbidden', 'must not be written to'],
  EROFS: ['forbidden', 'is on a disk that is read-only'],
  ENOSPC: ['full', 'does not fit: the disk is full'],
  ENOTDIR: ['forbidden', 'cannot be made: a file stands where its folder should'],
  EEXIST: ['forbidden', 'cannot be made: a file stands where its folder should'],
  EISDIR: ['forbidden', 'is a folder'],
};

function storeError(error: unknown, path: string): unknown {
  if (error instanceof StoreError) return error;
  const { errcode, code } = error as { errcode?: number; code?: string };
  const [fault, words] = (errcode === undefined ? systemFaults[code ?? ''] : faults[errcode & 0xff]) ?? [];
  return fault ? new StoreError(fault, `${path} ${words}.`, { path, cause: error }) : error;
}
