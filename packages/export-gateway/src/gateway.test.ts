import type { ClientEvent } from '@scopekit/elsevier-http';
import { ElsevierError, systemClock } from '@scopekit/elsevier-http';
import { type Ledger, memoryLedger, memoryRuns } from '@scopekit/store';
import {
  corpus,
  failing,
  fakeClock,
  type PlannedFault,
  type Sandbox,
  scopusBibtex,
  scopusCsv,
  scopusRis,
  scopusText,
  startSandbox,
  type WebOptions,
} from '@scopekit/test-fixtures';
import { mockedNetwork } from '@scopekit/test-fixtures/msw';
import { afterEach, describe, expect, test } from 'vitest';
import { exportFormats } from './export-works.ts';
import { allFieldGroups, type FieldGroup, fieldGroups } from './field-groups.ts';
import { createGateway, type GatewayOptions } from './gateway.ts';
import { limits } from './limits.ts';
import { gatewaySession, memorySessions, readSession, secretsOf } from './session.ts';
import { consentOf } from './terms.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

const everything = 'PUBYEAR > 1900';

interface Setting {
  readonly works?: number;
  readonly web?: WebOptions;
  readonly ledger?: Ledger;
  readonly guest?: boolean;
  /** How far the page's clock is ahead of ours. */
  readonly aheadMs?: number;
  readonly now?: () => number;
  readonly options?: Partial<GatewayOptions>;
}

/** A gateway and the page it asks, over a real socket; time passes by waiting only. */
async function opened({ works = 250, web, ledger = memoryLedger(), guest = false, aheadMs = 0, now, options }: Setting = {}) {
  const clock = fakeClock();
  const sandbox = await startSandbox({ corpus: corpus({ works }), now: now ?? (() => clock.now() + aheadMs), web });
  open.push(sandbox);
  const header = Object.entries(sandbox.elsevier.web.begin({ guest }))
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
  const { session } = readSession(header, { baseUrl: sandbox.url }, clock.now());
  const sessions = memorySessions(session);
  const events: ClientEvent[] = [];
  const gateway = createGateway({
    sessions,
    consent: async () => consentOf('tester', clock.now()),
    ledger,
    clock,
    random: () => 0.5,
    onEvent: (event) => events.push(event),
    ...options,
  });
  open.push(gateway);
  const asked = (endpoint: string) => sandbox.elsevier.web.log.filter((line) => line.endpoint === endpoint);
  return { gateway, clock, sandbox, sessions, session, events, asked, web: sandbox.elsevier.web };
}

const fails = failing(ElsevierError);

const plan = (on: PlannedFault['on'], nth: number, fault: PlannedFault['fault']): WebOptions => ({ faults: [{ on, nth, fault }] });
const firstEids = (count: number) => Array.from(corpus({ works: 250 }).works().take(count), ({ eid }) => eid);

describe('a whole export', () => {
  test.for(exportFormats)(
    'finds 1,455 EIDs and exports each once as %s, through two ends of the token, a 429 and a reset',
    { timeout: 60_000 },
    async (format) => {
      const faults: PlannedFault[] = [
        { on: 'export', nth: 4, fault: 'throttled' },
        { on: 'export', nth: 9, fault: 'reset' },
        { on: 'export', nth: 12, fault: 'forbidden' },
      ];
      const { gateway, web, asked } = await opened({ works: 1_455, web: { tokenMs: 85_000, faults } });
      const found = await gateway.searchEids(everything);
      expect(found).toMatchObject({ numFound: 1_455, numFoundAtEnd: 1_455, requests: 1 });
      const exporting = gateway.exportWorks(found.eids, { format });
      const works = await Array.fromAsync(exporting);
      expect(new Set(works.map(({ eid }) => eid))).toEqual(new Set(found.eids));
      expect(works).toHaveLength(1_455);
      expect(works.every(({ title, from }) => title && from.source.startsWith('gateway.') && from.retrievedAt)).toBe(true);
      expect(exporting.account).toMatchObject({ requested: 1_455, received: 1_455, missing: [], duplicate: 0, repeated: 0, unasked: [], unidentified: 0 });
      expect(exporting.account.chunks.map(({ asked: n }) => n)).toEqual([...Array(14).fill(100), 55]);
      expect(asked('refresh').length).toBeGreaterThanOrEqual(2);
      expect(
        asked('export')
          .map(({ status }) => status)
          .filter((status) => status !== 200),
      ).toEqual([429, 0, 403]);
      const others = web.log.filter(({ endpoint }) => endpoint !== 'home');
      const gaps = others.slice(1).map(({ at }, i) => at - (others[i]?.at ?? 0));
      expect(gaps.filter((gap) => gap < limits.pauseMs[0])).toEqual([]);
      expect(gaps.filter((gap) => gap > limits.pauseMs[1])).toHaveLength(1);
    },
  );

  test('asks as the page does: a hundred EIDs, headers, en-US, all field groups, and the EID always', async () => {
    const { gateway, asked } = await opened();
    const { eids } = await gateway.searchEids('TITLE(coral)', { sort: 'cp-f', limit: 3 });
    await Array.fromAsync(gateway.exportWorks(eids));
    await Array.fromAsync(gateway.exportWorks(eids, { fields: ['doi'] }));
    expect(asked('search')[0]?.body).toEqual({ documentClassificationEnum: 'primary', itemcount: 3, offset: 0, query: 'TITLE(coral)', sort: 'cp-f' });
    const [all, some] = asked('export');
    expect(all?.body).toEqual({ eids, fileType: 'CSV', fieldGroupIdentifiers: allFieldGroups, locale: 'en-US', hideHeaders: false });
    expect(some?.body).toMatchObject({ fieldGroupIdentifiers: ['doi', 'eid'] });
    expect(all?.path).toMatch(/\?batchId=[a-z0-9]{6}_0_0$/);
    expect(allFieldGroups).toHaveLength(29);
  });

  test.for(allFieldGroups)('the field group %s yields its columns', async (group: FieldGroup) => {
    const { gateway, sandbox } = await opened({ works: 60, web: { generation: 'C' } });
    const bodies: string[] = [];
    const listening = createGateway({
      sessions: memorySessions(await sessionOf(sandbox)),
      consent: async () => consentOf('tester', 0),
      ledger: memoryLedger(),
      clock: fakeClock(),
      send: async ({ url, method, body, headers }) => {
        const answer = await fetch(url, { method, body: body && new TextDecoder().decode(body), headers: headers as Record<string, string> });
        const text = await answer.text();
        bodies.push(text);
        return { status: answer.status, headers: Object.fromEntries(answer.headers), body: new TextEncoder().encode(text), url };
      },
    });
    await Array.fromAsync(listening.exportWorks(['2-s2.0-99900000001'], { fields: [group] }));
    const header = (bodies[0] ?? '').replace('\uFEFF', '').split('\n')[0]?.replaceAll('"', '').split(',') ?? [];
    const expected = new Set<string>(['Link', 'EID', ...fieldGroups[group]]);
    expect(new Set(header)).toEqual(expected);
    await gateway.close();
  });

  test('what does not come is named: requested = received + missing + duplicate', async () => {
    const eids = firstEids(130);
    const { gateway } = await opened({ web: { withheld: [eids[3] ?? '', eids[120] ?? ''] } });
    const exporting = gateway.exportWorks([...eids, eids[0] ?? '', eids[1] ?? '']);
    const works = await Array.fromAsync(exporting);
    const { requested, received, missing, duplicate } = exporting.account;
    expect({ requested, received, missing, duplicate }).toEqual({ requested: 132, received: 128, missing: [eids[3], eids[120]], duplicate: 2 });
    expect(works).toHaveLength(128);
  });

  test.for(exportFormats)('an export of nothing but works that are gone is empty, and all are missing (%s)', async (format) => {
    const { gateway } = await opened();
    const exporting = gateway.exportWorks(['2-s2.0-99911111111'], { format });
    expect(await Array.fromAsync(exporting)).toEqual([]);
    expect(exporting.account.missing).toEqual(['2-s2.0-99911111111']);
  });

  test.for(['C', 'E'] as const)('both services of Scopus are read, the older one (C) and that of jobs (E): %s', async (generation) => {
    const { gateway } = await opened({ web: { generation } });
    const works = await Array.fromAsync(gateway.exportWorks(firstEids(20)));
    expect(works).toHaveLength(20);
    expect(works.every(({ authors, source }) => authors.length && source?.title)).toBe(true);
  });

  test('a run pays for no answer twice', async () => {
    const { gateway, asked } = await opened();
    const runs = memoryRuns();
    const run = await runs.begin({ kind: 'gateway export', title: 'x', input: {}, now: 0 });
    const eids = firstEids(250);
    const first = gateway.exportWorks(eids, { run });
    let taken = 0;
    for await (const _ of first) if (++taken === 150) break;
    const again = await Array.fromAsync(gateway.exportWorks(eids, { run }));
    expect(again).toHaveLength(250);
    expect(asked('export')).toHaveLength(3);
    expect(await gateway.leftToday()).toMatchObject({ works: limits.worksADay - 250 });
  });
});

describe('search', () => {
  test('goes on page by page, 2,000 EIDs each, and tells the count at start and end', { timeout: 60_000 }, async () => {
    const { gateway, asked } = await opened({ works: 4_500 });
    const { eids, numFound, requests } = await gateway.searchEids(everything, { limit: 20_000 });
    expect([eids.length, new Set(eids).size, numFound, requests]).toEqual([4_500, 4_500, 4_500, 3]);
    expect(asked('search').map(({ body }) => [body?.offset, body?.itemcount])).toEqual([
      [0, 2_000],
      [2_000, 2_000],
      [4_000, 2_000],
    ]);
  });

  const pages = async (answers: readonly object[]) => {
    const { session, clock } = await opened();
    let at = 0;
    const send: GatewayOptions['send'] = async ({ url }) => ({ status: 200, headers: {}, url, body: new TextEncoder().encode(JSON.stringify(answers[at++])) });
    const gateway = createGateway({ sessions: memorySessions(session), consent: async () => consentOf('tester', 0), ledger: memoryLedger(), clock, send });
    return gateway.searchEids('coral', { limit: 20_000 });
  };
  const page = (numFound: number, docs: readonly string[]) => ({ response: { numFound, docs } });

  test('ends at an empty page, whatever the count says', async () => {
    expect(await pages([page(10, ['2-s2.0-99900000001']), page(10, [])])).toMatchObject({ eids: ['2-s2.0-99900000001'], numFound: 10, requests: 2 });
  });

  test('ends at a page without a new EID: it would go on for ever', async () => {
    expect(await pages([page(10, ['2-s2.0-99900000001']), page(10, ['2-s2.0-99900000001'])])).toMatchObject({ requests: 2, repeated: 1 });
  });

  test('an index that moves between two pages shows in the counts, and gives no EID twice', async () => {
    const moved = await pages([page(3, ['2-s2.0-99900000001', '2-s2.0-99900000002']), page(4, ['2-s2.0-99900000002', '2-s2.0-99900000003']), page(4, [])]);
    expect(moved).toMatchObject({ numFound: 3, numFoundAtEnd: 4, repeated: 1 });
    expect(moved.eids).toHaveLength(3);
  });

  test('the list without its wrapper is read, too; anything else is told as a change of the page', async () => {
    expect(await pages([{ numFound: 1, docs: ['2-s2.0-99900000001'] }])).toMatchObject({ numFound: 1 });
    expect(await fails(() => pages([{ items: [] }, { items: [] }]))).toMatchObject({ reason: 'unreadable', next: expect.stringContaining('convert') });
  });
});

describe('manners', () => {
  test('a challenge stops it with exactly one request, and nothing is tried again', async () => {
    for (const on of ['search', 'export', 'refresh'] as const) {
      const { gateway, web, sessions, clock } = await opened({ web: { ...plan(on, 1, 'challenge'), tokenMs: on === 'refresh' ? 10_000 : undefined } });
      const error = await fails(() => (on === 'export' ? Array.fromAsync(gateway.exportWorks(firstEids(250))) : gateway.searchEids('coral')));
      expect(error).toMatchObject({ reason: 'challenge', next: expect.stringContaining('browser') });
      expect(web.log.map(({ endpoint }) => endpoint)).toEqual([on]);
      expect(clock.slept).toEqual([]);
      expect(await sessions.read()).toBeDefined();
    }
  });

  test('too fast once is waited for; the second time within an hour ends it', async () => {
    const faults: PlannedFault[] = [
      { on: 'export', nth: 1, fault: 'throttled' },
      { on: 'export', nth: 4, fault: 'throttled' },
    ];
    const { gateway, asked, clock } = await opened({ web: { faults } });
    const exporting = gateway.exportWorks(firstEids(250));
    const works: unknown[] = [];
    const error = await fails(async () => {
      for await (const work of exporting) works.push(work);
    });
    expect(error).toMatchObject({ reason: 'throttled', next: expect.stringContaining('hour') });
    expect(works).toHaveLength(200);
    expect(asked('export')).toHaveLength(4);
    expect(Math.max(...clock.slept)).toBeGreaterThanOrEqual(30_000);
  });

  test('one request at a time, whoever asks, and two to three seconds between them', async () => {
    const ledger = memoryLedger();
    const { gateway, web, sessions } = await opened({ ledger, now: Date.now, options: { clock: systemClock } });
    const other = createGateway({ sessions, consent: async () => consentOf('tester', 0), ledger });
    open.push(other);
    await Promise.all([gateway.searchEids('coral'), gateway.searchEids('reef'), other.searchEids('python')]);
    const times = web.log.map(({ at }) => at);
    expect(times).toHaveLength(3);
    for (const [i, at] of times.slice(1).entries()) expect(at - (times[i] ?? 0)).toBeGreaterThanOrEqual(limits.pauseMs[0]);
  });

  test('the User-Agent of the paste is sent, else ours, and nothing else that a browser would say', async () => {
    const { gateway, web, session, sessions } = await opened();
    await gateway.searchEids('coral');
    expect(web.log[0]?.userAgent).toMatch(/^scopekit\/\d/);
    await sessions.write(gatewaySession({ ...session.secrets(), userAgent: 'Mozilla/5.0 (Invented)' }));
    await gateway.searchEids('coral');
    expect(web.log[1]?.userAgent).toBe('Mozilla/5.0 (Invented)');
  });

  test('it is off without consent, and after the terms have changed', async () => {
    for (const consent of [undefined, { ...consentOf('tester', 0), digest: 'of older terms' }, { ...consentOf('tester', 0), version: '2020-01' }]) {
      const { gateway, web } = await opened({ options: { consent: async () => consent } });
      const error = await fails(() => gateway.searchEids('coral'));
      expect(error).toMatchObject({ reason: 'refused', next: expect.stringContaining('accept-terms') });
      expect(error.next).toMatch(/^Elsevier's API is the supported way/);
      expect(web.log).toEqual([]);
    }
  });

  test('no option takes more than 20,000 works, nor 2,000 without raising the limit', async () => {
    const { gateway, web } = await opened();
    const many = Array.from({ length: 20_001 }, (_, i) => `2-s2.0-999${String(i).padStart(8, '0')}`);
    for (const limit of [20_001, Number.POSITIVE_INFINITY, 1e9, -1, Number.NaN, 2.5]) {
      expect(await fails(() => gateway.searchEids('coral', { limit }))).toMatchObject({ reason: 'refused' });
      expect(await fails(() => Array.fromAsync(gateway.exportWorks(many, { limit })))).toMatchObject({ reason: 'refused' });
    }
    expect(await fails(() => Array.fromAsync(gateway.exportWorks(many, { limit: 20_000 })))).toMatchObject({ reason: 'refused' });
    expect(await fails(() => Array.fromAsync(gateway.exportWorks(many.slice(0, 2_001))))).toMatchObject({
      reason: 'too-many-results',
      next: expect.stringContaining('--limit 2001'),
    });
    expect(web.log).toEqual([]);
  });

  test('5,000 works a day are the most, of all exports of the machine together', { timeout: 60_000 }, async () => {
    const ledger = memoryLedger();
    const { gateway, clock, asked } = await opened({ works: 5_200, ledger });
    const { eids } = await gateway.searchEids(everything, { limit: 20_000 });
    const exporting = gateway.exportWorks(eids, { limit: 20_000 });
    let taken = 0;
    const error = await fails(async () => {
      for await (const _ of exporting) taken++;
    });
    expect(taken).toBe(5_000);
    expect(error).toMatchObject({ reason: 'quota-exceeded' });
    expect(error.retryAt).toBeGreaterThan(clock.now() + 23 * 3600 * 1000);
    expect(await fails(() => Array.fromAsync(gateway.exportWorks(eids.slice(0, 1))))).toMatchObject({ reason: 'quota-exceeded' });
    expect(asked('export')).toHaveLength(50);
    clock.advance(24 * 3600 * 1000);
    expect(await Array.fromAsync(gateway.exportWorks(eids.slice(0, 1)))).toHaveLength(1);
  });
});

describe('the session', () => {
  test('a token is renewed before it ends, once, and sent in the place of the old one', async () => {
    const { gateway, sessions, asked, session, clock, web } = await opened({ web: { tokenMs: 300_000 } });
    clock.advance(250_000);
    await Promise.all([gateway.searchEids('coral'), gateway.searchEids('reef')]);
    expect(asked('refresh')).toHaveLength(1);
    expect(web.log.map(({ endpoint, status }) => [endpoint, status])).toEqual([
      ['refresh', 200],
      ['search', 200],
      ['search', 200],
    ]);
    const kept = await sessions.read();
    expect(kept?.toJSON()).toEqual(session.toJSON());
    expect(kept?.secrets()).not.toEqual(session.secrets());
    expect(await gateway.status()).toMatchObject({ tokenMinutes: expect.toSatisfy((minutes: number) => minutes >= 4), account: { kind: 'subscriber' } });
  });

  test('clocks that differ are told from the Date of an answer', async () => {
    const hour = 3600 * 1000;
    const { gateway, web, clock } = await opened({ aheadMs: hour, web: { tokenMs: 300_000 } });
    await gateway.searchEids('coral');
    clock.advance(250_000);
    await gateway.searchEids('coral');
    expect(web.log.map(({ endpoint, status }) => [endpoint, status])).toEqual([
      ['search', 200],
      ['refresh', 200],
      ['search', 200],
    ]);
  });

  test('a 403 that is no challenge renews the token and asks once more; a second one is told', async () => {
    const once = await opened({ web: plan('search', 1, 'forbidden') });
    await once.gateway.searchEids('coral');
    expect(once.web.log.map(({ endpoint }) => endpoint)).toEqual(['search', 'refresh', 'search']);
    const faults: PlannedFault[] = [
      { on: 'search', nth: 1, fault: 'forbidden' },
      { on: 'search', nth: 2, fault: 'forbidden' },
    ];
    const twice = await opened({ web: { faults } });
    expect(await fails(() => twice.gateway.searchEids('coral'))).toMatchObject({ reason: 'not-entitled', next: expect.stringContaining('network') });
    expect(twice.web.log.map(({ endpoint }) => endpoint)).toEqual(['search', 'refresh', 'search']);
  });

  const deaths: readonly (readonly [string, PlannedFault['on'], PlannedFault['fault'], ElsevierError['reason'], kept: boolean])[] = [
    ['a redirect to the login', 'search', 'ended', 'session-over', false],
    ['a redirect to the login', 'export', 'ended', 'session-over', false],
    ['a redirect instead of a fresh token', 'refresh', 'ended', 'session-over', false],
    ['a web page with status 200', 'search', 'page', 'session-over', false],
    ['a web page with status 200', 'export', 'signIn', 'session-over', false],
    ['a web page instead of a fresh token', 'refresh', 'page', 'session-over', false],
    ['401', 'search', 'unauthorized', 'session-over', false],
    ['401', 'export', 'unauthorized', 'session-over', false],
    ['401 instead of a fresh token', 'refresh', 'unauthorized', 'session-over', false],
    ['403 instead of a fresh token', 'refresh', 'forbidden', 'session-over', false],
    ['an address that is gone', 'export', 'gone', 'not-found', true],
  ];
  test.for(deaths)('%s at %s (%s) ends it as %s', async ([, on, fault, reason, kept]) => {
    const { gateway, sessions, asked, clock } = await opened({ web: { tokenMs: 300_000, ...plan(on, on === 'export' ? 2 : 1, fault) } });
    if (on === 'refresh') clock.advance(250_000);
    const works: unknown[] = [];
    const error = await fails(async () => {
      const { eids } = await gateway.searchEids(everything);
      for await (const work of gateway.exportWorks(eids)) works.push(work);
    });
    expect(error.reason).toBe(reason);
    expect(error.next).toMatch(kept ? /convert/ : /gateway login/);
    expect(works).toHaveLength(on === 'export' ? 100 : 0);
    expect(asked(on)).toHaveLength(on === 'export' ? 2 : 1);
    expect((await sessions.read()) !== undefined).toBe(kept);
  });

  test('without one, and with that of a guest, nothing is asked', async () => {
    const { gateway, web, sessions } = await opened({ guest: true });
    expect(await fails(() => gateway.searchEids('coral'))).toMatchObject({ reason: 'not-entitled', message: expect.stringContaining('Preview') });
    await sessions.clear();
    expect(await fails(() => gateway.searchEids('coral'))).toMatchObject({ reason: 'session-over', next: expect.stringContaining('gateway login') });
    expect(web.log).toEqual([]);
  });

  test('outages are tried again, three times at most, in turn', async () => {
    const faults = [1, 2, 3, 4].map((nth): PlannedFault => ({ on: 'search', nth, fault: 'outage' }));
    const { gateway, web } = await opened({ web: { faults } });
    expect(await fails(() => gateway.searchEids('coral'))).toMatchObject({ reason: 'server', status: 503 });
    expect(web.log).toHaveLength(4);
    await gateway.searchEids('coral');
  });

  test('a value of it is in no event, error, status, and in nothing that is printed of it', async () => {
    const { gateway, session, sessions, events, clock } = await opened({ web: { ...plan('export', 1, 'gone'), tokenMs: 200_000 } });
    clock.advance(150_000);
    const error = await fails(async () => Array.fromAsync(gateway.exportWorks((await gateway.searchEids('coral')).eids)));
    const renewed = await sessions.read();
    const shown = [JSON.stringify(events), JSON.stringify(error), String(error.stack), JSON.stringify(await gateway.status()), JSON.stringify(session)];
    const { inspect } = await import('node:util');
    shown.push(inspect(renewed, { depth: 9 }), inspect(sessions, { depth: 9, showHidden: true }));
    for (const secret of [...secretsOf(session), ...(renewed ? secretsOf(renewed) : [])]) for (const text of shown) expect(text).not.toContain(secret);
  });
});

describe('what strangers found', () => {
  interface Given {
    readonly status: number;
    readonly body: string;
    readonly headers?: Record<string, string>;
    readonly setCookies?: string[];
  }

  /** A gateway whose page answers with these bodies, one after the other; the last one for ever. */
  async function answering(...bodies: readonly (string | Given | ElsevierError)[]) {
    const { session, clock } = await opened();
    const urls: string[] = [];
    const sessions = memorySessions(session);
    const gateway = createGateway({
      sessions,
      consent: async () => consentOf('tester', 0),
      ledger: memoryLedger(),
      clock,
      send: async ({ url }) => {
        const given = bodies[Math.min(urls.push(url), bodies.length) - 1] ?? '';
        if (given instanceof ElsevierError) throw given;
        const { body, headers = {}, ...rest } = typeof given === 'string' ? { status: 200, body: given } : given;
        return { headers, url, body: new TextEncoder().encode(body), ...rest };
      },
    });
    return { gateway, urls, sessions };
  }
  const first = (works: number) => [...corpus({ works: 250 }).works()].slice(0, works);
  const run = () => memoryRuns().begin({ kind: 'gateway export', title: 'x', input: {}, now: 0 });

  test('a cookie that is an ordinary word takes nothing out of the works', async () => {
    const { gateway, sessions, session } = await opened();
    const { cookies, ...rest } = session.secrets();
    const words = { lang: 'English', inst: 'University', home: 'www.scopus.com', last: '2-s2.0-99900000001' };
    await sessions.write(gatewaySession({ ...rest, cookies: [...cookies, ...Object.entries(words).map(([name, value]) => ({ name, value }))] }));
    const works = await Array.fromAsync(gateway.exportWorks(firstEids(20)));
    expect(works).toHaveLength(20);
    expect(JSON.stringify(works)).not.toContain('[secret]');
  });

  test.for<[string, (typeof exportFormats)[number]]>([
    ['{"message":"Invalid EID"}', 'CSV'],
    ['Error: no such EID', 'CSV'],
    ['Scopus is unavailable', 'BIBTEX'],
    ['Scopus is unavailable', 'PLAIN_TEXT'],
    ['Scopus\nEXPORT DATE: 06 December 2023\n\nSorry, something went wrong.\n', 'PLAIN_TEXT'],
  ])('an answer that is no export is asked for once more, and kept by no run: %s as %s', async ([body, format]) => {
    const { gateway, urls } = await answering(body);
    const kept = await run();
    const exporting = gateway.exportWorks(firstEids(2), { format, run: kept });
    expect(await fails(() => Array.fromAsync(exporting))).toMatchObject({ reason: 'unreadable' });
    expect([urls.length, exporting.account.missing]).toEqual([2, []]);
    await fails(() => Array.fromAsync(gateway.exportWorks(firstEids(2), { format, run: kept })));
    expect(urls).toHaveLength(4);
  });

  test('an answer that lacks all works, or ends in the middle, is asked for once more before it is believed', async () => {
    const whole = scopusCsv(first(5));
    const cut = await answering(whole.slice(0, -200), whole);
    expect(await Array.fromAsync(cut.gateway.exportWorks(firstEids(5)))).toHaveLength(5);
    const empty = await answering('', scopusRis(first(5)));
    expect(await Array.fromAsync(empty.gateway.exportWorks(firstEids(5), { format: 'RIS' }))).toHaveLength(5);
    expect([cut.urls.length, empty.urls.length]).toEqual([2, 2]);
  });

  test.for<[string, (typeof exportFormats)[number], typeof scopusText]>([
    ['CSV', 'CSV', scopusCsv],
    ['RIS', 'RIS', scopusRis],
    ['BibTeX', 'BIBTEX', scopusBibtex],
    ['text', 'PLAIN_TEXT', scopusText],
  ])('an answer cut in the middle is never believed, however often it comes: %s', async ([, format, write]) => {
    const whole = write(first(20));
    for (const share of [0.3, 0.8, 0.99]) {
      const { gateway } = await answering(whole.slice(0, Math.floor(whole.length * share)));
      const exporting = gateway.exportWorks(firstEids(20), { format });
      const works: unknown[] = [];
      const all = async () => {
        for await (const work of exporting) works.push(work);
      };
      expect([share, await fails(all)]).toMatchObject([share, { reason: 'unreadable', message: expect.stringContaining('middle') }]);
      expect([works, exporting.account.missing]).toEqual([[], []]);
    }
  });

  test('an answer without any of the works is asked for once more, whatever broke before', async () => {
    const broken = { status: 503, body: '', headers: {} };
    const { gateway, urls } = await answering(broken, '', scopusRis(first(5)));
    expect(await Array.fromAsync(gateway.exportWorks(firstEids(5), { format: 'RIS' }))).toHaveLength(5);
    expect(urls).toHaveLength(3);
  });

  test.for<[string, Given]>([
    ['a page about maintenance', { status: 200, body: '<!DOCTYPE html><title>Scopus is under maintenance</title>' }],
    ['a redirect within Scopus', { status: 307, body: '', headers: { location: '/pages/maintenance' } }],
    ['a redirect to the login page of a network', { status: 302, body: '', headers: { location: 'http://login.hotel.example/' } }],
  ])('%s does not end the session', async ([, page]) => {
    const { gateway, sessions } = await answering(page);
    const error = await fails(() => gateway.searchEids('coral'));
    expect(error.reason).not.toBe('session-over');
    expect(error.next).toMatch(/browser/);
    expect(await sessions.read()).toBeDefined();
  });

  test('an answer that cannot be unpacked says what to do, and speaks of no request id', async () => {
    const cut = new ElsevierError({ reason: 'unreadable', message: 'The compressed answer is damaged or cut.' });
    const { gateway } = await answering(cut);
    expect(await fails(() => gateway.searchEids('coral'))).toMatchObject({
      reason: 'unreadable',
      message: cut.message,
      next: expect.stringMatching(/^Go on later/),
    });
  });

  test('there is a pause around a fresh token, too', async () => {
    const { gateway, clock, web } = await opened({ web: { tokenMs: 300_000, faults: [{ on: 'export', nth: 2, fault: 'forbidden' }] } });
    clock.advance(250_000);
    const { eids } = await gateway.searchEids(everything);
    await Array.fromAsync(gateway.exportWorks(eids.slice(0, 200)));
    expect(web.log.map(({ endpoint }) => endpoint)).toEqual(['refresh', 'search', 'export', 'export', 'refresh', 'export']);
    expect(web.log.slice(1).every(({ at }, i) => at - (web.log[i]?.at ?? 0) >= 1_990)).toBe(true);
  });

  test('a Date that is far off is not believed', async () => {
    const told = { status: 200, headers: { date: 'Tue, 01 Jan 2036 00:00:00 GMT' }, body: '{"response":{"numFound":0,"docs":[]}}' };
    const { gateway, urls } = await answering(told);
    for (let i = 0; i < 3; i++) await gateway.searchEids('coral');
    expect(urls.filter((url) => url.includes('refresh'))).toEqual([]);
  });

  test('a clock that is wrong does not end a session, whatever Scopus says of the end of its cookies', async () => {
    const hour = 3600 * 1000;
    const { session, clock } = await opened({ aheadMs: -hour, web: { tokenMs: 300_000 } });
    const jwt = (exp: number) => `eyJ9.${Buffer.from(JSON.stringify({ exp: exp / 1000, subscriber: true })).toString('base64url')}.c2ln${exp}`;
    const scopusNow = () => clock.now() - hour;
    const asked: string[] = [];
    const gateway = createGateway({
      sessions: memorySessions(session),
      consent: async () => consentOf('tester', 0),
      ledger: memoryLedger(),
      clock,
      send: async ({ url, headers }) => {
        asked.push(url.includes('refresh') ? 'refresh' : headers.cookie?.includes('SCOPUS_JWT=') ? 'search' : 'search without a token');
        const told = { date: new Date(scopusNow()).toUTCString() };
        const end = scopusNow() + 900_000;
        const setCookies = [`SCOPUS_JWT=${jwt(end)}; Domain=.scopus.com; Expires=${new Date(end).toUTCString()}`];
        if (url.includes('refresh')) return { status: 200, headers: told, url, body: new Uint8Array(), setCookies };
        return { status: 200, headers: told, url, body: new TextEncoder().encode('{"response":{"numFound":0,"docs":[]}}') };
      },
    });
    for (let i = 0; i < 3; i++) await gateway.searchEids('coral');
    expect(asked).toEqual(['refresh', 'search', 'search', 'search']);
  });

  test('a logout that takes the cookies away removes the session', async () => {
    const logout = { status: 302, body: '', headers: { location: 'https://id.elsevier.com/' }, setCookies: ['SCSessionID=; Max-Age=0', 'AWSELB=another'] };
    const { gateway, sessions } = await answering(logout);
    expect(await fails(() => gateway.searchEids('coral'))).toMatchObject({ reason: 'session-over' });
    expect(await sessions.read()).toBeUndefined();
  });

  test('exports side by side count the same day', async () => {
    const { gateway } = await opened();
    await Promise.all([0, 1, 2].map((i) => Array.fromAsync(gateway.exportWorks(firstEids(200).slice(i * 50, i * 50 + 50)))));
    expect(await gateway.leftToday()).toMatchObject({ works: limits.worksADay - 150 });
  });

  test('a raised limit pays for what is new alone', async () => {
    const { gateway, asked } = await opened();
    const kept = await run();
    await Array.fromAsync(gateway.exportWorks(firstEids(200), { run: kept }));
    await Array.fromAsync(gateway.exportWorks(firstEids(250), { run: kept }));
    expect(asked('export')).toHaveLength(3);
  });

  test('a challenge in JSON is one, too, and costs no session', async () => {
    const json = { status: 403, body: '{"url":"https://geo.captcha-delivery.com/captcha/?x=1"}', headers: { 'content-type': 'application/json' } };
    const { gateway, urls, sessions } = await answering(json);
    expect(await fails(() => gateway.searchEids('coral'))).toMatchObject({ reason: 'challenge' });
    expect([urls.length, await sessions.read()]).toEqual([1, expect.anything()]);
  });

  test('a broken connection before it does not make one 429 the second', async () => {
    const faults: PlannedFault[] = [
      { on: 'export', nth: 1, fault: 'reset' },
      { on: 'export', nth: 2, fault: 'throttled' },
    ];
    const { gateway, asked } = await opened({ web: { faults } });
    expect(await Array.fromAsync(gateway.exportWorks(firstEids(5)))).toHaveLength(5);
    expect(asked('export')).toHaveLength(3);
  });

  test('cookies go to no place that a file alone names', async () => {
    for (const origin of ['http://192.0.2.2:8999', 'https://proxy.example.edu', 'http://www.scopus.com']) {
      const { gateway, sessions, session, web } = await opened();
      await sessions.write(gatewaySession({ ...session.secrets(), origin }));
      expect(await fails(() => gateway.searchEids('coral'))).toMatchObject({ reason: 'untrusted-host' });
      expect(web.log).toEqual([]);
    }
  });

  test('a clock that ran ahead once does not hold up the next export', async () => {
    const ledger = memoryLedger();
    const ahead = fakeClock(Date.UTC(2026, 0, 5, 2));
    const { gateway, sessions, clock } = await opened({ ledger });
    const other = createGateway({ sessions, consent: async () => consentOf('tester', 0), ledger, clock: ahead });
    open.push(other);
    await other.searchEids('coral');
    await gateway.searchEids('coral');
    expect(clock.slept.every((ms) => ms < 10_000)).toBe(true);
  });

  test('works come in the order of their EIDs, whatever the order of the answer', async () => {
    const { gateway } = await opened();
    const { eids } = await gateway.searchEids('TITLE(coral)', { sort: 'cp-f' });
    const works = await Array.fromAsync(gateway.exportWorks(eids));
    expect(works.map(({ eid }) => eid)).toEqual(eids);
    const cited = works.map(({ citedBy = 0 }) => citedBy);
    expect(cited).toEqual(cited.toSorted((a, b) => b - a));
  });

  test('a search finds its pages again with another limit', async () => {
    const { gateway, asked } = await opened();
    const kept = await run();
    await gateway.searchEids(everything, { limit: 150, run: kept });
    await gateway.searchEids(everything, { limit: 240, run: kept });
    expect(asked('search')).toHaveLength(1);
  });

  test('a reader that breaks off makes nothing missing', async () => {
    const { gateway } = await opened();
    const exporting = gateway.exportWorks(firstEids(100));
    for await (const _ of exporting) break;
    expect(exporting.account.missing).toEqual([]);
  });
});

describe('by jobs (built from descriptions)', () => {
  test('the same works come, and the file is fetched without cookies', async () => {
    const { gateway, web } = await opened({ works: 250 });
    const exporting = gateway.exportWorks(firstEids(150), { strategy: 'bulkJob' });
    expect(await Array.fromAsync(exporting)).toHaveLength(150);
    expect(exporting.account).toMatchObject({ requested: 150, received: 150, missing: [] });
    const files = web.log.filter(({ endpoint }) => endpoint === 'file');
    expect(files.map(({ cookies, status }) => [cookies, status])).toEqual([
      [false, 200],
      [false, 200],
    ]);
    expect(web.log.filter(({ endpoint }) => endpoint === 'job').every(({ cookies }) => cookies)).toBe(true);
  });

  test('the signature of the address of a file is in no event', async () => {
    const { gateway, events } = await opened();
    await Array.fromAsync(gateway.exportWorks(firstEids(2), { strategy: 'bulkJob' }));
    expect(JSON.stringify(events)).not.toContain('5ec4e7');
  });

  test('a run keeps the file, and goes on without a second job', async () => {
    const { gateway, web } = await opened();
    const run = await memoryRuns().begin({ kind: 'gateway export', title: 'x', input: {}, now: 0 });
    const eids = firstEids(5);
    await Array.fromAsync(gateway.exportWorks(eids, { strategy: 'bulkJob', run }));
    const before = web.log.length;
    expect(await Array.fromAsync(gateway.exportWorks(eids, { strategy: 'bulkJob', run }))).toHaveLength(5);
    expect(web.log).toHaveLength(before);
  });
});

test('against a mocked network, too, where nothing but Scopus exists', async () => {
  const { createElsevier } = await import('@scopekit/test-fixtures');
  const elsevier = createElsevier({ corpus: corpus({ works: 60 }) });
  const network = mockedNetwork(elsevier);
  network.enable();
  try {
    const header = Object.entries(elsevier.web.begin())
      .map(([name, value]) => `${name}=${value}`)
      .join('; ');
    const { session } = readSession(header, {}, Date.now());
    const gateway = createGateway({
      sessions: memorySessions(session),
      consent: async () => consentOf('tester', 0),
      ledger: memoryLedger(),
      clock: fakeClock(Date.now()),
    });
    expect((await gateway.searchEids(everything)).eids).toHaveLength(60);
    await gateway.close();
  } finally {
    network.disable();
  }
});

async function sessionOf({ url, elsevier }: Sandbox) {
  const header = Object.entries(elsevier.web.begin())
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
  return readSession(header, { baseUrl: url }, Date.now()).session;
}
