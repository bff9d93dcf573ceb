import type { Source } from '@scopekit/record';
import { words } from './text.ts';

const stop = new Set([
  'of',
  'the',
  'and',
  'in',
  'for',
  'on',
  'de',
  'la',
  'le',
  'les',
  'des',
  'du',
  'der',
  'die',
  'das',
  'und',
  'fur',
  'et',
  'a',
  'an',
  'y',
  'e',
  'to',
  'with',
]);

export interface Journal {
  /** Without articles and prepositions. */
  readonly words: readonly string[];
  /** The same before a colon, semicolon or bracket: `Stroke; a journal of cerebral circulation`, `BMJ (Clinical research ed.)`. */
  readonly main: readonly string[];
  /** ISSNs, and ISBNs in thirteen digits. */
  readonly numbers: readonly string[];
  /** All of it as one text. */
  readonly print: string;
}

const telling = (text: string) => words(text).filter((word) => !stop.has(word));

export function journalOf(source: Source | undefined, conference: string | undefined): Journal {
  const given = (source?.title ?? source?.abbreviatedTitle ?? conference ?? '').slice(0, 500).replace(/\s+/g, ' ');
  // registers of trials give an address where the journal stands
  const title = (/^\W*https?:/i.test(given) ? '' : given).replace(/(?<=\w)\.?\s*Conference(?:\s*\(?var\.?pagings?\)?)?:.*$/i, '');
  const bare = title.replace(/\s*(?:\([^)]*\)?|\[[^\]]*\]?)\s*$/, '') || title;
  const seen = {
    words: telling(bare),
    main: telling(bare.split(/\s*[:;=/([]|\s-\s|\.\s(?=[A-Z][a-z]{3})/)[0] || bare),
    numbers: [source?.issn, source?.eissn, ...(source?.isbn ?? [])].flatMap((number) => (number ? [serialOf(number)] : [])),
  };
  return { ...seen, print: JSON.stringify(seen) };
}

/** An ISSN as it is; an ISBN of ten digits as that of thirteen. */
function serialOf(written: string): string {
  const digits = written.replace(/\W/g, '').toUpperCase();
  if (digits.length !== 10) return digits;
  const body = `978${digits.slice(0, 9)}`;
  const sum = [...body].reduce((all, digit, i) => all + Number(digit) * (i % 2 ? 3 : 1), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** Abbreviations of ISO 4 and of old indexes that are no beginning of their word. */
const abbreviations: ReadonlyMap<string, string> = new Map(
  Object.entries({
    abh: 'abhandlungen',
    assn: 'association',
    ctr: 'center',
    dtsch: 'deutsche',
    govt: 'government',
    hlth: 'health',
    intl: 'international',
    jpn: 'japanese',
    kgl: 'kongelige',
    mgmt: 'management',
    mgt: 'management',
    mtg: 'meeting',
    nat: 'national',
    q: 'quarterly',
    sb: 'sitzungsberichte',
    vestn: 'vestnik',
    wkly: 'weekly',
    z: 'zeitschrift',
    zh: 'zhurnal',
  }),
);

type Likeness = 'same' | 'alike' | 'differ' | 'unknown';

const compared = new WeakMap<Journal, WeakMap<Journal, Likeness>>();

/** As far as names and ISSNs tell. The journals of a library are few: each pair of them is compared once. */
export function compareJournals(a: Journal, b: Journal): Likeness {
  const known = compared.get(a) ?? new WeakMap<Journal, Likeness>();
  compared.set(a, known);
  const found = known.get(b) ?? likeness(a, b);
  known.set(b, found);
  return found;
}

/** `J Clin Oncol` is `Journal of Clinical Oncology`: each word of one begins with its counterpart, in order. */
function likeness(a: Journal, b: Journal): Likeness {
  if (a.numbers.some((number) => b.numbers.includes(number))) return 'same';
  if (!a.words.length || !b.words.length) return 'unknown';
  for (const one of [a.words, a.main]) for (const other of [b.words, b.main]) if (sameWords(one, other)) return 'same';
  if (sameWords(withoutYear(a), withoutYear(b))) return 'same';
  const [short, long] = a.words.length <= b.words.length ? [a.words, b.words] : [b.words, a.words];
  const shared = short.filter((word) => long.some((other) => abbreviates(word, other))).length;
  if (shared === short.length && (short.length > 1 || long.length <= 2)) return 'alike';
  return shared / short.length >= 0.75 && short.length >= 3 ? 'alike' : 'differ';
}

/** `AMCIS 2017 Proceedings` is the conference `AMCIS`. */
const withoutYear = ({ words: all }: Journal) => all.filter((word) => !/^(?:\d+(?:st|nd|rd|th)?|proc(?:eedings)?|annual)$/.test(word));

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length === long.length || short.length >= 4) if (short.length && short.every((word, i) => abbreviates(word, long[i] as string))) return true;
  return acronym(short, long);
}

function abbreviates(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.startsWith(short) || abbreviations.get(short) === long) return true;
  // `Natl`, `Dept`: first and last letters with others between
  if (short.length < 3 || short[0] !== long[0] || short[1] !== long[1]) return false;
  let at = 0;
  for (const letter of short) {
    at = long.indexOf(letter, at) + 1;
    if (!at) return false;
  }
  return true;
}

/** `PNAS`, `JAMA`, also before the name itself. */
function acronym(short: readonly string[], long: readonly string[]): boolean {
  const [first = ''] = short;
  return (
    short.length === 1 &&
    long.length >= 3 &&
    first.length >= 3 &&
    ((long[0] === first && !/^j(?:ournal)?$/.test(long[1] ?? '')) ||
      long
        .map((word) => word[0])
        .join('')
        .startsWith(first) ||
      (first.length >= 4 && madeOf(first, long)))
  );
}

/** `amcis` of `americas conference information systems`: a few first letters of each word. */
function madeOf(letters: string, [word, ...others]: readonly string[]): boolean {
  if (word === undefined) return letters === '';
  for (let count = 1; count <= 3; count++)
    if (word.slice(0, count) === letters.slice(0, count) && letters.length > count - 1 && madeOf(letters.slice(count), others)) return true;
  return false;
}
