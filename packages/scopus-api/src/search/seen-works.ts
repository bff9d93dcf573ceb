import type { Work } from '@scopekit/record';

/** So many pages back a result set that shifts while it is read repeats works. */
const keptPages = 4;

/**
 * Which works came before. A search by cursor may be endless, so the last pages are enough to know; parts of one question
 * may share works wherever they stand, so there all are remembered.
 */
export function seenWorks({ all }: { readonly all: boolean }) {
  const pages: Set<string>[] = [];
  let pagesWithoutNews = 0;
  const nameOf = (work: Work) => work.eid ?? work.scopusId ?? work.doi;
  const known = (name: string) => pages.some((page) => page.has(name));
  return {
    /** Takes the works of a page; gives those that did not come before, on it or on another. */
    turn: (works: readonly Work[]): readonly Work[] => {
      const names = new Set<string>();
      const fresh = works.filter((work) => {
        const name = nameOf(work);
        if (name === undefined) return true;
        const is = !names.has(name) && !known(name);
        names.add(name);
        return is;
      });
      pagesWithoutNews = !names.size || [...names].some((name) => !known(name)) ? 0 : pagesWithoutNews + 1;
      const [only] = pages;
      if (all && only) for (const name of names) only.add(name);
      else pages.push(names);
      if (pages.length > keptPages) pages.shift();
      return fresh;
    },
    /** Two pages in a row brought nothing new. */
    stale: (): boolean => pagesWithoutNews >= 2,
  };
}
