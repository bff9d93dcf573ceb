/** `pnpm bench dedupe`: duplicates by rules over an invented library, a fifth of it second records; made in another process. */
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { dedupe, ratio, titlePairs, titlePairsInTurns } from '@scopekit/dedupe';
import type { Work } from '@scopekit/record';

const [, , , making, file] = process.argv;
if (making !== undefined && file !== undefined) {
  await make(Number(making), file);
  process.exit();
}

if (making !== undefined) {
  await measure(making);
  process.exit();
}

const folder = mkdtempSync(join(tmpdir(), 'scopekit-bench-'));
const run = (options: string[], ...words: string[]) =>
  spawnSync(process.execPath, [...process.execArgv, ...options, import.meta.filename, 'dedupe', ...words], { stdio: 'inherit' });
for (const count of [10_000, 100_000, 1_000_000]) {
  const library = join(folder, `${count}.jsonl`);
  run([], String(count), library);
  // V8 lets its heap grow as far as the machine has memory, unless it is told
  run(count > 100_000 ? ['--max-old-space-size=1900'] : [], library);
}

const titles: string[] = [];
for await (const line of createInterface({ input: createReadStream(join(folder, '100000.jsonl')) })) titles.push(JSON.parse(line).title);
const speed = (count: number, since: number) => `${((count * (count - 1)) / 2 / (performance.now() - since) / 1000).toFixed(1)} million pairs/s`;
for (const [kernel, count] of [
  ['js', 10_000],
  ['wasm', 40_000],
] as const) {
  const began = performance.now();
  const alike = [...titlePairs(titles.slice(0, count), 80, kernel)].length;
  console.log(`titlePairs at 80 %, ${kernel}, one core: ${count.toLocaleString('en')} titles, ${alike} alike: ${speed(count, began)}`);
}
const began = performance.now();
const alike = (await titlePairsInTurns(titles, 80, { workers: 2 })).length;
console.log(`titlePairs at 80 %, wasm, two workers: ${titles.length.toLocaleString('en')} titles, ${alike} alike: ${speed(titles.length, began)}`);
const yardstick = titles.slice(0, 1_000);
const then = performance.now();
let near = 0;
for (const [i, a] of yardstick.entries()) for (const b of yardstick.slice(i + 1)) if (ratio(a, b) >= 80) near++;
console.log(`yardstick, ratio of all pairs: ${yardstick.length.toLocaleString('en')} titles, ${near} alike: ${speed(yardstick.length, then)}`);
rmSync(folder, { recursive: true, force: true });

async function measure(library: string): Promise<void> {
  const works: Work[] = [];
  for await (const line of createInterface({ input: createReadStream(library) })) works.push(JSON.parse(line));
  globalThis.gc?.();
  const began = performance.now();
  const { removed, maybe = [], largeBlocks } = dedupe(works, { method: 'rules' });
  const seconds = (performance.now() - began) / 1000;
  const memory = Math.round(process.resourceUsage().maxRSS / 1000);
  console.log(
    `rules: ${works.length.toLocaleString('en')} records, ${removed.length} removed, ${maybe.length} to review, ${largeBlocks} large blocks: ${seconds.toFixed(1)} s, at most ${memory} MB`,
  );
}

/**
 * A library as large as it is asked for, a fifth of it second records as another database would have them. Words and names
 * are invented and about as unevenly frequent as real ones: 20,000 words, 30,000 family names of which the most frequent has
 * 1.6 %, 800 journals.
 */
async function make(count: number, path: string): Promise<void> {
  const random = seeded(7);
  const below = (n: number) => Math.floor(random() * n);
  const rare = (n: number) => Math.floor(n * random() ** 2.5);
  const named = (syllables: number) =>
    Array.from({ length: syllables }, () => `${'bcdfghklmnprstvz'[below(16)]}${'aeiou'[below(5)]}${'lnrst'[below(12)] ?? ''}`).join('');
  const words = Array.from({ length: 20_000 }, () => named(2 + below(3)));
  const families = Array.from({ length: 30_000 }, () => capital(named(2 + below(2))));
  const givens = Array.from({ length: 2_000 }, () => capital(named(2)));
  const journals = Array.from({ length: 800 }, () => `Journal of ${capital(words[rare(4_000)] as string)} ${capital(words[rare(4_000)] as string)}`);
  const between = ['of', 'in', 'and', 'for', 'with', 'the'];
  const title = () =>
    capital(Array.from({ length: 7 + below(9) }, (_, i) => (i % 3 === 2 ? between[below(between.length)] : words[rare(words.length)])).join(' '));

  const out = createWriteStream(path);
  const line = async (work: object) => {
    if (!out.write(`${JSON.stringify(work)}\n`)) await new Promise<void>((done) => out.once('drain', () => done()));
  };
  for (let made = 0; made * 1.25 < count; made++) {
    const authors = Array.from({ length: 1 + below(6) }, () => {
      const [family, given] = [families[rare(families.length)] as string, givens[rare(givens.length)] as string];
      return { name: `${family}, ${given}`, family, given };
    });
    const journal = journals[rare(journals.length)] as string;
    const year = 1995 + below(30);
    const page = 1 + below(1_800);
    const work = {
      title: title(),
      authors,
      affiliations: [],
      year,
      volume: String(year - 1980),
      issue: String(1 + below(12)),
      pageStart: String(page),
      pageEnd: String(page + 9),
      doi: `10.5555/${made}`,
      source: { title: journal },
      from: { source: 'bench' },
    };
    await line(work);
    if (made % 4 === 3)
      await line({
        ...work,
        title: `${made % 8 === 3 ? work.title.toUpperCase() : work.title}.`,
        doi: undefined,
        ...(made % 12 === 3 ? { issue: undefined } : {}),
        pageEnd: String((page + 9) % 100),
        authors: authors.map(({ family, given }) => ({ name: `${family} ${given[0]}`, family, initials: given[0] })),
        source: { title: journal.replace('Journal of', 'J') },
      });
  }
  out.end();
  await finished(out);
}

function capital(word: string): string {
  return `${word[0]?.toUpperCase()}${word.slice(1)}`;
}

/** Numbers from 0 to 1, the same for a seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
