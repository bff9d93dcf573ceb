import { createClient, ElsevierError, type Send } from '@scopekit/elsevier-http';
import { memoryRuns, memoryShelf, type Shelf } from '@scopekit/store';
import { failing, fakeClock, sandboxKeys } from '@scopekit/test-fixtures';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { halves } from './date-windows.ts';
import { type HarvestOptions, harvest, shelvedWorks } from './harvest.ts';
import { type MetadataSourceOptions, metadataSource } from './metadata-source.ts';

const dayMs = 24 * 3600 * 1000;

interface Invented {
  pii: string;
  title: string;
  online: string;
  versionOfRecord: string;
}

const dayAt = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const piiOf = (n: number) => `S9900001620${String(n).padStart(5, '0')}${n % 10}`;

/** An institution with so many articles, spread over the years from 2001 on, more of them later. */
function institution(count: number): Invented[] {
  const [begin, end] = [Date.parse('2001-01-01'), Date.parse('2025-12-31')];
  return Array.from({ length: count }, (_, i) => {
    const online = begin + Math.floor(((end - begin) / dayMs) * Math.sqrt((i + 0.5) / count)) * dayMs;
    return {
      pii: `${piiOf(i % 100_000).slice(0, 10)}${String(i).padStart(6, '0')}${i % 10}`.slice(0, 17),
      title: `Article ${i}`,
      online: dayAt(online),
      versionOfRecord: dayAt(online + 45 * dayMs),
    };
  });
}

/** Article Metadata over these articles: 25 a page, so many positions at most, and articles that are asked for one by one. */
function elsevier(articles: () => readonly Invented[], { cap = 5_000 } = {}) {
  const log: string[] = [];
  let dies = Number.POSITIVE_INFINITY;
  const answered = new Map<string, Invented[]>();
  const within = (query: string): Invented[] => {
    const [, from = '', to = ''] = /available-online-date AFT (\d{8}) AND available-online-date BEF (\d{8})/.exec(query) ?? [];
    const bare = (day: string) => day.replaceAll('-', '');
    const inside = (day: string) => bare(day) > from && bare(day) < to;
    return /Nowhere/.test(query) ? [] : articles().filter(({ online, versionOfRecord }) => inside(online) || inside(versionOfRecord));
  };
  const send: Send = async ({ url }) => {
    if (log.length >= dies) throw new Error('killed');
    log.push(url);
    const { pathname, searchParams } = new URL(url);
    const json = (status: number, body: unknown) => ({ status, headers: {}, url, body: new TextEncoder().encode(JSON.stringify(body)) });
    if (!pathname.includes('metadata')) {
      const there = articles().find(({ pii }) => pathname.endsWith(pii));
      if (!there) return json(404, { 'service-error': { status: { statusCode: 'RESOURCE_NOT_FOUND', statusText: 'not there' } } });
      return {
        status: 200,
        headers: {},
        url,
        body: new TextEncoder().encode(`<full-text-retrieval-response><coredata><pii>${there.pii}</pii></coredata></full-text-retrieval-response>`),
      };
    }
    const query = searchParams.get('query') ?? '';
    const found = answered.get(query) ?? within(query);
    answered.set(query, found);
    const [start, count] = [Number(searchParams.get('start')), Number(searchParams.get('count'))];
    if (start >= cap) return json(400, { 'service-error': { status: { statusCode: 'INVALID_INPUT', statusText: 'Exceeds the number of search results' } } });
    const entry = found
      .slice(start, start + count)
      .map(({ pii, title, online }) => ({ pii, 'dc:title': title, 'prism:coverDate': online, 'dc:identifier': `DOI:10.5555/${pii}` }));
    return json(200, {
      'search-results': { 'opensearch:totalResults': String(found.length), entry: entry.length ? entry : [{ error: 'Result set was empty' }] },
    });
  };
  return {
    send,
    log,
    forget: () => answered.clear(),
    killAfter(requests: number) {
      dies = log.length + requests;
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
      set(next: Invented[]) {
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
    const [gone, changed, moved] = all() as [Invented, Invented, Invented];
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
