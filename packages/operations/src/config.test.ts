import { describe, expect, test } from 'vitest';
import { configFolder, createScopekit, keywordQuery, readConfig } from './index.ts';

describe('keys', () => {
  test('and tokens of the environment are paired by position, empty ones allowed', () => {
    expect(readConfig({ ELSEVIER_API_KEY: 'key1, key2,key3', ELSEVIER_INSTTOKEN: ',token2' }).credentials).toEqual([
      { key: 'key1' },
      { key: 'key2', insttoken: 'token2' },
      { key: 'key3' },
    ]);
  });

  test('a key file goes before the environment, and that before config.toml', () => {
    const file = 'api_key = "from-file"\ninsttoken = "token"';
    expect(readConfig({}, {}, { file }).credentials).toEqual([{ key: 'from-file', insttoken: 'token' }]);
    expect(readConfig({ ELSEVIER_API_KEY: 'from-env' }, {}, { file }).credentials).toEqual([{ key: 'from-env' }]);
    expect(readConfig({ ELSEVIER_API_KEY: 'from-env' }, { keyFile: '# mine\nfrom-key-file:token\n\nother\n' }, { file }).credentials).toEqual([
      { key: 'from-key-file', insttoken: 'token' },
      { key: 'other' },
    ]);
  });

  test('more tokens than keys are a mistake', () => {
    expect(() => readConfig({ ELSEVIER_API_KEY: 'key1', ELSEVIER_INSTTOKEN: 'a,b' })).toThrow(/2 tokens for 1 keys/);
  });
});

describe('the base address', () => {
  const key = { ELSEVIER_API_KEY: 'key-one-0001' };

  test('that comes from a file alone gets no key, not even on this machine', () => {
    for (const address of ['http://127.0.0.1:4000', 'https://evil.example']) {
      expect(() => createScopekit(readConfig(key, {}, { file: `base_url = "${address}"` }))).toThrow(/configuration file only/);
    }
  });

  test('from a flag or the environment may be this machine', () => {
    expect(() => createScopekit(readConfig(key, { baseUrl: 'http://127.0.0.1:4000' }))).not.toThrow();
    expect(() => createScopekit(readConfig({ ...key, ELSEVIER_BASE_URL: 'http://127.0.0.1:4000' }))).not.toThrow();
  });

  test('from a file is used once its host is trusted by a flag', () => {
    const config = readConfig(key, { trustedHosts: ['127.0.0.1:4000'] }, { file: 'base_url = "http://127.0.0.1:4000"' });
    expect(() => createScopekit(config)).not.toThrow();
  });
});

test.for<[text: string, told: RegExp]>([
  ['api_key = ', /not TOML \(line 1/],
  ['SECRETKEY = "x"', /^config\.toml: 1 of its names is not known\.$/],
  ['retries = 99', /retries/],
])('config.toml with %j is told, without its values', ([text, told]) => {
  expect(() => readConfig({}, {}, { file: text })).toThrow(told);
});

test('the folder of config.toml is the one of the system, or the one that is named', () => {
  expect(configFolder({ HOME: '/home/ana' }, 'linux')).toBe('/home/ana/.config/scopekit');
  expect(configFolder({ HOME: '/home/ana', XDG_CONFIG_HOME: '/cfg' }, 'linux')).toBe('/cfg/scopekit');
  expect(configFolder({ HOME: '/home/ana', SCOPEKIT_HOME: '/mine' }, 'linux')).toBe('/mine');
  expect(configFolder({ APPDATA: 'C:\\Roaming' }, 'win32')).toBe('C:\\Roaming\\scopekit');
});

test.for<[keywords: string[], query: string]>([
  [['python'], 'TITLE-ABS-KEY(python)'],
  [['machine learning', 'python'], 'TITLE-ABS-KEY("machine learning" AND python)'],
  [['econom*', 'c++'], 'TITLE-ABS-KEY(econom* AND "c++")'],
  [['and', 'état de l’art'], 'TITLE-ABS-KEY("and" AND "état de l’art")'],
])('the keywords %j ask %s', ([keywords, query]) => {
  expect(keywordQuery(keywords)).toBe(query);
});

test.for([[[]], [['']], [['  ']], [['a "quoted" word']], [['TITLE(x)']]])('the keywords %j are refused', ([keywords]) => {
  expect(() => keywordQuery(keywords as string[])).toThrow();
});
