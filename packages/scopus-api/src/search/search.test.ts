import { createClient, type ElsevierError, type Send } from '@scopekit/elsevier-http';
import { type Corpus, corpus, createElsevier, type Elsevier, type ElsevierOptions, failureOf, fakeClock, sandboxKeys, sendTo } from '@scopekit/test-fixtures';
import { describe, expect, test } from 'vitest';
import { createScopus, decodeSearch, type ScopusOptions } from '../index.ts';

const small = corpus({ works: 400, seed: 5 });
const large = corpus({ works: 12_000, seed: 5 });

/** Scopus, asked through the real client without a socket. */
function asking(
  key: string = sandboxKeys.subscriber,
  { of = small, scopus, ...options }: Partial<ElsevierOptions> & { of?: Corpus; scopus?: ScopusOptions } = {},
) {
  const clock = fakeClock();
  const elsevier = createElsevier({ corpus: of, now: clock.now, ...options });
  const client = createClient({ keys: [key], clock, send: sendTo(elsevier) });
  return { scopus: createScopus(client, scopus), elsevier, clock };
}

const failure = failureOf<ElsevierError>;
const parameters = (elsevier: Elsevier) => elsevier.log.map(({ path }) => Object.fromEntries(new URL(path, 'https://x').searchParams));

describe('pages', () => {
  test('a subscriber gets 200 works a page by cursor, and no page more than there is', async () => {
    const { scopus, elsevier } = asking();
    const works = await Array.fromAsync(scopus.search('PUBYEAR > 1900'));
    expect(new Set(works.map(({ eid }) => eid)).size).toBe(400);
    expect(parameters(elsevier).map(({ count, cursor }) => [count, cursor?.charAt(0)])).toEqual([
      ['200', '*'],
      ['200', 'A'],
    ]);
  });

  test('the total is known after the first page, and nothing is asked before', async () => {
    const { scopus, elsevier } = asking();
    const found = scopus.search('PUBYEAR > 1900');
    expect([found.total, elsevier.log.length]).toEqual([undefined, 0]);
    for await (const _ of found) break;
    expect([found.total, elsevier.log.length]).toEqual([400, 1]);
  });

  test('a limit asks for no more than it takes', async () => {
    const { scopus, elsevier } = asking();
    expect(await Array.fromAsync(scopus.search('PUBYEAR > 1900', { limit: 7 }))).toHaveLength(7);
    expect(await Array.fromAsync(scopus.search('PUBYEAR > 1900', { view: 'COMPLETE', limit: 60 }))).toHaveLength(60);
    expect(parameters(elsevier).map(({ count, view }) => [view, count])).toEqual([
      ['STANDARD', '7'],
      ['COMPLETE', '25'],
      ['COMPLETE', '25'],
      ['COMPLETE', '25'],
    ]);
  });

  test('a non-subscriber falls back once to 25 works by position, and the key is not tried again', async () => {
    const { scopus, elsevier } = asking(sandboxKeys.nonSubscriber);
    expect(await Array.fromAsync(scopus.search('PUBYEAR > 1900', { limit: 60 }))).toHaveLength(60);
    expect(elsevier.log.map(({ status }) => status)).toEqual([400, 200, 200, 200]);
    await Array.fromAsync(scopus.search('PUBYEAR > 1950', { limit: 60 }));
    expect(elsevier.log.slice(4).map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test('the better view is asked for first, and the refusal told before less is asked', async () => {
    const { scopus, elsevier } = asking(sandboxKeys.nonSubscriber);
    const plans: [string, boolean, number][] = [];
    const found = scopus.search('TITLE(coral)', {
      view: 'best',
      limit: 10,
      onPlan: (view, refusal) => plans.push([view, refusal !== undefined, elsevier.log.length]),
    });
    const [work] = await Array.fromAsync(found);
    expect(found.view).toBe('STANDARD');
    expect(plans).toEqual([
      ['COMPLETE', false, 0],
      ['STANDARD', true, 1],
    ]);
    expect(work?.notes?.map(({ kind }) => kind)).toContain('first-author-only');
  });

  test('an institution token opens the COMPLETE view to its key', async () => {
    const { scopus } = asking(sandboxKeys.remote);
    const found = scopus.search('TITLE(coral)', { view: 'best', limit: 10, insttoken: sandboxKeys.remoteToken });
    expect((await Array.fromAsync(found))[0]?.abstract).toBeTruthy();
    expect(found.view).toBe('COMPLETE');
  });

  test('nothing found is an empty answer', async () => {
    const found = asking().scopus.search('TITLE(nothingatall)');
    expect(await Array.fromAsync(found)).toEqual([]);
    expect(found.total).toBe(0);
  });

  test('the middle of an answer is asked for by position', async () => {
    const { scopus, elsevier } = asking();
    const all = await Array.fromAsync(scopus.search('PUBYEAR > 1900', { sort: '-coverDate' }));
    const part = await Array.fromAsync(scopus.search('PUBYEAR > 1900', { sort: '-coverDate', start: 30, limit: 10 }));
    expect(part.map(({ eid }) => eid)).toEqual(all.slice(30, 40).map(({ eid }) => eid));
    expect(parameters(elsevier).at(-1)).toMatchObject({ start: '30', count: '10' });
  });

  test('with selected fields everything else is absent, and nothing breaks', async () => {
    const [work] = await Array.fromAsync(asking().scopus.search('TITLE(coral)', { fields: ['citedby-count'], limit: 1 }));
    expect(work).toMatchObject({ citedBy: expect.any(Number), eid: expect.stringMatching(/^2-s2\.0-/), authors: [], affiliations: [] });
    expect(work?.title).toBeUndefined();
  });
});

describe('the wall of 5,000', () => {
  test('without a cursor, more works are an error after one request, which gives none', async () => {
    const { scopus, elsevier } = asking(sandboxKeys.nonSubscriber, { of: large, scopus: { subscriber: false } });
    const error = await failure(Array.fromAsync(scopus.search('PUBYEAR > 1900')));
    expect(error).toMatchObject({ reason: 'too-many-results', message: expect.stringContaining('12,000') });
    expect(elsevier.log).toHaveLength(1);
  });

  test('cut by year, all of them come, each once', async () => {
    const { scopus, elsevier } = asking(sandboxKeys.nonSubscriber, { of: large, scopus: { subscriber: false } });
    const works = await Array.fromAsync(scopus.search('PUBYEAR > 1900', { slice: 'year' }));
    expect(new Set(works.map(({ eid }) => eid)).size).toBe(12_000);
    expect(elsevier.log.every(({ status }) => status === 200)).toBe(true);
  });

  test('a year with too many is cut by type and then by subject, and the parts share nothing', async () => {
    const wall = 500;
    const of2025 = [...large.works()].filter(({ year }) => year === 2025);
    expect(of2025.filter(({ type }) => type === 'ar').length).toBeGreaterThan(wall);
    const { scopus, elsevier } = asking(sandboxKeys.nonSubscriber, { of: large, wall, scopus: { subscriber: false } });
    const search = scopus.search('PUBYEAR > 1900', { slice: 'year', date: '2025', limits: { wall } });
    const works = await Array.fromAsync(search);
    expect([new Set(works.map(({ eid }) => eid)).size, search.repeated, search.missing]).toEqual([of2025.length, 0, 0]);
    expect(elsevier.log.length).toBeLessThan(of2025.length / 25 + 20);
  });

  test('what cannot be cut any further fails loudly with its count', async () => {
    const { scopus } = asking(sandboxKeys.nonSubscriber, { of: large, wall: 100, scopus: { subscriber: false } });
    const error = await failure(Array.fromAsync(scopus.search('PUBYEAR > 1900', { slice: 'year', date: '2025', limits: { wall: 100 } })));
    expect(error).toMatchObject({
      reason: 'too-many-results',
      message: expect.stringMatching(/In 2025 alone, of one type and subject \(.*\), \d+ works match/),
    });
  });

  test('a subscriber passes it by cursor', async () => {
    const { scopus } = asking(sandboxKeys.subscriber, { of: large });
    expect(await Array.fromAsync(scopus.search('PUBYEAR > 1900'))).toHaveLength(12_000);
  });

  test('a limit under it needs neither', async () => {
    const { scopus } = asking(sandboxKeys.nonSubscriber, { of: large, scopus: { subscriber: false } });
    expect(await Array.fromAsync(scopus.search('PUBYEAR > 1900', { limit: 100 }))).toHaveLength(100);
  });
});

describe('what cannot work is refused before it is sent', () => {
  test.for<[name: string, run: (scopus: ReturnType<typeof asking>['scopus']) => Promise<unknown>, reason: string]>([
    [
      'the COMPLETE view without a subscription',
      (scopus) => Array.fromAsync(scopus.search('TITLE(a)', { view: 'COMPLETE', subscriber: false })),
      'not-entitled',
    ],
    ['an abstract in FULL without a subscription', (scopus) => scopus.abstract('2-s2.0-99900000001', { view: 'FULL', subscriber: false }), 'not-entitled'],
    ['an empty query', async (scopus) => Array.fromAsync(scopus.search('  ')), 'bad-input'],
    ['a place beyond the wall', async (scopus) => Array.fromAsync(scopus.search('TITLE(a)', { start: 5_000 })), 'bad-input'],
    ['years that are none', async (scopus) => Array.fromAsync(scopus.search('TITLE(a)', { date: 'soon' })), 'bad-input'],
    ['an id that names no work', (scopus) => scopus.abstract('coral'), 'bad-id'],
    ['digits that fit two kinds of id', (scopus) => scopus.abstract('12345678'), 'bad-id'],
  ])('%s', async ([, run, reason]) => {
    const { scopus, elsevier } = asking();
    expect((await failure((async () => run(scopus))())).reason).toBe(reason);
    expect(elsevier.log).toEqual([]);
  });
});

test('a query that Scopus cannot read is told as such', async () => {
  const error = await failure(Array.fromAsync(asking().scopus.search('(coral', { check: false })));
  expect(error).toMatchObject({ reason: 'bad-request', next: expect.stringContaining('Advanced Search') });
});

test('a query that cannot be read costs no request, and the place of the mistake is told', () => {
  const { scopus, elsevier } = asking();
  expect(() => scopus.search('TITLE(coral) AND COLOUR(blue')).toThrow(
    /At character 18 of the query: Scopus has no field COLOUR\. \(1 more\)\nTITLE.*\n {17}\^{6}$/,
  );
  expect(elsevier.log).toEqual([]);
});

describe('counting', () => {
  test('with a limit of 0 costs one request and gives no works', async () => {
    const { scopus, elsevier } = asking();
    const search = scopus.search('PUBYEAR > 1900', { limit: 0 });
    expect([await Array.fromAsync(search), search.total, search.missing, elsevier.log.length]).toEqual([[], 400, 0, 1]);
  });

  test('more than maxResults are refused after one request', async () => {
    const { scopus, elsevier } = asking();
    const error = await failure(Array.fromAsync(scopus.search('PUBYEAR > 1900', { maxResults: 10 })));
    expect(error).toMatchObject({ reason: 'too-many-results', message: expect.stringMatching(/more than the 10/) });
    expect(elsevier.log).toHaveLength(1);
  });

  test('by facets gives how many works have each value', async () => {
    const { scopus } = asking();
    const search = scopus.search('PUBYEAR > 2020', { limit: 0, facets: ['pubyear', { name: 'srctype', count: 2, sort: 'fd' }] });
    await Array.fromAsync(search);
    const [years, types] = search.facets;
    expect(years).toMatchObject({ name: 'pubyear' });
    expect(years?.values.reduce((sum, { works }) => sum + works, 0)).toBe(search.total);
    expect(types?.values).toHaveLength(2);
    expect((await failure(Array.fromAsync(scopus.search('x1', { facets: [{ name: 'authname', prefix: 'a;b' }] })))).reason).toBe('bad-input');
  });
});

test('works that lack what was required are told', async () => {
  const { scopus } = asking();
  const search = scopus.search('PUBYEAR > 1900', { require: ['eid', 'doi'], limit: 100 });
  const works = await Array.fromAsync(search);
  expect(search.lacking.map(({ id }) => id)).toEqual(works.filter(({ doi }) => doi === undefined).map(({ eid }) => eid));
  expect(search.lacking.length).toBeGreaterThan(0);
  expect(search.lacking[0]?.fields).toEqual(['doi']);
});

test('a list of ids that is too long for one query is asked in several, each work once', async () => {
  const { scopus, elsevier } = asking();
  const ids = Array.from({ length: 300 }, (_, i) => `2-s2.0-${99_900_000_000 + (i % 290)}`);
  const search = scopus.search(`EID(${ids.join(' OR ')})`);
  const works = await Array.fromAsync(search);
  expect(search.queries.length).toBeGreaterThan(2);
  expect(new Set(works.map(({ eid }) => eid)).size).toBe(290);
  expect([works.length, search.repeated, search.missing]).toEqual([290, 10, 0]);
  expect(Math.max(...elsevier.log.map(({ path }) => path.length))).toBeLessThan(2_800);
});

describe('a query that is asked in several', () => {
  const eids = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `2-s2.0-${99_900_000_000 + from + i}`);
  const long = `EID(${eids(0, 300).join(' OR ')})`;

  test('tells the total of all, however few works are taken', async () => {
    const { scopus } = asking();
    const search = scopus.search(long, { limit: 5 });
    expect(await Array.fromAsync(search)).toHaveLength(5);
    expect([search.total, search.missing]).toEqual([300, 0]);
  });

  test('refuses more than maxResults before any work is given', async () => {
    const { scopus } = asking();
    const given: unknown[] = [];
    const search = scopus.search(long, { maxResults: 200 });
    const error = await failure(
      (async () => {
        for await (const work of search) given.push(work);
      })(),
    );
    expect([error.reason, given.length]).toEqual(['too-many-results', 0]);
  });

  test('goes on with the next when one repeats what those before it gave', async () => {
    const { scopus } = asking();
    const search = scopus.search(`EID(${[...eids(0, 100), ...eids(0, 100), ...eids(100, 200)].join(' OR ')})`, { pageSize: 20 });
    expect(new Set((await Array.fromAsync(search)).map(({ eid }) => eid)).size).toBe(200);
    expect(search.missing).toBe(0);
  });

  test('has no middle to begin in and no facets, which is told before anything is asked', async () => {
    const { scopus, elsevier } = asking();
    expect(() => scopus.search(long, { start: 100 })).toThrow(/no middle/);
    expect(() => scopus.search(long, { facets: ['pubyear'] })).toThrow(/facets count one/);
    expect(elsevier.log).toEqual([]);
  });
});

test('the first so many in an order cannot be had in parts, and that is told before they are read', async () => {
  const { scopus, elsevier } = asking(sandboxKeys.nonSubscriber, { of: large });
  const error = await failure(Array.fromAsync(scopus.search('PUBYEAR > 1900', { slice: 'year', sort: '-citedby-count', limit: 5_500 })));
  expect([error.reason, elsevier.log.filter(({ status }) => status === 200).length]).toEqual(['bad-input', 1]);
  expect(error.message).toMatch(/5,500 by -citedby-count cannot be told/);
});

test('a work that stands twice on a page is given once', async () => {
  const { elsevier, clock } = asking();
  const doubling: Send = async (request, signal) => {
    const answer = await sendTo(elsevier)(request, signal);
    const body = JSON.parse(new TextDecoder().decode(answer.body));
    body['search-results'].entry.unshift(body['search-results'].entry[0]);
    return { ...answer, body: new TextEncoder().encode(JSON.stringify(body)) };
  };
  const scopus = createScopus(createClient({ keys: [sandboxKeys.subscriber], clock, send: doubling }));
  const search = scopus.search('TITLE(coral)');
  const works = await Array.fromAsync(search);
  expect([new Set(works.map(({ eid }) => eid)).size, search.repeated]).toEqual([works.length, 1]);
});

test('works that a shifting answer repeats are left out and counted', async () => {
  const { elsevier, clock } = asking();
  let page = 0;
  const overlapping: Send = async (request, signal) => {
    const url = new URL(request.url);
    if (page++ > 0) url.searchParams.set('start', String(Number(url.searchParams.get('start')) - 5));
    return sendTo(elsevier)({ ...request, url: url.href }, signal);
  };
  const scopus = createScopus(createClient({ keys: [sandboxKeys.subscriber], clock, send: overlapping }), { subscriber: false });
  const found = scopus.search('PUBYEAR > 1900', { limit: 60 });
  const works = await Array.fromAsync(found);
  expect(new Set(works.map(({ eid }) => eid)).size).toBe(works.length);
  expect(found.repeated).toBeGreaterThan(0);
});

test('a server that gives the same cursor again does not keep us for ever', async () => {
  const { elsevier, clock } = asking();
  const stuck: Send = async (request, signal) => {
    const answer = await sendTo(elsevier)(request, signal);
    const body = JSON.parse(new TextDecoder().decode(answer.body));
    body['search-results'].cursor['@next'] = 'AoJMA';
    body['search-results']['opensearch:totalResults'] = '100000';
    return { ...answer, body: new TextEncoder().encode(JSON.stringify(body)) };
  };
  const scopus = createScopus(createClient({ keys: [sandboxKeys.subscriber], clock, send: stuck }));
  expect(await Array.fromAsync(scopus.search('PUBYEAR > 1900'))).toHaveLength(200);
});

test('an answer that ends before its own total says how many works are missing', async () => {
  const { elsevier, clock } = asking();
  const ending: Send = async (request, signal) => {
    const answer = await sendTo(elsevier)(request, signal);
    const body = JSON.parse(new TextDecoder().decode(answer.body));
    if (elsevier.log.length > 2) body['search-results'].entry = [{ '@_fa': 'true', error: 'Result set was empty' }];
    return { ...answer, body: new TextEncoder().encode(JSON.stringify(body)) };
  };
  const found = createScopus(createClient({ keys: [sandboxKeys.subscriber], clock, send: ending })).search('PUBYEAR > 1900', { pageSize: 50 });
  expect(await Array.fromAsync(found)).toHaveLength(100);
  expect(found.missing).toBe(300);
});

describe('a total that cannot be trusted', () => {
  const telling = (total: (page: number) => unknown) => {
    const { elsevier, clock } = asking();
    const send: Send = async (request, signal) => {
      const answer = await sendTo(elsevier)(request, signal);
      const body = JSON.parse(new TextDecoder().decode(answer.body));
      body['search-results']['opensearch:totalResults'] = total(elsevier.log.length);
      return { ...answer, body: new TextEncoder().encode(JSON.stringify(body)) };
    };
    return { scopus: createScopus(createClient({ keys: [sandboxKeys.subscriber], clock, send })), elsevier };
  };

  test('null with works is not none: they come until no more do', async () => {
    const found = telling(() => null).scopus.search('PUBYEAR > 1900', { pageSize: 100 });
    expect(await Array.fromAsync(found)).toHaveLength(400);
    expect([found.total, found.missing]).toEqual([400, 0]);
  });

  test('written with commas is read', async () => {
    const found = telling(() => '1,400').scopus.search('PUBYEAR > 1900', { limit: 10 });
    await Array.fromAsync(found);
    expect(found.total).toBe(1_400);
  });

  test('growing while it is read does not make the answer endless', async () => {
    const { scopus, elsevier } = telling((page) => String(page === 1 ? 100 : 100_000_000));
    expect(await Array.fromAsync(scopus.search('PUBYEAR > 1900', { pageSize: 50 }))).toHaveLength(100);
    expect(elsevier.log).toHaveLength(2);
  });
});

test('when the key that sees the view is spent in the middle, that is the reason, with its reset', async () => {
  const { elsevier, clock } = asking(sandboxKeys.subscriber, { keys: { 'key-with-a-short-week': 'subscriber' } });
  let asked = 0;
  const send: Send = async (request, signal) => {
    if (request.headers['x-els-apikey'] !== 'key-with-a-short-week' || ++asked <= 2) return sendTo(elsevier)(request, signal);
    return { status: 429, headers: { 'x-els-status': 'QUOTA_EXCEEDED' }, body: new TextEncoder().encode('{}'), url: request.url };
  };
  const scopus = createScopus(createClient({ keys: ['key-with-a-short-week', sandboxKeys.nonSubscriber], clock, send }));
  const works: unknown[] = [];
  const run = async () => {
    for await (const work of scopus.search('PUBYEAR > 1900', { view: 'COMPLETE' })) works.push(work);
  };
  expect(await failure(run())).toMatchObject({ reason: 'quota-exceeded', retryAt: expect.any(Number) });
  expect(works).toHaveLength(50);
});

test('the last page before the wall is as small as it must be', async () => {
  const { scopus, elsevier } = asking(sandboxKeys.nonSubscriber, { of: large, scopus: { subscriber: false } });
  expect(await Array.fromAsync(scopus.search('PUBYEAR > 1900', { start: 4_960, limit: 40 }))).toHaveLength(40);
  expect(parameters(elsevier).map(({ start, count }) => [start, count])).toEqual([
    ['4960', '25'],
    ['4985', '15'],
  ]);
});

test('what a key was refused is forgotten after an hour, as networks change', async () => {
  const { scopus, elsevier, clock } = asking(sandboxKeys.nonSubscriber);
  const ask = () => Array.fromAsync(scopus.search('TITLE(coral)', { view: 'best', limit: 5 }));
  await ask();
  await ask();
  expect(elsevier.log.filter(({ status }) => status === 403)).toHaveLength(1);
  clock.advance(3_700_000);
  await ask();
  expect(elsevier.log.filter(({ status }) => status === 403)).toHaveLength(2);
});

const entry = (fields: object) =>
  decodeSearch({ 'search-results': { 'opensearch:totalResults': '1', entry: [{ '@_fa': 'true', eid: '2-s2.0-99900000001', ...fields }] } }).works[0];

describe('oddities of the wire', () => {
  test.for<[name: string, fields: object, expected: object]>([
    [
      'ISBNs as a bracketed list inside one text',
      { 'prism:isbn': [{ '@_fa': 'true', $: '[9789900000018, 9789900000025]' }] },
      { source: { isbn: ['9789900000018', '9789900000025'] } },
    ],
    ['an ISBN as a plain text', { 'prism:isbn': '9789900000018' }, { source: { isbn: ['9789900000018'] } }],
    ['a cover date as a list', { 'prism:coverDate': [{ '@_fa': 'true', $: '2024-05-01' }] }, { coverDate: '2024-05-01', year: 2024 }],
    ['pages that are null', { 'prism:pageRange': null, 'article-number': '63' }, { articleNumber: '63' }],
    ['pages with letters', { 'prism:pageRange': 'S46-S50' }, { pageStart: 'S46', pageEnd: 'S50' }],
    ['one page', { 'prism:pageRange': 'e1234' }, { pageStart: 'e1234' }],
    ["a publisher's own id as PII", { pii: 'INVENTED1932' }, { extra: { pii: 'INVENTED1932' }, notes: [{ kind: 'not-a-pii' }] }],
    ['a ten-digit number as PubMed id', { 'pubmed-id': '2900000001' }, { extra: { pmid: '2900000001' }, notes: [{ kind: 'not-a-pmid' }] }],
    ['markup and entities in the title', { 'dc:title': 'H<inf>2</inf>O &amp; <sup>13</sup>C' }, { title: 'H2O & 13C' }],
    ['undefined as a grant number', { 'fund-no': 'undefined', 'fund-acr': 'IRC' }, { funding: [{ acronym: 'IRC' }] }],
    [
      'an affiliation without a city',
      { affiliation: [{ affilname: 'Institute', 'affiliation-city': null, 'affiliation-country': 'Chile' }] },
      { affiliations: [{ name: 'Institute', country: 'Chile' }] },
    ],
    ['no authors at all', { 'author-count': { '@limit': '100', '@total': '0' } }, { authors: [] }],
    [
      'free to read without a gold flag',
      { openaccess: '0', openaccessFlag: false, freetoread: { value: [{ $: 'repository' }] }, freetoreadLabel: { value: [{ $: 'Green' }] } },
      { openAccess: { open: true, kinds: ['Green'] }, extra: { openaccess: '0' } },
    ],
    ['free to read as an empty text', { openaccess: '1', openaccessFlag: true, freetoread: { value: '' } }, { openAccess: { open: true } }],
    ['the number 2 for open access', { openaccess: '2', openaccessFlag: null }, { extra: { openaccess: '2' }, notes: [{ kind: 'open-access-unclear' }] }],
    [
      'an old address of the record',
      { eid: undefined, 'prism:url': 'http://api.elsevier.com/content/abstract/scopus_id:99900000001' },
      { scopusId: '99900000001', eid: '2-s2.0-99900000001' },
    ],
    [
      'an affiliation id that the list forgot',
      { author: [{ '@seq': '1', authid: '1', surname: 'Nowak', 'given-name': 'Ana', afid: { $: '60' } }] },
      { authors: [{ name: 'Nowak, Ana', affiliations: [0] }], affiliations: [{ affiliationId: '60' }] },
    ],
  ])('%s', ([, fields, expected]) => {
    expect(entry(fields)).toMatchObject(expected);
  });

  test('an entry that is null is no work', () => {
    expect(decodeSearch({ 'search-results': { 'opensearch:totalResults': '2', entry: [null, { eid: '2-s2.0-99900000001' }] } }).works).toHaveLength(1);
  });

  test('rows that repeat an author are joined, told, and not counted', () => {
    const row = { '@seq': '1', authid: '7', authname: 'Nowak A.', surname: 'Nowak', 'given-name': 'Ana', afid: [{ $: '60' }, { $: '61' }] };
    const work = entry({ author: [row, row], 'author-count': { '@limit': '100', $: '2' } });
    expect(work).toMatchObject({ authors: [{ name: 'Nowak, Ana', affiliations: [0, 1] }], counts: { authors: 1 } });
    expect(work?.notes).toEqual([{ kind: 'authors-doubled', text: '1 of 2 author rows repeat an author; the source counts 2.' }]);
  });

  test('a list of authors cut at a hundred is told, and counts what the source counts', () => {
    const author = Array.from({ length: 100 }, (_, i) => ({ '@seq': String(i + 1), authid: String(i), surname: `N${i}` }));
    const message = 'Author list of 109 truncated at 100; retrieve the full abstract for a complete list of authors.';
    const work = entry({ author, 'author-count': { '@limit': '100', $: '109' }, message });
    expect(work?.counts?.authors).toBe(109);
    expect(work?.notes).toEqual([{ kind: 'authors-cut', text: message }]);
  });

  test.for([
    ['the marker of 2016', '@force-array'],
    ['the marker of today', '@_fa'],
  ])('an empty answer with %s has no works', ([, marker = '']) => {
    const body = {
      'search-results': { 'opensearch:totalResults': null, link: { '@href': 'x' }, entry: [{ [marker]: 'true', error: 'Result set was empty' }] },
    };
    expect(decodeSearch(body)).toEqual({ total: 0, works: [] });
  });
});

test('one whole entry as a work', () => {
  const body = {
    '@_fa': 'true',
    link: [
      { '@_fa': 'true', '@ref': 'scopus', '@href': 'https://www.scopus.com/record' },
      { '@_fa': 'true', '@ref': 'scopus-citedby', '@href': 'https://www.scopus.com/citedby' },
    ],
    'prism:url': 'https://api.elsevier.com/content/abstract/scopus_id/99900000001',
    'dc:identifier': 'SCOPUS_ID:99900000001',
    'dc:title': 'Kelp beds',
    'dc:creator': 'Nowak A.',
    'prism:publicationName': 'Journal of Ecology Invented',
    'prism:issn': '99000008',
    'prism:volume': '3',
    'prism:coverDate': '2024-05-01',
    'prism:coverDisplayDate': 'May 2024',
    'prism:doi': '10.5555/J.1',
    'citedby-count': '4',
    'prism:aggregationType': 'Journal',
    subtype: 'ar',
    subtypeDescription: 'Article',
    'source-id': '21109000000',
    openaccess: '1',
    openaccessFlag: true,
    doNotLeak: 'a field that nobody asked for',
  };
  expect(entry(body)).toMatchInlineSnapshot(`
    {
      "affiliations": [],
      "authors": [
        {
          "family": "Nowak",
          "indexedName": "Nowak A.",
          "initials": "A.",
          "name": "Nowak, A.",
        },
      ],
      "citedBy": 4,
      "coverDate": "2024-05-01",
      "doi": "10.5555/j.1",
      "eid": "2-s2.0-99900000001",
      "extra": {
        "coverDisplayDate": "May 2024",
      },
      "from": {
        "source": "scopus.search",
      },
      "links": {
        "api": "https://api.elsevier.com/content/abstract/scopus_id/99900000001",
        "citedBy": "https://www.scopus.com/citedby",
        "scopus": "https://www.scopus.com/record",
      },
      "notes": [
        {
          "kind": "first-author-only",
          "text": "The source names the first author only.",
        },
      ],
      "openAccess": {
        "open": true,
      },
      "scopusId": "99900000001",
      "source": {
        "issn": "99000008",
        "sourceId": "21109000000",
        "title": "Journal of Ecology Invented",
        "type": "Journal",
      },
      "title": "Kelp beds",
      "type": {
        "code": "ar",
        "name": "Article",
      },
      "volume": "3",
      "year": 2024,
    }
  `);
});
