import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failureOf, type Sandbox, type SandboxOptions, sandboxKeys, sendTo, startSandbox } from '@scopekit/test-fixtures';
import { afterEach, describe, expect, test } from 'vitest';
import { type Config, createScopekit, type IrDoctorResult } from '../index.ts';
import { withoutAddresses } from './doctor.ts';

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.close());

const good = { key: sandboxKeys.subscriber };
const site = 'https://repo.example.edu';

async function doctor(input: { origin?: string; article?: string; capture?: string }, config: Partial<Config> = {}, options: SandboxOptions = {}) {
  sandbox = await startSandbox({ works: 400, rate: 1_000, ...options });
  const scopekit = createScopekit({ credentials: [good], baseUrl: sandbox.url, ...config }, { cache: false });
  try {
    return await scopekit.irDoctor(input);
  } finally {
    await scopekit.close();
  }
}

const found = ({ checks }: IrDoctorResult) => Object.fromEntries(checks.map(({ name, state, found: what }) => [name, `${state}: ${what}`]));

describe('what a key may do for a repository', () => {
  test('all of it: each right is tried, in six requests at most', async () => {
    const result = await doctor({ origin: `${site}/items/1` });
    expect(found(result)).toEqual({
      Key: 'ok: …0001',
      'Key …0001': 'ok: accepted',
      Metadata: 'ok: Article Metadata answers: articles can be harvested',
      Entitlement: expect.stringMatching(/^ok: \d of 2 articles may be read from the network of this machine$/),
      Hosting: expect.stringMatching(/^ok: permission is told, of /),
      'Full text': expect.stringMatching(/^(?:ok: \w+ came whole|note: \w+ came as metadata alone)/),
      Site: `ok: pages of ${site} may ask with this key`,
    });
    expect([result.verdict, result.reason]).toEqual(['The key has what a repository needs.', undefined]);
    expect(Object.values(result.requests).reduce((a, b) => a + b)).toBeLessThanOrEqual(6);
  });

  test('a site that the key is not registered for is named, with what to do', async () => {
    const { verdict, reason } = await doctor({ origin: 'https://other.example.edu' });
    expect(verdict).toMatch(/^Pages of https:\/\/other\.example\.edu cannot read what Elsevier answers to this key\. Have it added to the CORS domains/);
    expect(reason).toBe('not-entitled');
  });

  test('a key without the settings for repositories is told where to register it; a machine without access is none of its faults', async () => {
    const result = await doctor({}, { credentials: [{ key: sandboxKeys.nonSubscriber }] });
    const { Hosting, Entitlement, 'Full text': full, Site } = found(result);
    expect([Hosting, Entitlement, full, Site]).toEqual([
      expect.stringMatching(/^problem: Not granted: /),
      expect.stringMatching(/^ok: /),
      expect.stringMatching(/^(?:ok|note): /),
      "note: not tried: --origin names the repository's site",
    ]);
    expect([result.verdict, result.reason]).toEqual([expect.stringMatching(/programme for repositories: https:/), 'not-entitled']);
  });

  test('a key that Elsevier does not know, a spent week and no key at all ask no further', async () => {
    const unknown = await doctor({}, { credentials: [{ key: sandboxKeys.unknown }] });
    expect([unknown.reason, Object.keys(unknown.requests)]).toEqual(['unauthorized', ['sciencedirect.metadata']]);
    await sandbox?.close();
    const spent = await doctor({}, { credentials: [{ key: sandboxKeys.spent }] });
    expect([spent.reason, spent.checks.at(-1)?.name]).toEqual(['quota-exceeded', 'Key …0003']);
    await sandbox?.close();
    const none = await doctor({}, { credentials: [] });
    expect([none.reason, none.requests]).toEqual(['key-missing', {}]);
  });

  test('an article of yours may be named', async () => {
    const result = await doctor({ article: '10.5555/nobody.knows' });
    expect(found(result).Hosting).toBe('ok: answers, but does not know 10.5555/nobody.knows');
  });

  test('an origin that is no site is refused before anything is asked', async () => {
    expect((await failureOf(doctor({ origin: 'repo.example.edu' }))).message).toMatch(/^origin is a site, as https:\/\/repo\.example\.edu/);
    expect(sandbox?.elsevier.log).toEqual([]);
  });
});

describe('recorded answers', () => {
  test('stand in a folder of their own, each as it came, without key, token and address', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'scopekit-capture-')), 'answers', 'today');
    const { files } = await doctor({ capture: folder, origin: site }, { credentials: [{ key: sandboxKeys.remote, insttoken: sandboxKeys.remoteToken }] });
    const names = readdirSync(folder).sort();
    expect(names).toEqual([
      'article-meta-json.json',
      'article-meta-xml.xml',
      'captured.json',
      'entitlement-list-json.json',
      'entitlement-list-xml.xml',
      'entitlement-one-json.json',
      'entitlement-one-xml.xml',
      'hosting-json.json',
      'hosting-unknown-xml.json',
      'hosting-xml.xml',
      'metadata-complete.json',
      'search-nothing.json',
    ]);
    expect(files.map(({ path }) => path).sort()).toEqual(names.map((name) => join(folder, name)));
    const all = names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
    for (const secret of [sandboxKeys.remote, sandboxKeys.remoteToken]) expect(all).not.toContain(secret);
    const { answers } = JSON.parse(readFileSync(join(folder, 'captured.json'), 'utf8'));
    expect(answers[0]).toMatchObject({ file: 'entitlement-one-json.json', status: 200, headers: { 'access-control-allow-origin': site } });
    expect(JSON.parse(readFileSync(join(folder, 'entitlement-list-json.json'), 'utf8'))['entitlement-response']).toBeDefined();
    expect(all).not.toContain('The full text of');
  });

  test('of a refusal that names the address of who asked do not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scopekit-capture-'));
    const { verdict } = await doctor({ capture: folder }, { credentials: [{ key: sandboxKeys.nonSubscriber }] });
    const refusal = readFileSync(join(folder, 'hosting-json.json'), 'utf8');
    expect([verdict, refusal]).toEqual([expect.stringContaining('IP address 203.0.113.7'), expect.stringContaining('IP address [address] is unrecognized')]);
  });

  test.for<[string, string]>([
    ['with IP address 2001:db8::77 is unrecognized', 'with IP address [address] is unrecognized'],
    ['Client IP: 198.51.100.4.', 'Client IP: [address].'],
    ['EC 3.4.21.4 trypsin at a 1:1:1:1 ratio, version 10.1.1.48', 'EC 3.4.21.4 trypsin at a 1:1:1:1 ratio, version 10.1.1.48'],
  ])('an address goes where it is one, and nothing else does: %s', ([text, expected]) => {
    expect(withoutAddresses(text)).toBe(expected);
  });

  test('of a key that hosting permission refuses as unrecognized go on: the key is none the worse', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scopekit-capture-'));
    sandbox = await startSandbox({ works: 400, rate: 1_000 });
    const elsevier = sendTo(sandbox.elsevier);
    const send: typeof elsevier = async (request, signal) => {
      if (!request.url.includes('hostingpermission')) return elsevier(request, signal);
      const statusText = 'APIKey with IP address 203.0.113.7 is unrecognized or has insufficient privileges for access to this resource';
      const body = new TextEncoder().encode(JSON.stringify({ 'service-error': { status: { statusCode: 'AUTHENTICATION_ERROR', statusText } } }));
      return { status: 401, headers: { 'content-type': 'application/json' }, body, url: request.url };
    };
    const scopekit = createScopekit({ credentials: [good] }, { cache: false, send });
    const result = await scopekit.irDoctor({ capture: folder });
    expect([found(result).Hosting, found(result)['Full text']]).toEqual([
      expect.stringMatching(/^problem: Not granted/),
      expect.stringMatching(/^(?:ok|note): /),
    ]);
    expect(result.files.length).toBeGreaterThan(8);
    expect((await scopekit.irDoctor({})).requests['sciencedirect.metadata']).toBe(1);
    await scopekit.close();
  });

  test('that could not be had for the week being spent are told, and what had come is written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scopekit-capture-'));
    const result = await doctor({ capture: folder }, {}, { quota: 3 });
    expect([readdirSync(folder).includes('captured.json'), found(result).Metadata]).toEqual([true, expect.stringMatching(/^ok: /)]);
  });

  test('a place that is a file is told before anything is asked', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'scopekit-capture-')), 'file');
    writeFileSync(file, '');
    expect((await failureOf(doctor({ capture: file }))).message).toMatch(/it is a file/);
    expect([sandbox?.elsevier.log, existsSync(file)]).toEqual([[], true]);
  });
});
