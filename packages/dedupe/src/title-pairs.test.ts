import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dedupe } from './dedupe.ts';
import { atLeast } from './ratio.ts';
import { titlePairs } from './title-pairs.ts';

test('finds exactly the pairs that comparing each with each finds', () => {
  const title = fc.oneof(
    fc.string({ maxLength: 24 }),
    fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', 'é', '𝒳'), maxLength: 40 }),
    fc.constantFrom('Reef corals of the north', 'Reef corals of the North.', 'Reef coral of the north', ''),
  );
  fc.assert(
    fc.property(fc.array(title, { maxLength: 25 }), fc.integer({ min: 1, max: 100 }), (titles, percent) => {
      const brute = titles.flatMap((a, i) => titles.flatMap((b, j) => (i < j && atLeast(a, b, percent) ? [`${i} ${j}`] : [])));
      expect([...titlePairs(titles, percent)].map((pair) => pair.join(' ')).sort()).toEqual(brute.sort());
    }),
    { numRuns: 500 },
  );
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
