/** `pnpm bench formats`: how fast files are read, in turns with csv-parse on the same file, and what memory that takes. */
import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { read, write } from '@scopekit/formats';
import { corpus, scopusBibtex, scopusCsv, scopusRis } from '@scopekit/test-fixtures';
import { parse } from 'csv-parse';

const ours = async (path: string) => {
  let works = 0;
  for await (const _ of read(createReadStream(path))) works++;
  return works;
};
const readers: Readonly<Record<string, (path: string) => Promise<number>>> = {
  ours,
  'csv-parse': async (path) => {
    let rows = 0;
    for await (const _ of createReadStream(path).pipe(parse({ columns: true, bom: true }))) rows++;
    return rows;
  },
  'as-input': async (path) => {
    const reading = read(createReadStream(path), { raw: true });
    let length = 0;
    for await (const piece of write(reading, 'as-input', { reading })) length += piece.length;
    return length;
  },
};

// One reading in a process of its own: its memory is nobody else's.
const [, , reader = '', path = ''] = process.argv;
if (readers[reader]) {
  const began = performance.now();
  await readers[reader](path);
  console.log(JSON.stringify({ seconds: (performance.now() - began) / 1000, memory: process.resourceUsage().maxRSS / 1000 }));
  process.exit();
}

const say = (what: string, figure: string) => console.log(`${what.padEnd(58)} ${figure}`);
const folder = mkdtempSync(join(tmpdir(), 'scopekit-bench-'));
const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;

/** About so many megabytes of an export. */
async function file(name: string, megabytes: number, text: (from: number, to: number) => string): Promise<string> {
  const place = join(folder, name);
  await pipeline(async function* () {
    for (let at = 0, size = 0; size < megabytes * 1e6; at += 500) {
      const piece = text(at, at + 500);
      const rows = at && name.endsWith('.csv') ? piece.slice(piece.indexOf('\n') + 1) : piece;
      size += Buffer.byteLength(rows);
      yield rows;
    }
  }, createWriteStream(place));
  return place;
}

/** Seconds and megabytes, the median of several processes. */
function measured(kind: string, place: string): { readonly seconds: number; readonly memory: number } {
  const words = ['--conditions=@scopekit/source', import.meta.filename, kind, place];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' })) as { seconds: number; memory: number };
}

const invented = corpus({ works: 200_000 });
const part = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => invented.work(from + i));
try {
  const csv = await file('c.csv', 50, (from, to) => scopusCsv(part(from, to)));
  const rates: Record<string, number[]> = { 'csv-parse': [], ours: [], 'as-input': [] };
  const memory: Record<string, number[]> = { 'csv-parse': [], ours: [], 'as-input': [] };
  for (let round = 0; round < 5; round++)
    for (const kind of ['csv-parse', 'ours', ...(round < 2 ? ['as-input'] : [])]) {
      const found = measured(kind, csv);
      rates[kind]?.push(statSync(csv).size / 1e6 / found.seconds);
      memory[kind]?.push(found.memory);
    }
  const of = (kind: string) => [median(rates[kind] as number[]), median(memory[kind] as number[])] as const;
  const [theirs, theirMemory] = of('csv-parse');
  const [rate, peak] = of('ours');
  say('CSV of 50 MB: csv-parse into plain objects', `${theirs.toFixed(0)} MB/s, ${theirMemory.toFixed(0)} MB`);
  say('the same into works', `${rate.toFixed(0)} MB/s, ${(rate / theirs).toFixed(2)} × csv-parse (bound 0.8), ${peak.toFixed(0)} MB (bound 150)`);
  const [back, backMemory] = of('as-input');
  say('the same read and written as it came in', `${back.toFixed(0)} MB/s, ${backMemory.toFixed(0)} MB`);
  for (const [name, size, bound, text] of [
    ['RIS, old', 30, 30, (from: number, to: number) => scopusRis(part(from, to), { generation: 'B' })],
    ['RIS, new', 30, 30, (from: number, to: number) => scopusRis(part(from, to)).replace('\uFEFF', '\n')],
    ['BibTeX', 20, 15, (from: number, to: number) => scopusBibtex(part(from, to)).replace('\uFEFF', '\n')],
  ] as const) {
    const place = await file(`${name.slice(0, 3)}-${size}`, size, text);
    const found = Array.from({ length: 5 }, () => measured('ours', place));
    const speed = statSync(place).size / 1e6 / median(found.map(({ seconds }) => seconds));
    say(`${name}, ${size} MB`, `${speed.toFixed(0)} MB/s (bound ${bound}), ${median(found.map(({ memory: used }) => used)).toFixed(0)} MB (bound 150)`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
