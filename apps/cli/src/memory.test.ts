import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Sandbox, sandboxKeys, startSandbox } from '@scopekit/test-fixtures';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const main = resolve(import.meta.dirname, 'main.ts');
let home = '';
let sandbox: Sandbox | undefined;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'scopekit-home-'));
});
afterEach(() => sandbox?.close());

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line as a process whose home folder outlives it. */
function scopekit(
  words: string[],
  { key = sandboxKeys.subscriber as string, bare = false, input = '', during = (_: ChildProcess): unknown => undefined } = {},
): Promise<Ran> {
  const child = spawn(process.execPath, ['--conditions=@scopekit/source', main, ...words, ...(sandbox ? ['--base-url', sandbox.url] : [])], {
    cwd: home,
    env: { PATH: process.env.PATH, SCOPEKIT_HOME: join(home, 'kept'), HOME: home, ...(bare ? {} : { ELSEVIER_API_KEY: key }) },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin.end(input);
  during(child);
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })));
}

describe('what is kept', () => {
  test('answers the same question without a request, until it is asked to be fresh', async () => {
    sandbox = await startSandbox({ works: 200, rate: 1_000 });
    const { elsevier } = sandbox;
    const first = await scopekit(['search', 'TITLE(coral)', '--json']);
    const again = await scopekit(['search', 'TITLE(coral)', '--json']);
    expect(JSON.parse(again.out).works).toEqual(JSON.parse(first.out).works);
    expect([elsevier.log.length, JSON.parse(again.out).requests]).toEqual([1, {}]);
    await scopekit(['search', 'TITLE(coral)', '--refresh']);
    await scopekit(['search', 'TITLE(coral)', '--max-age', '0']);
    await scopekit(['search', 'TITLE(coral)', '--no-cache']);
    expect(elsevier.log).toHaveLength(4);
  });

  test('--offline answers from it, or says what is missing, and asks nothing', async () => {
    sandbox = await startSandbox({ works: 200, rate: 1_000 });
    await scopekit(['search', 'TITLE(coral)']);
    const kept = await scopekit(['search', 'TITLE(coral)', '--offline', '--json']);
    const missing = await scopekit(['search', 'TITLE(reef)', '--offline', '--json']);
    expect([kept.code, JSON.parse(kept.out).shown > 0]).toEqual([0, true]);
    expect([missing.code, JSON.parse(missing.err).error]).toEqual([
      5,
      expect.objectContaining({ reason: 'not-kept', message: expect.stringContaining('TITLE(reef)') }),
    ]);
    expect(sandbox.elsevier.log).toHaveLength(1);
  });

  test('is told, pruned and cleared', async () => {
    sandbox = await startSandbox({ works: 200, rate: 1_000 });
    await scopekit(['search', 'TITLE(coral)']);
    expect((await scopekit(['cache'])).out).toMatch(/"api":"scopus.search","answers":1/);
    expect((await scopekit(['cache', 'prune'])).err).not.toMatch(/forgotten/);
    expect((await scopekit(['cache', 'clear'])).err).toMatch(/1 answer forgotten\. Nothing is kept in/);
  });

  test('a cache that is damaged is begun anew; what else is kept is refused when it is', async () => {
    sandbox = await startSandbox({ works: 200, rate: 1_000 });
    await scopekit(['search', 'TITLE(coral)']);
    writeFileSync(join(home, 'kept/cache.db'), 'x'.repeat(5_000));
    expect((await scopekit(['search', 'TITLE(coral)'])).code).toBe(0);
    writeFileSync(join(home, 'kept/state.db'), 'x'.repeat(5_000));
    const refused = await scopekit(['search', 'TITLE(coral)']);
    expect([refused.code, refused.err]).toEqual([1, expect.stringMatching(/state\.db is not a database\.\nMove that file away/)]);
  });
});

describe('quota', () => {
  test('is known to the next process without asking, and a spent key is not asked again', async () => {
    sandbox = await startSandbox({ works: 200, rate: 1_000, quota: 1 });
    await scopekit(['search', 'TITLE(coral)']);
    const quota = await scopekit(['quota', '--json']);
    expect(JSON.parse(quota.out).standings).toContainEqual(expect.objectContaining({ key: '…0001', api: 'scopus.search', limit: 1, remaining: 0 }));
    const refused = await scopekit(['search', 'TITLE(reef)']);
    expect([refused.code, refused.err]).toEqual([4, expect.stringMatching(/spent the weekly quota/)]);
    expect(sandbox.elsevier.log).toHaveLength(1);
  });
});

describe('a run', () => {
  const eids = (out: string) =>
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).eid as string);

  test('that spent the quota is listed, and goes on where it stopped', async () => {
    sandbox = await startSandbox({ works: 400, rate: 1_000, quota: 3, keys: { otherkey00000000000000000000009: 'subscriber' } });
    const { elsevier } = sandbox;
    const first = await scopekit(['search', 'PUBYEAR > 1900', '--view', 'COMPLETE', '--limit', '150', '--out', 'works.jsonl']);
    expect([first.code, first.err]).toEqual([4, expect.stringMatching(/Go on {6}scopekit search --resume \w{8}/)]);
    const listed = JSON.parse((await scopekit(['runs'])).out.trim());
    expect(listed).toMatchObject({ kind: 'search', title: 'PUBYEAR > 1900', state: 'paused', answers: 3 });
    const paid = elsevier.log.filter(({ status }) => status === 200).length;
    const second = await scopekit(['search', '--resume', listed.id.slice(0, 5)], { key: 'otherkey00000000000000000000009' });
    expect([second.code, elsevier.log.filter(({ status }) => status === 200).length - paid]).toEqual([0, 3]);
    expect(new Set(eids(readFileSync(join(home, 'works.jsonl'), 'utf8'))).size).toBe(150);
    expect((await scopekit(['runs'])).out).toBe('');
    expect((await scopekit(['search', '--resume', listed.id])).err).toMatch(/is done/);
  });

  test('that was killed at any page goes on: every work once, at most one page paid twice a kill', { timeout: 60_000 }, async () => {
    sandbox = await startSandbox({ works: 500, rate: 1_000, latencyMs: 20 });
    const { elsevier } = sandbox;
    const words = ['search', 'PUBYEAR > 1900', '--view', 'COMPLETE', '--limit', '500', '--out', 'works.jsonl', '--no-cache'];
    let kills = 0;
    const killedAt = (page: number) => (child: ChildProcess) =>
      vi.waitFor(() => expect(elsevier.log.length).toBeGreaterThanOrEqual(page), { timeout: 15_000, interval: 5 }).then(() => child.kill('SIGKILL'));
    let ran = await scopekit(words, { during: killedAt(2) });
    while (ran.code !== 0 && kills < 10) {
      kills++;
      ran = await scopekit(['search', '--resume', 'last', '--no-cache'], { during: kills < 4 ? killedAt(2 + kills * 5) : undefined });
    }
    expect(kills).toBe(4);
    expect(ran.code).toBe(0);
    expect(new Set(eids(readFileSync(join(home, 'works.jsonl'), 'utf8'))).size).toBe(500);
    expect(elsevier.log.length).toBeLessThanOrEqual(20 + kills);
  });

  test('of ids and of a survey go on as well', async () => {
    sandbox = await startSandbox({ works: 400, rate: 1_000, quota: 2, keys: { otherkey00000000000000000000009: 'subscriber' } });
    const ids = Array.from({ length: 4 }, (_, i) => `2-s2.0-9990000000${i}`);
    expect((await scopekit(['works', ...ids, '--out', 'ids.jsonl'])).code).toBe(4);
    const works = await scopekit(['works', '--resume', 'last'], { key: 'otherkey00000000000000000000009' });
    expect([works.code, works.err]).toEqual([0, expect.stringMatching(/4 of 4 works/)]);
    expect((await scopekit(['survey', '--query', 'PUBYEAR > 1900', '--limit', '100', '--retrieve', 'never', '--out', 'survey.csv'])).code).toBe(4);
    const survey = await scopekit(['survey', '--resume', 'last', '--no-cache'], { key: 'otherkey00000000000000000000009' });
    expect([survey.code, survey.err]).toEqual([0, expect.stringMatching(/100 taken/)]);
    expect(existsSync(join(home, 'survey.csv'))).toBe(true);
  });

  test('that nobody knows, or of another kind, is refused by name', async () => {
    sandbox = await startSandbox({ works: 50, rate: 1_000 });
    expect((await scopekit(['search', '--resume', 'nothing'])).err).toMatch(/There is no run nothing\./);
  });
});

describe('auth', () => {
  const key = sandboxKeys.subscriber;

  test('login takes a key from standard input once Elsevier has taken it; status and logout never show it', async () => {
    sandbox = await startSandbox({ works: 50, rate: 1_000 });
    const login = await scopekit(['auth', 'login', '--label', 'lab'], { bare: true, input: `${key}\n` });
    expect([login.code, login.err]).toEqual([0, expect.stringMatching(/^Key lab: Elsevier takes it\.\nStored in keys\.toml/)]);
    expect(statSync(join(home, 'kept/keys.toml')).mode & 0o777).toBe(0o600);
    const search = await scopekit(['search', 'TITLE(coral)', '--debug'], { bare: true });
    expect([search.code, search.err]).toEqual([0, expect.stringMatching(/key lab/)]);
    const status = await scopekit(['auth', 'status'], { bare: true });
    expect(status.err).toMatch(/Keys in use, from keys\.toml:\n {2}lab/);
    const logout = await scopekit(['auth', 'logout'], { bare: true });
    expect(logout.err).toMatch(/1 stored key is removed/);
    for (const { out, err } of [login, search, status, logout]) expect(out + err).not.toContain(key);
    expect((await scopekit(['search', 'TITLE(coral)'], { bare: true })).code).toBe(3);
  });

  test('login refuses a key that Elsevier refuses', async () => {
    sandbox = await startSandbox({ works: 50, rate: 1_000 });
    const login = await scopekit(['auth', 'login', '--stdin'], { bare: true, input: sandboxKeys.unknown });
    expect([login.code, existsSync(join(home, 'kept/keys.toml'))]).toEqual([3, false]);
    expect(login.err).not.toContain(sandboxKeys.unknown);
  });

  test('login imports a pybliometrics.cfg', async () => {
    sandbox = await startSandbox({ works: 50, rate: 1_000 });
    writeFileSync(
      join(home, 'pybliometrics.cfg'),
      `[Authentication]\nAPIKey = ${sandboxKeys.remote}, ${key}\nInstToken = ${sandboxKeys.remoteToken}\n[Requests]\nRetries = 7\n`,
    );
    const login = await scopekit(['auth', 'login', '--import', 'pybliometrics.cfg'], { bare: true });
    expect(login.err).toMatch(/Key …0004 with its institution token: Elsevier takes it\.\nKey …0001: Elsevier takes it\.[\s\S]*retries = 7/);
  });
});
