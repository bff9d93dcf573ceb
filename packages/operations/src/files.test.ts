import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Files, nodeFiles } from './index.ts';

let folder = '';
let files: Files;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scopekit-files-'));
  files = nodeFiles({ folder, scrub: (text) => text.replaceAll('SECRET', '[secret]') });
});
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

async function* breaking(after: number) {
  for (let i = 0; i < after; i++) yield 'piece\n';
  throw new Error('the source broke');
}

test('a whole file takes its place at once, scrubbed', async () => {
  writeFileSync(join(folder, 'a.csv'), 'old');
  expect(await files.write('a.csv', ['new ', 'SECRET'])).toEqual({ path: 'a.csv', bytes: 12 });
  expect([read('a.csv'), readdirSync(folder)]).toEqual(['new [secret]', ['a.csv']]);
});

test('a source that breaks leaves what was there, and nothing beside it', async () => {
  writeFileSync(join(folder, 'a.csv'), 'old');
  await expect(files.write('a.csv', breaking(3))).rejects.toThrow('the source broke');
  expect([read('a.csv'), readdirSync(folder)]).toEqual(['old', ['a.csv']]);
});

test('what is incomplete stands beside a file that is there, and takes the place of none', async () => {
  const incomplete = { incomplete: () => true };
  expect((await files.write('a.csv', ['half'], incomplete)).path).toBe('a.csv');
  expect((await files.write('a.csv', ['less'], incomplete)).path).toBe('a.partial.csv');
  expect([read('a.csv'), read('a.partial.csv')]).toEqual(['half', 'less']);
});

test('a link is followed, and stays a link', async () => {
  writeFileSync(join(folder, 'real.csv'), 'old');
  symlinkSync('real.csv', join(folder, 'link.csv'));
  await files.write('link.csv', ['new']);
  expect([read('real.csv'), readdirSync(folder).sort()]).toEqual(['new', ['link.csv', 'real.csv']]);
});

describe.skipIf(process.platform === 'win32')('a pipe or device', () => {
  test('is written to as it is', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const reading = promisify(execFile)('cat', [join(folder, 'pipe')]);
    await files.check('pipe');
    await files.write('pipe', ['through']);
    expect((await reading).stdout).toBe('through');
    expect(statSync(join(folder, 'pipe')).isFIFO()).toBe(true);
  });

  test.skipIf(!existsSync('/dev/full'))('that is full is told, and stays a device', async () => {
    await expect(files.write('/dev/full', ['x'])).rejects.toMatchObject({
      reason: 'not-written',
      message: '/dev/full could not be written: the disk is full.',
    });
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
  });
});

test('where nothing may be replaced, a new file gets a number', async () => {
  const careful = nodeFiles({ folder, scrub: (text) => text, replace: false });
  const names = [];
  for (const text of ['one', 'two', 'three']) names.push((await careful.write('a.csv', [text])).path);
  expect(names).toEqual(['a.csv', 'a-2.csv', 'a-3.csv']);
  expect(read('a.csv')).toBe('one');
});

test('two files of one name at the same time do not meet', async () => {
  const slow = async function* (text: string) {
    for (let i = 0; i < 5; i++) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      yield text;
    }
  };
  await Promise.all([files.write('a.csv', slow('x')), files.write('a.csv', slow('y'))]);
  expect(['xxxxx', 'yyyyy']).toContain(read('a.csv'));
});

test('two results for one file, the manifest included, are told before anything is written', async () => {
  for (const paths of [
    ['a.csv', './a.csv'],
    ['a.csv', join(folder, 'a.csv')],
    ['a.csv', 'a.manifest.json'],
  ])
    await expect(files.checkAll(paths)).rejects.toMatchObject({ reason: 'bad-input' });
  mkdirSync(join(folder, 'w.manifest.json'));
  await expect(files.checkAll(['w.csv'])).rejects.toMatchObject({ reason: 'bad-input', message: expect.stringContaining('folder') });
  await expect(files.checkAll([`${'x'.repeat(246)}.csv`])).rejects.toMatchObject({ reason: 'bad-input', message: expect.stringContaining('too long') });
});

test.for(['nowhere/a.csv', '.'])('%s is told before anything is written', async (path) => {
  await expect(files.check(path)).rejects.toMatchObject({ reason: 'bad-input' });
});
