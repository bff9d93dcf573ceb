/** `pnpm demo`: a survey by the command line, against an invented Elsevier on this machine. No key, no network. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { sandboxKeys, startSandbox } from '@scopekit/test-fixtures';
import { parse } from 'csv-parse/sync';

const folder = resolve('scopekit-demo');
const cli = resolve(import.meta.dirname, '../apps/cli/src/main.ts');
const words = [
  'survey',
  'machine learning',
  'python',
  '--years',
  '2023-2026',
  '--limit',
  '300',
  '--out',
  'works.csv',
  '--removed',
  'removed.csv',
  '--table',
  'works.html',
];

mkdirSync(folder, { recursive: true });
const sandbox = await startSandbox({ latencyMs: 120 });
console.log(`An invented Elsevier answers on ${sandbox.url}, at the pace of the real one.\n`);
console.log(`$ scopekit ${words.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(' ')}`);
const code = await new Promise<number>((done) => {
  const child = spawn(process.execPath, ['--conditions=@scopekit/source', cli, ...words, '--base-url', sandbox.url], {
    cwd: folder,
    stdio: 'inherit',
    env: { ...process.env, ELSEVIER_API_KEY: sandboxKeys.subscriber },
  });
  child.on('close', (exit) => done(exit ?? 1));
});
await sandbox.close();

if (code === 0 || code === 5) {
  const rows = parse(readFileSync(`${folder}/works.csv`), { columns: true, bom: true, to: 5 }) as Record<string, string>[];
  console.log('\nThe first works:');
  for (const { Title = '', Authors = '', Date: date = '' } of rows)
    console.log(`  ${date.slice(0, 4)}  ${Title.slice(0, 76).padEnd(76)}  ${Authors.split(', ')[0]}`);
  console.log(
    `\nIn ${relative('.', folder)}/: works.csv, removed.csv (each with the work that stayed and why), works.html (open it in a browser), works.manifest.json.`,
  );
  console.log('With a key of your own (ELSEVIER_API_KEY), the same command asks Elsevier.');
}
process.exitCode = code === 5 ? 0 : code;
