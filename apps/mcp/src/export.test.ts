import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { gatewayDesk } from '@scopekit/operations';
import { corpus, type Sandbox, startSandbox } from '@scopekit/test-fixtures';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const main = resolve(import.meta.dirname, 'main.ts');
const open: { close(): Promise<unknown> }[] = [];
let sandbox: Sandbox;
let home = '';
let cookies: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ corpus: corpus({ works: 300 }) });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'scopekit-export-'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

interface Setting {
  readonly terms?: boolean;
  readonly session?: boolean;
}

async function prepared({ terms = true, session = true }: Setting = {}) {
  const desk = gatewayDesk(home);
  await desk.acceptTerms('tester', Date.now());
  const begun = sandbox.elsevier.web.begin();
  cookies = Object.values(begun);
  const header = Object.entries(begun).map(([name, value]) => `${name}=${value}`);
  if (session) await desk.login(header.join('; '), { baseUrl: sandbox.url }, Date.now());
  if (!terms) await import('node:fs/promises').then(({ rm }) => rm(join(home, 'gateway-terms.toml')));
}

const transport = () => ({
  command: process.execPath,
  args: ['--conditions=@scopekit/source', main, '--output-dir', join(home, 'out')],
  env: { SCOPEKIT_HOME: home },
  stderr: 'pipe' as const,
});

type Answer = { readonly isError?: boolean; readonly content: { text: string }[]; readonly structuredContent?: Record<string, unknown> };

async function connected(mode: 'legacy' | 'auto', answer?: (question: string) => object) {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode }, capabilities: answer ? { elicitation: { form: {} } } : {} });
  const questions: string[] = [];
  if (answer)
    client.setRequestHandler('elicitation/create', async ({ params }) => {
      questions.push((params as { message: string }).message);
      return answer(params.message) as never;
    });
  await client.connect(new StdioClientTransport(transport()));
  open.push(client);
  const call = async (args: object) => (await client.callTool({ name: 'export_works', arguments: { ...args } })) as unknown as Answer;
  return { client, call, questions };
}

const names = async ({ client }: { client: Client }) => (await client.listTools()).tools.map(({ name }) => name);
const exported = () => sandbox.elsevier.web.log.filter(({ endpoint }) => endpoint === 'export').length;

describe('export_works', () => {
  test.for<readonly [string, Setting, boolean]>([
    ['with terms and session', {}, true],
    ['without the terms', { terms: false }, false],
    ['without a session', { session: false }, false],
  ])('%s it is listed: %s', async ([, setting, listed]) => {
    await prepared(setting);
    const server = await connected('auto');
    expect((await names(server)).includes('export_works')).toBe(listed);
    expect(server.client.getInstructions()?.includes('export_works')).toBe(listed);
  });

  test.for(['legacy', 'auto'] as const)('asks a human first, and exports when they agree (%s protocol)', async (mode) => {
    await prepared();
    const { call, questions } = await connected(mode, () => ({ action: 'accept', content: { agree: true } }));
    const answer = await call({ query: 'TITLE(coral)', limit: 5, file: 'coral.csv', waitSeconds: 30 });
    expect(answer.structuredContent).toMatchObject({ state: 'completed', works: 5, counts: { requested: 5, received: 5, missing: 0 } });
    expect(questions).toEqual([expect.stringMatching(/^Export 5 works .* your own session .*coral/)]);
    expect(questions[0]).toContain('licence');
    expect(readdirSync(join(home, 'out'))).toEqual(['coral.csv', 'coral.manifest.json']);
    const files = readdirSync(home).filter((name) => name.endsWith('.db') || name.includes('out'));
    const shown = [JSON.stringify(answer), ...readdirSync(join(home, 'out')).map((name) => readFileSync(join(home, 'out', name), 'utf8'))];
    for (const secret of cookies) for (const text of shown) expect(text).not.toContain(secret);
    expect(files.length).toBeGreaterThan(0);
  });

  test.for<readonly [string, object]>([
    ['declines', { action: 'decline' }],
    ['closes the question', { action: 'cancel' }],
    ['leaves the box empty', { action: 'accept', content: { agree: false } }],
  ])('nothing is exported when the human %s', async ([, reply]) => {
    await prepared();
    const before = exported();
    const { call } = await connected('auto', () => reply);
    const answer = await call({ query: 'TITLE(coral)', limit: 5 });
    expect(answer).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(/^DECLINED: .*Do not try again/) }] });
    expect(exported()).toBe(before);
  });

  test('where nobody can be asked it gives the preview and the command, and exports nothing', async () => {
    await prepared();
    const before = exported();
    const { call } = await connected('auto');
    const { structuredContent } = await call({ query: "TITLE(coral's)", limit: 7 });
    expect((await call({ query: 'TITLE(coral)', limit: 7 })).structuredContent).toMatchObject({
      state: 'preview',
      works: 7,
      minutes: 1,
      leftToday: 5_000,
      requests: { 'gateway.search': 1, 'gateway.export': 1 },
      terms: expect.stringContaining('licence'),
      nextStep: expect.stringContaining("scopekit gateway export --query 'TITLE(coral)' --limit 7 --out works.csv"),
    });
    expect(structuredContent).toMatchObject({ state: 'preview', works: 0, nextStep: expect.stringContaining('Nothing matches') });
    expect(exported()).toBe(before);
  });

  test('a client that can open addresses only cannot ask: it gets the command', async () => {
    await prepared();
    for (const mode of ['legacy', 'auto'] as const) {
      const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode }, capabilities: { elicitation: { url: {} } } });
      await client.connect(new StdioClientTransport(transport()));
      open.push(client);
      const answer = (await client.callTool({
        name: 'export_works',
        arguments: { query: 'TITLE(coral)', limit: 3, file: 'my file.csv' },
      })) as unknown as Answer;
      expect(answer.structuredContent).toMatchObject({ state: 'preview', nextStep: expect.stringContaining("--out 'my file.csv'") });
    }
  });

  test('what would be refused is told before anybody is asked', async () => {
    await prepared();
    const { call, questions } = await connected('auto', () => ({ action: 'accept', content: { agree: true } }));
    for (const args of [{ eids: ['hello'] }, { eids: ['2-s2.0-99900000001', '2-s2.0-99900000002'], limit: 1 }]) expect((await call(args)).isError).toBe(true);
    expect(questions).toEqual([]);
  });

  test('an agreement to one export is none to another: a forged or foreign answer is refused', async () => {
    await prepared();
    const before = exported();
    const client = new ClientV1({ name: 'test', version: '1' });
    await client.connect(new TransportV1(transport()));
    open.push(client);
    const forged = {
      name: 'export_works',
      arguments: { query: 'TITLE(coral)' },
      inputResponses: { agreement: { action: 'accept', content: { agree: true } } },
    };
    const answer = (await client.callTool(forged as never)) as unknown as Answer;
    expect(answer.structuredContent).toMatchObject({ state: 'preview' });
    expect(exported()).toBe(before);
  });

  test.for<readonly [string, object]>([
    ['more than 20,000 works', { query: 'coral', limit: 20_001 }],
    ['more than 2,000 EIDs', { eids: Array(2_001).fill('2-s2.0-99900000001') }],
    ['a file elsewhere', { query: 'coral', file: '../x.csv' }],
  ])('no argument gets beyond the limits: %s', async ([, args]) => {
    await prepared();
    const before = sandbox.elsevier.web.log.length;
    const { call } = await connected('auto', () => ({ action: 'accept', content: { agree: true } }));
    expect((await call(args)).isError).toBe(true);
    expect(sandbox.elsevier.web.log).toHaveLength(before);
  });

  test('a session that is over is told with what to do', async () => {
    await prepared();
    sandbox.elsevier.web.plan({ on: 'search', nth: sandbox.elsevier.web.log.filter(({ endpoint }) => endpoint === 'search').length + 1, fault: 'ended' });
    const { call } = await connected('auto');
    expect(await call({ query: 'TITLE(coral)' })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^GATEWAY_SESSION: .*scopekit gateway login/) }],
    });
    expect(readdirSync(home)).not.toContain('gateway-session.toml');
  });
});
