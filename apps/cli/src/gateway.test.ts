import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { corpus, encodings, type Sandbox, scopusCsv, startSandbox, type WebOptions } from '@scopekit/test-fixtures';
import { afterAll, describe, expect, test, vi } from 'vitest';

const main = resolve(import.meta.dirname, 'main.ts');
const sandboxes: Sandbox[] = [];
afterAll(async () => {
  await Promise.all(sandboxes.splice(0).map((sandbox) => sandbox.close()));
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder, a home and a page of their own; the command line as processes of theirs. */
async function desk({ works = 300, web }: { readonly works?: number; readonly web?: WebOptions } = {}) {
  const sandbox = await startSandbox({ corpus: corpus({ works }), web });
  sandboxes.push(sandbox);
  const folder = mkdtempSync(join(tmpdir(), 'scopekit-gateway-'));
  const home = `${folder}-home`;
  const shown: string[] = [];

  function scopekit(
    words: string[],
    { input = '', during }: { readonly input?: string; readonly during?: (child: ChildProcess) => unknown } = {},
  ): Promise<Ran> {
    const child = spawn(process.execPath, ['--conditions=@scopekit/source', main, ...words], {
      cwd: folder,
      env: { PATH: process.env.PATH, SCOPEKIT_HOME: home },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    during?.(child);
    return new Promise((done) =>
      child.on('close', (code) => {
        shown.push(out, err);
        done({ code, out, err });
      }),
    );
  }

  const pasted = () => Object.entries(sandbox.elsevier.web.begin()).map(([name, value]) => `${name}=${value}`);
  const login = (cookies = pasted().join('; ')) => scopekit(['gateway', 'login', '--stdin', '--base-url', sandbox.url], { input: cookies });
  const accept = () => scopekit(['gateway', 'accept-terms', '--yes', '--name', 'Ada Invented']);
  const asked = (endpoint: string) => sandbox.elsevier.web.log.filter((line) => line.endpoint === endpoint);
  const lines = (file: string) =>
    readFileSync(join(folder, file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { eid: string; title: string });
  return {
    sandbox,
    folder,
    home,
    shown,
    scopekit,
    pasted,
    login,
    accept,
    asked,
    lines,
    at: (name: string) => join(folder, name),
    kept: (name: string) => join(home, name),
  };
}

describe('the terms', () => {
  test('nothing is asked before they are accepted: export, login, with any flag', async () => {
    const { scopekit, login, sandbox } = await desk();
    for (const words of [
      ['--query', 'coral'],
      ['--query', 'coral', '--as-is', '--json'],
      ['--query', 'coral', '--trust-host', '127.0.0.1', '--strategy', 'bulk-job'],
      ['--query', 'coral', '--dry-run'],
    ]) {
      const { code, err } = await scopekit(['gateway', 'export', ...words]);
      expect([code, err]).toEqual([6, expect.stringMatching(/API is the supported way.*accept-terms/)]);
    }
    expect(await login()).toMatchObject({ code: 6, err: expect.stringContaining('accept-terms') });
    expect(sandbox.elsevier.web.log).toEqual([]);
  });

  test('are shown, and a person accepts them by name; the record says who, when and what', async () => {
    const { scopekit, kept } = await desk();
    const nobody = await scopekit(['gateway', 'accept-terms']);
    expect([nobody.code, nobody.err]).toEqual([6, expect.stringContaining('5,000 a day')]);
    expect(await scopekit(['gateway', 'accept-terms', '--yes'])).toMatchObject({ code: 2, err: expect.stringContaining('--name') });
    expect(existsSync(kept('gateway-terms.toml'))).toBe(false);
    const { code, out } = await scopekit(['gateway', 'accept-terms', '--yes', '--name', 'Ada', '--json']);
    expect([code, JSON.parse(out)]).toEqual([
      0,
      { who: 'Ada', at: expect.stringMatching(/^\d{4}-/), version: expect.any(String), digest: expect.stringMatching(/^[\da-f]{64}$/) },
    ]);
    const record = readFileSync(kept('gateway-terms.toml'), 'utf8');
    for (const part of ['Ada', 'One request at a time', 'licence']) expect(record).toContain(part);
    expect(statSync(kept('gateway-terms.toml')).mode & 0o777).toBe(0o600);
  });
});

describe('a session', () => {
  test('is stored for its user alone, told without a value, and gone after logout', async () => {
    const { scopekit, accept, login, pasted, kept, home } = await desk();
    await accept();
    const cookies = pasted();
    const { code, err } = await login(cookies.join('; '));
    expect([code, err]).toEqual([0, expect.stringMatching(/✓ SCSessionID {2}✓ scopusSessionUUID {2}✓ AWSELB {2}✓ SCOPUS_JWT/)]);
    expect(statSync(kept('gateway-session.toml')).mode & 0o777).toBe(0o600);
    expect(statSync(home).mode & 0o777).toBe(0o700);
    const status = await scopekit(['gateway', 'status', '--json']);
    expect(JSON.parse(status.out)).toMatchObject({
      terms: { accepted: true, who: 'Ada Invented' },
      session: {
        host: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
        required: { SCSessionID: true, scopusSessionUUID: true, AWSELB: true, SCOPUS_JWT: true },
        tokenMinutes: expect.toSatisfy((minutes: number) => minutes >= 13 && minutes < 15),
        account: { kind: 'subscriber', signedIn: false },
        ownUserAgent: false,
      },
    });
    expect((await scopekit(['gateway', 'logout'])).code).toBe(0);
    expect(existsSync(kept('gateway-session.toml'))).toBe(false);
    expect((await scopekit(['gateway', 'status'])).err).toContain('scopekit gateway login');
    for (const text of [err, status.out]) for (const cookie of cookies) expect(text).not.toContain(cookie.slice(cookie.indexOf('=') + 1));
  });

  test('that lacks a cookie is not stored, and says which; one of another host is not taken', async () => {
    const { accept, login, pasted, kept, scopekit } = await desk();
    await accept();
    expect(
      await login(
        pasted()
          .filter((cookie) => !cookie.startsWith('AWSELB'))
          .join('; '),
      ),
    ).toMatchObject({ code: 2, err: expect.stringContaining('AWSELB is missing') });
    const foreign = await scopekit(['gateway', 'login', '--stdin'], { input: `curl 'https://example.org/' -b '${pasted().join('; ')}'` });
    expect(foreign).toMatchObject({ code: 2, err: expect.stringContaining('example.org') });
    expect(existsSync(kept('gateway-session.toml'))).toBe(false);
  });

  test('is taken from a file, which should be deleted then, and never from an argument', async () => {
    const { accept, pasted, scopekit, sandbox, at } = await desk();
    await accept();
    writeFileSync(at('request.txt'), pasted().join('; '));
    expect((await scopekit(['gateway', 'login', '--file', 'request.txt', '--base-url', sandbox.url])).err).toContain('Delete request.txt now');
    const [cookie = ''] = pasted();
    for (const words of [['--file', pasted().join('; ')], ['--cookie', cookie], [cookie], [`--cookie=${cookie}`]]) {
      const { code, err, out } = await scopekit(['gateway', 'login', ...words, '--base-url', sandbox.url]);
      expect(code).toBe(2);
      expect(err + out).not.toContain(cookie.slice(cookie.indexOf('=') + 1));
    }
  });

  test('is read from UTF-16, as PowerShell writes files', async () => {
    const { accept, pasted, scopekit, sandbox, at } = await desk();
    await accept();
    writeFileSync(at('request.txt'), Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(pasted().join('; '), 'utf16le')]));
    expect((await scopekit(['gateway', 'login', '--file', 'request.txt', '--base-url', sandbox.url])).code).toBe(0);
  });

  test('given as an argument is repeated by no command', async () => {
    const { scopekit } = await desk();
    const secret = 'SECRETvalue0123456789.wsnAw8';
    const wrong = [
      ['export', `--cookie=${secret}`],
      [`SCSessionID=${secret}`],
      ['status', secret],
      ['logout', `SCSessionID=${secret}`],
      ['login', '--file', secret],
    ];
    for (const words of wrong)
      for (const json of [[], ['--json']]) {
        const { code, out, err } = await scopekit(['gateway', ...words, ...json]);
        expect([words.join(' '), [2, 6].includes(code ?? 0), (out + err).includes(secret)]).toEqual([words.join(' '), true, false]);
      }
  });

  test('of one host goes nowhere else: --base-url cannot send it there', async () => {
    const { accept, login, scopekit, asked } = await desk();
    await accept();
    await login();
    const { code, err } = await scopekit(['gateway', 'export', '--query', 'coral', '--base-url', 'https://api.elsevier.com']);
    expect([code, err]).toEqual([2, expect.stringContaining('cookies go nowhere else')]);
    expect(asked('search')).toEqual([]);
  });
});

describe.concurrent('1,455 works, through ends of the token, a 429, a reset and a kill -9', () => {
  test.for(['csv', 'ris', 'bibtex', 'text'])(
    'as %s: every EID once, no chunk twice, the manifest right, the pauses kept',
    { timeout: 240_000 },
    async (format) => {
      const { scopekit, accept, login, asked, lines, at, folder, sandbox } = await desk({
        works: 1_455,
        web: {
          tokenMs: 80_000,
          faults: [
            { on: 'export', nth: 5, fault: 'throttled' },
            { on: 'export', nth: 8, fault: 'reset' },
          ],
        },
      });
      await accept();
      await login();
      const words = ['--export-as', format, '--out', 'works.jsonl'];
      const killed = await scopekit(['gateway', 'export', '--query', 'PUBYEAR > 1900', ...words], {
        during: (child) =>
          vi
            .waitFor(() => expect(asked('export').length).toBeGreaterThanOrEqual(3), { timeout: 60_000, interval: 50 })
            .then(async () => {
              await new Promise((done) => setTimeout(done, 700)); // the answer has come, the next pause has begun
              child.kill('SIGKILL');
            }),
      });
      expect(killed.code).toBe(null);
      const again = await scopekit(['gateway', 'export', '--resume', 'last', '--json', ...words]);
      expect([again.code, again.err]).toEqual([0, expect.anything()]);
      const works = lines('works.jsonl');
      const expected = new Set([...corpus({ works: 1_455 }).works()].map(({ eid }) => eid));
      expect(works).toHaveLength(1_455);
      expect(new Set(works.map(({ eid }) => eid))).toEqual(expected);

      const answered = asked('export')
        .filter(({ status }) => status === 200)
        .map(({ body }) => body?.eids as string[]);
      expect(answered.map((eids) => eids.length)).toEqual([...Array(14).fill(100), 55]);
      expect(new Set(answered.flat())).toEqual(expected);
      expect(asked('search')).toHaveLength(1);
      expect(asked('refresh').length).toBeGreaterThanOrEqual(2);
      const others = sandbox.elsevier.web.log.filter(({ endpoint }) => endpoint === 'search' || endpoint === 'export');
      for (const [i, { at: time }] of others.slice(1).entries()) expect(time - (others[i]?.at ?? 0)).toBeGreaterThanOrEqual(1_990);

      const manifest = JSON.parse(readFileSync(at('works.manifest.json'), 'utf8'));
      expect(manifest).toMatchObject({
        source: 'Scopus',
        query: 'PUBYEAR > 1900',
        exportAs: format,
        found: { atStart: 1_455, atEnd: 1_455, eids: 1_455 },
        counts: { requested: 1_455, received: 1_455, missing: 0, duplicate: 0, repeated: 0, unasked: 0, unidentified: 0 },
        missing: [],
      });
      expect(manifest.fieldGroups).toHaveLength(29);
      expect(manifest.chunks).toHaveLength(15);
      expect(Date.parse(manifest.searchedAt)).toBeLessThan(Date.parse(manifest.chunks[0].retrievedAt));
      const { createHash } = await import('node:crypto');
      expect(manifest.files[0].sha256).toBe(
        createHash('sha256')
          .update(readFileSync(at('works.jsonl')))
          .digest('hex'),
      );
      expect(readdirSync(folder).filter((name) => name.endsWith('.json') || name.endsWith('.jsonl'))).toEqual(['works.jsonl', 'works.manifest.json']);
    },
  );
});

describe('an export', () => {
  test('tells before what it would take, and exports nothing then', async () => {
    const { scopekit, accept, login, asked } = await desk();
    await accept();
    await login();
    const { code, err } = await scopekit(['gateway', 'export', '--query', 'PUBYEAR > 1900', '--limit', '250', '--dry-run']);
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(
        /Hits {7}300 works\nWorks {6}250 would be exported.*5,000 left today\nRequests {3}1 Scopus page, search, 3 Scopus page, export\nTime/,
      ),
    ]);
    expect(err).toContain('scopekit search');
    expect(asked('export')).toEqual([]);
  });

  test('takes EIDs from a list, a table, an export of Scopus, and standard input; what does not come is named', async () => {
    const { scopekit, accept, login, at, asked } = await desk({ web: { withheld: ['2-s2.0-99900000002'] } });
    await accept();
    await login();
    const works = [...corpus({ works: 300 }).works()].slice(0, 3);
    const eids = works.map(({ eid }) => eid);
    const inputs: Record<string, string> = {
      'links.txt': eids.map((eid) => `https://www.scopus.com/inward/record.uri?eid=${eid}&partnerID=40`).join('\n'),
      'line.txt': `"${eids.join('", "')}"`,
      'eids.txt': `# mine\n${eids.join('\r\n')}\n`,
      'eids.csv': `EID\n${eids.join('\n')}\n`,
      'scopus.csv': scopusCsv(works),
    };
    for (const [name, text] of Object.entries(inputs)) {
      writeFileSync(at(name), text);
      const { code, out } = await scopekit(['gateway', 'export', '--eids', name, '--fields', 'titles,doi', '--json']);
      expect([name, code]).toEqual([name, 5]);
      expect(JSON.parse(out)).toMatchObject({
        counts: { requested: 3, received: 2, missing: 1 },
        missing: [{ id: '2-s2.0-99900000002', reason: 'not-found' }],
        fields: ['titles', 'doi', 'eid'],
      });
    }
    const piped = await scopekit(['gateway', 'export', '--eids', '-', '--out', 'works.csv'], { input: eids.slice(0, 1).join('\n') });
    expect([piped.code, piped.err]).toEqual([0, expect.stringContaining('Exported   1 of 1 work')]);
    expect(asked('search')).toEqual([]);
    expect(await scopekit(['gateway', 'export', '--eids', '-'], { input: 'hello\n' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('"hello" (line 1)'),
    });
  });

  test.for<readonly [string, readonly string[], number, RegExp]>([
    ['a limit beyond 20,000', ['--query', 'coral', '--limit', '20001'], 2, /20,000/],
    ['no limit at all', ['--query', 'coral', '--limit', 'Infinity'], 2, /20,000/],
    ['neither query nor EIDs', [], 2, /--eids/],
    ['both', ['--query', 'coral', '--eids', 'eids.txt'], 2, /two questions/],
    ['a field group that is none', ['--query', 'coral', '--fields', 'authors,everything'], 2, /everything.*none of authors/],
    ['a query with a missing parenthesis', ['--query', 'TITLE(coral'], 2, /not closed/],
    ['--offline', ['--query', 'coral', '--offline'], 5, /offline/],
    ['a file of no known format', ['--query', 'coral', '--out', 'works.xyz'], 2, /tells no format/],
  ])('is refused before it costs a request: %s', async ([, words, exit, message]) => {
    const { scopekit, accept, login, sandbox, at } = await desk();
    writeFileSync(at('eids.txt'), '2-s2.0-99900000001\n');
    await accept();
    await login();
    const { code, err } = await scopekit(['gateway', 'export', ...words]);
    expect([code, err]).toEqual([exit, expect.stringMatching(message)]);
    expect(sandbox.elsevier.web.log).toEqual([]);
  });

  test('of more EIDs than 2,000 is refused unless the limit is raised', async () => {
    const { scopekit, accept, login, sandbox } = await desk();
    await accept();
    await login();
    const input = Array.from({ length: 2_001 }, (_, i) => `2-s2.0-999${String(i).padStart(8, '0')}`).join('\n');
    expect(await scopekit(['gateway', 'export', '--eids', '-'], { input })).toMatchObject({ code: 2, err: expect.stringContaining('--limit 2001') });
    expect(sandbox.elsevier.web.log).toEqual([]);
  });

  test('goes to a named pipe, and ends', async () => {
    const { scopekit, accept, login, at } = await desk();
    await accept();
    await login();
    execFileSync('mkfifo', [at('pipe')]);
    const reader = spawn('cat', [at('pipe')]);
    let got = 0;
    reader.stdout.on('data', (chunk: Buffer) => {
      got += chunk.length;
    });
    const { code } = await scopekit(['gateway', 'export', '--query', 'TITLE(coral)', '--limit', '3', '--out', 'pipe', '--format', 'csv']);
    expect([code, got > 500]).toEqual([0, true]);
    reader.kill();
  });

  test('says before what would be refused after, and tells what a file lacks', async () => {
    const { scopekit, accept, login, at, asked } = await desk();
    await accept();
    const dryRun = (words: string[], input = '') => scopekit(['gateway', 'export', ...words, '--dry-run'], { input });
    expect((await dryRun(['--eids', '-'], '2-s2.0-99900000001')).code).toBe(3);
    await login();
    expect(await dryRun(['--eids', '-', '--limit', '2'], '2-s2.0-99900000001\n2-s2.0-99900000002\n2-s2.0-99900000003')).toMatchObject({ code: 2 });
    expect(await dryRun(['--query', 'PUBYEAR > 1900', '--strategy', 'bulk-job'])).toMatchObject({
      code: 0,
      err: expect.stringContaining('15 Scopus page, jobs'),
    });
    const record = (n: number, link: string) => `TY  - JOUR\nTI  - Work ${n}\nPY  - 2020\n${link}ER  - \n`;
    writeFileSync(at('mixed.ris'), [record(1, 'UR  - https://www.scopus.com/inward/record.uri?eid=2-s2.0-99900000001\n'), record(2, '')].join('\n'));
    expect(await dryRun(['--eids', 'mixed.ris'])).toMatchObject({ code: 0, err: expect.stringContaining('1 of them without an EID') });
    expect(asked('export')).toEqual([]);
  });

  test('stops at Ctrl-C, keeps what came, and goes on', async () => {
    const { scopekit, accept, login, lines, asked } = await desk();
    await accept();
    await login();
    const stopped = await scopekit(['gateway', 'export', '--query', 'PUBYEAR > 1900', '--out', 'works.jsonl'], {
      during: (child) => vi.waitFor(() => expect(asked('export')).toHaveLength(1), { timeout: 15_000 }).then(() => setTimeout(() => child.kill('SIGINT'), 500)),
    });
    expect([stopped.code, stopped.err]).toEqual([130, expect.stringMatching(/Go on {6}scopekit gateway export --resume \w+/)]);
    expect(lines('works.jsonl')).toHaveLength(100);
    const { code } = await scopekit(['gateway', 'export', '--resume', 'last', '--out', 'works.jsonl']);
    expect(code).toBe(0);
    expect(lines('works.jsonl')).toHaveLength(300);
    expect(asked('export')).toHaveLength(3);
  });

  test('goes on with its own question only', async () => {
    const { scopekit, accept, login, asked, lines } = await desk();
    await accept();
    await login();
    const begun = ['gateway', 'export', '--query', 'PUBYEAR > 1900', '--limit', '250', '--out', 'works.jsonl'];
    await scopekit(begun, {
      during: (child) =>
        vi.waitFor(() => expect(asked('export')).toHaveLength(1), { timeout: 15_000 }).then(() => setTimeout(() => child.kill('SIGKILL'), 500)),
    });
    for (const words of [['--query', 'TITLE(coral)'], ['--fields', 'titles'], ['--export-as', 'ris'], ['--sort', 'cp-f'], ['--dry-run']]) {
      const { code, err } = await scopekit(['gateway', 'export', '--resume', 'last', ...words]);
      expect([words[0], code, err]).toEqual([words[0], 2, expect.stringContaining(`was begun with another ${words[0]}:`)]);
    }
    expect((await scopekit(['gateway', 'export', '--resume', 'last', '--limit', '300', '--out', 'works.jsonl'])).code).toBe(0);
    expect([lines('works.jsonl').length, asked('export').length, asked('search').length]).toEqual([300, 3, 1]);
  });

  test('of the sandbox inside the process needs neither terms nor a session', async () => {
    const { scopekit, lines } = await desk();
    const { code } = await scopekit(['--sandbox', 'gateway', 'export', '--query', 'TITLE(coral)', '--limit', '3', '--out', 'works.jsonl']);
    expect([code, lines('works.jsonl').length]).toEqual([0, 3]);
  });
});

describe.concurrent('a session that dies', () => {
  const deaths: readonly (readonly [
    string,
    'search' | 'export' | 'refresh',
    NonNullable<WebOptions['faults']>[number]['fault'],
    exit: number,
    reason: string,
  ])[] = [
    ['redirect at the search', 'search', 'ended', 3, 'session-over'],
    ['redirect at the export', 'export', 'ended', 3, 'session-over'],
    ['redirect at the refresh', 'refresh', 'ended', 3, 'session-over'],
    ['web page with 200 at the search', 'search', 'page', 3, 'session-over'],
    ['web page with 200 at the export', 'export', 'page', 3, 'session-over'],
    ['web page with 200 at the refresh', 'refresh', 'page', 3, 'session-over'],
    ['401 at the export', 'export', 'unauthorized', 3, 'session-over'],
    ['challenge at the search', 'search', 'challenge', 6, 'challenge'],
    ['challenge at the export', 'export', 'challenge', 6, 'challenge'],
    ['challenge at the refresh', 'refresh', 'challenge', 6, 'challenge'],
  ];
  test.for(deaths)('%s: the right exit code and next step, and what had come on disk', { timeout: 60_000 }, async ([, on, fault, exit, reason]) => {
    const { scopekit, accept, login, lines, at, kept, asked, pasted, home, shown, folder, sandbox } = await desk({
      web: { tokenMs: on === 'refresh' ? 63_000 : 900_000, faults: [{ on, nth: on === 'search' ? 1 : 2, fault }] },
    });
    await accept();
    const first = pasted();
    await login(first.join('; '));
    const { code, out, err } = await scopekit(['gateway', 'export', '--query', 'PUBYEAR > 1900', '--out', 'works.jsonl', '--json', '--debug']);
    expect(code).toBe(exit);
    const next = exit === 3 ? /gateway login/ : /browser/;
    const came = existsSync(at('works.jsonl')) ? lines('works.jsonl').length : 0;
    if (came) {
      expect(JSON.parse(out)).toMatchObject({ stopped: { reason, next: expect.stringMatching(next) }, run: expect.any(String), counts: { received: came } });
      expect(JSON.parse(readFileSync(at('works.manifest.json'), 'utf8'))).toMatchObject({ stopped: { reason }, counts: { received: came } });
    } else
      expect(JSON.parse(err.split('\n').find((line) => line.startsWith('{')) ?? '')).toMatchObject({ error: { reason, next: expect.stringMatching(next) } });
    if (on === 'export') expect(came).toBe(100);
    expect(asked(on).filter(({ status }) => status !== 200 || fault === 'page').length).toBeGreaterThan(0);
    expect(sandbox.elsevier.web.log.at(-1)?.endpoint).toBe(on);
    expect(existsSync(kept('gateway-session.toml'))).toBe(exit === 6);

    // a new session, and the run goes on with what it has
    const second = pasted();
    await login(second.join('; '));
    if (on !== 'search') {
      expect((await scopekit(['gateway', 'export', '--resume', 'last', '--out', 'works.jsonl'])).code).toBe(0);
      expect(lines('works.jsonl')).toHaveLength(300);
      expect(asked('export').filter(({ status, body }) => status === 200 && body).length).toBe(fault === 'page' && on === 'export' ? 4 : 3);
    }
    await scopekit(['gateway', 'logout']);
    const secrets = [...first, ...second].map((cookie) => cookie.slice(cookie.indexOf('=') + 1));
    const everywhere = [...shown, ...filesBelow(folder), ...filesBelow(home)].join('\n');
    for (const secret of secrets.flatMap(encodings)) expect(everywhere.includes(secret)).toBe(false);
  });
});

/** All texts below a folder; of databases each row, decompressed. */
function filesBelow(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap(({ parentPath, name }) => {
    const path = join(parentPath, name);
    return path.endsWith('.db') ? [readFileSync(path, 'latin1'), ...rowsOf(path)] : [readFileSync(path, 'latin1')];
  });
}

function rowsOf(path: string): string[] {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all() as { name: string }[];
    return tables.flatMap(({ name }) =>
      db
        .prepare(`SELECT * FROM ${name}`)
        .all()
        .flatMap((row) => Object.values(row).map(textOf)),
    );
  } finally {
    db.close();
  }
}

function textOf(value: unknown): string {
  if (!(value instanceof Uint8Array)) return String(value);
  try {
    return zstdDecompressSync(value).toString('latin1');
  } catch {
    return Buffer.from(value).toString('latin1');
  }
}
