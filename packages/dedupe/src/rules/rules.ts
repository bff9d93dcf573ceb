import { inSupplement } from './compare.ts';
import {
  agrees,
  agreesButForJournal,
  likeTitle,
  nothingTold,
  ofAnotherForm,
  placesTold,
  sameAuthors,
  sameJournal,
  samePlace,
  sameRange,
  sameTitle,
  severalAuthors,
  within,
  wordsOf,
} from './conditions.ts';
import { ofPlainTitles } from './plain-titles.ts';
import type { Rule } from './rule.ts';
import { bibDedupe, dedupEndNote, own, zotero } from './sources.ts';

/** Decides where no other rule does. */
export const nothing: Rule = { name: 'nothing decides', source: own, verdict: 'distinct', when: () => true };

export const rules: readonly Rule[] = [
  { name: 'of one search answer', source: bibDedupe, verdict: 'distinct', when: (_, a, b) => a.set !== undefined && a.set === b.set },
  { name: 'same record', source: own, verdict: 'duplicate', when: (pair) => pair.sameId !== undefined && pair.title !== 'differ' && !pair.veto },
  { name: 'titles contradict', source: bibDedupe, verdict: 'distinct', when: ({ veto }) => veto !== undefined },
  {
    name: 'PubMed numbers differ',
    source: dedupEndNote,
    verdict: 'maybe',
    when: (pair) => pair.pmids === 'differ' && likeTitle(pair) && pair.authors !== 'differ' && within(2, pair),
  },
  {
    name: 'PubMed numbers differ, and authors',
    source: dedupEndNote,
    verdict: 'distinct',
    when: (pair) => pair.pmids === 'differ',
  },
  {
    name: 'DOIs differ',
    source: bibDedupe,
    verdict: 'maybe',
    when: (pair) =>
      pair.doi === 'differ' &&
      likeTitle(pair) &&
      pair.authors !== 'differ' &&
      within(2, pair) &&
      !(pair.title === 'same' && sameAuthors(pair) && pair.pages === 'same' && pair.volume !== 'differ' && sameJournal(pair)),
  },
  {
    name: 'conference against journal',
    source: bibDedupe,
    verdict: 'distinct',
    when: (pair, a, b) =>
      [a.kind, b.kind].sort().join() === 'conference,journal' && pair.journal !== 'same' && pair.doi !== 'same' && !(placesTold(pair) >= 2 && pair.years === 0),
  },
  {
    name: 'another kind of work',
    source: bibDedupe,
    verdict: 'maybe',
    when: (pair, a, b) =>
      ofAnotherForm(a, b) && likeTitle(pair) && pair.authors !== 'differ' && !(pair.doi === 'same' && pair.title === 'same') && placesTold(pair) < 2,
  },
  {
    name: 'editions of a book',
    source: own,
    verdict: 'maybe',
    when: (pair, a, b) => a.kind === 'book' && b.kind === 'book' && pair.years !== undefined && pair.years > 0 && likeTitle(pair) && pair.authors !== 'differ',
  },
  {
    name: 'same DOI and title',
    source: zotero,
    verdict: 'duplicate',
    when: (pair) =>
      pair.doi === 'same' &&
      (sameTitle(pair) || pair.title === 'part' || (pair.title === 'misspelt' && pair.pages !== 'differ')) &&
      pair.authors !== 'differ' &&
      !(pair.generic && pair.pages === 'differ'),
  },
  {
    name: 'same DOI and authors, no title to compare',
    source: own,
    verdict: 'duplicate',
    when: (pair) => pair.doi === 'same' && pair.title === 'unknown' && sameAuthors(pair) && within(1, pair),
  },
  {
    name: 'titles alike, abstracts differ',
    source: own,
    verdict: 'maybe',
    when: (pair) => pair.abstract === 'differ' && likeTitle(pair) && pair.title !== 'same' && pair.authors !== 'differ' && within(2, pair) && !samePlace(pair),
  },
  ...ofPlainTitles,
  {
    name: 'same title, authors and pages',
    source: bibDedupe,
    verdict: 'duplicate',
    when: (pair) =>
      sameTitle(pair) &&
      pair.authors !== 'differ' &&
      pair.pages === 'same' &&
      within(1, pair) &&
      (pair.volume === 'same' || (pair.volume === 'unknown' && pair.journal !== 'differ')),
  },
  {
    name: 'same title and place',
    source: dedupEndNote,
    verdict: 'duplicate',
    when: (pair, a, b) =>
      sameTitle(pair) && wordsOf(a, b) >= 5 && pair.authors !== 'differ' && samePlace(pair) && pair.years === 0 && pair.issue !== 'differ' && sameJournal(pair),
  },
  {
    name: 'same title, in the same issue',
    source: own,
    verdict: 'duplicate',
    when: (pair, a, b) =>
      sameTitle(pair) &&
      pair.authors !== 'differ' &&
      wordsOf(a, b) >= 4 &&
      pair.journal === 'same' &&
      pair.volume === 'same' &&
      pair.issue === 'same' &&
      within(1, pair) &&
      pair.pages !== 'differ',
  },
  {
    name: 'same title and authors, in the same volume',
    source: bibDedupe,
    verdict: 'duplicate',
    when: (pair, a, b) =>
      sameTitle(pair) &&
      wordsOf(a, b) >= 5 &&
      sameAuthors(pair) &&
      pair.volume === 'same' &&
      pair.issue !== 'differ' &&
      sameJournal(pair) &&
      within(1, pair) &&
      (pair.pages !== 'differ' || severalAuthors(pair, a, b)),
  },
  {
    name: 'same title and authors, in the same journal',
    source: bibDedupe,
    verdict: 'duplicate',
    when: (pair, a, b) =>
      sameTitle(pair) &&
      (sameAuthors(pair) || pair.authors === 'unknown') &&
      sameJournal(pair) &&
      agrees(pair) &&
      (pair.years === 0 ||
        placesTold(pair) > 0 ||
        (pair.title === 'same' && pair.authors === 'equal' && pair.journal === 'same' && a.kind !== 'conference' && b.kind !== 'conference')),
  },
  {
    name: 'same title, journal and year, some authors',
    source: own,
    verdict: 'duplicate',
    when: (pair, a, b) => pair.title === 'same' && wordsOf(a, b) >= 6 && pair.authors === 'some' && sameJournal(pair) && pair.years === 0 && agrees(pair),
  },
  {
    name: 'same title, authors and year, the place is not told',
    source: zotero,
    verdict: 'duplicate',
    when: (pair) => sameTitle(pair) && sameAuthors(pair) && pair.years === 0 && agrees(pair),
  },
  {
    name: 'same place and authors, titles alike',
    source: bibDedupe,
    verdict: 'duplicate',
    when: (pair, a, b) =>
      likeTitle(pair) &&
      (pair.title !== 'alike' || severalAuthors(pair, a, b) || sameRange(a, b)) &&
      sameAuthors(pair) &&
      samePlace(pair) &&
      within(1, pair) &&
      pair.journal !== 'differ',
  },
  {
    name: 'same place and authors, no title to compare',
    source: own,
    verdict: 'maybe',
    when: (pair) => pair.title === 'unknown' && sameAuthors(pair) && samePlace(pair) && within(0, pair) && sameJournal(pair),
  },
  {
    name: 'title with and without its subtitle, authors equal',
    source: own,
    verdict: 'duplicate',
    when: (pair, a, b) =>
      (pair.title === 'part' || pair.title === 'misspelt') &&
      !pair.short &&
      (pair.authors === 'equal' || (pair.authors === 'same' && pair.title === 'part' && wordsOf(a, b) >= 5)) &&
      pair.years === 0 &&
      agreesButForJournal(pair) &&
      sameJournal(pair),
  },
  {
    name: 'titles alike, of the only works of their authors that year in two databases',
    source: own,
    verdict: 'duplicate',
    when: (pair, a, b) =>
      likeTitle(pair) &&
      !pair.short &&
      pair.titleRatio >= 0.85 &&
      pair.authors === 'equal' &&
      a.persons.length >= 3 &&
      pair.years === 0 &&
      sameJournal(pair) &&
      a.onlyOfAuthors &&
      b.onlyOfAuthors &&
      a.database !== b.database &&
      nothingTold(a) &&
      nothingTold(b),
  },
  {
    name: 'the same again in another issue of the volume',
    source: bibDedupe,
    verdict: 'maybe',
    else: { balanced: 'duplicate' },
    when: (pair, a, b) =>
      pair.title === 'same' && wordsOf(a, b) >= 6 && sameAuthors(pair) && pair.journal === 'same' && pair.volume === 'same' && pair.years === 0,
  },
  { name: 'titles alike, some authors', source: bibDedupe, verdict: 'maybe', when: (pair) => likeTitle(pair) && pair.authors !== 'differ' && within(2, pair) },
  {
    name: 'same place or DOI and authors, titles differ',
    source: own,
    verdict: 'maybe',
    when: (pair, a, b) =>
      pair.title === 'differ' &&
      sameAuthors(pair) &&
      (pair.doi === 'same' || (samePlace(pair) && pair.doi !== 'differ' && pair.journal !== 'differ')) &&
      within(1, pair) &&
      !inSupplement(a) &&
      !inSupplement(b),
  },
  {
    name: 'the same abstract',
    source: bibDedupe,
    verdict: 'maybe',
    when: (pair) => pair.abstract === 'same' && pair.authors !== 'differ',
  },
  {
    name: 'titles or places alike',
    source: own,
    verdict: 'distinct',
    else: { screen: 'maybe' },
    when: (pair) => (likeTitle(pair) && within(3, pair)) || (samePlace(pair) && pair.authors !== 'differ' && within(1, pair)),
  },
  nothing,
];
