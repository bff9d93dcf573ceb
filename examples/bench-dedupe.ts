/** `pnpm bench dedupe`: duplicates by rules over an invented library, a fifth of it second records; made in another process. */
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { dedupe, titlePairs } from '@scopekit/dedupe';
import type { Work } from '@scopekit/record';
import { corpus } from '@scopekit/test-fixtures';

const [, , , making, file] = process.argv;
if (making !== undefined && file !== undefined) {
  await make(Number(making), file);
  process.exit();
}

const folder = mkdtempSync(join(tmpdir(), 'scopekit-bench-'));
for (const count of [10_000, 100_000, ...(process.env.SCOPEKIT_BENCH_LARGE ? [1_000_000] : [])]) {
  const library = join(folder, `${count}.jsonl`);
  spawnSync(process.execPath, [...process.execArgv, import.meta.filename, 'dedupe', String(count), library], { stdio: 'inherit' });
  const works: Work[] = [];
  for await (const line of createInterface({ input: createReadStream(library) })) works.push(JSON.parse(line));
  globalThis.gc?.();
  const began = performance.now();
  const { removed, maybe = [], largeBlocks } = dedupe(works, { method: 'rules' });
  const seconds = (performance.now() - began) / 1000;
  const memory = Math.round(process.memoryUsage().rss / 1e6);
  console.log(
    `rules: ${count.toLocaleString('en')} records, ${removed.length} removed, ${maybe.length} to review, ${largeBlocks} large blocks: ${seconds.toFixed(1)} s, ${memory} MB`,
  );
}
rmSync(folder, { recursive: true, force: true });

const titles = [...corpus({ works: 10_000 }).works()].map(({ title }) => title);
const began = performance.now();
let alike = 0;
for (const _ of titlePairs(titles, 80)) alike++;
const pairs = (titles.length * (titles.length - 1)) / 2;
console.log(`titlePairs at 80 %: ${(pairs / (performance.now() - began) / 1000).toFixed(1)} million pairs/s (${alike} alike)`);

async function make(count: number, path: string): Promise<void> {
  const out = createWriteStream(path);
  const line = async (work: object) => {
    if (!out.write(`${JSON.stringify(work)}\n`)) await new Promise<void>((done) => out.once('drain', () => done()));
  };
  let made = 0;
  for (const { title, authors, year, volume, issue, pages, doi, source } of corpus({ works: count }).works()) {
    const named = authors.map(({ author: { family, given } }) => ({ name: `${family}, ${given}`, family, given }));
    const work = {
      title,
      authors: named,
      affiliations: [],
      year,
      volume,
      issue,
      pageStart: pages?.[0],
      pageEnd: pages?.[1],
      doi,
      source: { title: source.title },
      from: { source: 'bench' },
    };
    await line(work);
    if (++made % 4 === 0)
      await line({
        ...work,
        title: title.toUpperCase(),
        doi: undefined,
        authors: named.map(({ family, given }) => ({ name: `${family} ${given[0]}`, family, initials: given[0] })),
      });
    if (made * 1.25 >= count) break;
  }
  out.end();
  await finished(out);
}
