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
    has: (work: Work): boolean => {
      const name = nameOf(work);
      return name !== undefined && known(name);
    },
    /** Takes the works of a page. */
    turn: (works: readonly Work[]): void => {
      const names = works.flatMap((work) => nameOf(work) ?? []);
      pagesWithoutNews = !names.length || names.some((name) => !known(name)) ? 0 : pagesWithoutNews + 1;
      const [only] = pages;
      if (all && only) for (const name of names) only.add(name);
      else pages.push(new Set(names));
      if (pages.length > keptPages) pages.shift();
    },
    /** Two pages in a row brought nothing new. */
    stale: (): boolean => pagesWithoutNews >= 2,
  };
}
