import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { dedupe } from '../dedupe.ts';
import { atLeast } from '../ratio.ts';
import { kernelBytes } from './kernel-bytes.ts';
import { titlePairs, titlePairsInTurns } from './title-pairs.ts';

const names = (pairs: Iterable<readonly [number, number]>) => [...pairs].map((pair) => pair.join(' ')).sort();

test.for(['wasm', 'js'] as const)('%s finds exactly the pairs that comparing each with each finds', (kernel) => {
  const title = fc.oneof(
    fc.string({ maxLength: 24 }),
    fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 60, maxLength: 140 }),
    fc.string({ unit: fc.constantFrom('x', 'y'), minLength: 180, maxLength: 300 }),
    fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', 'é', '𝒳'), maxLength: 40 }),
    fc.constantFrom('Reef corals of the north', 'Reef corals of the North.', 'Reef coral of the north', ''),
  );
  fc.assert(
    fc.property(fc.array(title, { maxLength: 25 }), fc.integer({ min: 1, max: 100 }), (titles, percent) => {
      const brute = titles.flatMap((a, i) => titles.flatMap((b, j) => (i < j && atLeast(a, b, percent) ? [`${i} ${j}`] : [])));
      expect(names(titlePairs(titles, percent, kernel))).toEqual(brute.sort());
    }),
    { numRuns: 300 },
  );
});

/** Titles of few words, so that many are alike; some longer than the kernel takes. */
const invented = Array.from({ length: 3_000 }, (_, i) =>
  [i, i >> 2, i >> 4, i >> 5, ...(i % 100 ? [] : Array.from({ length: 40 }, (_, n) => n))]
    .map((n) => ['reef', 'coral', 'kelp', 'sponge', 'tide'][n % 5])
    .join(' '),
);

test('threads find what one finds, tell how far they are, and stop when they are told to', async () => {
  const told: number[] = [];
  const alone = names(titlePairs(invented, 80));
  expect(names(await titlePairsInTurns(invented, 80, { workers: 2, onProgress: (done) => told.push(done) }))).toEqual(alone);
  expect(names(await titlePairsInTurns(invented, 80))).toEqual(alone);
  expect(told.length).toBeGreaterThan(1);
  const stop = new AbortController();
  const stopped = titlePairsInTurns(invented, 80, { workers: 1, signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) });
  await expect(stopped).rejects.toThrow('enough');
});

test('without WebAssembly, workers find what is found without them', async () => {
  vi.stubGlobal('WebAssembly', undefined);
  vi.resetModules();
  const { titlePairsInTurns: inTurns } = await import('./title-pairs.ts');
  expect(await inTurns(['Kelp beds', 'Kelp beds.', 'Other'], 80, { workers: 2 })).toEqual([[0, 1]]);
  vi.unstubAllGlobals();
  await expect(titlePairsInTurns(['a'], 80, { workers: 2, signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
});

test('as a method: many records of one title are one comparison', () => {
  const editorials = Array.from({ length: 20_000 }, () => ({ title: 'Editorial', authors: [], affiliations: [], from: { source: 'x' } }));
  expect(dedupe(editorials, { method: 'title' }).kept).toHaveLength(1);
});

test('the kernel is the one that its source gives', { timeout: 60_000 }, async () => {
  const { compiled } = await import('../../assembly/compile.ts');
  expect((await compiled()).base64).toBe(kernelBytes);
});

test('a percentage that is none is refused', () => {
  expect(() => [...titlePairs(['a'], 0)]).toThrow(/from 1 to 100 is wanted, not 0/);
});

test('as a method: titles in any case, so many percent alike', () => {
  const works = ['Reef corals of the north', 'REEF CORALS OF THE NORTH.', 'Sponges'].map((title) => ({
    title,
    authors: [],
    affiliations: [],
    from: { source: 'x' },
  }));
  expect(dedupe(works, { method: 'title' }).removed.map(({ why }) => why)).toEqual(['titles 98 % alike']);
  expect(dedupe(works, { method: 'title', percent: 100 }).removed).toEqual([]);
});
