import { alikeEnough } from '../ratio.ts';
import { kernelBytes } from './kernel-bytes.ts';
import type { Prepared, Scan } from './prepared.ts';

/** Letters of the longest title that the kernel takes: its counts of letters are bytes. */
const longest = 255;
const mostSymbols = 65_536;
const classes = 32;

/** What of WebAssembly is used: its types come with those of browsers only. */
interface Wasm {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: WasmModule, imports: object) => { readonly exports: object };
}
export type WasmModule = object;

/** Titles as the kernel wants them; it can be sent to a worker. */
export interface Packed {
  /** So many of the titles, the shorter ones, are in it. */
  readonly count: number;
  /** How many letters there are, after each is given a number. */
  readonly symbols: number;
  readonly starts: Uint32Array;
  /** Of each title, the first that is longer. */
  readonly runs: Uint32Array;
  readonly letters: Uint16Array;
  readonly bags: Uint8Array;
  /** By the sum of two lengths: what two titles need to have in common, at least. */
  readonly needs: Uint16Array;
}

/** Nothing where there are more different letters than numbers for them. */
export function packed({ points, percent }: Prepared): Packed | undefined {
  const found = points.findIndex(({ length }) => length > longest);
  const count = found === -1 ? points.length : found;
  const titles = points.slice(0, count);
  const times = new Map<number, number>();
  for (const title of titles) for (const point of title) times.set(point, (times.get(point) ?? 0) + 1);
  if (times.size > mostSymbols) return undefined;
  // the most frequent letters have a class of their own
  const symbols = new Map([...times].sort(([, a], [, b]) => b - a).map(([point], symbol) => [point, symbol]));
  const starts = new Uint32Array(count + 1);
  const letters = new Uint16Array(titles.reduce((sum, { length }) => sum + length, 0));
  const bags = new Uint8Array(count * classes);
  let at = 0;
  for (const [i, title] of titles.entries()) {
    for (const point of title) {
      const symbol = symbols.get(point) as number;
      letters[at++] = symbol;
      const bag = i * classes + (symbol < classes ? symbol : classes - 1 - (symbol % classes));
      bags[bag] = (bags[bag] as number) + 1;
    }
    starts[i + 1] = at;
  }
  const runs = new Uint32Array(count);
  for (let i = count - 1; i >= 0; i--) runs[i] = titles[i]?.length === titles[i + 1]?.length ? (runs[i + 1] as number) : i + 1;
  const needs = Uint16Array.from({ length: 2 * longest + 1 }, (_, total) => {
    let common = 0;
    while (common <= total && !alikeEnough(common, total, percent)) common++;
    return common;
  });
  return { count, symbols: symbols.size, starts, runs, letters, bags, needs };
}

/**
 * The kernel of assembly/title-pairs.ts over packed titles. It stands alone, as it is sent to workers as text: nothing
 * outside it is named.
 */
export function scanPacked(
  module: WasmModule,
  { count, symbols, starts, runs, letters, bags, needs }: Packed,
): (i: number, from: number, to: number) => number[] {
  const { Memory, Instance } = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
  const aligned = (address: number) => Math.ceil(address / 16) * 16;
  const bagsAt = aligned(symbols * 4 * 8);
  const startsAt = aligned(bagsAt + bags.byteLength);
  const runsAt = aligned(startsAt + starts.byteLength);
  const lettersAt = aligned(runsAt + runs.byteLength);
  const needsAt = aligned(lettersAt + letters.byteLength);
  const hitsAt = aligned(needsAt + needs.byteLength);
  const memory = new Memory({ initial: Math.ceil((hitsAt + count * 4 + 16) / 65_536) });
  new Uint8Array(memory.buffer, bagsAt).set(bags);
  new Uint32Array(memory.buffer, startsAt).set(starts);
  new Uint32Array(memory.buffer, runsAt).set(runs);
  new Uint16Array(memory.buffer, lettersAt).set(letters);
  new Uint16Array(memory.buffer, needsAt).set(needs);
  const { scan } = new Instance(module, { env: { memory } }).exports as { scan: (...numbers: number[]) => number };
  return (i, from, to) => [...new Uint32Array(memory.buffer, hitsAt, scan(i, from, to, bagsAt, startsAt, runsAt, lettersAt, needsAt, hitsAt))];
}

let compiled: WasmModule | undefined;

/** Compiled once. Nothing where there is no WebAssembly with SIMD. */
export function kernelModule(): WasmModule | undefined {
  try {
    compiled ??= new (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly.Module(Uint8Array.from(atob(kernelBytes), (letter) => letter.charCodeAt(0)));
  } catch {
    return undefined;
  }
  return compiled;
}

/** The kernel where it can, the given scan for titles that are too long for it. */
export function scanWasm(titles: Prepared, others: Scan): Scan | undefined {
  const module = kernelModule();
  const data = module && packed(titles);
  if (!module || !data) return undefined;
  const scan = scanPacked(module, data);
  return (i, from, to) => {
    if (i >= data.count) return others(i, from, to);
    const hits = scan(i, from, Math.min(to, data.count));
    return to > data.count ? [...hits, ...others(i, Math.max(from, data.count), to)] : hits;
  };
}
