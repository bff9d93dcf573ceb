import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atLeast, ratio } from './index.ts';

test.for<[a: string, b: string, expected: number]>([
  ['', '', 100],
  ['', 'coral', 0],
  ['coral', 'coral', 100],
  ['Coral', 'coral', 80],
  ['résumé', 'resume', 67],
  ['𝒳 and 𝒴', '𝒳 and 𝒵', 86],
  ['reef', 'kelp', 25],
])('"%s" and "%s" are %d %% alike', ([a, b, expected]) => {
  expect(ratio(a, b)).toBe(expected);
});

const golden = new URL('../../../../shared/data/dedupe/thefuzz-golden.jsonl', import.meta.url);
test.skipIf(!existsSync(golden))('gives the ratio of thefuzz for all its golden vectors, and the same decisions at 80 and above 80', () => {
  for (const line of readFileSync(golden, 'utf8').trim().split('\n')) {
    const { a, b, ratio: expected } = JSON.parse(line) as { a: string; b: string; ratio: number };
    expect(ratio(a, b), line).toBe(expected);
    expect(atLeast(a, b, 80), line).toBe(expected >= 80);
    expect(atLeast(a, b, 81), line).toBe(expected > 80);
  }
});

/** The textbook table, as slow as it is plain. */
function commonByTable(a: readonly string[], b: readonly string[]): number {
  const row = new Array<number>(b.length + 1).fill(0);
  for (const x of a) {
    let diagonal = 0;
    for (const [j, y] of b.entries()) {
      const above = row[j + 1] as number;
      row[j + 1] = x === y ? diagonal + 1 : Math.max(above, row[j] as number);
      diagonal = above;
    }
  }
  return row[b.length] as number;
}

describe('whatever the texts', () => {
  const text = fc.oneof(fc.string({ maxLength: 90 }), fc.string({ unit: fc.constantFrom('a', 'b', 'ß', '𝒳'), maxLength: 90 }));

  test('the ratio agrees with the textbook table', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [x, y] = [[...a], [...b]];
        const total = x.length + y.length;
        const exact = total ? (200 * commonByTable(x, y)) / total : 100;
        expect(Math.abs(ratio(a, b) - exact)).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
    );
  });

  test('it is the same both ways round', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(ratio(a, b)).toBe(ratio(b, a));
      }),
    );
  });

  test('atLeast decides as the ratio does, at every threshold', () => {
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 101 }), (a, b, percent) => {
        expect(atLeast(a, b, percent)).toBe(ratio(a, b) >= percent);
      }),
    );
  });
});
