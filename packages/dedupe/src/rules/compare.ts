import { lcsLength } from '../lcs.ts';
import { compareJournals } from './journal.ts';
import { compareAuthors, type Sameness } from './names.ts';
import { type Looked, mostAlike } from './record.ts';
import { contradiction, type Title } from './title.ts';

/** `unknown` where one of the two does not say. */
type Agreement = 'same' | 'differ' | 'unknown';

/** What two records have in common, field by field. */
export interface Comparison {
  readonly title: 'same' | 'near' | 'part' | 'alike' | 'differ' | 'unknown';
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
  /** Why they cannot be one work. */
  readonly veto?: string;
}

export function compare(a: Looked, b: Looked): Comparison {
  const [title, titleRatio] = compareTitles(a, b);
  const volume = agreement(a.volume, b.volume);
  const pages = comparePages(a, b);
  const veto = a.title && b.title ? contradiction(a.title, b.title, volume === 'same' && pages === 'same') : undefined;
  const sameId = a.ids.find((id) => b.ids.includes(id));
  return {
    title,
    titleRatio,
    generic: Boolean(a.title?.generic && b.title?.generic),
    short: Boolean(a.title?.short || b.title?.short),
    authors: compareAuthors(a.persons, b.persons),
    journal: compareJournals(a.journal, b.journal),
    years: a.year === undefined || b.year === undefined ? undefined : Math.abs(a.year - b.year),
    volume,
    issue: agreement(a.issue, b.issue),
    pages,
    doi: agreement(a.doi, b.doi),
    abstract: agreement(a.abstract, b.abstract),
    ...(sameId ? { sameId } : {}),
    ...(veto ? { veto } : {}),
  };
}

const agreement = (a: string | undefined, b: string | undefined): Agreement => (a === undefined || b === undefined ? 'unknown' : a === b ? 'same' : 'differ');

/**
 * `S23` and `23`, `e12` and `12`: a letter more or less is the database's. An article number against a page, and page 1 of
 * an article that is paged by itself, say nothing; nor do two pages of one range.
 */
function comparePages(a: Looked, b: Looked): Agreement {
  if (a.start === undefined || b.start === undefined) return 'unknown';
  if (a.start === b.start) return 'same';
  const [x, y] = [a.start.replace(/^\D+/, ''), b.start.replace(/^\D+/, '')];
  const lettered = [a.start !== x, b.start !== y];
  if (x === y && lettered.includes(false)) return 'same';
  if (x === '1' || y === '1' || lettered[0] !== lettered[1] || within(a, Number(y)) || within(b, Number(x))) return 'unknown';
  return 'differ';
}

const within = ({ start = '', end = '' }: Looked, page: number) => {
  const [first, last] = [Number(start), Number(end)];
  return last > first && last - first < 60 && page >= first && page <= last;
};

function compareTitles(one: Looked, other: Looked): [Comparison['title'], number] {
  const [a, b] = [one.title, other.title];
  if (!a || !b) return ['unknown', 0];
  if (a.key === b.key) return ['same', 1];
  const alike = mostAlike(one, other) < 0.8 ? 0 : (2 * lcsLength(one.letters, other.letters)) / (one.letters.length + other.letters.length);
  if (alike >= 0.95) return ['near', alike];
  if (withSubtitle(a, b)) return ['part', alike];
  return [alike >= 0.8 ? 'alike' : 'differ', alike];
}

/** One source leaves the subtitle out, or the beginning. */
function withSubtitle(a: Title, b: Title): boolean {
  const [short, long] = a.key.length <= b.key.length ? [a, b] : [b, a];
  return short.words.length >= 4 && short.key.length >= 25 && (long.key.startsWith(short.key) || long.key.endsWith(short.key));
}

/** Whether two records have so little in common that no rule puts them together, found out before everything is compared. */
export function farApart(a: Looked, b: Looked): boolean {
  if (a.ids.some((id) => b.ids.includes(id))) return false;
  const sameVolume = a.volume !== undefined && a.volume === b.volume;
  if (!sameVolume && compareAuthors(a.persons, b.persons) === 'differ') return true;
  if (!a.title || !b.title || a.title.key === b.title.key || mostAlike(a, b) >= 0.8 || withSubtitle(a.title, b.title)) return false;
  return a.abstract === undefined || a.abstract !== b.abstract;
}
