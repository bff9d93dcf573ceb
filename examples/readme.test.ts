import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const readmes = globSync('{packages/*,test-fixtures}/README.md', { cwd: root });

/** The first block of code of a README, and what its comments say it prints. */
function exampleOf(readme: string): { code: string; promised: string[] } {
  const code = /```js\n(.*?)```/s.exec(readFileSync(resolve(root, readme), 'utf8'))?.[1] ?? '';
  return { code, promised: [...code.matchAll(/console\.log\(.*\); \/\/ ([^:\n]+)/g)].map(([, text = '']) => text.trim()) };
}

test.for(readmes)('the example in %s runs, and prints what it says', async (readme) => {
  const { code, promised } = exampleOf(readme);
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--conditions=@scopekit/source', '--input-type=module', '--eval', code], {
    cwd: import.meta.dirname,
  });
  expect(stderr).toBe('');
  expect(stdout).not.toBe('');
  for (const text of promised.filter((text) => !text.startsWith('{'))) expect(stdout).toContain(text);
});

/** The commands of the tour, each with what the README shows of its output. */
const tour = [...readFileSync(resolve(root, 'README.md'), 'utf8').matchAll(/```\n\$ scopekit (.*)\n([^`]*)```/g)].map(
  ([, command = '', shown = '']) => [command, shown] as const,
);

/** Sizes, dates and ports are of the day. */
const lasting = (text: string) =>
  text
    .replace(/\d+ (?:B|kB)\b/g, 'some bytes')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, 'some day')
    .replace(/(?<=127\.0\.0\.1:)\d+/g, 'port');

test('the README has a tour', () => {
  expect(tour.length).toBeGreaterThan(3);
});

test.for(tour)('the README shows what scopekit %s prints', async ([command, shown]) => {
  const words = (command.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
  const main = resolve(root, 'apps/cli/src/main.ts');
  const options = { cwd: mkdtempSync(join(tmpdir(), 'scopekit-readme-')), env: { PATH: process.env.PATH } };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--conditions=@scopekit/source', main, ...words], options).catch((error) => error);
  expect(lasting(`${stderr}\n${stdout}`)).toContain(lasting(shown));
});

/** The commands of the skill, which an agent takes as they stand; those that go on with something want a run of their own. */
const skill = [...readFileSync(resolve(root, 'apps/cli/skills/scopekit/SKILL.md'), 'utf8').matchAll(/^scopekit (.*?)(?:\s+#.*)?$/gm)].map(
  ([, command = '']) => command,
);

test.for(skill)('the skill has scopekit %s, which works', async (command) => {
  const words = [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, quoted, single, word]) => quoted ?? single ?? word ?? '');
  const cwd = mkdtempSync(join(tmpdir(), 'scopekit-skill-'));
  for (const [file, text] of [
    ['a.ris', 'TY  - JOUR\nTI  - Corals of the north\nPY  - 2020\nER  - \n'],
    ['b.csv', 'title,year\nCorals of the north,2020\n'],
    ['export.csv', 'Authors,Title,Year,EID\n"Silva, A.",Corals,2020,2-s2.0-99900000001\n'],
  ] as const)
    writeFileSync(join(cwd, file), text);
  const main = resolve(root, 'apps/cli/src/main.ts');
  const args = ['--conditions=@scopekit/source', main, '--sandbox', ...words];
  const { code = 0, stderr } = await promisify(execFile)(process.execPath, args, { cwd, env: { PATH: process.env.PATH } }).catch((error) => error);
  expect([code, stderr]).toEqual([expect.toBeOneOf([0, 5]), expect.not.stringMatching(/unknown option|unknown command|scopekit \S+ --help/)]);
});
