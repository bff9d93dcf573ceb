import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElsevierError } from '@scopekit/elsevier-http';
import { corpus, createElsevier, failing, fakeClock, sandboxKeys, scopusCsv, sendTo } from '@scopekit/test-fixtures';
import { describe, expect, test } from 'vitest';
import { createScopekit, type RunOptions } from '../index.ts';

const works = corpus({ works: 1_500 });
const articles = [...works.works()].filter(({ pii }) => pii && /^S[\dX]{16}$/.test(pii));
const affiliation = articles[0]?.authors[0]?.affiliations[0];
const name = affiliation?.name ?? '';
const mine = articles.filter(({ authors }) => authors.some((author) => author.affiliations.some((each) => each.name.includes(name))));

function opened(key: string = sandboxKeys.subscriber) {
  const folder = mkdtempSync(join(tmpdir(), 'scopekit-ir-'));
  const clock = fakeClock(Date.parse('2027-02-01T10:00:00Z'));
  const elsevier = createElsevier({ corpus: works, now: clock.now });
  const open = () =>
    createScopekit({ credentials: [{ key }], stateFolder: join(folder, 'home'), cacheFolder: undefined }, { clock, send: sendTo(elsevier), folder });
  return { folder, clock, elsevier, open, shelf: join(folder, 'shelf') };
}

const fails = failing(ElsevierError);

describe('ir harvest', () => {
  test('keeps a shelf in a folder: all the first time, nothing new the second', async () => {
    const { open, shelf, clock } = opened();
    const first = open();
    const population = await first.irHarvest({ affiliation: name, from: '1990', shelf });
    await first.close();
    expect(population).toMatchObject({ mode: 'population', seen: mine.length, articles: mine.length });
    clock.advance(24 * 3600 * 1000);
    const second = open();
    expect(await second.irHarvest({ affiliation: name, from: '1990', shelf })).toMatchObject({ mode: 'update', added: [], changed: [], articles: mine.length });
    expect(await second.irHarvest({ affiliation: name, from: '1990', shelf, rescan: true })).toMatchObject({ mode: 'rescan', same: mine.length, removed: [] });
    await second.close();
  });

  test('tells what the repository lacks', async () => {
    const { open, shelf, folder } = opened();
    writeFileSync(join(folder, 'items.csv'), scopusCsv(mine.slice(3)));
    const { irHarvest, close } = open();
    const { lacking } = await irHarvest({ affiliation: name, from: '1990', shelf, against: 'items.csv', report: 'changes.json' });
    expect(new Set(lacking)).toEqual(new Set(mine.slice(0, 3).map(({ pii }) => pii)));
    await close();
  });

  test('by Scopus affiliation ids takes the works of all publishers', async () => {
    const { open, shelf } = opened();
    const { irHarvest, close } = open();
    const result = await irHarvest({ afId: [affiliation?.afid ?? ''], from: '1990', shelf });
    const expected = [...works.works()].filter(({ authors }) => authors.some((author) => author.affiliations.some(({ afid }) => afid === affiliation?.afid)));
    expect([result.seen, result.articles]).toEqual([expected.length, expected.length]);
    await close();
  });

  test('that was interrupted goes on, and pays for no page twice', async () => {
    const { open, shelf, elsevier } = opened();
    const { irHarvest, close } = open();
    const stop = new AbortController();
    const onProgress: RunOptions['onProgress'] = ({ done }) => {
      if (done >= 10) stop.abort();
    };
    const stopped = await fails(() => irHarvest({ affiliation: name, from: '1990', shelf }, { stop: stop.signal, onProgress }));
    expect(stopped).toMatchObject({ reason: 'cancelled', next: expect.stringContaining('scopekit ir harvest --resume') });
    const paid = elsevier.log.length;
    expect(await irHarvest({ resume: 'last' } as never)).toMatchObject({ mode: 'population', articles: mine.length });
    expect(new Set(elsevier.log.map(({ path }) => path)).size).toBe(elsevier.log.length);
    expect(elsevier.log.length).toBeGreaterThan(paid);
    await close();
  });

  test.for<[string, object, RegExp]>([
    ['no institution', {}, /whose articles/],
    ['two ways to name it', { affiliation: 'x', afId: '60012345' }, /two questions/],
    ['a year that is none', { affiliation: 'x', from: 'soon' }, /year or a day/],
    ['no shelf', { affiliation: 'x', shelf: undefined }, /shelf/],
  ])('is refused with %s', async ([, input, message]) => {
    const { open, shelf, elsevier } = opened();
    const { irHarvest, close } = open();
    expect(await fails(() => irHarvest({ shelf, ...input } as never))).toMatchObject({ reason: 'bad-input', message: expect.stringMatching(message) });
    expect(elsevier.log).toEqual([]);
    await close();
  });
});

describe('access', () => {
  test('says who may read, from when the manuscript is public, and what to show', async () => {
    const { open } = opened();
    const { access, close } = open();
    const closed = articles.filter(({ index, freeToRead }) => index % 3 === 0 && !freeToRead.length);
    const kinds = ['not-allowed', 'forthcoming', 'public-past', 'public-future', 'internal-and-public'];
    const ids = kinds.map((_, kind) => closed.find(({ index }) => index % 5 === kind)?.pii ?? '');
    const { rows = [] } = await access({ ids, manuscript: 'https://repo.example.edu/am.pdf' });
    expect(rows.map(({ entitlement, manuscript }) => [entitlement, manuscript]).slice(0, 4)).toEqual([
      ['no', 'not-allowed'],
      ['no', 'forthcoming'],
      ['no', 'allowed-now'],
      ['no', 'allowed-later'],
    ]);
    expect(rows[2]?.actions.map(({ action }) => action)[0]).toBe('hosted-manuscript');
    expect(rows[3]).toMatchObject({ publicFrom: expect.stringMatching(/^20\d\d-/), licence: expect.stringContaining('by-nc-nd') });
    expect(
      (await access({ ids, audience: 'internal', manuscript: 'https://repo.example.edu/am.pdf' })).rows?.every(
        ({ actions }) => actions[0]?.action === 'hosted-manuscript',
      ),
    ).toBe(true);
    await close();
  });

  test('before a deposit tells hosting of articles that can be read, too, the version of record included', async () => {
    const { open, elsevier } = opened();
    const { access, close } = open();
    const free = articles.filter(({ freeToRead }) => freeToRead.includes('publisherfullgold')).slice(0, 2);
    const ids = free.map(({ pii }) => pii ?? '');
    expect((await access({ ids })).rows).toMatchObject(free.map(() => ({ entitlement: 'open_access' })));
    const asked = elsevier.log.length;
    const { rows = [] } = await access({ ids, hosting: 'all' });
    expect(rows.map(({ versionOfRecord }) => versionOfRecord)).toEqual(['allowed-now', 'allowed-now']);
    expect(elsevier.log.length - asked).toBeLessThanOrEqual(3);
    await close();
  });

  test('a DOI that ScienceDirect does not have is linked all the same', async () => {
    const { open } = opened();
    const { access, close } = open();
    expect((await access({ ids: ['10.5555/elsewhere'] })).rows).toMatchObject([
      { entitlement: 'not_found', actions: [{ action: 'doi-link', url: 'https://doi.org/10.5555/elsewhere' }] },
    ]);
    await close();
  });

  test('what is refused to the key is asked once, not once an article', async () => {
    const { open, elsevier } = opened(sandboxKeys.nonSubscriber);
    const { access, close } = open();
    const closed = articles.filter(({ freeToRead }) => !freeToRead.length).slice(0, 4);
    const { rows = [] } = await access({ ids: closed.map(({ pii }) => pii ?? '') });
    expect(rows.map(({ problem = '' }) => /settings/.test(problem))).toEqual([true, false, false, false]);
    expect(rows[3]?.problem).toMatch(/not asked again/);
    expect(elsevier.log.filter(({ path }) => path.includes('hostingpermission'))).toHaveLength(1);
    await close();
  });

  test('a key without the settings for repositories still tells who may read, and says what it lacks', async () => {
    const { open } = opened(sandboxKeys.nonSubscriber);
    const { access, close } = open();
    const { rows } = await access({ ids: [articles.find(({ freeToRead }) => !freeToRead.length)?.pii ?? '', 'hello'] });
    expect(rows?.[0]).toMatchObject({ problem: expect.stringContaining('settings') });
    expect(rows?.[1]).toMatchObject({ entitlement: 'unknown', problem: expect.any(String) });
    await close();
  });
});

describe('sciencedirect', () => {
  test('finds articles by words and years, tells how many there are, and writes a table that is read again', async () => {
    const { open, folder } = opened();
    const { sciencedirect, convert, close } = open();
    const { rows = [], total = 0, shown } = await sciencedirect({ words: 'coral', years: '2015-', limit: 3 });
    expect([shown, rows.length, total > 3]).toEqual([3, 3, true]);
    expect(rows.every(({ pii, title, year = 0 }) => pii && title && year >= 2015)).toBe(true);
    await sciencedirect({ words: 'coral', limit: 10, out: join(folder, 'articles.csv') });
    const { works: again = [] } = await convert({ files: [join(folder, 'articles.csv')] });
    expect(again.map(({ pii, title }) => [typeof pii, typeof title])).toEqual(Array(10).fill(['string', 'string']));
    await close();
  });

  test('says that nothing was found, and wants something to look for', async () => {
    const { open } = opened();
    const { sciencedirect, close } = open();
    expect(await sciencedirect({ title: 'nothingofthekind' })).toMatchObject({ shown: 0, total: 0 });
    expect(await fails(() => sciencedirect({}))).toMatchObject({ reason: 'bad-input', next: expect.stringContaining('words') });
    await close();
  });
});

describe('ir deposit', () => {
  test('writes a shelf in each form, with the permission of each article where asked', async () => {
    const { open, shelf, folder, elsevier } = opened();
    const { irHarvest, irDeposit, close } = open();
    await irHarvest({ affiliation: name, from: '1990', shelf });
    const forms = { jsonl: '.jsonl', 'oai-dc': '.xml', 'dspace-saf': '.zip', eprints: '.xml', rioxx: '.xml' } as const;
    for (const [as, ending] of Object.entries(forms)) {
      const { items, files } = await irDeposit({ shelf, as: as as keyof typeof forms, out: `${as}${ending}` });
      expect([as, items, files.length]).toEqual([as, mine.length, as === 'dspace-saf' ? 2 : 1]);
    }
    const before = elsevier.log.length;
    expect(await irDeposit({ shelf, as: 'jsonl', out: 'rights.jsonl', hosting: true })).toMatchObject({ items: mine.length, missing: [] });
    expect(elsevier.log.length - before).toBe(mine.length);
    const lines = readFileSync(join(folder, 'rights.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.every(({ manuscript }) => manuscript?.status)).toBe(true);
    const csv = await irDeposit({
      shelf,
      as: 'dspace-csv',
      out: 'items.csv',
      collection: '1/2',
      mapping: await mappingFile(folder, 'pii = "local.identifier.pii"\nabstract = ""\n'),
    });
    expect(csv.files).toHaveLength(1);
    const header = readFileSync(join(folder, 'items.csv'), 'utf8').split('\n')[0] ?? '';
    expect([header.includes('local.identifier.pii'), header.includes('abstract')]).toEqual([true, false]);
    await close();
  });

  test('for DSpace a mapfile says what the repository has; what stood in it stays', async () => {
    const { open, shelf, folder } = opened();
    const { irHarvest, irDeposit, close } = open();
    await irHarvest({ affiliation: name, from: '1990', shelf });
    const [first, second, third] = mine as [(typeof mine)[0], (typeof mine)[0], (typeof mine)[0]];
    const uuid = '00000000-0000-4000-8000-000000000001';
    writeFileSync(
      join(folder, 'repository.csv'),
      `id,collection,dc.identifier.pii,dc.title\n${uuid},1/2,${second.pii},${second.title.replaceAll(/[",]/g, ' ')}\n`,
    );
    writeFileSync(join(folder, 'items.mapfile'), `item_${first.pii} 123456789/7\n`);
    for (let again = 0; again < 2; again++) {
      const { files } = await irDeposit({ shelf, as: 'dspace-saf', out: 'items.zip', against: 'repository.csv' });
      expect(files.map(({ path }) => path)).toEqual(['items.zip', 'items.mapfile']);
      const map = readFileSync(join(folder, 'items.mapfile'), 'utf8');
      expect(map).toBe(`item_${first.pii} 123456789/7\nitem_${second.pii} ${uuid}\n`);
      expect(map).not.toContain(third.pii);
    }
    await close();
  });

  test.for<[string, object, RegExp]>([
    ['no shelf there', { shelf: 'nowhere' }, /no shelf/],
    ['a CSV without its collection', { as: 'dspace-csv' }, /collection/],
    ['a static repository that does not say who it is', { as: 'oai-static' }, /who it is/],
    ['a mapping with a name that is none', { mapping: 'wrong.toml' }, /wrong\.toml/],
  ])('is refused with %s', async ([, input, message]) => {
    const { open, shelf, folder } = opened();
    const { irHarvest, irDeposit, close } = open();
    await irHarvest({ affiliation: name, from: '1990', shelf });
    writeFileSync(join(folder, 'wrong.toml'), 'author = "dc.creator"\n');
    expect(await fails(() => irDeposit({ shelf, as: 'jsonl', out: 'x.jsonl', ...input } as never))).toMatchObject({
      reason: 'bad-input',
      message: expect.stringMatching(message),
    });
    await close();
  });
});

describe('ir audit', () => {
  const closed = mine.filter(({ freeToRead, doi }) => !freeToRead.length && doi);
  const openAccess = mine.find(({ freeToRead, doi }) => freeToRead.length && doi);
  const of = (kind: number) => closed.find(({ index }) => index % 5 === kind) ?? expect.unreachable();

  test('tells what is open too early or too late, lacks its licence, or is not at Elsevier', async () => {
    const { open, folder } = opened();
    const by = 'http://creativecommons.org/licenses/by-nc-nd/4.0/';
    const rows: [string, string | undefined, string, string, string][] = [
      ['not-allowed and open', of(0).doi, '', by, 'too-early'],
      ['forthcoming and closed', of(1).doi, '2099-01-01', by, 'ok'],
      ['past and open', of(2).doi, '', by, 'ok'],
      ['past and closed', of(2).doi, '2099-01-01', by, 'closed-though-open'],
      ['past without its licence', of(2).doi, '2001-01-01', '', 'licence-missing'],
      ['future and open', of(3).doi, '', by, 'too-early'],
      ['future and closed for longer', of(3).doi, '2099-01-01', by, 'too-late'],
      ['open access and open', openAccess?.doi, '', by, 'ok'],
      ['open access and closed', openAccess?.doi, '2099-01-01', by, 'closed-though-open'],
      ['unknown to Elsevier', '10.5555/nowhere', '', by, 'not-at-elsevier'],
    ];
    writeFileSync(
      join(folder, 'items.csv'),
      ['id,title,doi,dc.rights.embargodate,dc.rights.license', ...rows.map((row, i) => `${i},${row[0]},${row[1]},${row[2]},${row[3]}`)].join('\n'),
    );
    const { irAudit, close } = open();
    const { rows: told = [], about } = await irAudit({ items: 'items.csv' });
    expect(
      told.map(({ title, findings: found }) => [title, found.includes(rows.find((row) => row[0] === title)?.[4] as never) ? 'as expected' : found]),
    ).toEqual(rows.map((row) => [row[0], 'as expected']));
    expect(about).toMatchObject({ findings: { ok: expect.any(Number), 'not-at-elsevier': 1 } });
    expect(about?.repairs).toEqual([]);
    expect((await irAudit({ items: 'items.csv', wrong: true })).rows?.every(({ findings: found }) => !found.includes('ok'))).toBe(true);
    await close();
  });
});

test.for(['against', 'items'] as const)('a file that is none of works is told before anything is asked: %s', async (option) => {
  const { open, folder, elsevier, shelf } = opened();
  writeFileSync(join(folder, 'noise.txt'), 'No works are here.\nNone at all.\n');
  const { irHarvest, irAudit, close } = open();
  const ask = () => (option === 'items' ? irAudit({ items: 'noise.txt' }) : irHarvest({ affiliation: name, shelf, against: 'noise.txt' }));
  expect(await fails(ask)).toMatchObject({ reason: 'bad-input', message: expect.stringContaining('noise.txt') });
  expect(elsevier.log).toEqual([]);
  await close();
});

test.for<[string, string, string]>([
  ['an embargo as 31/01/2099', '31/01/2099', 'not-known'],
  ['an embargo that is no day of the calendar', '2099-13-01', 'not-known'],
  ['an embargo as a year', '2099', 'closed-though-open'],
  ['an embargo as a month', '2099-01', 'closed-though-open'],
  ['an embargo with a time', '2099-01-31T00:00:00Z', 'closed-though-open'],
  ["DSpace's embargo for ever", '10000-01-01', 'closed-though-open'],
])('ir audit reads %s', async ([, embargo, finding]) => {
  const { open, folder } = opened();
  const past = mine.filter(({ freeToRead, doi }) => !freeToRead.length && doi).find(({ index }) => index % 5 === 2);
  writeFileSync(join(folder, 'items.csv'), `title,doi,embargo\nA title,${past?.doi},${embargo}\n`);
  const { irAudit, close } = open();
  const [row] = (await irAudit({ items: 'items.csv' })).rows ?? [];
  expect(row?.findings).toContain(finding);
  expect([row?.embargo, row?.problem?.includes(embargo)]).toEqual([embargo, finding === 'not-known' ? true : undefined]);
  await close();
});

test('ir audit tells how rows were mended that have more cells than the header', async () => {
  const { open, folder } = opened();
  writeFileSync(join(folder, 'items.csv'), 'id,title,doi\n1,A title, with a comma,10.5555/nowhere\n2,Another,10.5555/nowhere\n');
  const { irAudit, close } = open();
  expect((await irAudit({ items: 'items.csv' })).about?.repairs).toEqual([{ what: expect.stringMatching(/cell|column|field/), count: 1 }]);
  await close();
});

async function mappingFile(folder: string, text: string): Promise<string> {
  writeFileSync(join(folder, 'fields.toml'), text);
  return 'fields.toml';
}
