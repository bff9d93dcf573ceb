import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type Cache,
  type CachedAnswer,
  type Ledger,
  memoryCache,
  memoryLedger,
  memoryRuns,
  memoryShelf,
  type Runs,
  type Shelf,
  StoreError,
  sqliteCache,
  sqliteShelf,
  sqliteState,
} from './index.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'scopekit-store-'));
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
function kept<T extends { close(): void }>(opened: T): T {
  closing.push(opened.close);
  return opened;
}

const ledgers: Readonly<Record<string, () => Ledger>> = {
  memory: memoryLedger,
  SQLite: () => kept(sqliteState({ path: join(folder(), 'state.db') })).ledger,
};
const day = 24 * 3600 * 1000;
const bytes = (words: string) => new TextEncoder().encode(words);
const text = (body: Uint8Array | undefined) => body && new TextDecoder().decode(body);

describe.for(Object.keys(ledgers))('ledger in %s', (kind) => {
  const make = ledgers[kind] as () => Ledger;

  test('slots of a bucket are so far apart, whoever asks', async () => {
    const ledger = make();
    const starts: number[] = [];
    for (let i = 0; i < 5; i++) {
      const admission = await ledger.admit('key:api', { now: 1000, intervalMs: 111 });
      if ('startAt' in admission) starts.push(admission.startAt);
    }
    expect(starts).toEqual([1000, 1111, 1222, 1333, 1444]);
    expect(await ledger.admit('other:api', { now: 1000, intervalMs: 111 })).toMatchObject({ startAt: 1000 });
  });

  test('slots are given two seconds ahead and no further: a process that dies does not hold up the others', async () => {
    const ledger = make();
    const admissions = [];
    for (let i = 0; i < 30; i++) admissions.push(await ledger.admit('key:api', { now: 0, intervalMs: 100 }));
    expect(admissions.filter((admission) => 'startAt' in admission)).toHaveLength(21);
    expect(admissions.at(-1)).toEqual({ askAgainAt: 1_100 });
  });

  test('what is left is the least that was told, less what is under way', async () => {
    const ledger = make();
    const fly = async (now: number) => ledger.admit('k', { now, intervalMs: 1 });
    const first = await fly(0);
    await ledger.land('k', 'flight' in first ? first.flight : 0, { now: 1, limit: 100, remaining: 2, resetAt: day });
    const second = await fly(2);
    const third = await fly(3);
    expect([second, third].every((admission) => 'startAt' in admission)).toBe(true);
    expect(await fly(4)).toEqual({ restsUntil: day });
    await ledger.land('k', 'flight' in third ? third.flight : 0, { now: 5 });
    expect(await fly(6)).toMatchObject({ flight: 4 });
  });

  test('answers that land out of order never make more of the quota than there is', async () => {
    const ledger = make();
    const flights = [];
    for (let i = 0; i < 4; i++) flights.push(await ledger.admit('k', { now: 0, intervalMs: 1 }));
    const [a, b, c, d] = flights.map((admission) => ('flight' in admission ? admission.flight : 0)) as [number, number, number, number];
    await ledger.land('k', d, { now: 1, remaining: 6, resetAt: day });
    await ledger.land('k', a, { now: 2, remaining: 9, resetAt: day });
    await ledger.land('k', c, { now: 3, remaining: 7, resetAt: day });
    await ledger.land('k', b, { now: 4, remaining: 8, resetAt: day });
    expect(await ledger.standing('k')).toMatchObject({ remaining: 6 });
  });

  test('a flight whose process died is forgotten after its lease', async () => {
    const ledger = make();
    const first = await ledger.admit('k', { now: 0, intervalMs: 1 });
    await ledger.land('k', 'flight' in first ? first.flight : 0, { now: 1, remaining: 1, resetAt: day });
    await ledger.admit('k', { now: 2, intervalMs: 1, leaseMs: 1_000 });
    expect(await ledger.admit('k', { now: 3, intervalMs: 1 })).toEqual({ restsUntil: day });
    expect(await ledger.admit('k', { now: 1_100, intervalMs: 1 })).toHaveProperty('startAt');
  });

  test('a new reset begins a new window', async () => {
    const ledger = make();
    const fly = async (now: number) => {
      const admission = await ledger.admit('k', { now, intervalMs: 1 });
      return 'flight' in admission ? admission.flight : 0;
    };
    await ledger.land('k', await fly(0), { now: 1, remaining: 3, resetAt: day });
    await ledger.land('k', await fly(2), { now: 3, remaining: 99, resetAt: 8 * day });
    expect(await ledger.standing('k')).toMatchObject({ remaining: 99, resetAt: 8 * day });
  });

  test('a spent bucket opens at its reset', async () => {
    const ledger = make();
    const first = await ledger.admit('k', { now: 0, intervalMs: 1 });
    await ledger.land('k', 'flight' in first ? first.flight : 0, { now: 1, remaining: 0, resetAt: day });
    expect(await ledger.admit('k', { now: day - 1, intervalMs: 1 })).toEqual({ restsUntil: day });
    expect(await ledger.admit('k', { now: day, intervalMs: 1 })).toMatchObject({ startAt: day });
  });

  test('facts are remembered by key and name', async () => {
    const ledger = make();
    await ledger.learn('a', 'view', 'FULL');
    expect([await ledger.learnt('a', 'view'), await ledger.learnt('b', 'view')]).toEqual(['FULL', undefined]);
  });

  test('whatever the order of asking, no second holds more than the pace', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(400), { minLength: 1, maxLength: 60 }), async (gaps) => {
        const ledger = make();
        let now = 0;
        const starts: number[] = [];
        for (const gap of gaps) {
          now += gap;
          const admission = await ledger.admit('k', { now, intervalMs: 115 });
          if ('startAt' in admission) starts.push(admission.startAt);
        }
        for (const start of starts) expect(starts.filter((other) => other >= start && other < start + 1_000).length).toBeLessThanOrEqual(9);
      }),
      { numRuns: kind === 'memory' ? 200 : 15 },
    );
  });
});

const answer = (text: string, storedAt = 0): CachedAnswer => ({ status: 200, headers: { a: 'b' }, body: new TextEncoder().encode(text), storedAt });
const bodyOf = (found: CachedAnswer | undefined) => found && new TextDecoder().decode(found.body);

const caches: Readonly<Record<string, (maxBytes?: number) => Cache>> = {
  memory: (maxBytes) => memoryCache({ maxBytes }),
  SQLite: (maxBytes) => kept(sqliteCache({ path: join(folder(), 'cache.db'), maxBytes })),
};

describe.for(Object.keys(caches))('cache in %s', (kind) => {
  const make = caches[kind] as (maxBytes?: number) => Cache;

  test('gives back what it was given, unless it is older than asked for', async () => {
    const cache = make();
    await cache.set('k', answer('hello', 1_000));
    expect(await cache.get('k', { now: 2_000, maxAgeMs: 1_000 })).toMatchObject({ status: 200, headers: { a: 'b' }, storedAt: 1_000 });
    expect(bodyOf(await cache.get('k', { now: 2_000, maxAgeMs: 5_000 }))).toBe('hello');
    expect(await cache.get('k', { now: 2_001, maxAgeMs: 1_000 })).toBeUndefined();
    expect(await cache.get('other', { now: 2_000, maxAgeMs: 5_000 })).toBeUndefined();
  });

  test('tells what it holds by group, and prunes what is stale or too old', async () => {
    const cache = make();
    await cache.set('a', answer('1', 0), { group: 'scopus.search', freshMs: 100 });
    await cache.set('b', answer('2', 50), { group: 'scopus.search', freshMs: 1_000 });
    await cache.set('c', answer('3', 60), { group: 'scopus.abstract' });
    expect(await cache.info(200)).toMatchObject([
      { group: expect.any(String), answers: expect.any(Number) },
      { group: expect.any(String), answers: expect.any(Number) },
    ]);
    expect((await cache.info(200)).find(({ group }) => group === 'scopus.search')).toMatchObject({ answers: 2, stale: 1, oldestAt: 0, newestAt: 50 });
    expect(await cache.prune({ now: 200 })).toBe(1);
    expect(await cache.prune({ now: 200, olderThanMs: 145 })).toBe(1);
    expect(await cache.clear()).toBe(1);
    expect(await cache.info(200)).toEqual([]);
  });
});

test('the cache in memory forgets the longest unused first when it is full', async () => {
  const cache = memoryCache({ maxBytes: 10 });
  for (const name of ['a', 'b', 'c']) await cache.set(name, answer('12345'));
  expect(await cache.get('a', { now: 0, maxAgeMs: 1 })).toBeUndefined();
  expect(bodyOf(await cache.get('c', { now: 0, maxAgeMs: 1 }))).toBe('12345');
});

const allRuns: Readonly<Record<string, () => Runs>> = {
  memory: memoryRuns,
  SQLite: () => kept(sqliteState({ path: join(folder(), 'state.db') })).runs,
};

describe.for(Object.keys(allRuns))('runs in %s', (kind) => {
  const make = allRuns[kind] as () => Runs;
  const question = { kind: 'search', title: 'TITLE(coral)', input: { query: 'TITLE(coral)' } };

  test('keep each answer under its name until they are finished', async () => {
    const runs = make();
    const open = await runs.begin({ ...question, now: 1 });
    await open.keep('page 1', answer('one', 2));
    await open.keep('page 2', answer('two', 3));
    expect(bodyOf(await open.answer('page 2'))).toBe('two');
    expect(await runs.list()).toMatchObject([{ ...question, state: 'running', answers: 2, beganAt: 1, touchedAt: 3 }]);
    await open.finish(4);
    expect(await open.answer('page 2')).toBeUndefined();
    expect(await runs.list()).toMatchObject([{ id: open.run.id, state: 'done', touchedAt: 4 }]);
  });

  test('a paused run is taken up by its id, the beginning of it, or as the last one', async () => {
    const runs = make();
    const first = await runs.begin({ ...question, now: 1 });
    await first.keep('page 1', answer('one', 2));
    await first.pause('quota', 3);
    const second = await runs.begin({ ...question, now: 4 });
    await second.pause('interrupted', 5);
    expect(await runs.list()).toMatchObject([{ why: 'interrupted' }, { why: 'quota', state: 'paused', answers: 1 }]);
    expect((await runs.resume('last', 6))?.run.id).toBe(second.run.id);
    const again = await runs.resume(first.run.id.slice(0, 6), 7);
    expect(bodyOf(await again?.answer('page 1'))).toBe('one');
    expect(again?.run).toMatchObject({ state: 'running', answers: 1 });
    expect(again?.run).not.toHaveProperty('why');
    expect(await runs.resume('nothing', 8)).toBeUndefined();
  });

  test('a run that is being worked on is neither taken nor removed', async () => {
    const runs = make();
    const open = await runs.begin({ ...question, now: 1 });
    await expect(runs.resume(open.run.id, 2)).rejects.toMatchObject({ name: 'StoreError', fault: 'busy' });
    await expect(runs.remove(open.run.id)).rejects.toMatchObject({ name: 'StoreError', fault: 'busy' });
    await open.pause('interrupted', 3);
    expect(await runs.remove(open.run.id)).toBe(true);
  });

  test('a run that was taken up elsewhere refuses further answers here', async () => {
    const runs = make();
    const open = await runs.begin({ ...question, now: 1 });
    await open.pause('interrupted', 2);
    await runs.resume(open.run.id, 3);
    await expect(open.keep('page 1', answer('one', 4))).rejects.toMatchObject({ fault: 'taken' });
  });

  test('the lines of the last twenty that are done stay', async () => {
    const runs = make();
    const paused = await runs.begin({ ...question, now: 0 });
    await paused.pause('quota', 0);
    for (let now = 1; now <= 25; now++) await (await runs.begin({ ...question, now })).finish(now);
    const left = await runs.list();
    expect(left).toHaveLength(21);
    expect([left[0]?.touchedAt, left.at(-1)?.state]).toEqual([25, 'paused']);
  });

  test('a run keeps what it came to, while it is paused and when it is done', async () => {
    const runs = make();
    const open = await runs.begin({ ...question, now: 1 });
    expect(await runs.result(open.run.id)).toBeUndefined();
    await open.pause('quota', 2, bytes('half'));
    expect(text(await runs.result(open.run.id))).toBe('half');
    const again = await runs.resume(open.run.id, 3);
    await again?.finish(4, bytes('all'));
    expect(text(await runs.result(open.run.id))).toBe('all');
    const other = await runs.begin({ ...question, now: 5 });
    await other.pause('quota', 6, bytes('half'));
    await (await runs.resume(other.run.id, 7))?.pause('a failure', 7);
    expect(text(await runs.result(other.run.id))).toBe('half');
    await (await runs.resume(other.run.id, 7))?.finish(8);
    expect(await runs.result(other.run.id)).toBeUndefined();
    expect([await runs.remove(open.run.id), await runs.result(open.run.id)]).toEqual([true, undefined]);
  });

  test('the result of a survey stays, however many searches are done after it', async () => {
    const runs = make();
    const survey = await runs.begin({ ...question, kind: 'survey', now: 1 });
    await survey.finish(2, bytes('kept'));
    for (let now = 3; now <= 40; now++) await (await runs.begin({ ...question, kind: 'search', now })).finish(now);
    expect([text(await runs.result(survey.run.id)), (await runs.list()).length]).toEqual(['kept', 21]);
  });

  test('the runs of a person are nobody else’s, and their ids cannot be guessed', async () => {
    const runs = make();
    const [ada, bo] = [runs.of('ada'), runs.of('bo')];
    const open = await ada.begin({ ...question, now: 1 });
    const { id } = open.run;
    await open.pause('quota', 2, bytes('half'));
    expect(id).toMatch(/^[a-z2-9]{26}$/);
    for (const other of [bo, runs])
      expect([await other.list(), await other.result(id), await other.resume(id, 3), await other.resume('last', 3), await other.remove(id)]).toEqual([
        [],
        undefined,
        undefined,
        undefined,
        false,
      ]);
    for (let now = 3; now <= 30; now++) await (await bo.begin({ ...question, now })).finish(now, bytes('its'));
    expect([(await bo.list()).length, (await ada.list()).length]).toEqual([20, 1]);
    expect(text(await runs.of('ada').result(id))).toBe('half');
  });

  test('a run that paid for nothing is forgotten by who has it', async () => {
    const runs = make();
    const open = await runs.begin({ ...question, now: 1 });
    await open.forget();
    expect(await runs.list()).toEqual([]);
    await expect(open.forget()).rejects.toMatchObject({ fault: 'taken' });
  });

  test('a run that was removed is gone with its answers', async () => {
    const runs = make();
    const open = await runs.begin({ ...question, now: 1 });
    await open.keep('page 1', answer('one', 2));
    await open.pause('interrupted', 3);
    expect([await runs.remove(open.run.id), await runs.remove(open.run.id), await runs.list()]).toEqual([true, false, []]);
  });
});

const shelves: Readonly<Record<string, () => Shelf>> = {
  memory: memoryShelf,
  SQLite: () => kept(sqliteShelf({ path: join(folder(), 'shelf.db') })),
};

describe.for(Object.keys(shelves))('shelf in %s', (kind) => {
  const make = shelves[kind] as () => Shelf;

  test('a record is new, changed, or the same whatever the order of its keys', async () => {
    const shelf = make();
    expect(await shelf.put({ names: ['pii:S1'], value: { a: 1, b: 2 } }, 1)).toBe('new');
    expect(await shelf.put({ names: ['pii:S1'], value: { b: 2, a: 1 } }, 2)).toBe('same');
    expect(await shelf.put({ names: ['pii:S1'], value: { a: 1, b: 3 } }, 3)).toBe('changed');
    expect(await shelf.get('pii:S1')).toMatchObject({ value: { a: 1, b: 3 }, firstAt: 1, changedAt: 3, seenAt: 3 });
  });

  test('a record is found by any of its names, the stronger first', async () => {
    const shelf = make();
    await shelf.put({ names: ['doi:1'], value: 'first' }, 1);
    await shelf.put({ names: ['pii:S2'], value: 'second' }, 2);
    expect(await shelf.put({ names: ['pii:S2', 'doi:1'], value: 'second, with a DOI' }, 3)).toBe('changed');
    expect(await shelf.get('doi:1')).toMatchObject({ value: 'first', names: ['doi:1'] });
    await shelf.put({ names: ['pii:S1', 'doi:1'], value: 'first, with a PII' }, 4);
    expect(await shelf.get('pii:S1')).toMatchObject({ names: ['pii:S1', 'doi:1'], value: 'first, with a PII' });
    expect(await shelf.count()).toEqual({ here: 2, gone: 0 });
  });

  test('a record that is gone stays as a tombstone until it comes again', async () => {
    const shelf = make();
    await shelf.put({ names: ['a'], value: 1 }, 1);
    await shelf.put({ names: ['b'], value: 2 }, 2);
    expect([await shelf.bury('a', 3), await shelf.bury('a', 3), await shelf.bury('c', 3)]).toEqual([true, false, false]);
    expect(await shelf.count()).toEqual({ here: 1, gone: 1 });
    expect(await Array.fromAsync(shelf.entries())).toMatchObject([{ names: ['b'] }]);
    expect(await Array.fromAsync(shelf.entries({ gone: true, changedSince: 3 }))).toMatchObject([{ names: ['a'], goneAt: 3 }]);
    expect(await shelf.put({ names: ['a'], value: 1 }, 4)).toBe('changed');
    expect(await Array.fromAsync(shelf.entries({ seenBefore: 4 }))).toMatchObject([{ names: ['b'] }]);
  });
});

describe('files', () => {
  test('are for the user alone, journal included, also where a looser one was', async () => {
    const path = join(folder(), 'deep', 'cache.db');
    const cache = kept(sqliteCache({ path }));
    await cache.set('k', answer('x'));
    const modes = readdirSync(join(path, '..')).map((name) => statSync(join(path, '..', name)).mode & 0o777);
    expect(modes.length).toBeGreaterThan(1);
    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
  });

  test('one of two processes that want the same answer asks for it, until it has or is taken for dead', async () => {
    const path = join(folder(), 'cache.db');
    const [one, other] = [kept(sqliteCache({ path })), kept(sqliteCache({ path }))];
    expect([await one.claim('k', { now: 0, until: 10 }), await one.claim('k', { now: 1, until: 11 }), await other.claim('k', { now: 2, until: 12 })]).toEqual([
      true,
      true,
      false,
    ]);
    await other.release('k');
    expect(await other.claim('k', { now: 3, until: 13 })).toBe(false);
    expect(await other.claim('other', { now: 3, until: 13 })).toBe(true);
    await one.release('k');
    expect(await other.claim('k', { now: 4, until: 14 })).toBe(true);
    expect(await one.claim('k', { now: 14, until: 24 })).toBe(true);
  });

  test('who asked and died is waited for no longer', async () => {
    const path = join(folder(), 'cache.db');
    const [one, other] = [kept(sqliteCache({ path })), kept(sqliteCache({ path }))];
    await one.claim('k', { now: 0, until: 100 });
    expect(await other.claim('k', { now: 1, until: 101 })).toBe(false);
    const db = new DatabaseSync(path);
    db.prepare('UPDATE claim SET owner = ?').run(`${process.pid}@${hostname()}#another-boot/1#once`);
    db.close();
    expect(await other.claim('k', { now: 2, until: 102 })).toBe(true);
  });

  test.for<[whose: string, pid: number]>([
    ['this process', process.pid],
    ['another one', process.ppid],
  ])('a run whose process died can be gone on with, although %s has its number now', async ([, pid]) => {
    const path = join(folder(), 'state.db');
    const { runs } = kept(sqliteState({ path }));
    const open = await runs.begin({ kind: 'search', title: 'x', input: {}, now: 1 });
    const db = new DatabaseSync(path);
    db.prepare('UPDATE run SET owner = ?').run(`${pid}@${hostname()}#another-boot/1#once`);
    db.close();
    expect(await runs.list()).toMatchObject([{ state: 'paused', why: 'its process ended' }]);
    expect((await runs.resume(open.run.id, 2))?.run.id).toBe(open.run.id);
  });

  test('a cache that is damaged is put aside and begun anew', async () => {
    const path = join(folder(), 'cache.db');
    writeFileSync(path, 'this is no database, but longer than its header would be'.repeat(40));
    const cache = kept(sqliteCache({ path }));
    await cache.set('k', answer('x'));
    expect(bodyOf(await cache.get('k', { now: 0, maxAgeMs: 1 }))).toBe('x');
    expect(readFileSync(`${path}.broken`, 'utf8')).toMatch(/^this is no database/);
  });

  test('a state that is damaged is left as it is, and told', async () => {
    const path = join(folder(), 'state.db');
    writeFileSync(path, 'this is no database, but longer than its header would be'.repeat(40));
    const { ledger } = kept(sqliteState({ path }));
    await expect(ledger.standing('k')).rejects.toMatchObject({ name: 'StoreError', fault: 'damaged', path });
    expect(existsSync(`${path}.broken`)).toBe(false);
  });

  test('a state of a later version is refused', async () => {
    const path = join(folder(), 'state.db');
    const first = sqliteState({ path });
    await first.ledger.learn('k', 'a', 'b');
    first.close();
    const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
    const db = new DatabaseSync(path);
    db.exec('PRAGMA user_version = 99');
    db.close();
    const { ledger } = kept(sqliteState({ path }));
    await expect(ledger.standing('k')).rejects.toMatchObject({ fault: 'newer' });
  });

  test('two who open the same file see the same quota', async () => {
    const path = join(folder(), 'state.db');
    const [one, other] = [kept(sqliteState({ path })), kept(sqliteState({ path }))];
    await one.ledger.rest('k', 5_000);
    expect(await other.ledger.admit('k', { now: 0, intervalMs: 1 })).toEqual({ restsUntil: 5_000 });
  });

  test('a folder that cannot be made is told by name', async () => {
    const path = join(folder(), 'file');
    writeFileSync(path, '');
    const { ledger } = kept(sqliteState({ path: join(path, 'state.db') }));
    const error = await ledger.standing('k').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StoreError);
    expect(String(error)).toContain('state.db');
  });
});
