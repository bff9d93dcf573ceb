import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failureOf, sandboxKeys, startSandbox } from '@scopekit/test-fixtures';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createScopekit, type ElsevierError, keyStore, loadConfig, login, readPybliometricsConfig } from './index.ts';
import type { Keychain } from './key-store.ts';

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let folder = '';
beforeAll(async () => {
  sandbox = await startSandbox({ works: 50, rate: 1_000 });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scopekit-auth-'));
});

const asking = () => createScopekit({ credentials: [], baseUrl: sandbox.url });

/** A keychain that works, as on a desktop. */
function drawer(): Keychain & { content: string | null } {
  return {
    content: null,
    get() {
      return this.content;
    },
    set(secret) {
      this.content = secret;
    },
    remove() {
      this.content = null;
    },
  };
}

const locked: Keychain = {
  get: () => {
    throw new Error('AccessDenied');
  },
  set: () => {
    throw new Error('AccessDenied');
  },
  remove: () => {
    throw new Error('AccessDenied');
  },
};

describe('a keychain that can be read and not changed', () => {
  const stuck = { ...locked, get: () => JSON.stringify({ keys: [{ key: 'an-older-key-0001' }] }) };

  test('gets no new keys beside the old ones, which would go before them', async () => {
    const store = keyStore(folder, stuck);
    const error = await failureOf<ElsevierError>(store.write([{ key: sandboxKeys.subscriber }]));
    expect([error.reason, error.next]).toEqual(['not-written', expect.stringMatching(/Unlock it/)]);
    expect(existsSync(store.file)).toBe(false);
  });

  test('is not said to be empty', async () => {
    expect((await failureOf<ElsevierError>(keyStore(folder, stuck).clear())).reason).toBe('not-written');
  });
});

describe('configuration that cannot be used is told', () => {
  test('a folder for keys that is a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    const error = await failureOf<ElsevierError>(keyStore(join(folder, 'file'), undefined).write([{ key: sandboxKeys.subscriber }]));
    expect([error.reason, error.next]).toEqual(['not-written', expect.stringMatching(/SCOPEKIT_HOME/)]);
  });

  test('a config.toml that is no file, as it may name a proxy', async () => {
    mkdirSync(join(folder, 'config.toml'));
    const error = await failureOf<ElsevierError>(loadConfig({ SCOPEKIT_HOME: folder }, 'linux'));
    expect(error).toMatchObject({ reason: 'bad-input', message: expect.stringMatching(/cannot be read \(EISDIR\)/) });
  });
});

test('a token of the environment goes with the key that is stored', async () => {
  await keyStore(folder, undefined).write([{ key: sandboxKeys.subscriber, label: 'lab' }]);
  const { config } = await loadConfig({ SCOPEKIT_HOME: folder, ELSEVIER_INSTTOKEN: 'a-token-0001' }, 'linux');
  expect(config).toMatchObject({ credentials: [{ key: sandboxKeys.subscriber, label: 'lab', insttoken: 'a-token-0001' }], credentialsFrom: 'keys.toml' });
});

describe('login', () => {
  test('asks once whether a key is taken, and stores it for the user alone where there is no keychain', async () => {
    const store = keyStore(folder, locked);
    const before = sandbox.elsevier.log.length;
    const result = await login([{ key: sandboxKeys.subscriber, label: 'lab' }], store, asking());
    expect(result).toEqual({ stored: 'keys.toml', keys: [{ key: 'lab', insttoken: false, accepted: true }] });
    expect(sandbox.elsevier.log.length - before).toBe(1);
    expect(statSync(store.file).mode & 0o777).toBe(0o600);
    expect(await store.read()).toEqual({ credentials: [{ key: sandboxKeys.subscriber, label: 'lab' }], from: 'keys.toml' });
  });

  test('a file that was open to others is closed to them', async () => {
    const store = keyStore(folder, undefined);
    writeFileSync(store.file, '', { mode: 0o644 });
    await store.write([{ key: sandboxKeys.subscriber }]);
    expect(statSync(store.file).mode & 0o777).toBe(0o600);
  });

  test('puts keys into the keychain where there is one, and takes the file away', async () => {
    const keychain = drawer();
    await keyStore(folder, undefined).write([{ key: sandboxKeys.subscriber }]);
    const store = keyStore(folder, keychain);
    expect((await login([{ key: sandboxKeys.remote, insttoken: sandboxKeys.remoteToken }], store, asking())).stored).toBe('keychain');
    expect(() => readFileSync(store.file)).toThrow();
    expect((await store.read())?.credentials).toEqual([{ key: sandboxKeys.subscriber }, { key: sandboxKeys.remote, insttoken: sandboxKeys.remoteToken }]);
  });

  test('a key that is refused is not stored, and the message does not repeat it', async () => {
    const store = keyStore(folder, undefined);
    const error = await failureOf<ElsevierError>(login([{ key: sandboxKeys.unknown }], store, asking()));
    expect(error.reason).toBe('unauthorized');
    expect(JSON.stringify(error)).not.toContain(sandboxKeys.unknown);
    expect(await store.read()).toBeUndefined();
  });

  test('a key whose week is spent is stored, and that is told', async () => {
    const { keys } = await login([{ key: sandboxKeys.spent }], keyStore(folder, undefined), asking());
    expect(keys).toMatchObject([{ key: '…0003', problem: expect.stringContaining('weekly quota') }]);
    expect(keys[0]).not.toHaveProperty('accepted');
  });

  test('the same key again replaces the one before', async () => {
    const store = keyStore(folder, undefined);
    await login([{ key: sandboxKeys.subscriber }], store, undefined);
    await login([{ key: sandboxKeys.subscriber, label: 'mine' }], store, undefined);
    expect((await store.read())?.credentials).toEqual([{ key: sandboxKeys.subscriber, label: 'mine' }]);
  });

  test('keys that were stored are used when neither a file nor the environment names any, and forgotten at logout', async () => {
    const env = { SCOPEKIT_HOME: folder };
    await keyStore(folder, undefined).write([{ key: sandboxKeys.subscriber }]);
    expect((await loadConfig(env, 'linux')).config).toMatchObject({ credentials: [{ key: sandboxKeys.subscriber }], credentialsFrom: 'keys.toml' });
    expect((await loadConfig({ ...env, ELSEVIER_API_KEY: 'other' }, 'linux')).config).toMatchObject({
      credentials: [{ key: 'other' }],
      credentialsFrom: 'environment',
    });
    await keyStore(folder, undefined).clear();
    expect((await loadConfig(env, 'linux')).config.credentials).toEqual([]);
  });

  test('stored keys that cannot be read are told, without their content', async () => {
    writeFileSync(join(folder, 'keys.toml'), 'keys = [ SECRET');
    const error = await failureOf<ElsevierError>(loadConfig({ SCOPEKIT_HOME: folder }, 'linux'));
    expect(error).toMatchObject({ reason: 'bad-input', next: expect.stringContaining('logout') });
    expect(error.message).not.toContain('SECRET');
  });
});

describe('a configuration of pybliometrics', () => {
  test('gives its keys with their tokens, and tells what else it sets', () => {
    const text =
      '[Directories]\nScopusSearch = /tmp/x\n\n[Authentication]\nAPIKey = aaaa, bbbb,\n  cccc\nInstToken = tttt\n\n[Requests]\nTimeout = 20\nRetries: 3\n[Proxy]\nhttps = http://u:p@h:1\n';
    expect(readPybliometricsConfig(text)).toEqual({
      credentials: [{ key: 'aaaa', insttoken: 'tttt' }, { key: 'bbbb' }, { key: 'cccc' }],
      otherwise: ['timeout_ms = 20000', 'retries = 3', expect.stringContaining('proxy')],
    });
  });

  test('without a key is refused', () => {
    expect(() => readPybliometricsConfig('[Authentication]\nAPIKey =\n')).toThrow(/no APIKey/);
  });
});
