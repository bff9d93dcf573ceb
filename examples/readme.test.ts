import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
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
