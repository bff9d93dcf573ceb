import fc from 'fast-check';
import { expect, test } from 'vitest';
import { windows } from './index.ts';

type Span = readonly [from: number, to: number];

/** Cuts a span of days in halves; every day has so many answers. */
async function cutInHalves(days: readonly number[], cap: number) {
  let asked = 0;
  const counted: [Span, number, number][] = [];
  const count = ([from, to]: Span) => days.slice(from, to).reduce((a, b) => a + b, 0);
  const parts = windows<Span, undefined>([0, days.length], {
    open: async (span) => {
      asked++;
      return { answers: count(span), first: undefined };
    },
    fits: (answers) => answers <= cap,
    cut: ([from, to], answers) => {
      if (to - from === 1) throw new Error(`a single day has ${answers}`);
      const middle = Math.floor((from + to) / 2);
      return [
        [from, middle],
        [middle, to],
      ];
    },
    onCounted: (span, answers, inParts) => void counted.push([span, answers, inParts]),
  });
  return { found: await Array.fromAsync(parts), asked: () => asked, counted };
}

test('every answer is in exactly one part, and no part is over the cap', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(50), { minLength: 1, maxLength: 60 }), async (days) => {
      const { found } = await cutInHalves(days, 50);
      const covered = found.flatMap(({ part: [from, to] }) => days.slice(from, to));
      expect(covered.reduce((a, b) => a + b, 0)).toBe(days.reduce((a, b) => a + b, 0));
      for (const { answers } of found) expect(answers).toBeLessThanOrEqual(50);
      expect(found.map(({ part }) => part[0])).toEqual(found.map(({ part }) => part[0]).sort((a, b) => a - b));
    }),
  );
});

test('a part that fits is asked once, and cut parts are counted against the whole', async () => {
  expect((await cutInHalves([1, 2, 3], 10)).asked()).toBe(1);
  const { counted } = await cutInHalves([5, 5], 5);
  expect(counted).toEqual([[[0, 2], 10, 10]]);
});

test('a part that cannot be cut any further fails loudly with its count', async () => {
  await expect(cutInHalves([3, 99], 50)).rejects.toThrow('a single day has 99');
});
