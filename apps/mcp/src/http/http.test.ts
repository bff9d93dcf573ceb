import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { gatewayDesk } from '@scopekit/operations';
import { type Sandbox, sandboxKeys, startSandbox } from '@scopekit/test-fixtures';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connected, type Setting, served, told } from '../testing.ts';

let sandbox: Sandbox;
let folder = '';
const open: { close(): unknown }[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ rate: 1_000, keys: { KEYofADA0123456789abcdefABCDEF01: 'subscriber', KEYofBO00123456789abcdefABCDEF02: 'subscriber' } });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scopekit-http-'));
});
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const kept = <T extends { close(): unknown }>(opened: T): T => {
  open.push(opened);
  return opened;
};
const server = async ({ config, ...setting }: Partial<Setting> = {}) =>
  kept(await served({ folder, ...setting, config: { baseUrl: sandbox.url, baseUrlFrom: 'argument', stateFolder: join(folder, 'state'), ...config } }));
const client = async (...given: Parameters<typeof connected>) => kept(await connected(...given));

const ada = 'ada-0123456789abcdef0123456789abcdef';
const bo = 'bo-0123456789abcdef0123456789abcdef';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
function tokenFile(...lines: string[]): string {
  const path = join(folder, 'tokens');
  writeFileSync(path, ['# who may ask', ...lines].join('\n'));
  return path;
}
const post = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers } });
const initialize = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: { elicitation: {} }, clientInfo: { name: 'x', version: '1' } },
});

describe('both protocols', () => {
  test.for(['legacy', 'auto'] as const)('the official client, %s', async (mode) => {
    const { url } = await server();
    const { client: sdk, call } = await client(url, { mode });
    expect((await sdk.listTools()).tools).toHaveLength(15);
    expect((await call('scopus_search', { query: 'TITLE(coral)', limit: 2 })).structuredContent).toMatchObject({ shown: 2 });
    expect(sdk.getInstructions()).toContain('scopus_search');
  });

  test('the maintenance line of the SDK', async () => {
    const { url } = await server();
    const sdk = kept(new ClientV1({ name: 'test', version: '1' }));
    await sdk.connect(new TransportV1(new URL(url)));
    expect(await sdk.callTool({ name: 'scopus_subjects', arguments: { query: 'aquatic' } })).toMatchObject({
      structuredContent: { subjects: expect.any(Array) },
    });
  });

  test('a page that several ask for at once is paid for once', async () => {
    const { url } = await server();
    const before = sandbox.elsevier.log.length;
    const clients = await Promise.all([client(url), client(url), client(url)]);
    await Promise.all(clients.map(({ call }) => call('scopus_search', { query: 'TITLE(kelp)', limit: 5 })));
    expect(sandbox.elsevier.log.length - before).toBe(1);
  });
});

/** What comes of a beginning under this `Host`, which `fetch` does not let one choose. */
const statusAs = (url: string, host: string, more: Record<string, string> = {}) =>
  new Promise<number | undefined>((done) =>
    request(
      url,
      { method: 'POST', headers: { host, 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...more } },
      (answer) => {
        answer.resume();
        done(answer.statusCode);
      },
    ).end(initialize),
  );

describe('what comes in at the door', () => {
  test.for<[string, Record<string, string>, number]>([
    ['no Origin', {}, 200],
    ['an Origin of this machine', { origin: 'http://localhost:5173' }, 200],
    ['an Origin of elsewhere', { origin: 'http://evil.example' }, 403],
    ['an Origin that is none', { origin: 'null' }, 403],
  ])('%s: %s', async ([, headers, status]) => {
    const { url } = await server();
    expect((await post(url, initialize, headers)).status).toBe(status);
  });

  test('a Host of elsewhere is refused: a name that was bound to this machine anew', async () => {
    const { url } = await server();
    expect([await statusAs(url, 'evil.example'), await statusAs(url, 'localhost:1'), await statusAs(url, '[::1]')]).toEqual([403, 200, 200]);
  });

  test('a Host that is allowed is let in, whether it was named with its port or without', async () => {
    for (const allowed of ['scopus.example.org', 'scopus.example.org:8080']) {
      const { url } = await server({ words: { allowedHosts: [allowed], tokenFile: tokenFile(`ada:${ada}`) } });
      const statuses = [await statusAs(url, 'scopus.example.org', bearer(ada)), await statusAs(url, 'evil.example', bearer(ada))];
      expect([allowed, ...statuses]).toEqual([allowed, 200, 403]);
    }
  });

  test.for<[string, () => [string, Record<string, string>?], number]>([
    ['5 MB', () => [JSON.stringify({ x: 'y'.repeat(5 * 1024 * 1024) })], 413],
    ['text, as a form could send it', () => [initialize, { 'content-type': 'text/plain' }], 415],
    ['no JSON', () => ['{'], 400],
  ])('a body of %s gets %s', async ([, made, status]) => {
    const { url } = await server();
    const [body, headers] = made();
    const answer = await post(url, body, headers);
    expect([answer.status, await answer.json()]).toEqual([
      status,
      { jsonrpc: '2.0', error: { code: expect.any(Number), message: expect.any(String) }, id: null },
    ]);
  });

  test('a body that grows above 4 MB is refused while it comes', async () => {
    const { url } = await server();
    const { request } = await import('node:http');
    const status = await new Promise((done) => {
      const asking = request(url, { method: 'POST', headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' } }, (answer) => {
        answer.resume();
        done(answer.statusCode);
      }).on('error', () => {});
      const piece = 'x'.repeat(512 * 1024);
      for (let sent = 0; sent < 12; sent++) asking.write(piece);
      asking.end();
    });
    expect(status).toBe(413);
  });

  test('another path is told where MCP is', async () => {
    const { url } = await server();
    expect((await post(url.replace('/mcp', '/'), initialize)).status).toBe(404);
  });

  test('names of prototypes are names like others', async () => {
    const { url } = await server();
    const { call } = await client(url);
    const odd = JSON.parse('{"query":"coral","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}') as object;
    const message = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'scopus_search', arguments: odd } };
    expect((await post(url, JSON.stringify(message))).status).toBe(200);
    expect([({} as { polluted?: unknown }).polluted, told(await call('scopus_search', odd))]).toEqual([undefined, expect.stringContaining('constructor')]);
  });
});

describe('where others can reach it', () => {
  test.for<[string, object]>([
    ['another address', { host: '0.0.0.0' }],
    ['a name of elsewhere', { allowedHosts: ['scopus.example.org'] }],
    ['a name of elsewhere with a port', { allowedHosts: ['scopus.example.org:8080'] }],
    ['a name that is none', { allowedHosts: ['?'] }],
  ])('%s: it does not start without tokens', async ([, words]) => {
    await expect(served({ folder, words })).rejects.toMatchObject({ reason: 'bad-input', next: expect.stringContaining('--token-file') });
  });

  test.for<[string, string, RegExp]>([
    ['short', '# people\n\nada:short', /^Line 4 of .* shorter than 16/],
    ['missing', '# nobody', /holds no token/],
    ['under a name that is none', 'a/b:0123456789abcdef0123456789abcdef', /^Line 2 of .* no name and token/],
    ['one of several without names', '0123456789abcdef0123456789abcdef\n1123456789abcdef0123456789abcdef', /^Line 2 of/],
  ])('a token that is %s is told, and where', async ([, line, message]) => {
    await expect(served({ folder, words: { tokenFile: tokenFile(line) } })).rejects.toMatchObject({
      reason: 'bad-input',
      message: expect.stringMatching(message),
      next: expect.stringMatching(/openssl|name:token/),
    });
  });

  test('without a token, or with a wrong one, nobody is let in', async () => {
    const { url } = await server({ words: { host: '0.0.0.0', allowedHosts: ['scopus.example.org'], tokenFile: tokenFile(`ada:${ada}`) } });
    const here = url.replace('0.0.0.0', '127.0.0.1');
    const statuses = await Promise.all(
      [{}, bearer('wrong-0123456789abcdef'), bearer(`${ada}x`), bearer(ada)].map(async (headers) => (await post(here, initialize, headers)).status),
    );
    expect(statuses).toEqual([401, 401, 401, 200]);
    expect((await post(here, initialize)).headers.get('www-authenticate')).toMatch(/^Bearer/);
  });
});

describe('several people', () => {
  const two = () => server({ words: { tokenFile: tokenFile(`ada:${ada}`, `bo:${bo}`) } });

  test('each asks with the key that comes with the request; it is kept nowhere', async () => {
    const { url, logged } = await two();
    const none = await client(url, { headers: bearer(ada) });
    expect(told(await none.call('scopus_search', { query: 'coral' }))).toMatch(/^AUTH_MISSING/);
    const key = 'KEYofADA0123456789abcdefABCDEF01';
    const { call } = await client(url, { headers: { ...bearer(ada), 'x-els-apikey': key } });
    const answer = await call('scopus_search', { query: `TITLE(coral) OR TITLE(${key})`, limit: 1 });
    expect(answer.structuredContent).toMatchObject({ total: expect.any(Number) });
    expect(JSON.stringify(answer) + logged.join()).not.toContain(key);
    await call('survey_start', { query: 'TITLE(coral)', limit: 10, retrieve: 'never' });
    const files = readdirSync(join(folder, 'state')).map((name) => readFileSync(join(folder, 'state', name), 'latin1'));
    expect(files.join('').includes(key)).toBe(false);
  });

  test("a run of one is unknown to the other, and to the server's own user; files lie apart", async () => {
    const { url } = await two();
    const [one, other] = await Promise.all([
      client(url, { headers: { ...bearer(ada), 'x-els-apikey': 'KEYofADA0123456789abcdefABCDEF01' } }),
      client(url, { headers: { ...bearer(bo), 'x-els-apikey': 'KEYofBO00123456789abcdefABCDEF02' } }),
    ]);
    const { structuredContent } = await one.call<{ run: string }>('survey_start', { query: 'TITLE(coral)', limit: 20, retrieve: 'never', file: 'mine.csv' });
    const run = structuredContent?.run ?? '';
    expect(run).toMatch(/^[a-z2-9]{26}$/);
    for (const [name, args] of [
      ['survey_status', { run }],
      ['survey_cancel', { run }],
      ['survey_start', { resume: run }],
      ['survey_start', { resume: 'last' }],
      ['dedupe_works', { runs: [run] }],
    ] as const)
      expect([name, told(await other.call(name, args))]).toEqual([name, expect.stringMatching(/^JOB_UNKNOWN/)]);
    await expect(other.client.readResource({ uri: `survey://${run}/works.csv` })).rejects.toThrow();
    expect(told(await other.call('read_file', { path: 'mine.csv' }))).toMatch(/^BAD_INPUT/);
    expect([existsSync(join(folder, 'ada', 'mine.csv')), existsSync(join(folder, 'bo'))]).toEqual([true, false]);
    expect((await one.client.readResource({ uri: `survey://${run}/works.csv` })).contents[0]).toMatchObject({ text: expect.stringContaining('Title') });
    expect((await one.client.listResources()).resources.map(({ uri }) => uri)).toContain(`survey://${run}/works.csv`);
    expect((await other.client.listResources()).resources.some(({ uri }) => uri.startsWith('survey:'))).toBe(false);
  });

  test('a run whose key is gone waits for its owner', async () => {
    const key = 'KEYofADA0123456789abcdefABCDEF01';
    const first = await two();
    const begun = await client(first.url, { headers: { ...bearer(ada), 'x-els-apikey': key } });
    const { structuredContent } = await begun.call<{ run: string }>('survey_start', { query: 'PUBYEAR > 1990', limit: 200, retrieve: 'all', waitSeconds: 1 });
    const run = structuredContent?.run ?? '';
    await begun.close();
    await first.close();
    const second = await two();
    const keyless = await client(second.url, { headers: bearer(ada) });
    const before = sandbox.elsevier.log.length;
    const standing = await keyless.call('survey_status', { run, waitSeconds: 0 });
    expect(standing.structuredContent).toMatchObject({ state: 'paused', paused: 'needs-key', nextStep: expect.stringContaining('resume') });
    expect(sandbox.elsevier.log.length).toBe(before);
    const back = await client(second.url, { headers: { ...bearer(ada), 'x-els-apikey': key } });
    expect((await back.call('survey_status', { run, waitSeconds: 0 })).structuredContent).toMatchObject({
      state: 'paused',
      paused: expect.not.stringMatching('needs-key'),
    });
    expect((await back.call('survey_start', { resume: run, waitSeconds: 1 })).structuredContent).toMatchObject({ run, state: 'working' });
    await back.call('survey_cancel', { run });
  });

  test('a survey is ended by its owner with another key, or with none', async () => {
    const { url } = await two();
    const begun = await client(url, { headers: { ...bearer(ada), 'x-els-apikey': 'KEYofADA0123456789abcdefABCDEF01' } });
    const { structuredContent } = await begun.call<{ run: string }>('survey_start', { query: 'PUBYEAR > 1990', limit: 200, retrieve: 'all', waitSeconds: 1 });
    const keyless = await client(url, { headers: bearer(ada) });
    expect((await keyless.call('survey_cancel', { run: structuredContent?.run })).structuredContent).toMatchObject({ state: 'paused' });
  });

  test('keys by the hundred take nobody’s call away', async () => {
    const { url } = await two();
    const one = await client(url, { headers: { ...bearer(ada), 'x-els-apikey': 'KEYofADA0123456789abcdefABCDEF01' } });
    const ids = Array.from({ length: 20 }, (_, i) => `2-s2.0-9990000${String(i + 1).padStart(4, '0')}`);
    const under = one.call<{ works: unknown[]; missing?: { code: string }[] }>('scopus_works', { ids });
    const quota = (i: number) =>
      post(url, JSON.stringify({ jsonrpc: '2.0', id: i, method: 'tools/call', params: { name: 'elsevier_quota', arguments: {} } }), {
        ...bearer(bo),
        'x-els-apikey': `KEY${String(i).padStart(29, '0')}`,
      });
    for (let i = 0; i < 230; i += 10) await Promise.all(Array.from({ length: 10 }, (_, j) => quota(i + j)));
    const { structuredContent } = await under;
    expect((structuredContent?.missing ?? []).filter(({ code }) => code !== 'NOT_FOUND')).toEqual([]);
    expect(structuredContent?.works.length).toBeGreaterThan(10);
  });

  test('one person with a token asks with the key of the server; several do when it is shared', async () => {
    const alone = await server({ words: { tokenFile: tokenFile(`ada:${ada}`) } });
    expect((await (await client(alone.url, { headers: bearer(ada) })).call('elsevier_quota')).structuredContent).toMatchObject({ keys: 1 });
    const shared = await server({ words: { tokenFile: tokenFile(`ada:${ada}`, `bo:${bo}`), shareKey: true } });
    expect((await (await client(shared.url, { headers: bearer(bo) })).call('elsevier_quota')).structuredContent).toMatchObject({ keys: 1 });
  });

  test('more institution tokens than keys are told when something is asked', async () => {
    const { url, logged } = await server();
    const { call } = await client(url, { headers: { 'x-els-apikey': sandboxKeys.remote, 'x-els-insttoken': `${sandboxKeys.remoteToken},another` } });
    expect(told(await call('scopus_search', { query: 'coral' }))).toMatch(/^BAD_INPUT: X-ELS-Insttoken holds 2 tokens for 1 keys/);
    expect(logged.join()).not.toContain(sandboxKeys.remoteToken);
  });
});

describe('an OAuth resource server', () => {
  const resource = 'http://localhost:1/mcp';

  async function authorizationServer() {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256', use: 'sig' }] });
    const issuing = createServer((request, response) => {
      const issuer = `http://localhost:${(issuing.address() as AddressInfo).port}`;
      const metadata = {
        issuer,
        jwks_uri: `${issuer}/jwks`,
        authorization_endpoint: `${issuer}/a`,
        token_endpoint: `${issuer}/t`,
        response_types_supported: ['code'],
      };
      response.setHeader('content-type', 'application/json');
      if (request.url === '/jwks') response.end(jwks);
      else if (request.url === '/.well-known/oauth-authorization-server') response.end(JSON.stringify(metadata));
      else response.writeHead(404).end();
    });
    await new Promise<void>((done) => issuing.listen(0, 'localhost', done));
    kept({ close: () => issuing.close(() => {}) });
    const issuer = `http://localhost:${(issuing.address() as AddressInfo).port}`;
    const token = (claims: { sub: string; aud?: string; exp?: string }) =>
      new SignJWT({ scope: 'mcp' })
        .setProtectedHeader({ alg: 'ES256', kid: 'k' })
        .setIssuer(issuer)
        .setSubject(claims.sub)
        .setAudience(claims.aud ?? resource)
        .setExpirationTime(claims.exp ?? '5m')
        .sign(privateKey);
    return { issuer, token };
  }

  test('takes tokens of its issuer for itself, and says where they come from', async () => {
    const { issuer, token } = await authorizationServer();
    const { url } = await server({ words: { oauthIssuer: issuer, publicUrl: resource } });
    const status = async (words: string) => (await post(url, initialize, bearer(words))).status;
    expect([
      await status(await token({ sub: 'ada' })),
      await status(await token({ sub: 'ada', aud: 'https://elsewhere.example' })),
      await status(await token({ sub: 'ada', exp: '-1m' })),
      await status('no.token.atall'),
    ]).toEqual([200, 401, 401, 401]);
    const challenge = (await post(url, initialize)).headers.get('www-authenticate') ?? '';
    expect(challenge).toContain('resource_metadata="http://localhost:1/.well-known/oauth-protected-resource/mcp"');
    const document = await fetch(url.replace('/mcp', '/.well-known/oauth-protected-resource/mcp'));
    expect(await document.json()).toMatchObject({ resource, authorization_servers: [expect.stringContaining(issuer)] });
  });

  test('an issuer that does not tell its keys ends the start', async () => {
    await expect(served({ folder, words: { oauthIssuer: sandbox.url, publicUrl: resource } })).rejects.toMatchObject({
      reason: 'bad-input',
      message: expect.stringContaining('keys'),
    });
    await expect(served({ folder, words: { oauthIssuer: 'http://login.example.org', publicUrl: resource } })).rejects.toMatchObject({
      message: expect.stringContaining('https'),
    });
    await expect(served({ folder, words: { oauthIssuer: sandbox.url } })).rejects.toMatchObject({ next: expect.stringContaining('--public-url') });
  });
});

describe('sessions', () => {
  async function exporting() {
    const desk = gatewayDesk(join(folder, 'state'));
    await desk.acceptTerms('tester', Date.now());
    const cookies = Object.entries(sandbox.elsevier.web.begin()).map(([name, value]) => `${name}=${value}`);
    await desk.login(cookies.join('; '), { baseUrl: sandbox.url }, Date.now());
    return server();
  }

  test('are there where a human may be asked, and nowhere else', async () => {
    const plain = await server();
    expect((await post(plain.url, initialize)).headers.get('mcp-session-id')).toBeNull();
    const { url } = await exporting();
    const id = (await post(url, initialize)).headers.get('mcp-session-id') ?? '';
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const list = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/list' });
    expect((await post(url, list, { 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' })).status).toBe(200);
    expect((await fetch(url, { method: 'DELETE', headers: { 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' } })).status).toBe(200);
    expect((await post(url, list, { 'mcp-session-id': id })).status).toBe(404);
  });

  test('carry the question to the user, in the 2025 protocol', async () => {
    const { url } = await exporting();
    const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
    const sdk = kept(new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'legacy' }, capabilities: { elicitation: { form: {} } } }));
    const questions: string[] = [];
    sdk.setRequestHandler('elicitation/create', async ({ params }) => {
      questions.push(params.message);
      return { action: 'accept', content: { agree: true } };
    });
    await sdk.connect(new StreamableHTTPClientTransport(new URL(url)));
    const answer = await sdk.callTool({ name: 'export_works', arguments: { query: 'TITLE(coral)', limit: 5, file: 'out.csv' } });
    expect(questions).toEqual([expect.stringContaining('Export 5 works')]);
    expect(answer).toMatchObject({ structuredContent: { state: 'completed', works: 5 } });
  });
});

test('it ends at once, with a call under way', async () => {
  const { url, close } = await server();
  const { call } = await client(url);
  const under = call('survey_start', { query: 'PUBYEAR > 1990', limit: 200, retrieve: 'all', waitSeconds: 50 }).catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const began = Date.now();
  await close();
  expect(Date.now() - began).toBeLessThan(1_000);
  await under;
  await expect(fetch(url)).rejects.toThrow();
});

test.for(['SIGTERM', 'SIGINT'] as const)('as a process of its own it says where it serves, and ends at %s with a call under way', async (signal) => {
  const main = join(import.meta.dirname, '../main.ts');
  const words = ['--conditions=@scopekit/source', main, '--http', '--port', '0', '--base-url', sandbox.url, '--output-dir', folder];
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { HOME: folder, SCOPEKIT_HOME: folder, ELSEVIER_API_KEY: sandboxKeys.subscriber },
  });
  kept({ close: () => void child.kill('SIGKILL') });
  const [chunk] = (await once(child.stderr, 'data')) as [Buffer];
  const url = /http:\/\/\S+/.exec(String(chunk))?.[0] ?? expect.unreachable(String(chunk));
  const { call } = await client(url);
  call('survey_start', { query: 'PUBYEAR > 1990', limit: 200, retrieve: 'all', waitSeconds: 50 }).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 500));
  const began = Date.now();
  child.kill(signal);
  const [code] = await once(child, 'exit');
  expect([code, Date.now() - began < 2_000]).toEqual([0, true]);
});
