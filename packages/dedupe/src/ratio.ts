import { lcsLength } from './lcs.ts';

/** A text as code points, so that a character outside the basic plane counts once. */
export const codePoints = (text: string): number[] => Array.from(text, (char) => char.codePointAt(0) as number);

/**
 * How alike two texts are, 0 to 100, bit for bit as `thefuzz.ratio` (0.20 and later, rapidfuzz): the share of characters
 * left after the fewest insertions and deletions, rounded half to even. Two empty texts give 100, one empty text 0. Case,
 * accents and punctuation count.
 *
 * @see https://github.com/seatgeek/thefuzz
 */
export function ratio(a: string, b: string): number {
  const [x, y] = [codePoints(a), codePoints(b)];
  return roundHalfEven(score(lcsLength(x, y), x.length + y.length));
}

/** In the order of operations of rapidfuzz: exact halves come out on the same side. */
function score(common: number, total: number): number {
  const distance = total - 2 * common;
  return total === 0 ? 100 : (1 - distance / total) * 100;
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * Whether `ratio(a, b) >= percent`, without computing the ratio where the lengths alone decide.
 *
 * In whole numbers: 400·L ≥ (2·percent − 1)·T, L the common subsequence and T both lengths together. On equality the
 * rounding decides.
 */
export function atLeast(a: string, b: string, percent: number): boolean {
  return codePointsAtLeast(codePoints(a), codePoints(b), percent);
}

export function codePointsAtLeast(a: readonly number[], b: readonly number[], percent: number): boolean {
  const total = a.length + b.length;
  if (total === 0) return percent <= 100;
  return alikeEnough(Math.min(a.length, b.length), total, percent) && alikeEnough(lcsLength(a, b), total, percent);
}

/** Whether two texts of so many characters in all, with so many in common, reach a percentage. */
export function alikeEnough(common: number, total: number, percent: number): boolean {
  const surplus = 400 * common - (2 * percent - 1) * total;
  return surplus === 0 ? roundHalfEven(score(common, total)) >= percent : surplus > 0;
}
