import { lcsLength } from './lcs.ts';
import { alikeEnough, codePoints } from './ratio.ts';

const classes = 32;

/** A title as it is compared: its code points, and how many there are of each class of them. */
interface Prepared {
  readonly index: number;
  readonly points: Uint32Array;
  readonly bag: Uint16Array;
}

/**
 * All pairs of titles whose `ratio` is at least so many percent, by their places: none is lost, none is beside it.
 *
 * Titles are ordered by length, as too short a one cannot be alike; then what two have in common in any order has to be
 * enough (the bag distance of Bartolini, Ciaccia and Patella, 2002), then the common subsequence itself. Time still grows
 * with the square of their number: 20,000 titles take seconds, a million hours.
 *
 * @throws RangeError for a percentage that is not from 1 to 100.
 */
export function* titlePairs(titles: readonly string[], percent: number): Generator<[number, number]> {
  if (!(percent >= 1 && percent <= 100)) throw new RangeError(`A percentage from 1 to 100 is wanted, not ${percent}.`);
  const ordered = titles.map(prepared).sort((a, b) => a.points.length - b.points.length);
  for (const [i, short] of ordered.entries())
    for (let j = i + 1; j < ordered.length; j++) {
      const long = ordered[j] as Prepared;
      const total = short.points.length + long.points.length;
      if (!alikeEnough(short.points.length, total, percent)) break;
      if (alikeEnough(common(short.bag, long.bag), total, percent) && alikeEnough(lcsLength(short.points, long.points), total, percent))
        yield short.index < long.index ? [short.index, long.index] : [long.index, short.index];
    }
}

function prepared(title: string, index: number): Prepared {
  const points = Uint32Array.from(codePoints(title));
  const bag = new Uint16Array(classes);
  for (const point of points) bag[point % classes] = (bag[point % classes] as number) + 1;
  return { index, points, bag };
}

function common(a: Uint16Array, b: Uint16Array): number {
  let sum = 0;
  for (let at = 0; at < classes; at++) sum += Math.min(a[at] as number, b[at] as number);
  return sum;
}
