import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logged, type Sandbox, sandboxKeys, startSandbox } from '@scopekit/test-fixtures';
import { afterEach, expect, test } from 'vitest';

/** The whole of it takes minutes and a machine that does nothing else; every run of the tests takes a part, and the server overlooks it when a busy machine bunches requests. */
const soak = process.env.SCOPEKIT_SOAK !== undefined;
const { budget, asked, kills, rate } = soak ? { budget: 900, asked: 1_600, kills: 20, rate: 9 } : { budget: 40, asked: 72, kills: 4, rate: 1_000 };
const processes = 4;

const running: ChildProcess[] = [];
let sandbox: Sandbox | undefined;
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await sandbox?.close();
});

/** A program that asks so many questions, four at a time, and tells how each ended. */
const program = (url: string, home: string, from: number, questions: number) => `
import { createScopekit } from '@scopekit/operations';
const { scopus, close } = createScopekit({ credentials: [{ key: '${sandboxKeys.subscriber}' }], baseUrl: '${url}', stateFolder: '${home}' }, { cache: false });
let next = ${from};
const ends = {};
await Promise.all(Array.from({ length: 4 }, async () => {
  while (next < ${from + questions}) {
    const search = scopus.search('TITLE(coral) OR EID(' + next++ + ')', { limit: 1 });
    const end = await Array.fromAsync(search).then(() => 'answered', (error) => error.reason ?? String(error));
    ends[end] = (ends[end] ?? 0) + 1;
  }
}));
console.log(JSON.stringify(ends));
await close();
`;

function start(url: string, home: string, from: number, questions: number): { child: ChildProcess; ends: Promise<Record<string, number>> } {
  const child = spawn(process.execPath, ['--conditions=@scopekit/source', '--input-type=module', '--eval', program(url, home, from, questions)], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  let out = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  return { child, ends: new Promise((done) => child.on('close', () => done(out ? JSON.parse(out) : {}))) };
}

const answered = (log: readonly Logged[]) => log.filter(({ status }) => status === 200).length;
/** Never more than nine in a calendar second, and in all no faster than nine a second. */
function expectPace(log: readonly Logged[]): void {
  const seconds = Map.groupBy(log, ({ at }) => Math.floor(at / 1000)).values();
  if (soak) expect(Math.max(...[...seconds].map((second) => second.length))).toBeLessThanOrEqual(9);
  const [first, last] = [log[0]?.at ?? 0, log.at(-1)?.at ?? 0];
  expect(last - first).toBeGreaterThan(((log.length - 1) / 9) * 1000 - 100);
}

test('four processes with one key share pace and quota: the budget is answered whole, and nothing is sent beyond', { timeout: 300_000 }, async () => {
  sandbox = await startSandbox({ works: 200, quota: budget, rate });
  const { url, elsevier } = sandbox;
  const home = mkdtempSync(join(tmpdir(), 'scopekit-many-'));
  const all = await Promise.all(Array.from({ length: processes }, (_, i) => start(url, home, i * asked, asked / processes).ends));
  const ends: Record<string, number> = {};
  for (const one of all) for (const [end, n] of Object.entries(one)) ends[end] = (ends[end] ?? 0) + n;
  expect(ends).toEqual({ answered: budget, 'quota-exceeded': asked - budget });
  expect(elsevier.log.filter(({ status }) => status !== 200)).toEqual([]);
  expect(elsevier.log).toHaveLength(budget);
  expectPace(elsevier.log);
});

test('processes that are killed at any moment never make the others send too much, and what they share stays whole', { timeout: 600_000 }, async () => {
  sandbox = await startSandbox({ works: 200, quota: budget, rate });
  const { url, elsevier } = sandbox;
  const home = mkdtempSync(join(tmpdir(), 'scopekit-kill-'));
  let from = 0;
  const next = () => {
    from += 1_000;
    return start(url, home, from, asked / processes);
  };
  const workers = Array.from({ length: processes }, next);
  for (let i = 0; i < kills; i++) {
    await new Promise((wait) => setTimeout(wait, 200 + ((i * 7_919) % 700)));
    const victim = workers.shift();
    victim?.child.kill('SIGKILL');
    workers.push(next());
  }
  await Promise.all(workers.map(({ ends }) => ends));
  expect(elsevier.log.filter(({ status }) => status !== 200)).toEqual([]);
  expect(answered(elsevier.log)).toBeLessThanOrEqual(budget);
  expect(answered(elsevier.log)).toBeGreaterThan(Math.min(budget, asked) - kills - processes * 4);
  expectPace(elsevier.log);
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const db = new DatabaseSync(join(home, 'state.db'));
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  db.close();
});
