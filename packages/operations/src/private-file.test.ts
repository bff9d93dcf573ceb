import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { privateFile } from './private-file.ts';

test('a private file takes away what a dead process left, and not what a living one is writing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'scopekit-private-'));
  const dead = spawnSync('true').pid;
  for (const name of [`s.toml.${dead}`, `s.toml.${process.pid}`, `s.toml.${process.ppid}`, 's.toml.txt', 'other.1']) writeFileSync(join(folder, name), 'x');
  await privateFile(join(folder, 's.toml'), 'It').write('text');
  expect(readdirSync(folder).toSorted()).toEqual(['other.1', 's.toml', 's.toml.txt', `s.toml.${process.ppid}`].toSorted());
  expect([readFileSync(join(folder, 's.toml'), 'utf8'), statSync(join(folder, 's.toml')).mode & 0o777]).toEqual(['text', 0o600]);
});
