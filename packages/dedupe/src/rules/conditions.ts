import { type Comparison, inSupplement } from './compare.ts';
import type { Looked } from './record.ts';

export const sameTitle = ({ title }: Comparison) => title === 'same' || title === 'near';
export const likeTitle = (pair: Comparison) => sameTitle(pair) || pair.title === 'part' || pair.title === 'misspelt' || pair.title === 'alike';
export const sameAuthors = ({ authors }: Comparison) => authors === 'same' || authors === 'equal';
export const sameJournal = ({ journal }: Comparison) => journal === 'same' || journal === 'alike';
export const within = (years: number, pair: Comparison) => pair.years === undefined || pair.years <= years;
export const samePlace = ({ pages, volume }: Comparison) => pages === 'same' && volume === 'same';
/** Words of the shorter title. */
export const wordsOf = (a: Looked, b: Looked) => Math.min(a.title?.words.length ?? 0, b.title?.words.length ?? 0);
/** The same three authors, or nearly the same four or more, on pages of an issue: so much that a page or a title may differ. */
export const severalAuthors = (pair: Comparison, a: Looked, b: Looked) =>
  sameAuthors(pair) &&
  Math.min(a.persons.length, b.persons.length) >= (pair.authors === 'equal' ? 3 : 4) &&
  wordsOf(a, b) >= 8 &&
  pair.years === 0 &&
  !inSupplement(a) &&
  !inSupplement(b);
/** From one page to another page: no two articles stand on the same ones. */
export const sameRange = (a: Looked, b: Looked) => a.end !== undefined && a.start === b.start && a.end === b.end && a.start !== a.end && !inSupplement(a);
export const nothingTold = ({ volume, issue, start, doi }: Looked) => [volume, issue, start, doi].every((each) => each === undefined);
export const placesTold = ({ volume, issue, pages }: Comparison) => [volume, issue, pages].filter((each) => each === 'same').length;

/** Nothing that both records tell differs, but perhaps the name of the journal. */
export const agreesButForJournal = (pair: Comparison) => ![pair.volume, pair.issue, pair.pages, pair.doi].includes('differ') && within(1, pair);
export const agrees = (pair: Comparison) => agreesButForJournal(pair) && pair.journal !== 'differ';

/** A thesis, a report or a preprint beside anything else; a book beside its chapter. Of a chapter a database may say that it is a conference paper. */
export const ofAnotherForm = ({ form: a }: Looked, { form: b }: Looked) =>
  a !== b && ([a, b].some((form) => form === 'thesis' || form === 'report' || form === 'preprint') || (a !== 'any' && b !== 'any'));
