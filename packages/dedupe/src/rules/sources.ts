/** Where the ideas of the rules are from. */
export const bibDedupe = 'BibDedupe, https://doi.org/10.21105/joss.06318';
export const dedupEndNote = 'DedupEndNote, https://github.com/globbestael/DedupEndNote';
export const zotero = 'Zotero, https://github.com/zotero/zotero (duplicates.js)';
export const own = 'seen on labelled sets';
