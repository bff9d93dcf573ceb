import { alikeEnough, codePoints } from '../ratio.ts';

/** Titles in the order of their lengths, as two of very unlike lengths cannot be alike. */
export interface Prepared {
  readonly percent: number;
  /** Of each place in the order, that in the input. */
  readonly index: readonly number[];
  readonly points: readonly Uint32Array[];
  /** Of each place, the first place behind it that is too long to be alike. */
  readonly ends: Uint32Array;
}

/** @throws RangeError for a percentage that is not from 1 to 100. */
export function prepared(titles: readonly string[], percent: number): Prepared {
  if (!(percent >= 1 && percent <= 100)) throw new RangeError(`A percentage from 1 to 100 is wanted, not ${percent}.`);
  const ordered = titles.map((title, index) => ({ index, points: Uint32Array.from(codePoints(title)) })).sort((a, b) => a.points.length - b.points.length);
  const points = ordered.map((each) => each.points);
  const lengthOf = (i: number) => points[i]?.length ?? 0;
  const ends = new Uint32Array(points.length);
  let end = 0;
  for (let i = 0; i < points.length; i++) {
    while (end < points.length && (end <= i || alikeEnough(lengthOf(i), lengthOf(i) + lengthOf(end), percent))) end++;
    ends[i] = end;
  }
  return { percent, index: ordered.map(({ index }) => index), points, ends };
}

/** Compares the title at a place with those of a range: the places of those that are alike. */
export type Scan = (i: number, from: number, to: number) => readonly number[];
