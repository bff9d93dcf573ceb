import { lcsLength } from '../lcs.ts';
import { alikeEnough } from '../ratio.ts';
import type { Prepared, Scan } from './prepared.ts';

const classes = 32;

/**
 * What two titles have in common in any order has to be enough (the bag distance of Bartolini, Ciaccia and Patella, 2002),
 * then the common subsequence itself.
 */
export function scanJs({ points, percent }: Prepared): Scan {
  const bags = points.map((letters) => {
    const bag = new Uint32Array(classes);
    for (const letter of letters) bag[letter % classes] = (bag[letter % classes] as number) + 1;
    return bag;
  });
  return (i, from, to) => {
    const hits: number[] = [];
    const [title, bag] = [points[i] as Uint32Array, bags[i] as Uint32Array];
    for (let j = from; j < to; j++) {
      const [other, otherBag] = [points[j] as Uint32Array, bags[j] as Uint32Array];
      const total = title.length + other.length;
      let common = 0;
      for (let at = 0; at < classes; at++) common += Math.min(bag[at] as number, otherBag[at] as number);
      if (alikeEnough(common, total, percent) && alikeEnough(lcsLength(title, other), total, percent)) hits.push(j);
    }
    return hits;
  };
}
