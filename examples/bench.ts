/** `pnpm bench`: speed and memory of the paths that matter. Noisy machines: compare figures of one run only. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { dedupe, ratio } from '@scopekit/dedupe';
import { worksCsv, written } from '@scopekit/formats';
import type { Work } from '@scopekit/record';
import { decodeAbstract, decodeSearch } from '@scopekit/scopus-api';
import { abstractAnswer, corpus, type InventedWork, sandboxKeys, searchEntry, startSandbox } from '@scopekit/test-fixtures';

const parts: Readonly<Record<string, string>> = {
  scopus: './bench-scopus.ts',
  formats: './bench-formats.ts',
  dedupe: './bench-dedupe.ts',
  labelled: './bench-labelled.ts',
};
const part = parts[process.argv[2] ?? ''];
if (part) {
  await import(part);
  process.exit();
}

const seconds = (since: number) => (performance.now() - since) / 1000;
const say = (what: string, figure: string) => console.log(`${what.padEnd(64)} ${figure}`);
const rate = (count: number, since: number) => `${Math.round(count / seconds(since)).toLocaleString('en')}/s`;

let began = performance.now();
const large = corpus({ works: 100_000 });
let planted = 0;
for (const _ of large.works()) planted++;
say(`corpus: ${planted.toLocaleString('en')} works made once`, `${seconds(began).toFixed(1)} s, ${Math.round(process.memoryUsage().rss / 1e6)} MB`);

const sample = [...corpus({ works: 2_000 }).works()];
const pages = Array.from({ length: 80 }, (_, i) => ({
  'search-results': { 'opensearch:totalResults': '2000', entry: sample.slice(i * 25, i * 25 + 25).map((work) => searchEntry(work, 'COMPLETE')) },
}));
began = performance.now();
const works: Work[] = pages.flatMap((page) => decodeSearch(page).works);
say('Scopus Search, COMPLETE: entries decoded', rate(works.length, began));

const answers = sample.map((work: InventedWork) => abstractAnswer(work, 'FULL'));
began = performance.now();
for (const answer of answers) decodeAbstract(answer);
say('Abstract Retrieval, FULL: answers decoded', rate(answers.length, began));

const titles = works.map(({ title = '' }) => title).slice(0, 600);
began = performance.now();
let alike = 0;
for (const [i, a] of titles.entries()) for (const b of titles.slice(i + 1)) if (ratio(a, b) >= 80) alike++;
say(`ratio: pairs of titles (${alike} alike)`, rate((titles.length * (titles.length - 1)) / 2, began));

for (const method of ['exact', 'documented', 'as-coded'] as const) {
  began = performance.now();
  const { removed } = dedupe(works, { method });
  say(`dedupe ${method}: works (${removed.length} removed of ${works.length})`, rate(works.length, began));
}

began = performance.now();
let bytes = 0;
for await (const piece of written(worksCsv(), works)) bytes += piece.length;
say('CSV written: works', `${rate(works.length, began)}, ${(bytes / 1e6 / seconds(began)).toFixed(0)} MB/s`);

const sandbox = await startSandbox({ corpus: large, rate: 1_000_000, quota: 10_000_000 });
const folder = mkdtempSync(join(tmpdir(), 'scopekit-bench-'));
const cli = resolve(import.meta.dirname, '../apps/cli/src/main.ts');
for (const limit of [2_000, 20_000]) {
  began = performance.now();
  const peak = await peakOf(['search', 'PUBYEAR > 1900', '--limit', String(limit), '--out', join(folder, 'works.jsonl'), '--base-url', sandbox.url]);
  say(`scopekit search --limit ${limit.toLocaleString('en')} at the real pace`, `${seconds(began).toFixed(1)} s, at most ${peak} MB`);
}
began = performance.now();
await peakOf(['--version']);
say('scopekit --version, from source', `${Math.round(seconds(began) * 1000)} ms`);
await sandbox.close();
rmSync(folder, { recursive: true });

/** Runs the command line and gives the most memory it took, in MB. */
function peakOf(words: string[]): Promise<number> {
  const report = 'process.on("exit", () => process.stderr.write("\\npeak " + Math.round(process.resourceUsage().maxRSS / 1024)))';
  const child = spawn(process.execPath, ['--conditions=@scopekit/source', '--import', `data:text/javascript,${encodeURIComponent(report)}`, cli, ...words], {
    env: { ...process.env, ELSEVIER_API_KEY: sandboxKeys.subscriber },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((done) => child.on('close', () => done(Number(/peak (\d+)/.exec(err)?.[1]))));
}
