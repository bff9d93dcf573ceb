import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client as ClientV2 } from '@modelcontextprotocol/client';
import { StdioClientTransport as TransportV2 } from '@modelcontextprotocol/client/stdio';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as HttpTransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { loadConfig } from '@scopekit/operations';
import { corpus, type Sandbox, sandboxKeys, scopusCsv, startSandbox } from '@scopekit/test-fixtures';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { settingsOf } from './settings.ts';
import { served } from './testing.ts';
import { toolNames, tools } from './tools/index.ts';
import { instructionsFor } from './words.ts';

const main = resolve(import.meta.dirname, 'main.ts');
let sandbox: Sandbox;
let folder = '';
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ rate: 1_000, latencyMs: 5, keys: { SECRETkey0123456789abcdefABCDEF01: 'subscriber' } });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scopekit-mcp-'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

type Setting = { key?: string; words?: string[] };
const server = ({ key = sandboxKeys.subscriber, words = ['--base-url', sandbox.url] }: Setting = {}) => ({
  command: process.execPath,
  args: ['--conditions=@scopekit/source', main, '--output-dir', folder, ...words],
  env: { HOME: folder, ...(key ? { ELSEVIER_API_KEY: key } : {}) },
  stderr: 'pipe' as const,
});

/** What the tests read of an answer by name; everything else is matched whole. */
interface Data {
  readonly total: number;
  readonly query: string;
  readonly keys: number;
  readonly works: { eid: string; authors: unknown[]; abstract: string }[];
  readonly missing: { id: string; code: string }[];
  readonly files: { path: string }[];
  readonly run: string;
  readonly nextCursor?: string;
  readonly nextStep: string;
}

interface Answer {
  readonly isError?: boolean;
  readonly content: { type: string; text: string }[];
  readonly structuredContent?: Data;
}

/** The maintenance line of the official SDK, the oldest counterpart we speak to, and our server as a process of its own. */
async function overStdio(setting?: Setting) {
  const client = new ClientV1({ name: 'test', version: '1' });
  await client.connect(new TransportV1(server(setting)));
  open.push(client);
  return withCall(client);
}

/** The same client, and our server with the same words in this process. */
async function v1({ key = sandboxKeys.subscriber, words = ['--base-url', sandbox.url] }: Setting = {}) {
  const { config: wanted, outputDir, ...listing } = settingsOf(['--output-dir', folder, ...words]);
  const { config } = await loadConfig({ HOME: folder, ...(key ? { ELSEVIER_API_KEY: key } : {}) }, 'linux', wanted);
  const serving = await served({ ...listing, config, folder: outputDir ?? '' });
  const client = new ClientV1({ name: 'test', version: '1' });
  await client.connect(new HttpTransportV1(new URL(serving.url)));
  open.push({
    async close() {
      await client.close();
      await serving.close();
    },
  });
  return withCall(client);
}

function withCall(client: ClientV1) {
  const call = async (name: string, args: Record<string, unknown>, options?: object) =>
    (await client.callTool({ name, arguments: args }, undefined, options)) as unknown as Answer;
  return { client, call };
}

const told = ({ content }: Answer) => content[0]?.text ?? '';
const data = ({ structuredContent }: Answer): Data => structuredContent ?? expect.unreachable('it should have given data');

describe.for(['legacy', 'auto'] as const)('the official client, %s protocol', (mode) => {
  test('lists the tools and calls one', async () => {
    const client = new ClientV2({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(new TransportV2(server()));
    open.push(client);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual([
      'scopus_search',
      'scopus_works',
      'scopus_authors',
      'scopus_affiliations',
      'scopus_sources',
      'scopus_citations',
      'scopus_subjects',
      'elsevier_quota',
      'sciencedirect_search',
      'sciencedirect_access',
      'survey_start',
      'survey_status',
      'survey_cancel',
      'dedupe_works',
      'read_file',
    ]);
    const answer = (await client.callTool({ name: 'scopus_search', arguments: { query: 'TITLE(coral)', limit: 2 } })) as unknown as Answer;
    expect(data(answer).works).toHaveLength(2);
  });
});

describe('without a key and without a network', () => {
  test('it starts, lists its tools, and says what to do when one is called', async () => {
    const { client, call } = await overStdio({ key: '', words: [] });
    expect((await client.listTools()).tools).toHaveLength(15);
    const answer = await call('scopus_search', { query: 'coral' });
    expect(answer.isError).toBe(true);
    expect(told(answer)).toMatch(/^AUTH_MISSING: .* Do this: .*ELSEVIER_API_KEY/);
    expect(data(await call('elsevier_quota', {}))).toMatchObject({ keys: 0, standings: [], nextStep: expect.stringContaining('ELSEVIER_API_KEY') });
  });

  test('--sandbox answers all the same', async () => {
    const { call } = await overStdio({ key: '', words: ['--sandbox'] });
    expect(data(await call('scopus_search', { query: 'coral' })).total).toBeGreaterThan(10);
  });
});

describe('which tools are listed', () => {
  const listed = async (words: string[]) => {
    const { client } = await v1({ key: '', words });
    return { names: (await client.listTools()).tools.map(({ name }) => name), instructions: client.getInstructions() ?? '' };
  };

  test('those that are named, and the instructions speak of no others', async () => {
    const { names, instructions } = await listed(['--tools', 'scopus_search, scopus_subjects']);
    expect(names).toEqual(['scopus_search', 'scopus_subjects']);
    expect(instructions).not.toMatch(/survey_start|dedupe_works/);
  });

  test('read-only: none that writes or starts something', async () => {
    const { names } = await listed(['--read-only']);
    expect(names).toContain('survey_status');
    expect(names.filter((name) => /start|cancel|dedupe|export/.test(name))).toEqual([]);
  });

  test('those of the sets that are named', async () => {
    const { names } = await listed(['--toolsets', 'sciencedirect,survey']);
    expect(names).toEqual(['sciencedirect_search', 'sciencedirect_access', 'survey_start', 'survey_status', 'survey_cancel', 'dedupe_works']);
  });

  test.for<[string[], RegExp]>([
    [['--toolsets', 'scopes'], /no set of tools "scopes"\. These are: scopus, sciencedirect/],
    [['--max-chars', 'many'], /--max-chars many is not a whole number from 1,000/],
    [['--port', '3000'], /--port is of the server over HTTP\. Add --http/],
    [['--http', '--host', '0.0.0.0'], /Others than you can reach 0\.0\.0\.0.*--token-file/],
    [['--http', '--port', '99999'], /--port 99999 is not/],
    [['--frobnicate'], /--frobnicate.*--help/],
  ])('%j ends the start with a word', async ([words, message]) => {
    const child = spawn(process.execPath, ['--conditions=@scopekit/source', main, ...words], { env: { HOME: folder } });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const code = await new Promise((done) => child.on('close', done));
    expect([code, said]).toEqual([2, expect.stringMatching(message)]);
    expect(said).not.toMatch(/\n\s+at /);
  });

  test('a name that is none is told, with those that there are', async () => {
    const child = spawn(process.execPath, ['--conditions=@scopekit/source', main, '--tools', 'scopus_find'], { env: { HOME: folder } });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const code = await new Promise((done) => child.on('close', done));
    expect([code, said]).toEqual([2, expect.stringMatching(/no tool "scopus_find"\. These are: scopus_search/)]);
  });
});

describe('people, institutions, journals', () => {
  test('authors come by query and by id, with the figures a model needs', async () => {
    const { call } = await v1();
    const { authors } = [...corpus({ works: 200 }).works()][0] ?? expect.unreachable('the corpus has works');
    const family = authors[0]?.author.family ?? '';
    const found = (await call('scopus_authors', { what: [`AUTHLASTNAME(${family})`], limit: 3 })).structuredContent as unknown as {
      total: number;
      authors: { authorId: string; name: string; works: number }[];
    };
    expect(found).toMatchObject({ total: expect.any(Number), authors: expect.any(Array) });
    expect(found.authors[0]).toMatchObject({ authorId: expect.stringMatching(/^\d+$/), name: expect.stringContaining(family) });
    const id = found.authors[0]?.authorId ?? '';
    const answer = await call('scopus_authors', { what: [id, '57999999999'] });
    expect(answer.structuredContent).toMatchObject({
      authors: [{ authorId: id, hIndex: expect.any(Number) }],
      missing: [{ id: '57999999999', code: 'NOT_FOUND' }],
    });
    expect(JSON.parse(told(answer))).toEqual(answer.structuredContent);
  });

  test('of quota nothing is known before the first answer, and how to know is told', async () => {
    const { call } = await overStdio({ words: ['--sandbox'] });
    expect((await call('elsevier_quota', {})).structuredContent).toMatchObject({ nextStep: expect.stringContaining('check') });
  });

  test('a query without a field costs nothing and says what one looks like', async () => {
    const { call } = await v1();
    const before = sandbox.elsevier.log.length;
    for (const what of [['Silva 2020'], ['57900000001', 'Silva']]) {
      const answer = await call('scopus_authors', { what });
      expect([answer.isError, told(answer)]).toEqual([
        true,
        expect.stringMatching(/^BAD_INPUT: .* Do this: (?:Give ids, or a query|Ask for the ids in one call)/),
      ]);
    }
    expect(sandbox.elsevier.log.length).toBe(before);
  });

  test.for<[string, string, RegExp]>([
    ['scopus_authors', 'Ana Silva', /Silva/],
    ['scopus_authors', 'Silva, Ana', /Silva/],
    ['scopus_authors', 'Silva A.', /Silva/],
    ['scopus_authors', 'Ana van der Berg', /van der Berg/],
    ['scopus_authors', '9-s2.0-57900000001', /"authorId":"57900000001"/],
    ['scopus_authors', 'silva', /Silva/],
    ['scopus_affiliations', 'University', /University/],
    ['scopus_affiliations', 'Université Claude Bernard Lyon 1', /"affiliations":\[\]/],
    ['scopus_affiliations', 'University of Bergen (Norway)', /"affiliations":\[\]/],
  ])('%s takes a name: %s', async ([tool, name, found]) => {
    const { call } = await v1();
    expect(told(await call(tool, { what: name }))).toMatch(found);
  });

  test('several names are one question, several titles one each', async () => {
    const { call } = await v1();
    const before = sandbox.elsevier.log.length;
    const both = told(await call('scopus_authors', { what: ['Silva, Ana', 'Okafor'], limit: 25 }));
    expect([/Silva/.test(both), /Okafor/.test(both), sandbox.elsevier.log.length - before]).toEqual([true, true, 1]);
    const { sources } = (await call('scopus_sources', { what: ['Journal of Ecology', 'Annals of Ecology'] })).structuredContent as unknown as {
      sources: { title: string }[];
    };
    expect(sources.map(({ title }) => title)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^Journal of Ecology/), expect.stringMatching(/^Annals of/)]),
    );
    expect(told(await call('scopus_sources', { what: ['Nature', 'Ecology'] }))).toContain('Ask for titles of one word one at a time');
  });

  test('a DOI or an EID as a query is looked for as what it is', async () => {
    const { call } = await v1();
    const [work] = [...corpus().works()].filter(({ doi }) => doi);
    for (const [query, sent] of [
      [`https://doi.org/${work?.doi}`, `DOI(${work?.doi})`],
      [work?.eid, `EID(${work?.eid})`],
      [`DOI(https://doi.org/${work?.doi})`, `DOI(${work?.doi})`],
    ])
      expect(data(await call('scopus_search', { query }))).toMatchObject({ query: sent, total: expect.any(Number) });
  });

  test('institutions, journals and subjects', async () => {
    const { call } = await v1();
    const read = async (name: string, args: Record<string, unknown>) =>
      (await call(name, args)).structuredContent as unknown as Record<string, Record<string, unknown>[]>;
    const { affiliations } = await read('scopus_affiliations', { what: ['AFFIL(University)'], limit: 2 });
    expect(affiliations?.[0]).toMatchObject({ affiliationId: expect.stringMatching(/^\d+$/), name: expect.any(String), works: expect.any(Number) });
    const { sources } = await read('scopus_sources', { what: ['Journal'], limit: 2 });
    expect(sources?.[0]).toMatchObject({ title: expect.stringMatching(/journal/i), citeScore: expect.any(Number) });
    const { subjects } = await read('scopus_subjects', { query: 'aquatic' });
    expect(subjects?.length).toBeGreaterThan(0);
    const all = (await call('scopus_subjects', {})).structuredContent as unknown as { subjects: unknown[]; notice: string };
    expect([all.subjects.length, all.notice]).toEqual([60, expect.stringMatching(/^60 of \d{3}: add words/)]);
  });
});

describe('scopus_citations', () => {
  const counted = async (call: (name: string, args: Record<string, unknown>) => Promise<Answer>, args: object) =>
    (await call('scopus_citations', { ids: ['2-s2.0-99900000001', '10.5555/none'], ...args })).structuredContent as unknown as {
      from: string;
      counts: { scopusId: string; citedBy: number; byYear?: object }[];
      missing: { id: string }[];
      notice?: string;
    };

  test('totals, and by year', async () => {
    const { call } = await v1();
    const totals = await counted(call, {});
    expect(totals).toMatchObject({
      from: 'citation_count',
      counts: [{ scopusId: '99900000001', citedBy: expect.any(Number) }],
      missing: [{ id: '10.5555/none' }],
    });
    const byYear = await counted(call, { years: '2022-2024' });
    expect(byYear).toMatchObject({
      from: 'citation_overview',
      counts: [{ byYear: { 2022: expect.any(Number), 2023: expect.any(Number), 2024: expect.any(Number) } }],
    });
  });

  test('a key without the overview gives totals instead, and says so', async () => {
    const { call } = await v1({ key: sandboxKeys.nonSubscriber });
    expect(await counted(call, { years: '2022-2024' })).toMatchObject({ from: 'citation_count', notice: expect.stringContaining('not enabled for this key') });
  });
});

describe('sciencedirect_search', () => {
  test('finds articles with the ids that the other tools take', async () => {
    const { call } = await v1();
    const found = data(await call('sciencedirect_search', { words: 'coral', years: '2015-', limit: 3 }));
    expect([found.works.length, found.total > 3]).toEqual([3, true]);
    expect(found.works).toEqual(Array(3).fill(expect.objectContaining({ pii: expect.any(String), title: expect.any(String) })));
    expect(told(await call('sciencedirect_search', {}))).toMatch(/Do this: .*words/);
  });
});

describe('sciencedirect_access', () => {
  test('tells who may read, from when the manuscript is public, and which link to show; each article by itself', async () => {
    const [article] = [...corpus().works()].filter(({ pii, freeToRead }) => /^S\d{16}$/.test(pii ?? '') && !freeToRead.length);
    const { call } = await v1();
    const answer = await call('sciencedirect_access', { ids: [article?.pii, 'S9900999999999999'] });
    expect(answer.isError).toBeFalsy();
    expect(answer.structuredContent).toMatchObject({
      articles: [
        { pii: article?.pii, entitlement: expect.stringMatching(/^(?:yes|no|open_access)$/), judgedFor: expect.any(String), links: expect.any(Array) },
        { entitlement: 'not_found' },
      ],
    });
    expect((answer.structuredContent as unknown as { articles: { links: unknown[] }[] }).articles[0]?.links.length).toBeGreaterThan(0);
  });

  test('that gets no identifier says so', async () => {
    const { call } = await v1();
    expect(await call('sciencedirect_access', { ids: ['no identifier'] })).toMatchObject({ content: [{ text: expect.stringContaining('no identifier') }] });
  });
});

describe('dedupe_works', () => {
  const twice = () =>
    [...corpus({ works: 12 }).works()].flatMap((work, i) => (i < 3 ? [work, { ...work, eid: `2-s2.0-9990099000${i}`, scopusId: `9990099000${i}` }] : [work]));

  test('tells what goes and why, and writes three new files of that name into the allowed folder', async () => {
    writeFileSync(join(folder, 'twice.csv'), scopusCsv(twice(), { generation: 'D' }));
    const { call } = await v1();
    const answer = data(await call('dedupe_works', { paths: ['twice.csv'] })) as unknown as Record<string, unknown>;
    expect(answer).toMatchObject({
      records: 15,
      removed: 3,
      kept: 12,
      files: [],
      removals: Array(3).fill(expect.objectContaining({ why: expect.stringContaining('title same') })),
    });
    const written = data(await call('dedupe_works', { paths: ['twice.csv'], file: 'clean.ris' })) as unknown as { files: string[] };
    expect(written.files.map((path) => path.split('/').at(-1))).toEqual(['clean.ris', 'clean.removed.csv', 'clean.review.csv']);
    expect(readFileSync(join(folder, 'clean.ris'), 'utf8').match(/^TY {2}-/gm)).toHaveLength(12);
  });

  test('takes files of the allowed folder only, and names of files only', async () => {
    const { call } = await v1();
    expect(told(await call('dedupe_works', { paths: ['../other.csv'] }))).toMatch(/^BAD_INPUT: .*(outside the allowed folder|no such file)/);
    expect(told(await call('dedupe_works', { paths: ['twice.csv'], file: '../clean.csv' }))).toMatch(/plain file name/);
  });
});

describe('read_file', () => {
  test('tells what a file is and what was mended, and pages its works', async () => {
    writeFileSync(join(folder, 'export.csv'), scopusCsv([...corpus({ works: 25 }).works()], { generation: 'D' }));
    const { call } = await v1();
    const first = data(await call('read_file', { path: 'export.csv' }));
    expect(first).toMatchObject({
      format: 'scopus-csv',
      variant: 'D',
      encoding: 'UTF-8 with BOM',
      rows: 25,
      read: 25,
      refused: 0,
      shown: 10,
      repairs: [{ kind: 'escapes' }],
    });
    const eids = first.works.map(({ eid }) => eid);
    let { nextCursor } = first;
    while (nextCursor) {
      const page = data(await call('read_file', { path: 'export.csv', cursor: nextCursor }));
      eids.push(...page.works.map(({ eid }) => eid));
      nextCursor = page.nextCursor;
    }
    expect(eids).toEqual([...corpus({ works: 25 }).works()].map(({ eid }) => eid));
    expect(told(await call('read_file', { path: 'other.csv', cursor: first.nextCursor }))).toMatch(/^CURSOR_EXPIRED/);
  });

  test('reads inside the allowed folder only, wherever links lead', async () => {
    const outside = join(mkdtempSync(join(tmpdir(), 'scopekit-outside-')), 'secret.csv');
    writeFileSync(outside, 'title,year\nSecret,2020\n');
    symlinkSync(outside, join(folder, 'link.csv'));
    const { call } = await v1();
    for (const path of [outside, 'link.csv', '../secret.csv', '/etc/passwd', '/dev/stdin', '-']) {
      const answer = await call('read_file', { path });
      expect([path, answer.isError, told(answer)]).toEqual([path, true, expect.stringMatching(/^BAD_INPUT: .*(outside the allowed folder|no such file)/)]);
    }
  });

  test('what is no bibliographic file is refused with what it seems to be', async () => {
    writeFileSync(join(folder, 'page.csv'), '<!doctype html><title>Sign in</title>');
    const { call } = await v1();
    expect(told(await call('read_file', { path: 'page.csv' }))).toMatch(/^BAD_INPUT: page\.csv cannot be read: it seems to be a web page.* Do this: Sign in/);
  });
});

describe('scopus_search', () => {
  test.for([
    ['coral AND (reef OR kelp)', 'TITLE-ABS-KEY(coral AND (reef OR kelp))'],
    ['title(coral)', 'title(coral)'],
    ['AU-ID(57900000001) AND PUBYEAR > 2020', 'AU-ID(57900000001) AND PUBYEAR > 2020'],
    ['Do corals bleach? A review: reefs, kelp & heat, 1996–2004.', 'TITLE-ABS-KEY(Do corals bleach A review reefs kelp heat 1996–2004)'],
    ['"coral: reefs, and" bleach*', 'TITLE-ABS-KEY("coral: reefs, and" bleach*)'],
    ['source:sink ratio and "au:thor" in key:value stores', 'TITLE-ABS-KEY(source:sink ratio and "au:thor" in key:value stores)'],
  ])('the words %s are asked as %s', async ([words, query]) => {
    const { call } = await v1();
    expect(data(await call('scopus_search', { query: words, limit: 1 })).query).toBe(query);
  });

  test('a word beside fields and in none is told: Scopus looks for it everywhere', async () => {
    const { call } = await v1();
    const answer = await call('scopus_search', { query: 'Bergen AND OPENACCESS(1)', limit: 1 });
    expect(data(answer)).toMatchObject({ query: 'Bergen AND OPENACCESS(1)', warnings: [expect.stringMatching(/^In no field: Bergen\..*TITLE-ABS-KEY/)] });
  });

  test.for([
    ['ti:coral', /QUERY_SYNTAX: ti: is no field of Scopus\. Do this: Write TITLE\(…\)/],
    ['coral[tiab]', /QUERY_SYNTAX: \[tiab\] is no field of Scopus\. Do this: Write TITLE-ABS\(…\)/],
    ['TS=(coral AND reef)', /QUERY_SYNTAX: TS= is no field of Scopus\. Do this: Write TITLE-ABS-KEY\(…\)/],
    ['coral AND (reef OR kelp', /QUERY_SYNTAX: At character 11 of the query: This parenthesis is not closed/],
    ['DOCTYPE(review) AND coral', /QUERY_SYNTAX: .*DOCTYPE knows no "review".* Do this: Did you mean DOCTYPE\(re\)/s],
    ['SUBJAREA(Ecology)', /QUERY_SYNTAX: .*SUBJAREA knows no "Ecology".*four letters/s],
    ['coral NOT bleaching', /QUERY_SYNTAX: .*NOT alone joins nothing.*Write AND NOT/s],
  ] as const)('what would find nothing is told before it costs a request: %s', async ([query, said]) => {
    const { call } = await v1();
    const before = sandbox.elsevier.log.length;
    expect([told(await call('scopus_search', { query })), sandbox.elsevier.log.length - before]).toEqual([expect.stringMatching(said), 0]);
  });

  test('gives lean hits, the query as it was sent, and the same facts as text', async () => {
    const { call } = await v1();
    const answer = await call('scopus_search', { query: 'coral reefs', sort: 'newest', limit: 5 });
    expect(data(answer)).toMatchObject({ query: 'TITLE-ABS-KEY(coral reefs)', shown: 5, quotaLeft: { 'scopus.search': expect.any(Number) } });
    expect(JSON.parse(told(answer))).toEqual(data(answer));
    for (const hit of data(answer).works) expect(Object.keys(hit)).not.toContain('abstract');
  });

  test('a hit is at most 100 tokens, and nothing in it is null', async () => {
    const { call } = await v1();
    const { works } = data(await call('scopus_search', { query: 'PUBYEAR > 1990', limit: 25 }));
    for (const hit of works) expect(JSON.stringify(hit).length / 3.6).toBeLessThan(100);
    expect(JSON.stringify(works)).not.toMatch(/null|\[\]/);
  });

  test('a page of 25 hits as rows says the same in fewer tokens', async () => {
    const { call } = await v1();
    const asked = { query: 'PUBYEAR > 1990', limit: 25 };
    const objects = await call('scopus_search', asked);
    const table = await call('scopus_search', { ...asked, as: 'rows' });
    const { columns, rows, works } = table.structuredContent as unknown as { columns: string[]; rows: unknown[][]; works?: unknown };
    const told25 = rows.map((row) => Object.fromEntries(columns.flatMap((column, i) => (row[i] === '' ? [] : [[column, row[i]]]))));
    expect([told25, works]).toEqual([data(objects).works, undefined]);
    const tokens = (answer: Answer) => told(answer).length / 3.6;
    expect([tokens(objects) < 2_500, tokens(table) < 2_000]).toEqual([true, true]);
  });

  test('pages by cursor, each work once, and refuses the cursor of another question', async () => {
    const { call } = await v1();
    const eids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = data(await call('scopus_search', { query: 'TITLE(coral)', limit: 10, cursor }));
      eids.push(...page.works.map(({ eid }) => eid));
      cursor = page.nextCursor;
    } while (cursor);
    expect(eids.length).toBeGreaterThan(20);
    expect(new Set(eids).size).toBe(eids.length);
    const first = data(await call('scopus_search', { query: 'TITLE(coral)' }));
    expect(told(await call('scopus_search', { query: 'TITLE(asthma)', cursor: first.nextCursor }))).toMatch(/^CURSOR_EXPIRED/);
    expect(told(await call('scopus_search', { query: 'TITLE(asthma)', cursor: 'nonsense' }))).toMatch(/^CURSOR_EXPIRED/);
  });

  test('no hits are an answer with advice, a bad query an error with the place to try it', async () => {
    const { call } = await v1();
    expect(data(await call('scopus_search', { query: 'nothingatall' }))).toMatchObject({ total: 0, works: [], notice: expect.stringContaining('Try') });
    expect(told(await call('scopus_search', { query: 'TITLE(coral' }))).toMatch(/^QUERY_SYNTAX: .*Advanced Search/);
    expect(told(await call('scopus_search', { query: 'coral) bleaching' }))).toMatch(/^QUERY_SYNTAX: At character (?:6|17)\b/);
  });
});

describe('scopus_works', () => {
  test('gives what was asked for, tells what it cut, and names what is missing', async () => {
    const { call } = await v1();
    const many = [...corpus().works()].find(({ authors, dummy }) => authors.length > 12 && !dummy);
    const answer = data(
      await call('scopus_works', {
        ids: [many?.eid, '12345678', '2-s2.0-99999999999'],
        include: ['abstract', 'authors'],
        maxAbstractChars: 100,
        maxAuthors: 3,
      }),
    );
    expect(answer.works[0]).toMatchObject({ eid: many?.eid, counts: { authors: many?.authors.length }, truncated: expect.stringContaining('maxAuthors') });
    expect([answer.works[0]?.authors.length, (answer.works[0]?.abstract.length ?? Number.POSITIVE_INFINITY) <= 100]).toEqual([3, true]);
    expect(answer.missing.map(({ id, code }) => [id, code])).toEqual([
      ['12345678', 'BAD_ID'],
      ['2-s2.0-99999999999', 'NOT_FOUND'],
    ]);
  });

  test('asks for a work once, in however many ways it is named', async () => {
    const { call } = await v1();
    const before = sandbox.elsevier.log.length;
    const answer = data(await call('scopus_works', { ids: ['2-s2.0-99900000005', '99900000005', 'SCOPUS_ID:99900000005'] }));
    expect([answer.works.length, sandbox.elsevier.log.length - before]).toEqual([1, 1]);
    expect(answer).toMatchObject({ warnings: [expect.stringMatching(/^2 of the ids are another way/)] });
  });

  test('shows no abstract where that is switched off, and says so', async () => {
    const { client, call } = await v1({ words: ['--base-url', sandbox.url, '--no-abstracts'] });
    const answer = await call('scopus_works', { ids: ['2-s2.0-99900000001'], include: ['abstract', 'authors'] });
    expect(answer.structuredContent).toMatchObject({ works: [{ authors: expect.any(Array) }], notice: expect.stringContaining('switched off') });
    expect(data(answer).works[0]?.abstract).toBeUndefined();
    const { contents } = await client.readResource({ uri: 'scopus://work/2-s2.0-99900000001' });
    expect((contents[0] as { text: string }).text).not.toContain('## Abstract');
  });

  test('says that a key without subscription sees no abstracts', async () => {
    const { call } = await v1({ key: sandboxKeys.nonSubscriber });
    expect(data(await call('scopus_works', { ids: ['2-s2.0-99900000003'] }))).toMatchObject({
      works: [{ view: 'META' }],
      notice: expect.stringContaining('no abstracts'),
    });
  });
});

describe('a survey', () => {
  test('answers with the result when it is done in time, and writes its file in its folder only', async () => {
    const { call } = await v1();
    const answer = data(await call('survey_start', { keywords: ['coral'], limit: 30, file: 'reefs.csv' }));
    expect(answer).toMatchObject({ state: 'completed', counts: { received: 30 }, files: [{ kind: 'works', path: 'reefs.csv' }, { kind: 'manifest' }] });
    expect(readdirSync(folder).sort()).toEqual(expect.arrayContaining(['reefs.csv', 'reefs.manifest.json']));
    expect(readFileSync(join(folder, 'reefs.csv'), 'utf8')).toContain('Electronic ID');
    for (const file of ['../reefs.csv', '/tmp/reefs.csv', 'a/b.csv', '.bashrc', 'reefs.exe'])
      expect((await call('survey_start', { keywords: ['coral'], file })).isError).toBe(true);
  });

  test('answers with a handle when it takes longer, which survey_status follows to its works', async () => {
    const { call } = await v1();
    const begun = data(await call('survey_start', { keywords: ['python'], limit: 100, retrieve: 'all', waitSeconds: 0 }));
    expect(begun).toMatchObject({ state: 'working', run: expect.stringMatching(/^[a-z2-9]{8}$/), nextStep: expect.stringContaining('survey_status') });
    const ended = data(await call('survey_status', { run: begun.run, waitSeconds: 50, limit: 40 }));
    expect(ended).toMatchObject({ state: 'completed', counts: { received: 100, retrieved: expect.any(Number) } });
    const rest = data(await call('survey_status', { run: begun.run, limit: 50, cursor: ended.nextCursor }));
    expect(ended.works).toHaveLength(40);
    expect(rest.works.length).toBeGreaterThan(0);
    expect(rest.works[0]?.eid).not.toBe(ended.works[0]?.eid);
  });

  test('stops when its call is taken back, and keeps what is there', async () => {
    const { client, call } = await overStdio();
    const before = sandbox.elsevier.log.length;
    const taken = new AbortController();
    const started = client.callTool(
      { name: 'survey_start', arguments: { keywords: ['python'], limit: 300, retrieve: 'all', file: 'taken.csv', waitSeconds: 50 } },
      undefined,
      { signal: taken.signal },
    );
    await vi.waitUntil(() => sandbox.elsevier.log.length - before > 15, { timeout: 15_000 }).then(() => taken.abort());
    await expect(started).rejects.toThrow();
    await vi.waitUntil(() => readdirSync(folder).includes('taken.manifest.json'), { timeout: 15_000 });
    const spent = sandbox.elsevier.log.length - before;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(sandbox.elsevier.log.length - before).toBe(spent);
    expect(readdirSync(folder)).toContain('taken.csv');
    expect(data(await call('elsevier_quota', {})).keys).toBe(1);
  });

  test('says when it took fewer works than there are, and never replaces a file', async () => {
    const { call } = await v1();
    const first = data(await call('survey_start', { keywords: ['python'], limit: 25, retrieve: 'never', file: 'a.csv' }));
    const second = data(await call('survey_start', { keywords: ['coral'], limit: 25, retrieve: 'never', file: 'a.csv' }));
    expect(first.nextStep).toMatch(/^25 of \d+ works were taken/);
    expect([first, second].map(({ files }) => files[0]?.path)).toEqual(['a.csv', 'a-2.csv']);
  });

  test('tells progress while it is waited for', async () => {
    const { call } = await overStdio();
    const seen: number[] = [];
    await call(
      'survey_start',
      { keywords: ['python'], limit: 60, retrieve: 'all', waitSeconds: 50 },
      { onprogress: ({ progress }: { progress: number }) => seen.push(progress), timeout: 60_000 },
    );
    expect(seen.length).toBeGreaterThan(2);
  });

  test('tells its price first when asked to', async () => {
    const { call } = await v1();
    expect(data(await call('survey_start', { keywords: ['python'], limit: 500, dryRun: true }))).toMatchObject({
      state: 'estimated',
      estimate: { works: 500, requests: { 'scopus.search': 20 } },
    });
  });

  test('nobody knows a handle that was not given', async () => {
    const { call } = await v1();
    expect(told(await call('survey_status', { run: 'xyz' }))).toMatch(/^JOB_UNKNOWN/);
  });
});

test('secrets are in nothing that goes over the wire or to the log, debug on', async () => {
  const key = 'SECRETkey0123456789abcdefABCDEF01';
  const client = new ClientV1({ name: 'test', version: '1' });
  const transport = new TransportV1({ ...server({ key, words: ['--base-url', sandbox.url, '--debug'] }) });
  let log = '';
  transport.stderr?.on('data', (chunk) => {
    log += chunk;
  });
  await client.connect(transport);
  open.push(client);
  const traffic = JSON.stringify(
    await Promise.all([
      client.callTool({ name: 'scopus_search', arguments: { query: `TITLE(${key})` } }),
      client.callTool({ name: 'elsevier_quota', arguments: { check: true } }),
    ]),
  );
  expect(traffic + log).not.toContain(key);
  expect(log).toContain('scopus.search');
  expect(traffic).toContain('[secret]');
});

describe('standard output', () => {
  /** Speaks to the server line by line, without any client. */
  function speak(lines: string[], answers = lines.filter((line) => line.includes('"id"')).length): Promise<{ out: string; code: number | null; ms: number }> {
    const { command, args, env } = server();
    const child = spawn(command, args, { env: { PATH: process.env.PATH, ...env } });
    let out = '';
    let ended = 0;
    child.stdout.on('data', (chunk) => {
      out += chunk;
      if (out.trim().split('\n').length >= answers && !ended) {
        ended = Date.now();
        child.stdin.end();
      }
    });
    for (const line of lines) child.stdin.write(`${line}\n`);
    return new Promise((done) => child.on('close', (code) => done({ out, code, ms: Date.now() - ended })));
  }

  test('carries the protocol and nothing else; a broken line does no harm; the end of input ends it', async () => {
    const { out, code, ms } = await speak([
      '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}',
      '{"jsonrpc":"2.0","method":"notifications/initialized"}',
      'this is not JSON',
      '{"jsonrpc":"2.0","id":2,"method":"tools/list"}',
      '{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"scopus_search","arguments":{"query":"coral"}}}',
    ]);
    for (const line of out.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
    expect(code).toBe(0);
    expect(ms).toBeLessThan(3_000);
  });
});

describe('what a model reads', () => {
  test('is short: descriptions, instructions, and all schemas together', async () => {
    const { client } = await v1();
    for (const { description } of tools) expect(Buffer.byteLength(description)).toBeLessThan(600);
    const all = instructionsFor(new Set(toolNames));
    expect(Buffer.byteLength(all)).toBeLessThan(1_500);
    for (const name of toolNames) expect(instructionsFor(new Set())).not.toContain(name);
    const prompt = (await client.listTools()).tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    // a token of such JSON is about 4.6 bytes
    const tokens = (value: unknown) => JSON.stringify(value).length / 4.6;
    expect(tools.length).toBeLessThanOrEqual(14);
    expect(tokens(prompt.filter(({ name }) => name !== 'read_file'))).toBeLessThan(2_500);
    for (const tool of prompt) expect(tokens(tool)).toBeLessThan(400);
  });

  test('every tool says what it does to the world, and every answer fits its schema', () => {
    for (const { annotations, output } of tools) {
      expect(Object.keys(annotations).sort()).toEqual(['destructiveHint', 'idempotentHint', 'openWorldHint', 'readOnlyHint']);
      expect(output.def.type).toBe('object');
    }
  });

  test('the query language, subjects and limits are there to read, and cost nothing', async () => {
    const { client } = await v1({ key: '', words: [] });
    const text = async (uri: string) => ((await client.readResource({ uri })).contents[0] as { text: string }).text;
    expect((await client.listResources()).resources.map(({ uri }) => uri)).toEqual(['scopus://syntax', 'scopus://subjects', 'elsevier://limits']);
    expect(await text('scopus://syntax')).toContain('TITLE-ABS-KEY');
    expect(await text('scopus://subjects')).toMatch(/^- COMP: .*1702 Artificial Intelligence/m);
    expect(await text('elsevier://limits')).toMatch(/\| scopus\.search \| 9 \| 20,000 \|/);
  });

  test('a work is there to read, by any of its ids; one that is not there is told', async () => {
    const { client } = await v1();
    const { contents } = await client.readResource({ uri: 'scopus://work/2-s2.0-99900000001' });
    expect((contents[0] as { text: string }).text).toMatch(/^# .+\n\n[\s\S]*EID 2-s2\.0-99900000001[\s\S]*Source: Scopus\.\n$/);
    await expect(client.readResource({ uri: 'scopus://work/2-s2.0-99999999999' })).rejects.toThrow();
  });

  test('ways to work are there to choose, with areas completed', async () => {
    const { client } = await v1({ key: '', words: [] });
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(['systematic_review', 'author_report', 'repository_deposit_check', 'find_related']);
    for (const { name, arguments: args = [] } of prompts) {
      const given = Object.fromEntries(args.map((each) => [each.name, `kelp ${each.name}`]));
      const { content } = (await client.getPrompt({ name, arguments: given })).messages[0] ?? expect.unreachable();
      for (const value of Object.values(given)) expect((content as { text: string }).text).toContain(value);
    }
    const { completion } = await client.complete({ ref: { type: 'ref/prompt', name: 'systematic_review' }, argument: { name: 'area', value: 'me' } });
    expect(completion.values).toEqual(['MEDI']);
  });
});
