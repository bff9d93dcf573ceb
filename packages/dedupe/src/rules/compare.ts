import { lcsLength } from '../lcs.ts';
import { codePoints } from '../ratio.ts';
import { compareJournals } from './journal.ts';
import { compareAuthors, type Sameness } from './names.ts';
import { type Looked, mostAlike } from './record.ts';
import { contradiction, leastSubtitled, small, type Title } from './title.ts';

/** `unknown` where one of the two does not say. */
type Agreement = 'same' | 'differ' | 'unknown';

/** What two records have in common, field by field. */
export interface Comparison {
  /**
   * `near`: 95 % alike and no word in another's place, `misspelt`: 90 % so, or a word or two left out; `part`: one leaves the subtitle out, or the beginning;
   * `alike`: 80 %, whatever differs.
   */
  readonly title: 'same' | 'near' | 'part' | 'misspelt' | 'alike' | 'differ' | 'unknown';
  /** 0 to 1: share of letters that both titles have in order. */
  readonly titleRatio: number;
  readonly generic: boolean;
  readonly short: boolean;
  readonly authors: Sameness;
  readonly journal: 'same' | 'alike' | 'differ' | 'unknown';
  /** Years apart. */
  readonly years: number | undefined;
  readonly volume: Agreement;
  readonly issue: Agreement;
  /** First pages. */
  readonly pages: Agreement;
  readonly doi: Agreement;
  readonly abstract: Agreement;
  readonly sameId?: string;
  /** Two PubMed numbers, which are of two articles. */
  readonly pmids: Agreement;
  /** Why they cannot be one work. */
  readonly veto?: string;
}

export function compare(a: Looked, b: Looked): Comparison {
  return compared(a, b, compareAuthors(a.persons, b.persons), compareTitles(a, b));
}

/** The same for two records that have something in common; nothing where they have so little that no rule puts them together. */
export function compareNear(a: Looked, b: Looked): Comparison | undefined {
  const sameId = a.ids.some((id) => b.ids.includes(id));
  const authors = compareAuthors(a.persons, b.persons);
  if (!sameId && authors === 'differ' && !(a.volume !== undefined && a.volume === b.volume)) return undefined;
  const titles = compareTitles(a, b);
  const same = (field: 'abstract' | 'doi' | 'volume' | 'start') => a[field] !== undefined && a[field] === b[field];
  const near = titles[0] !== 'differ' || sameId || same('abstract') || same('doi') || (same('volume') && same('start'));
  return near ? compared(a, b, authors, titles) : undefined;
}

function compared(a: Looked, b: Looked, authors: Sameness, [title, titleRatio]: readonly [Comparison['title'], number]): Comparison {
  const slipped = slippedBy(a, b) || slippedBy(b, a);
  const volume = slipped ? 'same' : agreement(a.volume, b.volume);
  const pages = slipped ? 'unknown' : comparePages(a, b);
  const twoStudies = a.doi !== undefined && a.doi === b.doi ? undefined : registeredTwice(a.registered, b.registered);
  const veto = twoStudies
    ? `registered as ${twoStudies.join(' and ')}`
    : a.title && b.title
      ? contradiction(a.title, b.title, volume === 'same' && pages === 'same')
      : undefined;
  const sameId = a.ids.find((id) => b.ids.includes(id));
  return {
    title,
    titleRatio,
    generic: Boolean(a.title?.generic && b.title?.generic),
    short: Boolean(a.title?.short || b.title?.short),
    authors,
    journal: compareJournals(a.journal, b.journal),
    years: a.year === undefined || b.year === undefined ? undefined : Math.abs(a.year - b.year),
    volume,
    issue: slipped ? 'same' : agreement(a.issue, b.issue),
    pages,
    doi: agreement(a.doi, b.doi),
    abstract: compareAbstracts(a.abstract, b.abstract),
    pmids: agreement(pmidOf(a), pmidOf(b)),
    ...(sameId ? { sameId } : {}),
    ...(veto ? { veto } : {}),
  };
}

/** Two numbers of one register are two studies, unless they have another in common; one study may stand in several registers. */
function registeredTwice(a: readonly string[], b: readonly string[]): [string, string] | undefined {
  if (a.some((number) => b.includes(number))) return undefined;
  const register = (number: string) => /^[A-Z]+/.exec(number)?.[0];
  for (const one of a) for (const other of b) if (register(one) === register(other)) return [one, other];
  return undefined;
}

const pmidOf = ({ ids }: Looked) => ids.find((id) => id.startsWith('PMID'));

const agreement = (a: string | undefined, b: string | undefined): Agreement => (a === undefined || b === undefined ? 'unknown' : a === b ? 'same' : 'differ');

/** Databases cut and mark abstracts in their own ways: they differ where their beginnings have little in common. */
function compareAbstracts(a: string | undefined, b: string | undefined): Agreement {
  if (a === undefined || b === undefined) return 'unknown';
  if (a === b) return 'same';
  const [x, y] = [codePoints(a), codePoints(b)];
  return (2 * lcsLength(x, y)) / (x.length + y.length) < 0.6 ? 'differ' : 'unknown';
}

/** Some exports put volume and issue one field further on: `26 (9)` comes as issue 26, page 9. */
const slippedBy = (a: Looked, b: Looked): boolean =>
  a.volume === undefined && b.volume !== undefined && a.issue === b.volume && b.issue !== undefined && a.start === b.issue;

/**
 * `S23` and `23`, `e12` and `12`: a letter more or less is the database's. An article number against a page, and page 1 of
 * an article that is paged by itself, say nothing; nor do two pages of one range.
 */
function comparePages(a: Looked, b: Looked): Agreement {
  if (a.start === undefined || b.start === undefined) return 'unknown';
  if (a.start === b.start) return a.start === '1' && (a.end === undefined || a.end !== b.end) ? 'unknown' : 'same';
  const [x, y] = [a.start.replace(/^\D+/, ''), b.start.replace(/^\D+/, '')];
  const lettered = [a.start !== x, b.start !== y];
  if (x === y && lettered.includes(false)) return 'same';
  if (inSupplement(a) !== inSupplement(b)) return 'differ';
  // the last page is the same: the first is mistyped
  if (a.end !== undefined && a.end === b.end && a.end.length >= 3) return 'unknown';
  if (x === '1' || y === '1' || lettered[0] !== lettered[1] || within(a, Number(y)) || within(b, Number(x))) return 'unknown';
  return 'differ';
}

/** `S23`, `A10`: pages of a supplement, with several abstracts on one of them; `e12` and `c1804` are electronic pages. */
export const inSupplement = ({ start }: Looked) => start !== undefined && /^(?:[sp]\d|a\d{1,3}$)/.test(start);

const within = ({ start = '', end = '' }: Looked, page: number) => {
  const [first, last] = [Number(start), Number(end)];
  return last > first && last - first < 60 && page >= first && page <= last;
};

function compareTitles(one: Looked, other: Looked): [Comparison['title'], number] {
  const [a, b] = [one.title, other.title];
  if (!a || !b) return ['unknown', 0];
  if (a.key === b.key) return ['same', 1];
  const alike = mostAlike(one, other) < 0.8 ? 0 : (2 * lcsLength(one.letters, other.letters)) / (one.letters.length + other.letters.length);
  if (alike >= 0.95 && differByTypingOnly(a, b)) return ['near', alike];
  if (withSubtitle(a, b)) return ['part', alike];
  if ((alike > 0.9 && differByTypingOnly(a, b)) || (alike >= 0.8 && leftOut(a, b))) return ['misspelt', alike];
  return [alike >= 0.8 ? 'alike' : 'differ', alike];
}

/** No word of one stands where another word is in the other: `fluoxetine` and `paroxetine` are two studies, however long the rest. */
function differByTypingOnly(a: Title, b: Title): boolean {
  const own = a.words.filter((word) => !b.words.includes(word) && !small.has(word));
  const other = b.words.filter((word) => !a.words.includes(word) && !small.has(word));
  if (!own.length || !other.length || own.join('') === other.join('')) return true;
  return own.length !== other.length || own.every((word, i) => typed(word, other[i] as string));
}

/** One leaves a word or two out, and has all others in order. */
function leftOut(a: Title, b: Title): boolean {
  const [short, long] = a.words.length <= b.words.length ? [a.words, b.words] : [b.words, a.words];
  if (short.length < 5 || long.length - short.length > 2) return false;
  let at = 0;
  for (const word of long) if (word === short[at]) at++;
  return at === short.length;
}

/**
 * One word, but for a typing error, an ending or a spelling. A word of few letters with another letter is another word
 * (`HIV`, `HCV`), and so is one with another beginning (`symptomatic`, `asymptomatic`); what has no letters of an alphabet is
 * never mistyped.
 */
function typed(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (!alphabetic.test(a) || !alphabetic.test(b) || a[0] !== b[0]) return false;
  if (long === `${short}s` || long === `${short}es`) return true;
  if (short.length >= 6 && long.startsWith(short) && long.length - short.length <= 2) return true;
  // letters that changed places
  if (short.length >= 4 && short.length === long.length && [...short].sort().join('') === [...long].sort().join('')) return true;
  if (long.length - short.length > 1 || short.length < 4) return false;
  const [x, y] = [codePoints(a), codePoints(b)];
  const differing = x.length + y.length - 2 * lcsLength(x, y);
  return differing === 1 || (differing === 2 && short.length >= 7);
}

const alphabetic = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]+$/u;

/** By whole words: `symptomatic …` is no end of `asymptomatic …`. Of a compound the spaces may differ. */
function startsOrEnds(long: Title, short: Title): boolean {
  if (long.key.startsWith(short.key)) return true;
  if (!long.key.endsWith(short.key)) return false;
  let letters = 0;
  for (let i = long.words.length - 1; letters < short.key.length; i--) letters += long.words[i]?.length ?? 0;
  return letters === short.key.length;
}

/** One source leaves the subtitle out, or the beginning. */
function withSubtitle(a: Title, b: Title): boolean {
  const [short, long] = a.key.length <= b.key.length ? [a, b] : [b, a];
  return short.words.length >= 4 && short.key.length >= leastSubtitled && startsOrEnds(long, short);
}
