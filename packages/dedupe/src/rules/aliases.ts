import type { Comparison } from './compare.ts';
import type { Journal } from './journal.ts';

/** So many works have to stand under both names. */
const least = 3;

/**
 * Which names of journals and conferences stand for one, learnt from the records themselves: `SIGMOD Conference` and
 * `International Conference on Management of Data`, where one stands for most works for which the other does.
 */
export class Aliases {
  readonly #seen = new Map<Journal, Map<Journal, number>>();

  /** Two records that are one work, by all but the name of their journal, tell something. */
  see(a: Journal, b: Journal, { title, generic, short, authors, years, veto, volume, pages }: Comparison): void {
    if (title !== 'same' || generic || short || authors !== 'equal' || years !== 0 || veto || volume === 'differ' || pages === 'differ') return;
    this.#count(a, b);
    this.#count(b, a);
  }

  are(a: Journal, b: Journal): boolean {
    const [others, back] = [this.#seen.get(a), this.#seen.get(b)];
    const times = others?.get(b) ?? 0;
    const mostOf = (counts: ReadonlyMap<Journal, number> | undefined) => Math.max(0, ...(counts?.values() ?? []));
    return times >= least && times * 2 > mostOf(others) && times * 2 > mostOf(back);
  }

  #count(one: Journal, other: Journal): void {
    const others = this.#seen.get(one) ?? new Map<Journal, number>();
    this.#seen.set(one, others);
    others.set(other, (others.get(other) ?? 0) + 1);
  }
}
