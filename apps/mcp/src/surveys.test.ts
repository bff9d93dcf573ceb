import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { corpus, type Sandbox, sandboxKeys, startSandbox } from '@scopekit/test-fixtures';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Answer, connected, served, told } from './testing.ts';

const main = resolve(import.meta.dirname, 'main.ts');
let sandbox: Sandbox;
let folder = '';
const running: ChildProcessWithoutNullStreams[] = [];
const open: { close(): unknown }[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ rate: 1_000, latencyMs: 5, keys: { KEYwithAshortWeek0123456789abcde: 'subscriber' }, corpus: corpus({ works: 400 }) });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scopekit-surveys-'));
});
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  for (const each of open.splice(0).reverse()) await each.close();
});

interface Status {
  readonly run: string;
  readonly state: string;
  readonly paused?: string;
  readonly counts: { readonly received: number; readonly retrieved: number; readonly kept: number };
  readonly requests?: Readonly<Record<string, number>>;
  readonly answersBefore?: Readonly<Record<string, number>>;
  readonly works: { readonly eid: string }[];
  readonly nextCursor?: string;
  readonly files?: { readonly path: string }[];
}

/** The server as a process of its own, spoken to line by line. */
function process_(shell?: string) {
  const words = ['--conditions=@scopekit/source', main, '--output-dir', folder, '--base-url', sandbox.url];
  const env = { PATH: process.env.PATH, HOME: folder, SCOPEKIT_HOME: join(folder, 'home'), ELSEVIER_API_KEY: sandboxKeys.subscriber };
  const child = shell ? spawn('bash', ['-c', `${shell}; exec "$0" "$@"`, process.execPath, ...words], { env }) : spawn(process.execPath, words, { env });
  running.push(child);
  const ended = new Promise<number | null>((done) => child.on('close', (code) => done(code)));
  const waiting = new Map<number, (answer: Answer<Status>) => void>();
  let [out, err, next] = ['', '', 1];
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin.on('error', () => {});
  child.stdout.on('data', (chunk) => {
    out += chunk;
    for (let end = out.indexOf('\n'); end >= 0; end = out.indexOf('\n')) {
      const message = JSON.parse(out.slice(0, end)) as { id?: number; result?: Answer<Status> };
      out = out.slice(end + 1);
      if (message.id !== undefined && message.result) waiting.get(message.id)?.(message.result);
    }
  });
  const request = (method: string, params: object) =>
    new Promise<Answer<Status>>((done, failed) => {
      const id = next++;
      void ended.then((code) => failed(new Error(`the server ended with ${code}: ${err}`)));
      waiting.set(id, done);
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    });
  const begun = request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } });
  const call = async (name: string, args: object) => {
    await begun;
    return request('tools/call', { name, arguments: args });
  };
  return { child, call, ended, err: () => err };
}

const asked = { query: 'PUBYEAR > 1990', limit: 100, retrieve: 'all', dedupe: 'off' };
const statusOf = ({ structuredContent }: Answer<Status>): Status => structuredContent ?? expect.unreachable('it should have given a status');

async function everyWork(call: (name: string, args: object) => Promise<Answer<Status>>, run: string): Promise<string[]> {
  const eids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = statusOf(await call('survey_status', { run, limit: 50, ...(cursor ? { cursor } : {}) }));
    eids.push(...page.works.map(({ eid }) => eid));
    cursor = page.nextCursor;
  } while (cursor);
  return eids;
}

describe('a server that dies', () => {
  test('ten times, at ten moments: the survey goes on when it is asked to, nothing is lost, hardly anything paid twice', { timeout: 90_000 }, async () => {
    const before = sandbox.elsevier.log.length;
    let run: string | undefined;
    for (let kill = 0; kill < 10; kill++) {
      const { child, call, ended } = process_();
      const status = statusOf(await call('survey_start', { ...(run ? { resume: run } : { ...asked, limit: 200 }), waitSeconds: 0 }));
      expect(status.state).toBe('working');
      run = status.run;
      await new Promise((resolve) => setTimeout(resolve, 100 + ((kill * 313) % 700)));
      child.kill('SIGKILL');
      await ended;
    }
    const last = process_();
    const spent = sandbox.elsevier.log.length;
    expect(statusOf(await last.call('survey_status', { run, waitSeconds: 0 }))).toMatchObject({ state: 'paused', paused: 'interrupted' });
    expect(sandbox.elsevier.log.length).toBe(spent);
    const done = statusOf(await last.call('survey_start', { resume: run, waitSeconds: 50 }));
    expect(done).toMatchObject({ state: 'completed', counts: { received: 200, retrieved: 200 } });
    expect(new Set(await everyWork(last.call, done.run)).size).toBe(200);
    // 8 pages and 200 records, and what was under way at each death
    expect(sandbox.elsevier.log.length - before).toBeLessThan(208 + 10 * 12);
    last.child.stdin.end();
    await last.ended;
  });

  test('after the end its result is there for the next one', async () => {
    const first = process_();
    const { run } = statusOf(await first.call('survey_start', { ...asked, limit: 30, retrieve: 'never' }));
    first.child.kill('SIGKILL');
    await first.ended;
    const { call } = process_();
    expect(statusOf(await call('survey_status', { run }))).toMatchObject({ state: 'completed', counts: { received: 30 } });
    expect(await everyWork(call, run)).toHaveLength(30);
    expect(told(await call('survey_start', { resume: run }))).toMatch(/^BAD_INPUT: This run is done/);
  });
});

describe('a server that is ended', () => {
  test.for<[string, (child: ChildProcessWithoutNullStreams) => void]>([
    ['the end of input', (child) => void child.stdin.end()],
    ['SIGTERM', (child) => void child.kill('SIGTERM')],
    ['a client that no longer reads', (child) => void child.stdout.destroy()],
  ])('by %s, with a survey under way: it is gone at once, the survey paused', async ([, end]) => {
    const { child, call, ended } = process_();
    const { run } = statusOf(await call('survey_start', { ...asked, waitSeconds: 1 }));
    void call('survey_status', { run, waitSeconds: 1 }).catch(() => {});
    const began = Date.now();
    end(child);
    expect([await ended, Date.now() - began < 2_000]).toEqual([0, true]);
    const next = process_();
    expect(statusOf(await next.call('survey_status', { run, waitSeconds: 0 }))).toMatchObject({ state: 'paused' });
  });
});

test('a line that is too long for a message ends the server, which could not read on', async () => {
  const { child, call, ended } = process_();
  const { run } = statusOf(await call('survey_start', { ...asked, waitSeconds: 0 }));
  child.stdin.write(`${'x'.repeat(11 * 1024 * 1024)}\n`);
  expect(await ended).toBe(0);
  expect(statusOf(await process_().call('survey_status', { run, waitSeconds: 0 })).state).toBe('paused');
});

test('a survey of another process is followed, and cannot be ended from here', async () => {
  const [one, other] = [process_(), process_()];
  const { run } = statusOf(await one.call('survey_start', { ...asked, limit: 50, waitSeconds: 0 }));
  expect(statusOf(await other.call('survey_cancel', { run }))).toMatchObject({ state: 'working', nextStep: expect.stringContaining('Another process') });
  expect(statusOf(await other.call('survey_status', { run, waitSeconds: 50 })).state).toBe('completed');
});

describe('a survey that does not end', () => {
  async function connectedTo(quota?: number) {
    const own = quota === undefined ? sandbox : await startSandbox({ quota, rate: 1_000, latencyMs: 2, corpus: corpus({ works: 400 }) });
    if (own !== sandbox) open.push(own);
    const server = await served({ folder, config: { baseUrl: own.url, baseUrlFrom: 'argument' } });
    const client = await connected(server.url);
    open.push(server, client);
    return { server, call: (name: string, args: object) => client.call<Status>(name, args), client: client.client };
  }

  test('for want of quota is paused, shows what came, and says when it can go on', async () => {
    const { call } = await connectedTo(20);
    const status = statusOf(await call('survey_start', { ...asked, waitSeconds: 50 }));
    expect(status).toMatchObject({
      state: 'paused',
      paused: 'quota-exceeded',
      nextStep: expect.stringContaining('resume'),
      stopped: expect.stringMatching(/quota/i),
    });
    expect(status.counts.retrieved).toBeGreaterThan(5);
    expect((await everyWork(call, status.run)).length).toBe(status.counts.kept);
    expect(told(await call('scopus_works', { ids: ['2-s2.0-99900000001'] }))).toMatch(/QUOTA_EXCEEDED/);
  });

  test('is told before, with numbers', async () => {
    const { call } = await connectedTo(10);
    await call('scopus_search', { query: 'coral' });
    expect((await call('survey_start', { ...asked, limit: 400, dryRun: true })).structuredContent).toMatchObject({
      state: 'estimated',
      estimate: { minutes: expect.any(Number), requests: expect.any(Object) },
      nextStep: expect.stringMatching(/^This needs \d+ requests of .* are left this week/),
    });
  });

  test('because it was ended keeps what came, and goes on by resume', async () => {
    const { call } = await connectedTo();
    const { run } = statusOf(await call('survey_start', { ...asked, file: 'ended.csv', waitSeconds: 2 }));
    const ended = statusOf(await call('survey_cancel', { run }));
    expect(ended).toMatchObject({ state: 'paused', paused: 'cancelled', stopped: 'It was ended; what had come in is kept.' });
    expect(ended.counts.retrieved).toBeGreaterThan(3);
    expect(ended.counts.retrieved).toBeLessThan(100);
    const before = sandbox.elsevier.log.length;
    const done = statusOf(await call('survey_start', { resume: run, waitSeconds: 50 }));
    expect(done).toMatchObject({ run, state: 'completed', counts: { received: 100, retrieved: 100 } });
    const [now, earlier] = [done.requests, done.answersBefore].map((requests) => requests?.['scopus.abstract'] ?? 0) as [number, number];
    expect([now + earlier, earlier]).toEqual([100, ended.requests?.['scopus.abstract']]);
    expect(sandbox.elsevier.log.length - before).toBeLessThanOrEqual(104 - ended.counts.retrieved);
    expect(statusOf(await call('survey_cancel', { run })).state).toBe('completed');
  });

  test('is one only, however often its start is asked', async () => {
    const { call } = await connectedTo();
    const { run } = statusOf(await call('survey_start', { ...asked, waitSeconds: 0 }));
    const again = await Promise.all([0, 1, 2].map(() => call('survey_start', { resume: run, waitSeconds: 0 })));
    expect(again.map((answer) => statusOf(answer).run)).toEqual([run, run, run]);
    await call('survey_cancel', { run });
  });

  test('is a resource as far as it came: works in several formats, and how it was asked', async () => {
    const { call, client } = await connectedTo();
    const { run } = statusOf(await call('survey_start', { query: 'TITLE(coral)', limit: 20, retrieve: 'never' }));
    const read = async (file: string) => ((await client.readResource({ uri: `survey://${run}/${file}` })).contents[0] as { text: string }).text;
    expect((await read('works.jsonl')).trim().split('\n').length).toBeGreaterThan(5);
    expect(await read('works.ris')).toMatch(/^TY {2}- /m);
    expect(await read('works.csv')).toContain('Electronic ID');
    expect(JSON.parse(await read('manifest.json'))).toMatchObject({
      source: 'Scopus',
      query: 'TITLE(coral)',
      searchedAt: expect.stringMatching(/^\d{4}-/),
      retrieve: 'never',
      counts: { found: expect.any(Number) },
      standard: expect.stringContaining('PRISMA-S'),
    });
    await expect(read('secrets.txt')).rejects.toThrow();
    await expect(read('__proto__')).rejects.toThrow();
    const complete = async (name: string, value: string) =>
      (await client.complete({ ref: { type: 'ref/resource', uri: 'survey://{run}/{file}' }, argument: { name, value } })).completion.values;
    expect([await complete('run', run.slice(0, 2)), await complete('file', 'works.')]).toEqual([[run], ['works.csv', 'works.ris', 'works.jsonl']]);
  });

  test('its works can be held against a file', async () => {
    const { call } = await connectedTo();
    const { run } = statusOf(await call('survey_start', { query: 'TITLE(coral)', limit: 20, retrieve: 'never', file: 'mine.jsonl' }));
    const { structuredContent } = await call('dedupe_works', { runs: [run], paths: ['mine.jsonl'] });
    const { records, kept } = structuredContent as unknown as { records: number; kept: number };
    expect([kept, kept > 5]).toEqual([records / 2, true]);
  });
});

describe('a full disk', () => {
  test('ends the survey with a word, and what was paid for by then is there when there is room again', { timeout: 60_000 }, async () => {
    const narrow = process_('ulimit -f 400');
    const paused = statusOf(await narrow.call('survey_start', { ...asked, limit: 300, waitSeconds: 50 }));
    expect(paused).toMatchObject({ state: 'paused', paused: 'state', stopped: expect.stringMatching(/^STATE: .*state\.db.*Make room/) });
    narrow.child.stdin.end();
    await narrow.ended;
    const before = sandbox.elsevier.log.length;
    const { call } = process_();
    expect(statusOf(await call('survey_start', { resume: paused.run, waitSeconds: 1 })).state).toBe('working');
    await call('survey_cancel', { run: paused.run });
    expect(sandbox.elsevier.log.length - before).toBeLessThan(100);
  });

  test('a pipe in the folder is nothing to write to', async () => {
    const { call } = process_();
    expect(await new Promise<number | null>((done) => spawn('mkfifo', [join(folder, 'pipe.csv')]).on('close', done))).toBe(0);
    expect(statusOf(await call('survey_start', { ...asked, limit: 5, retrieve: 'never', file: 'pipe.csv' }))).toMatchObject({
      state: 'completed',
      files: [{ path: 'pipe-2.csv' }, expect.any(Object)],
    });
  });

  test('where a file should go is told; the works are there all the same', async () => {
    const server = await served({ folder: join(folder, 'gone'), config: { baseUrl: sandbox.url, baseUrlFrom: 'argument' } });
    const client = await connected(server.url);
    open.push(server, client);
    const before = sandbox.elsevier.log.length;
    expect(told(await client.call('survey_start', { query: 'TITLE(coral)', limit: 5, retrieve: 'never', file: 'a.csv' }))).toMatch(
      /^(?:NOT_WRITTEN|BAD_INPUT): /,
    );
    expect(sandbox.elsevier.log.length).toBe(before);
  });
});

test('nothing but the protocol goes to standard output, whatever a dependency prints', async () => {
  const noisy = join(folder, 'noisy.mjs');
  writeFileSync(
    noisy,
    `import { existsSync } from 'node:fs';
    const waiting = setInterval(() => {
      if (!existsSync('${join(folder, 'go')}')) return;
      clearInterval(waiting);
      for (const say of ['log', 'info', 'debug', 'warn', 'error']) setInterval(() => console[say]('NOISE'), 20).unref();
      setInterval(() => process.stdout.write('NOISE'), 20).unref();
      process.emitWarning('NOISE');
    }, 20).unref()`,
  );
  const { call, err } = process_(`export NODE_OPTIONS="--import ${noisy} --trace-warnings"`);
  expect(statusOf(await call('survey_start', { ...asked, limit: 10, retrieve: 'never' }))).toMatchObject({ state: 'completed' });
  writeFileSync(join(folder, 'go'), '');
  await vi.waitUntil(() => err().includes('NOISE'), { timeout: 10_000 });
  expect(statusOf(await call('survey_start', { ...asked, limit: 20, retrieve: 'never' }))).toMatchObject({ state: 'completed' });
});
