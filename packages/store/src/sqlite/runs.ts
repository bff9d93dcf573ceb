import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { busy, doneKept, named, newRunId, type OpenRun, type Run, type Runs, taken } from '../runs.ts';
import type { Database } from './database.ts';
import { isAlive, ownerName, putDown } from './owner.ts';
import { type PackedAnswer, packed, unpacked } from './packed.ts';

type Row = Omit<Run, 'input' | 'why'> & { readonly input: string; readonly why: string | null; readonly owner: string; readonly person: string };

const toRun = ({ owner: _, person: __, input, why, ...row }: Row): Run => ({ ...row, input: JSON.parse(input), ...(why === null ? {} : { why }) });

/** Runs in a database. A run that another process takes up is lost to the one that had it: its next answer is refused. */
export function sqliteRuns(db: Database, person: string): Runs {
  const rows = () => db.all<Row>('SELECT * FROM run WHERE person = ? ORDER BY touchedAt DESC, rowid DESC', person);

  const forgotten = (id: string) => {
    db.run('DELETE FROM kept WHERE run = ?', id);
    db.run('DELETE FROM result WHERE run = ?', id);
  };

  function open(run: Run, owner: string): OpenRun {
    const { id } = run;
    const change = (sql: string, ...values: (string | number | null)[]) => {
      if (!db.run(`UPDATE run SET ${sql} WHERE id = ? AND owner = ?`, ...values, id, owner)) throw taken(id);
    };
    const setResult = (result: Uint8Array | undefined) => {
      if (result) db.run('INSERT OR REPLACE INTO result VALUES (?, ?)', id, zstdCompressSync(result));
      else db.run('DELETE FROM result WHERE run = ?', id);
    };
    /** What ends the work on a run; also where it cannot be written down, the run is free for the next one. */
    const lastly = (work: () => void) => {
      try {
        db.transaction(work);
      } finally {
        putDown(owner);
      }
    };
    return {
      run,
      async answer(name) {
        const row = db.one<PackedAnswer>('SELECT status, headers, body, storedAt FROM kept WHERE run = ? AND name = ?', id, name);
        return row && unpacked(row);
      },
      async keep(name, answer) {
        const { status, headers, body, storedAt } = packed(answer);
        db.transaction(() => {
          const known = db.one('SELECT 1 FROM kept WHERE run = ? AND name = ?', id, name);
          change('touchedAt = ?, answers = answers + ?', storedAt, known ? 0 : 1);
          db.run('INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?, ?)', id, name, status, headers, body, storedAt);
        });
      },
      pause: async (why, now, result) =>
        lastly(() => {
          change(`state = 'paused', why = ?, touchedAt = ?`, why, now);
          if (result) setResult(result);
        }),
      finish: async (now, result) =>
        lastly(() => {
          change(`state = 'done', why = NULL, touchedAt = ?, owner = ''`, now);
          db.run('DELETE FROM kept WHERE run = ?', id);
          setResult(result);
          const newest = `SELECT id FROM run WHERE state = 'done' AND person = ? AND kind = ? ORDER BY touchedAt DESC, rowid DESC LIMIT ${doneKept}`;
          const old = `SELECT id FROM run WHERE state = 'done' AND person = ? AND kind = ? AND id NOT IN (${newest})`;
          db.run(`DELETE FROM result WHERE run IN (${old})`, person, run.kind, person, run.kind);
          db.run(`DELETE FROM run WHERE id IN (${old})`, person, run.kind, person, run.kind);
        }),
      forget: async () =>
        lastly(() => {
          if (!db.run('DELETE FROM run WHERE id = ? AND owner = ?', id, owner)) throw taken(id);
          forgotten(id);
        }),
    };
  }

  return {
    async begin({ kind, title, input, now }) {
      const [id, owner] = [newRunId(person), ownerName()];
      db.run(`INSERT INTO run VALUES (?, ?, ?, ?, 'running', NULL, 0, ?, ?, ?, ?)`, id, kind, title, JSON.stringify(input), now, now, owner, person);
      return open({ id, kind, title, input, state: 'running', answers: 0, beganAt: now, touchedAt: now }, owner);
    },
    resume: async (id, now) =>
      db.transaction(() => {
        const [row, another] = named(rows(), id);
        if (!row || another) return undefined;
        if (row.state === 'running' && isAlive(row.owner)) throw busy(row.id, row.owner);
        const owner = ownerName();
        db.run(`UPDATE run SET state = 'running', why = NULL, touchedAt = ?, owner = ? WHERE id = ?`, now, owner, row.id);
        return open(toRun({ ...row, state: 'running', why: null, touchedAt: now }), owner);
      }),
    list: async () =>
      rows().map((row) => (row.state === 'running' && !isAlive(row.owner) ? { ...toRun(row), state: 'paused', why: 'its process ended' } : toRun(row))),
    async remove(id) {
      return db.transaction(() => {
        const row = db.one<Row>('SELECT * FROM run WHERE id = ? AND person = ?', id, person);
        if (!row) return false;
        if (row.state === 'running' && isAlive(row.owner)) throw busy(id, row.owner);
        forgotten(id);
        return db.run('DELETE FROM run WHERE id = ?', id) > 0;
      });
    },
    async result(id) {
      const row = db.one<{ body: Uint8Array }>('SELECT body FROM result JOIN run ON run.id = result.run WHERE run.id = ? AND person = ?', id, person);
      return row && zstdDecompressSync(row.body);
    },
    of: (other) => sqliteRuns(db, other),
  };
}
