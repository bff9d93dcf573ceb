import { busy, doneKept, named, newRunId, type OpenRun, type Run, type Runs, taken } from '../runs.ts';
import type { Database } from './database.ts';
import { isAlive, ownerName } from './owner.ts';
import { type PackedAnswer, packed, unpacked } from './packed.ts';

type Row = Omit<Run, 'input' | 'why'> & { readonly input: string; readonly why: string | null; readonly owner: string };

const toRun = ({ owner: _, input, why, ...row }: Row): Run => ({ ...row, input: JSON.parse(input), ...(why === null ? {} : { why }) });

/** Runs in a database. A run that another process takes up is lost to the one that had it: its next answer is refused. */
export function sqliteRuns(db: Database): Runs {
  const rows = () => db.all<Row>('SELECT * FROM run ORDER BY touchedAt DESC, rowid DESC');

  function open(run: Run, owner: string): OpenRun {
    const { id } = run;
    const change = (sql: string, ...values: (string | number | null)[]) => {
      if (!db.run(`UPDATE run SET ${sql} WHERE id = ? AND owner = ?`, ...values, id, owner)) throw taken(id);
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
          change('touchedAt = ?, answers = answers + 1', storedAt);
          db.run('INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?, ?)', id, name, status, headers, body, storedAt);
        });
      },
      pause: async (why, now) => change(`state = 'paused', why = ?, touchedAt = ?`, why, now),
      finish: async (now) =>
        db.transaction(() => {
          change(`state = 'done', why = NULL, touchedAt = ?`, now);
          db.run('DELETE FROM kept WHERE run = ?', id);
          const newest = `SELECT id FROM run WHERE state = 'done' ORDER BY touchedAt DESC, rowid DESC LIMIT ${doneKept}`;
          db.run(`DELETE FROM run WHERE state = 'done' AND id NOT IN (${newest})`);
        }),
      forget: async () =>
        db.transaction(() => {
          if (!db.run('DELETE FROM run WHERE id = ? AND owner = ?', id, owner)) throw taken(id);
          db.run('DELETE FROM kept WHERE run = ?', id);
        }),
    };
  }

  return {
    async begin({ kind, title, input, now }) {
      const [id, owner] = [newRunId(), ownerName()];
      db.run(`INSERT INTO run VALUES (?, ?, ?, ?, 'running', NULL, 0, ?, ?, ?)`, id, kind, title, JSON.stringify(input), now, now, owner);
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
        const row = db.one<Row>('SELECT * FROM run WHERE id = ?', id);
        if (row?.state === 'running' && isAlive(row.owner)) throw busy(id, row.owner);
        db.run('DELETE FROM kept WHERE run = ?', id);
        return db.run('DELETE FROM run WHERE id = ?', id) > 0;
      });
    },
  };
}
