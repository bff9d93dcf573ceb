import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { corpus, type FaultServer, faultServer, httpAnswer, type Sandbox, sandboxKeys, scopusBibtex, startSandbox } from '@scopekit/test-fixtures';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

const main = resolve(import.meta.dirname, 'main.ts');
let sandbox: Sandbox;
let folder = '';
beforeAll(async () => {
  sandbox = await startSandbox({ rate: 1_000, keys: { SECRETkey0123456789abcdefABCDEF01: { kind: 'non-subscriber', insttoken: 'SECRETtoken0123456789' } } });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scopekit-cli-'));
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Setting {
  readonly env?: Record<string, string>;
  readonly input?: string;
  readonly during?: (child: ChildProcess) => unknown;
  readonly bare?: boolean;
}

/** Runs the command line as a process of its own, with the key of a subscriber against the sandbox unless `bare`. */
function scopekit(words: string[], { env = {}, input, during, bare = false }: Setting = {}): Promise<Ran> {
  const address = bare ? [] : ['--base-url', sandbox.url];
  const child = spawn(process.execPath, ['--conditions=@scopekit/source', main, ...words, ...address], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: `${folder}-home`, ...(bare ? {} : { ELSEVIER_API_KEY: sandboxKeys.subscriber }), ...env },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin.end(input ?? '');
  during?.(child);
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })));
}

const subject = ['coral', 'python', '--years', '2015-2026'];

test('dedupe takes an option several times: files of a clean library, preferred databases', async () => {
  const work = (title: string, doi: string) =>
    JSON.stringify({ title, doi, authors: [{ name: 'García, Ana', family: 'García', given: 'Ana' }], affiliations: [], year: 2020, from: { source: 'mine' } });
  for (const [name, ...works] of [
    ['one.jsonl', work('Larval dispersal of reef corals', '10.5555/1')],
    ['two.jsonl', work('Songs of young grey whales', '10.5555/2')],
    [
      'new.jsonl',
      work('Larval dispersal of reef corals', '10.5555/1'),
      work('Songs of young grey whales', '10.5555/2'),
      work('Growth of old kelp beds', '10.5555/3'),
    ],
  ] as const)
    writeFileSync(join(folder, name), `${works.join('\n')}\n`);
  const several = ['--against', 'one.jsonl', '--against', 'two.jsonl', '--prefer', 'two', '--prefer', 'one'];
  const { code, out, err } = await scopekit(['dedupe', 'new.jsonl', ...several, '--json'], { bare: true });
  expect([code, err]).toEqual([0, '']);
  expect(JSON.parse(out)).toMatchObject({ library: 2, counts: { records: 3, removed: 2, kept: 1 }, works: [{ title: 'Growth of old kelp beds' }] });
});

describe('where words go', () => {
  test('works to standard output as JSON Lines in a pipe, the summary to standard error', async () => {
    const { code, out, err } = await scopekit(['survey', ...subject]);
    const works = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([code, works.length > 3, works[0].eid]).toEqual([0, true, expect.stringMatching(/^2-s2\.0-/)]);
    expect(err).toMatch(/Found {6}\d+ works/);
    expect(err).toMatch(/Requests {3}1 Scopus Search \([\d,]+ left this week\)/);
  });

  test.skipIf(!existsSync('/dev/full'))('elsewhere when the place is full, which is told, also by the exit code', async () => {
    const { code, err } = await scopekit(['works', '2-s2.0-99900000003', '--out', '/dev/full', '--format', 'csv']);
    expect(err).toMatch(/the disk is full\. It goes to .*scopekit-.* instead/);
    expect(code).toBe(1);
  });

  test('with --json exactly one object, the output of the operation', async () => {
    const { out } = await scopekit(['survey', ...subject, '--json']);
    expect(out.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject({
      query: 'TITLE-ABS-KEY(coral AND python)',
      years: '2015-2026',
      counts: { found: expect.any(Number) },
      works: expect.any(Array),
    });
  });

  test('with --out to the file, and nothing to standard output', async () => {
    const { code, out, err } = await scopekit(['survey', ...subject, '--out', 'works.csv', '--removed', 'removed.csv', '--table', 'works.html']);
    expect([code, out]).toEqual([0, '']);
    expect(readdirSync(folder).sort()).toEqual(['removed.csv', 'works.csv', 'works.html', 'works.manifest.json']);
    expect(err).toMatch(/Wrote {6}works\.csv \(\d+/);
  });

  test('with --debug every request to standard error', async () => {
    const { err } = await scopekit(['search', 'TITLE(coral)', '--limit', '3', '--debug']);
    expect(err).toMatch(/\[debug\] GET http:\/\/127\.0\.0\.1:\d+\/content\/search\/scopus\?query=\S+ 200 \d+ ms, key …0001, \d+ left/);
  });

  test('with --format and no file, that format to standard output', async () => {
    const { out } = await scopekit(['survey', ...subject, '--format', 'csv', '--plain']);
    expect(out).toMatch(/^Article Preview Page URL,Scopus ID/);
  });

  test.skipIf(!existsSync('/dev/fd'))('through a pipe that has no other name', async () => {
    const words = [process.execPath, '--conditions=@scopekit/source', main, 'survey', ...subject, '--format', 'csv', '--base-url', sandbox.url, '--out'];
    const { stdout } = await promisify(execFile)('bash', ['-c', `${words.map((word) => `'${word}'`).join(' ')} >(wc -l); sleep 0.5`], {
      cwd: folder,
      env: { PATH: process.env.PATH, ELSEVIER_API_KEY: sandboxKeys.subscriber },
    });
    expect(Number(stdout)).toBeGreaterThan(3);
  });

  test('what a server says cannot steer the terminal', async () => {
    const evil = await faultServer((socket) =>
      socket.end(httpAnswer(JSON.stringify({ 'service-error': { status: { statusCode: 'X', statusText: '\u001b[2J\u202eboo' } } }), { status: 404 })),
    );
    const { err } = await scopekit(['search', 'x', '--base-url', evil.url], { bare: true, env: { ELSEVIER_API_KEY: sandboxKeys.subscriber } });
    await evil.close();
    expect(err).toContain('boo');
    for (const sign of ['\u001b', '\u202e']) expect(err).not.toContain(sign);
  });

  test('a reader that goes away is no error', async () => {
    const { code, err } = await scopekit(['search', 'PUBYEAR > 1900', '--limit', '1500'], {
      during: (child) => child.stdout?.once('data', () => child.stdout?.destroy()),
    });
    expect([code, err]).toEqual([0, '']);
  });

  test('ids are read from standard input for -', async () => {
    const { code, out } = await scopekit(['works', '-'], { input: '2-s2.0-99900000003\n\nSCOPUS_ID:99900000004\n' });
    expect([
      code,
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).scopusId),
    ]).toEqual([0, ['99900000003', '99900000004']]);
  });
});

describe('exit codes', () => {
  test.for<[name: string, words: string[], setting: Setting, code: number, told: RegExp]>([
    ['0: no hits, with advice', ['survey', 'nothingatall'], {}, 0, /Nothing matches\. Try/],
    ['2: an unknown command, with a suggestion', ['serch'], {}, 2, /Did you mean search/],
    ['2: an unknown option', ['survey', 'x', '--ot', 'y'], {}, 2, /unknown option '--ot'/],
    ['2: a choice that is none', ['survey', 'x', '--dedupe', 'magic'], {}, 2, /rules, identifiers, exact, documented, as-coded, title, off/],
    ['2: a number that is none', ['survey', 'x', '--limit', 'abc'], {}, 2, /limit/],
    ['2: no keyword', ['survey'], {}, 2, /No keyword and no query/],
    ['2: a query that Scopus cannot read', ['search', '(coral'], {}, 2, /Advanced Search/],
    ['2: two results for one file', ['survey', 'x', '--out', 'a.csv', '--removed', './a.csv'], {}, 2, /Two results would be written/],
    ['2: a port in use', ['sandbox', '--port', 'IN-USE'], { bare: true }, 2, /Port \d+ is in use/],
    ['0: the help of the MCP server', ['mcp', '--help'], { bare: true }, 0, /^$/],
    ['2: a folder that is not there', ['survey', 'x', '--out', 'no/works.csv'], {}, 2, /no folder/],
    [
      '2: a host that gets no key',
      ['search', 'x', '--base-url', 'https://evil.example'],
      { bare: true, env: { ELSEVIER_API_KEY: 'key-one-0001' } },
      2,
      /--trust-host evil\.example/,
    ],
    ['3: no key', ['search', 'x'], { bare: true }, 3, /ELSEVIER_API_KEY/],
    ['3: an unknown key', ['search', 'x'], { env: { ELSEVIER_API_KEY: sandboxKeys.unknown } }, 3, /Invalid API Key/],
    ['3: a view beyond the key', ['search', 'x', '--view', 'COMPLETE'], { env: { ELSEVIER_API_KEY: sandboxKeys.nonSubscriber } }, 3, /not authorized/],
    ['4: a spent week, with the reset', ['search', 'x'], { env: { ELSEVIER_API_KEY: sandboxKeys.spent } }, 4, /the reset is at \d{4}-/],
    ['5: a record that is missing, named', ['works', '2-s2.0-99900000003', '2-s2.0-99999999999'], {}, 5, /2-s2\.0-99999999999: Elsevier answered 404/],
  ])('%s', async ([, words, setting, code, told]) => {
    const port = new URL(sandbox.url).port;
    const ran = await scopekit(
      words.map((word) => word.replace('IN-USE', port)),
      setting,
    );
    expect(ran.err).toMatch(told);
    expect(ran.code).toBe(code);
    expect(ran.err).not.toMatch(/^\s+at /m);
  });

  test('with --json an error is one object on standard error', async () => {
    const { out, err } = await scopekit(['search', '(coral', '--json', '--as-is']);
    expect(out).toBe('');
    expect(JSON.parse(err)).toMatchObject({ error: { reason: 'bad-request', status: 400, next: expect.any(String) } });
  });

  test('a query that cannot be read is told with its place, before anything is asked', async () => {
    const asked = sandbox.elsevier.log.length;
    const { code, err } = await scopekit(['search', 'TITLE(coral']);
    expect([code, err, sandbox.elsevier.log.length - asked]).toEqual([2, expect.stringMatching(/^At character 6 .*\nTITLE\(coral\n {5}\^\n/), 0]);
    expect(await scopekit(['query', 'check', 'TITEL(coral)'])).toMatchObject({ code: 2, out: expect.stringMatching(/Did you mean TITLE\?/) });
    expect(await scopekit(['query', 'check', 'TITLE(coral)'])).toMatchObject({ code: 0, out: 'The query can be read.\n' });
  });

  test('another key takes over from a spent one, and that is said', async () => {
    const { code, err } = await scopekit(['search', 'TITLE(coral)'], { env: { ELSEVIER_API_KEY: `${sandboxKeys.spent},${sandboxKeys.subscriber}` } });
    expect(code).toBe(0);
    expect(err).toMatch(/Key …0003 has spent its week .* Going on with …0001/);
  });
});

describe('being stopped', () => {
  test.for<[signal: NodeJS.Signals, code: number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('%s writes what is there, says so, and ends with %d', async ([signal, code]) => {
    const slow = await startSandbox({ latencyMs: 150 });
    const ran = await scopekit(['survey', 'python', '--limit', '500', '--retrieve', 'all', '--out', 'works.csv', '--base-url', slow.url], {
      bare: true,
      env: { ELSEVIER_API_KEY: sandboxKeys.subscriber },
      during: async (child) => {
        await vi.waitUntil(() => slow.elsevier.log.length > 25, { timeout: 15_000 });
        child.kill(signal);
      },
    });
    const written = readFileSync(join(folder, 'works.csv'), 'utf8').split('\n').length - 2;
    await slow.close();
    expect(ran.err).toMatch(/Stopping: what is under way comes in/);
    expect(ran.err).toMatch(/Stopped {4}Interrupted/);
    expect(written).toBeGreaterThan(20);
    expect(ran.code).toBe(code);
    expect(JSON.parse(readFileSync(join(folder, 'works.manifest.json'), 'utf8')).stopped.reason).toBe('cancelled');
  });
});

describe('secrets', () => {
  const key = 'SECRETkey0123456789abcdefABCDEF01';
  const insttoken = 'SECRETtoken0123456789';
  const password = 'p@ss/w%rd';

  /** Plain, percent-encoded, or in base64 at any alignment. */
  function formsOf(secret: string): string[] {
    const inner = [0, 1, 2].map((before) =>
      Buffer.from('\0'.repeat(before) + secret)
        .toString('base64')
        .replace(/=+$/, '')
        .slice(before ? before + 1 : 0, -2),
    );
    return [secret, encodeURIComponent(secret), ...inner];
  }

  const expectNone = (text: string) => {
    for (const form of [key, insttoken, password].flatMap(formsOf)) expect(text).not.toContain(form);
  };

  test('are in nothing that is printed or written, debug on, errors included', async () => {
    const env = { ELSEVIER_API_KEY: key, ELSEVIER_INSTTOKEN: insttoken, HTTPS_PROXY: `http://user:${password}@127.0.0.1:9` };
    const good = await scopekit(['survey', 'coral', key, '--debug', '--out', 'works.csv', '--table', 'works.html'], { env });
    const bad = await scopekit(['search', `TITLE(${insttoken}`, '--debug', '--json'], { env });
    const proxied = await scopekit(['search', `TITLE(${insttoken})`, '--debug', '--retries', '0'], { env, bare: true });
    expect([good.code, bad.code, proxied.code]).toEqual([0, 2, 1]);
    for (const { out, err } of [good, bad, proxied]) expectNone(out + err);
    for (const file of readdirSync(folder)) if (!file.startsWith('.')) expectNone(readFileSync(join(folder, file), 'utf8'));
  });

  test('do not go to an address that a file alone names', async () => {
    const listener: FaultServer = await faultServer((socket) => socket.end(httpAnswer('{}')));
    mkdirSync(join(folder, '.config/scopekit'), { recursive: true });
    writeFileSync(join(folder, '.config/scopekit/config.toml'), `base_url = "${listener.url}"\n`);
    const ran = await scopekit(['search', 'x'], { bare: true, env: { HOME: folder, ELSEVIER_API_KEY: key } });
    await listener.close();
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/configuration file only/);
    expect(listener.requests).toEqual([]);
  });
});

test('the sandbox in this process needs neither key nor address', async () => {
  const { code, out } = await scopekit(['--sandbox', 'search', 'TITLE(coral)', '--limit', '2'], { bare: true });
  expect([code, out.trim().split('\n').length]).toEqual([0, 2]);
});

test('the sandbox command tells its address and keys, and takes keys of your own', async () => {
  let out = '';
  const { code } = await scopekit(['sandbox', '--port', '0', '--works', '50', '--key', 'mine-0123456789=subscriber'], {
    bare: true,
    during: (child) =>
      child.stdout?.on('data', async (chunk) => {
        out += chunk;
        const url = /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0];
        const answer = await fetch(`${url}/content/search/scopus?query=TITLE(*)&count=1`, {
          headers: { 'X-ELS-APIKey': 'mine-0123456789', accept: 'application/json' },
        });
        out += ` ${answer.status} ${((await answer.json()) as { 'search-results': Record<string, string> })['search-results']['opensearch:totalResults']}`;
        child.kill('SIGINT');
      }),
  });
  expect(out).toMatch(new RegExp(`listens on http://127.0.0.1:\\d+[^]*${sandboxKeys.nonSubscriber}[^]* 200 50$`));
  expect(code).toBe(0);
});

describe('convert', () => {
  const bare = { bare: true };

  test('needs no key: works to standard output, what was mended to standard error', async () => {
    writeFileSync(join(folder, 'export'), scopusBibtex([...corpus({ works: 120 }).works()]));
    const { code, out, err } = await scopekit(['convert', 'export'], bare);
    expect([code, out.trim().split('\n').length]).toEqual([0, 120]);
    expect(err).toMatch(/Read {7}export: 120 works \(scopus-bibtex, UTF-8 with BOM\)/);
    expect(err).toMatch(/Mended {5}\d+ × .*\n\s+1 × records without a line between them were separated/);
  });

  test('standard input, and a format for standard output', async () => {
    const { code, out } = await scopekit(['convert', '-', '--format', 'ris'], { ...bare, input: 'title,authors,year\nKelp,"Kim, A.",2020\n' });
    expect(code).toBe(0);
    expect(out).toMatch(/^TY {2}- \S+\r\nAU {2}- Kim, A\.\r\nTI {2}- Kelp\r\nPY {2}- 2020\r\nER {2}- /);
  });

  test('exit codes: 2 for what is no bibliographic file and for strict, 5 when records are no works', async () => {
    writeFileSync(join(folder, 'page.csv'), '<html></html>');
    writeFileSync(join(folder, 'a.csv'), 'title,doi\nKelp,broken\n');
    writeFileSync(join(folder, 'a.jsonl'), '{"authors":[],"affiliations":[],"title":"Kelp"}\nnot json\n');
    const page = await scopekit(['convert', 'page.csv'], bare);
    expect([page.code, page.err]).toEqual([2, 'page.csv cannot be read: it seems to be a web page, perhaps of a sign-in.\nSign in, and export again.\n']);
    expect((await scopekit(['convert', 'a.csv', '--strict'], bare)).code).toBe(2);
    const lines = await scopekit(['convert', 'a.jsonl', '--out', 'o.csv'], bare);
    expect([lines.code, lines.err]).toEqual([5, expect.stringMatching(/Refused {4}1 record is no work\n\s+a\.jsonl, record 2: not JSON/)]);
    expect((await scopekit(['convert'], bare)).code).toBe(2);
  });

  test('a survey may be written as RIS: what RIS has no place for is told', async () => {
    const { code, err } = await scopekit(['survey', ...subject, '--out', 'works.ris']);
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'works.ris'), 'utf8')).toMatch(/^TY {2}- /);
    expect(err).toMatch(/ris has no place for .*citedBy/);
  });
});
