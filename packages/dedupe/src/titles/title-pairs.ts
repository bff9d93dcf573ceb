import { type Prepared, prepared, type Scan } from './prepared.ts';
import { scanJs } from './scan-js.ts';
import { kernelModule, type Packed, packed, scanPacked, scanWasm, type WasmModule } from './scan-wasm.ts';

/** `wasm`: WebAssembly with SIMD, and JavaScript where there is none; `js`: JavaScript. They find the same. */
export type Kernel = 'wasm' | 'js';

/**
 * All pairs of titles whose `ratio` is at least so many percent, by their places: none is lost, none is beside it.
 *
 * Time grows with the square of the number of titles: 100,000 take about a minute on one core, a million an hour or two.
 *
 * @throws RangeError for a percentage that is not from 1 to 100.
 */
export function* titlePairs(titles: readonly string[], percent: number, kernel: Kernel = 'wasm'): Generator<[number, number]> {
  const ordered = prepared(titles, percent);
  const scan = scanOf(ordered, kernel);
  for (const [i, end] of ordered.ends.entries()) for (const j of scan(i, i + 1, end)) yield named(ordered, i, j);
}

function scanOf(ordered: Prepared, kernel: Kernel): Scan {
  const js = scanJs(ordered);
  return (kernel === 'wasm' && scanWasm(ordered, js)) || js;
}

const named = ({ index }: Prepared, i: number, j: number): [number, number] => {
  const [a, b] = [index[i] as number, index[j] as number];
  return a < b ? [a, b] : [b, a];
};

export interface TurnOptions {
  /** Threads beside this one; default none. Each takes memory for all titles, some 200 bytes each. */
  readonly workers?: number;
  readonly signal?: AbortSignal;
  /** Titles that were compared with all longer ones. */
  readonly onProgress?: (done: number, total: number) => void;
}

const longestTurnMs = 50;

/**
 * {@link titlePairs} that lets others have their turn, tells how far it is, can be stopped, and can use several threads.
 *
 * @throws RangeError for a percentage that is not from 1 to 100; the reason of the signal.
 */
export async function titlePairsInTurns(titles: readonly string[], percent: number, options: TurnOptions = {}): Promise<[number, number][]> {
  const { workers = 0, signal, onProgress } = options;
  const ordered = prepared(titles, percent);
  signal?.throwIfAborted();
  const module = workers > 0 ? kernelModule() : undefined;
  const data = module && packed(ordered);
  const pairs = module && data ? await byWorkers(module, data, ordered, { workers, signal, onProgress }) : [];
  const scan = scanOf(ordered, 'wasm');
  const js = scanJs(ordered);
  let turn = performance.now();
  for (const [i, end] of ordered.ends.entries()) {
    const hits = data && i < data.count ? (end > data.count ? js(i, data.count, end) : []) : scan(i, i + 1, end);
    for (const j of hits) pairs.push(named(ordered, i, j));
    if (performance.now() - turn < longestTurnMs) continue;
    onProgress?.(i, titles.length);
    await new Promise((next) => setTimeout(next));
    signal?.throwIfAborted();
    turn = performance.now();
  }
  return pairs.sort(([a, b], [c, d]) => a - c || b - d);
}

/** What a worker does, sent to it as text: every so-many-th title from its first on. */
const work = (scan: string) => `
const { parentPort, workerData } = require('node:worker_threads');
const { module, packed, ends, first, step } = workerData;
const scan = (${scan})(module, packed);
let [rows, hits] = [0, []];
for (let i = first; i < packed.count; i += step) {
  for (const j of scan(i, i + 1, Math.min(ends[i], packed.count))) hits.push(i, j);
  if (++rows === 500) { parentPort.postMessage({ rows, hits }); [rows, hits] = [0, []]; }
}
parentPort.postMessage({ rows, hits });
`;

async function byWorkers(module: WasmModule, data: Packed, ordered: Prepared, { workers = 1, signal, onProgress }: TurnOptions): Promise<[number, number][]> {
  const { Worker } = await import('node:worker_threads');
  const pairs: [number, number][] = [];
  let done = 0;
  const running = Array.from({ length: workers }, (_, first) => {
    const workerData = { module, packed: data, ends: ordered.ends, first, step: workers };
    const worker = new Worker(work(scanPacked.toString()), { eval: true, workerData });
    worker.on('message', ({ rows, hits }: { rows: number; hits: number[] }) => {
      for (let at = 0; at < hits.length; at += 2) pairs.push(named(ordered, hits[at] as number, hits[at + 1] as number));
      done += rows;
      onProgress?.(done, ordered.index.length);
    });
    return worker;
  });
  const stop = () => Promise.all(running.map((worker) => worker.terminate()));
  try {
    await Promise.race([
      Promise.all(running.map((worker) => new Promise<void>((over, failed) => worker.once('error', failed).once('exit', () => over())))),
      new Promise((_, aborted) => signal?.addEventListener('abort', () => aborted(signal.reason), { once: true })),
    ]);
    signal?.throwIfAborted();
  } finally {
    await stop();
  }
  return pairs;
}
