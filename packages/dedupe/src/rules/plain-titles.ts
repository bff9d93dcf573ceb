import { agrees, agreesButForJournal, likeTitle, nothingTold, placesTold, sameAuthors, sameJournal, within, wordsOf } from './conditions.ts';
import type { Rule } from './rule.ts';
import { bibDedupe, own } from './sources.ts';

/** Rules about titles that say little: those that many works have, and those of few words. They stand before those of other titles. */
export const ofPlainTitles: readonly Rule[] = [
  {
    name: 'a title that many have, in one issue',
    source: own,
    verdict: 'duplicate',
    when: (pair, a) =>
      pair.generic &&
      pair.title === 'same' &&
      !/review|letter|news|correspond|comment|reply|response|abstract|discussion|obituar|announce|unknown/.test(a.title?.key ?? '') &&
      sameJournal(pair) &&
      pair.volume === 'same' &&
      pair.issue === 'same' &&
      agrees(pair) &&
      (sameAuthors(pair) || pair.authors === 'unknown'),
  },
  {
    name: 'a title that many have, by several same authors in one year',
    source: own,
    verdict: 'duplicate',
    when: (pair) => pair.generic && pair.title === 'same' && pair.authors === 'equal' && sameJournal(pair) && pair.years === 0 && agrees(pair),
  },
  {
    name: 'once in each database that year, the place is not told',
    source: own,
    verdict: 'duplicate',
    when: (pair, a, b) =>
      (pair.generic || pair.short) &&
      pair.title === 'same' &&
      sameAuthors(pair) &&
      a.persons.length === b.persons.length &&
      pair.years === 0 &&
      a.alone &&
      b.alone &&
      a.database !== b.database &&
      nothingTold(a) &&
      nothingTold(b) &&
      sameJournal(pair),
  },
  {
    name: 'a title that many have',
    source: bibDedupe,
    verdict: 'distinct',
    else: { screen: 'maybe' },
    when: (pair, a, b) =>
      pair.generic &&
      !(
        pair.pages === 'same' &&
        pair.volume !== 'differ' &&
        (pair.issue !== 'differ' || (sameAuthors(pair) && wordsOf(a, b) >= 5)) &&
        within(0, pair) &&
        pair.authors !== 'differ' &&
        pair.journal !== 'differ'
      ),
  },
  {
    name: 'of one database, with nothing that tells the place',
    source: bibDedupe,
    verdict: 'maybe',
    when: (pair, a, b) =>
      likeTitle(pair) &&
      pair.authors !== 'differ' &&
      within(2, pair) &&
      a.database !== undefined &&
      a.database === b.database &&
      placesTold(pair) === 0 &&
      pair.doi !== 'same',
  },
  {
    name: 'a short title, its authors and year',
    source: own,
    verdict: 'duplicate',
    when: (pair, a) =>
      pair.short &&
      pair.title === 'same' &&
      pair.years === 0 &&
      (pair.authors === 'equal' || (pair.authors === 'same' && (a.title?.key.length ?? 0) >= 14)) &&
      agreesButForJournal(pair) &&
      sameJournal(pair),
  },
  {
    name: 'a short title',
    source: own,
    verdict: 'maybe',
    when: (pair) =>
      pair.short && pair.title !== 'differ' && !(pair.pages === 'same' && pair.volume !== 'differ' && within(1, pair) && pair.authors !== 'differ'),
  },
];
