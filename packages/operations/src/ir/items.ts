import type { Work } from '@scopekit/record';

/** A column that keeps its name, as repositories write it: `dc.rights.embargodate`, `dc.date.embargo[]`, `Embargo end`. */
export const columnOf = ({ extra = {} }: Work, pattern: RegExp): string | undefined =>
  Object.entries(extra)
    .find(([name, value]) => pattern.test(name) && value.trim())?.[1]
    .trim();

/** The repository's own id of an item. */
export const ownIdOf = (work: Work): string | undefined => columnOf(work, /^(?:id|item|uuid|handle|eprintid)\b/i);
