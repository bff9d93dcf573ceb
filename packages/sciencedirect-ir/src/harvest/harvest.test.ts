import { createClient, ElsevierError, type Send } from '@scopekit/elsevier-http';
import { memoryRuns, memoryShelf, type Shelf } from '@scopekit/store';
import { failing, fakeClock, type InstitutionArticle, institution, institutionApis, sandboxKeys } from '@scopekit/test-fixtures';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { halves } from './date-windows.ts';
import { type HarvestOptions, harvest, shelvedWorks } from './harvest.ts';
import { type MetadataSourceOptions, metadataSource } from './metadata-source.ts';

const dayMs = 24 * 3600 * 1000;

const dayAt = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** The APIs over these articles, in this process; they can be killed. */
function elsevier(articles: () => readonly InstitutionArticle[], options: { readonly cap?: number } = {}) {
  const apis = institutionApis(articles, options);
  let dies = Number.POSITIVE_INFINITY;
  const send: Send = async ({ url }) => {
    if (apis.log.length >= dies) throw new Error('killed');
    const { status, headers, body } = apis.answer({ url: new URL(url) });
    return { status, headers, url, body: new TextEncoder().encode(body) };
  };
  return {
    ...apis,
    send,
    killAfter(requests: number) {
      dies = apis.log.length + requests;
    },
    revive() {
      dies = Number.POSITIVE_INFINITY;
    },
  };
}

const names = ['University of Invention'];
const now = Date.parse('2026-01-05T12:00:00Z');

function client(send: Send) {
  const clock = fakeClock(now);
  return createClient({
    keys: [sandboxKeys.subscriber],
    send,
    clock,
    retries: 0,
    perSecond: { 'sciencedirect.metadata': 1_000, 'sciencedirect.article': 1_000 },
  });
}

type Asked = Partial<HarvestOptions> & MetadataSourceOptions & { readonly affiliations?: readonly string[] };
const ask = (send: Send, shelf: Shelf, { run, wall, affiliations = names, ...options }: Asked = {}) =>
  harvest(metadataSource(client(send), affiliations, { run, wall }), shelf, { from: '2001-01-01' }, { beganAt: now, ...options });
const piisOf = async (shelf: Shelf) => (await Array.fromAsync(shelvedWorks(shelf))).map(({ pii }) => pii as string);
const fails = failing(ElsevierError);

describe('the initial population', () => {
  test('of 30,000 articles over 25 years puts every PII on the shelf once, below the caps, killed ten times', { timeout: 120_000 }, async () => {
    const all = institution(30_000);
    const { send, log, killAfter, revive } = elsevier(() => all, { cap: 5_000 });
    const shelf = memoryShelf();
    const runs = memoryRuns();
    let run = await runs.begin({ kind: 'ir harvest', title: 'x', input: {}, now });
    for (let kill = 0; kill < 10; kill++) {
      killAfter(40 + kill * 17);
      await expect(ask(send, shelf, { run, beganAt: run.run.beganAt })).rejects.toThrow();
      await run.pause('killed', now);
      run = (await runs.resume(run.run.id, now)) ?? expect.unreachable();
    }
    revive();
    const report = await ask(send, shelf, { run, beganAt: run.run.beganAt });
    const piis = await piisOf(shelf);
    expect([piis.length, new Set(piis).size]).toEqual([30_000, 30_000]);
    expect(report).toMatchObject({ mode: 'population', seen: 30_000, same: 0, articles: 30_000 });
    expect(report.added).toHaveLength(30_000);
    expect(report.windows.every(({ articles }) => articles <= 5_000)).toBe(true);
    expect(new Set(log).size).toBe(log.length);
  });

  test('of a day beyond the cap fails loudly, with the counts', async () => {
    const sameDay = institution(300).map((each) => ({ ...each, online: '2020-05-05', versionOfRecord: '2020-05-05' }));
    const { send } = elsevier(() => sameDay);
    expect(await fails(() => ask(send, memoryShelf(), { wall: 100 }))).toMatchObject({
      reason: 'too-many-results',
      message: expect.stringMatching(/2020-05-05 alone 300 .* first 100/),
    });
  });

  test('of an institution that nobody writes so fails with advice, and the shelf stays as it was', async () => {
    const { send } = elsevier(() => institution(10));
    const shelf = memoryShelf();
    expect(await fails(() => ask(send, shelf, { affiliations: ['Nowhere'] }))).toMatchObject({
      reason: 'not-found',
      next: expect.stringContaining('--variant'),
    });
    expect(await shelf.count()).toEqual({ here: 0, gone: 0 });
  });
});

describe('an update', () => {
  async function populated() {
    let all = institution(400);
    const wire = elsevier(() => all);
    const shelf = memoryShelf();
    await ask(wire.send, shelf);
    wire.forget();
    return {
      ...wire,
      shelf,
      set(next: InstitutionArticle[]) {
        all = next;
        wire.forget();
      },
      all: () => all,
    };
  }

  test('that finds nothing new changes nothing, twice', async () => {
    const { send, shelf } = await populated();
    for (const later of [1, 2]) {
      const report = await ask(send, shelf, { beganAt: now + later * dayMs });
      expect(report).toMatchObject({ mode: 'update', added: [], changed: [], removed: [] });
    }
    expect(await piisOf(shelf)).toHaveLength(400);
  });

  test('finds what came since, and what was loaded late, and asks for no more', async () => {
    const { send, shelf, set, all, log } = await populated();
    const late = { pii: 'S9900001626000010', title: 'Late', online: '2025-12-25', versionOfRecord: '2026-02-01' };
    const fresh = { pii: 'S9900001626000021', title: 'New', online: '2026-01-20', versionOfRecord: '2026-03-01' };
    set([...all(), late, fresh]);
    const before = log.length;
    const report = await ask(send, shelf, { beganAt: now + 30 * dayMs });
    expect([...report.added].sort()).toEqual([late.pii, fresh.pii]);
    expect(report.days).toEqual({ from: '2025-12-21', to: '2026-02-04' });
    expect(log.length - before).toBeLessThan(6);
  });

  test('a rescan finds exactly what was added, changed and removed; what is there under another name is no removal', async () => {
    const { send, shelf, set, all } = await populated();
    const [gone, changed, moved] = all() as [InstitutionArticle, InstitutionArticle, InstitutionArticle];
    const fresh = { pii: 'S9900001610000010', title: 'Old, but new here', online: '2010-05-05', versionOfRecord: '2010-06-05' };
    set([
      ...all()
        .filter((each) => each !== gone && each !== moved)
        .map((each) => (each === changed ? { ...each, title: 'Corrected' } : each)),
      fresh,
      { ...moved, online: '1990-01-01', versionOfRecord: '1990-01-01' },
    ]);
    const report = await ask(send, shelf, { beganAt: now + dayMs, rescan: true });
    expect(report).toMatchObject({ mode: 'rescan', added: [fresh.pii], changed: [changed.pii], removed: [gone.pii], elsewhere: [moved.pii] });
    expect(await shelf.count()).toEqual({ here: 401, gone: 1 });
    expect(await piisOf(shelf)).not.toContain(gone.pii);
    const again = await ask(send, shelf, { beganAt: now + 2 * dayMs, rescan: true });
    expect(again).toMatchObject({ added: [], changed: [], removed: [] });
  });

  test('with other names is refused: it would leave their old years out', async () => {
    const { send, shelf } = await populated();
    expect(await fails(() => ask(send, shelf, { affiliations: ['Institute of Invention'] }))).toMatchObject({
      reason: 'bad-input',
      next: expect.stringContaining('--rescan'),
    });
  });
});

test('halves share no day and leave none out', () => {
  const days = fc.integer({ min: 0, max: 20_000 });
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 10_000 }), (start, length) => {
      const whole = { from: dayAt(start * dayMs), to: dayAt((start + length) * dayMs) };
      const [first, second] = halves(whole) as [typeof whole, typeof whole];
      expect([first.from, second.to]).toEqual([whole.from, whole.to]);
      expect(Date.parse(second.from) - Date.parse(first.to)).toBe(dayMs);
      expect(first.from <= first.to && second.from <= second.to).toBe(true);
    }),
  );
});
