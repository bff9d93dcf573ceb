import { type Comparison, inSupplement } from './compare.ts';
import type { Looked } from './record.ts';

export type Verdict = 'duplicate' | 'maybe' | 'distinct';

/**
 * How sure it has to be. `careful`: nothing is put together that may be two works. `balanced`: also what is republished within
 * a volume. `screen`: as careful, and everything that may be the same is told for a person to decide.
 */
export const presets = ['careful', 'balanced', 'screen'] as const;
export type Preset = (typeof presets)[number];

/** What decides about a pair of records. The first that fits does. */
export interface Rule {
  readonly name: string;
  /** Where the idea is from. */
  readonly source: string;
  readonly verdict: Verdict;
  /** Under other presets. */
  readonly else?: Readonly<Partial<Record<Preset, Verdict>>>;
  readonly when: (pair: Comparison, a: Looked, b: Looked) => boolean;
}

const bibDedupe = 'BibDedupe, https://doi.org/10.21105/joss.06318';
const dedupEndNote = 'DedupEndNote, https://github.com/globbestael/DedupEndNote';
const zotero = 'Zotero, https://github.com/zotero/zotero (duplicates.js)';
const own = 'seen on labelled sets';

const sameTitle = ({ title }: Comparison) => title === 'same' || title === 'near';
const likeTitle = (pair: Comparison) => sameTitle(pair) || pair.title === 'part' || pair.title === 'misspelt' || pair.title === 'alike';
const sameAuthors = ({ authors }: Comparison) => authors === 'same' || authors === 'equal';
const sameJournal = ({ journal }: Comparison) => journal === 'same' || journal === 'alike';
const within = (years: number, pair: Comparison) => pair.years === undefined || pair.years <= years;
const samePlace = ({ pages, volume }: Comparison) => pages === 'same' && volume === 'same';
/** Words of the shorter title. */
const wordsOf = (a: Looked, b: Looked) => Math.min(a.title?.words.length ?? 0, b.title?.words.length ?? 0);
/** The same three authors, or nearly the same four or more, on pages of an issue: so much that a page or a title may differ. */
const severalAuthors = (pair: Comparison, a: Looked, b: Looked) =>
  sameAuthors(pair) &&
  Math.min(a.persons.length, b.persons.length) >= (pair.authors === 'equal' ? 3 : 4) &&
  wordsOf(a, b) >= 8 &&
  pair.years === 0 &&
  !inSupplement(a) &&
  !inSupplement(b);
/** From one page to another page: no two articles stand on the same ones. */
const sameRange = (a: Looked, b: Looked) => a.end !== undefined && a.start === b.start && a.end === b.end && a.start !== a.end && !inSupplement(a);
const nothingTold = ({ volume, issue, start, doi }: Looked) => [volume, issue, start, doi].every((each) => each === undefined);
const placesTold = ({ volume, issue, pages }: Comparison) => [volume, issue, pages].filter((each) => each === 'same').length;

/** Nothing that both records tell differs, but perhaps the name of the journal. */
const agreesButForJournal = (pair: Comparison) => ![pair.volume, pair.issue, pair.pages, pair.doi].includes('differ') && within(1, pair);
const agrees = (pair: Comparison) => agreesButForJournal(pair) && pair.journal !== 'differ';

const nothing: Rule = { name: 'nothing decides', source: own, verdict: 'distinct', when: () => true };

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
      a.form !== b.form && likeTitle(pair) && pair.authors !== 'differ' && !(pair.doi === 'same' && pair.title === 'same') && placesTold(pair) < 2,
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
      a.alone === true &&
      b.alone === true &&
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
    when: (pair, a, _b) =>
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

export interface Decided {
  readonly verdict: Verdict;
  readonly rule: Rule;
}

/** @param active the rules that decide, in their order. */
export function decide(pair: Comparison, a: Looked, b: Looked, preset: Preset, active: readonly Rule[] = rules): Decided {
  const rule = active.find(({ when }) => when(pair, a, b)) ?? nothing;
  return { verdict: rule.else?.[preset] ?? rule.verdict, rule };
}

/** Rules that keep records apart whatever joins them to others. */
export const vetoes: ReadonlySet<string> = new Set(['of one search answer', 'titles contradict', 'conference against journal']);

export const rulesOfIdentifiers: ReadonlySet<string> = new Set(['same record', 'same DOI and title', 'same DOI and authors, no title to compare']);
