/**
 * `rules`: by rules over all that records say, with explanations. `identifiers`: a shared identifier, where the titles do not
 * speak against it. `exact`: the same record or a shared identifier, whatever else. `documented` and `as-coded`: that, then the
 * rule of Scopus Survey as its documentation has it, or as its program does it. `title`: titles at least so many percent
 * alike, each compared with each. `off`: nothing.
 */
export const methods = ['rules', 'identifiers', 'exact', 'documented', 'as-coded', 'title', 'off'] as const;
export type Method = (typeof methods)[number];
