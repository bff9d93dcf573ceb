import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** Who may import whom. A new arrow is a design decision, made here. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  'packages/record': [],
  'packages/formats': ['packages/record'],
  'packages/dedupe': ['packages/record'],
  'packages/store': [],
  'packages/elsevier-http': ['packages/store'],
  'packages/scopus-api': ['packages/record', 'packages/elsevier-http', 'packages/store'],
  'packages/sciencedirect-ir': ['packages/record', 'packages/formats', 'packages/elsevier-http', 'packages/store'],
  'packages/export-gateway': ['packages/record', 'packages/formats', 'packages/elsevier-http', 'packages/store'],
  'packages/operations': [
    'packages/record',
    'packages/formats',
    'packages/dedupe',
    'packages/store',
    'packages/elsevier-http',
    'packages/scopus-api',
    'packages/sciencedirect-ir',
    'packages/export-gateway',
  ],
  'apps/mcp': ['packages/operations', 'test-fixtures'],
  'apps/cli': ['packages/operations', 'apps/mcp', 'test-fixtures'],
  'test-fixtures': [],
};

/** What tests may import beside the arrows of their room, and their own room by its name: programs that they start do. */
const forTests = ['test-fixtures'];

interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
}

const manifestOf = (room: string) => JSON.parse(readFileSync(`${room}/package.json`, 'utf8')) as Manifest;
const existing = Object.keys(rooms).filter((room) => existsSync(`${room}/package.json`));
const roomOf = new Map(existing.map((room) => [manifestOf(room).name, room]));

/** Static, dynamic and type imports, and re-exports. */
const imported = (code: string) => [...code.matchAll(/(?:from|import|import\()\s*'([^']+)'/g)].map(([, specifier = '']) => specifier);

interface Arrow {
  readonly file: string;
  readonly to: string;
  readonly specifier: string;
}

function arrowsOf(room: string): Arrow[] {
  return globSync(`${room}/src/**/*.ts`).flatMap((file) => imported(readFileSync(file, 'utf8')).flatMap((specifier) => arrow(file, specifier) ?? []));
}

/** An import of a package of ours; `undefined` for any other. */
function arrow(file: string, specifier: string): Arrow | undefined {
  const name = /^(@[^/]+\/[^/]+|[^./@][^/]*)/.exec(specifier)?.[1] ?? '';
  const to = roomOf.get(name);
  return to ? { file, to, specifier } : undefined;
}

/** What is wrong with an arrow, if anything. */
function fault(room: string, { file, to, specifier }: Arrow): string | undefined {
  const allowed = [...(rooms[room] ?? []), ...(file.endsWith('.test.ts') ? [...forTests, room] : [])];
  if (!allowed.includes(to)) return `${file} imports ${specifier}: ${room} may not import ${to}`;
  const { name, exports = {} } = manifestOf(to);
  const entry = specifier === name ? '.' : `.${specifier.slice(name.length)}`;
  return entry in exports ? undefined : `${file} imports ${specifier}, which ${to} does not export`;
}

test('every room that exists stands in the table', () => {
  const found = globSync('{packages,apps}/*/package.json').map((file) => file.replace('/package.json', ''));
  expect([...found, 'test-fixtures'].sort()).toEqual([...existing].sort());
});

describe.for(existing)('%s', (room) => {
  test('imports only the rooms it may, by their front door', () => {
    expect(arrowsOf(room).flatMap((found) => fault(room, found) ?? [])).toEqual([]);
  });

  test('does not climb out of itself', () => {
    const files = globSync(`${room}/src/**/*.ts`).filter((file) => !file.endsWith('.test.ts'));
    const climbing = files.filter((file) =>
      imported(readFileSync(file, 'utf8')).some(
        (specifier) => specifier.startsWith('.') && !new URL(specifier, `file:///${file}`).pathname.startsWith(`/${room}/src/`),
      ),
    );
    expect(climbing).toEqual([]);
  });
});

test('a forbidden arrow and a deep import are found', () => {
  const forbidden = arrow('packages/record/src/work.ts', '@scopekit/store') as Arrow;
  expect(fault('packages/record', forbidden)).toMatch(/packages\/record may not import packages\/store/);
  const deep = arrow('packages/scopus-api/src/scopus.ts', '@scopekit/record/src/work.ts') as Arrow;
  expect(fault('packages/scopus-api', deep)).toMatch(/does not export/);
});

test('the table has no circle', () => {
  const reaches = (from: string, to: string): boolean => (rooms[from] ?? []).some((next) => next === to || reaches(next, to));
  expect(Object.keys(rooms).filter((room) => reaches(room, room))).toEqual([]);
});

test('only the apps, their examples and the configuration of operations touch the process; the page element has the console of a browser', () => {
  const files = globSync('packages/*/src/**/*.ts').filter((file) => !file.endsWith('.test.ts') && !file.startsWith('packages/sciencedirect-ir/src/element/'));
  const touching = files.filter((file) => /\bprocess\.(?:env|exit|stdout|stderr|stdin)\b|\bconsole\./.test(readFileSync(file, 'utf8')));
  expect(touching).toEqual([]);
});

test('no file of code is longer than 300 lines; lists of test cases may be', () => {
  const files = globSync('{packages,apps}/*/src/**/*.ts')
    .concat(globSync('test-fixtures/src/**/*.ts'))
    .filter((file) => !file.endsWith('.test.ts'));
  const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 300);
  expect(long).toEqual([]);
});

test('all packages have one version, which is the one the client names', () => {
  const versions = new Set(existing.map((room) => manifestOf(room).version));
  const named = /version = '([^']+)'/.exec(readFileSync('packages/elsevier-http/src/version.ts', 'utf8'))?.[1];
  expect([...versions]).toEqual([named]);
});

/** What whoever installs our packages gets from others. A new one is a design decision, made here; so is a script that runs when they are installed. */
const others = '@citation-js/core @citation-js/plugin-bibtex chardet csv-parse csv-stringify entities saxes smol-toml tough-cookie undici yazl zod'.split(' ');

test('what is installed from others is what was decided, and installs by rules that keep surprises out', () => {
  const all = existing.flatMap((room) => Object.keys((manifestOf(room) as { dependencies?: object }).dependencies ?? {}));
  expect([...new Set(all.filter((name) => !name.startsWith('@scopekit/')))].sort()).toEqual(others);
  const workspace = readFileSync('pnpm-workspace.yaml', 'utf8');
  expect(workspace).toMatch(/^allowBuilds:\n {2}node: true\n(?! )/m);
  for (const rule of ['blockExoticSubdeps: true', 'minimumReleaseAge: 4320', 'trustPolicy: no-downgrade', 'catalogMode: strict'])
    expect(workspace).toMatch(new RegExp(`^${rule}$`, 'm'));
});

describe.for(['docs/elsevier-quirks.md', 'docs/export-quirks.md', 'docs/gateway-quirks.md'])('%s', (document) => {
  const tests = globSync('{packages,apps}/*/src/**/*.test.ts')
    .map((file) => readFileSync(file, 'utf8').replaceAll("\\'", "'"))
    .join('\n');
  const named = readFileSync(document, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (?:oddity|-)/.test(line))
    .flatMap((line) => (line.split('|').at(-2) ?? '').split(';').map((name) => name.replaceAll('…', '').trim()));

  test.for(named)('the test it names is there: %s', (name) => {
    const file = /^\w[\w-]*\.test\.ts$/.test(name) && globSync(`packages/*/src/**/${name}`).length > 0;
    expect(file || tests.includes(name)).toBe(true);
  });
});
