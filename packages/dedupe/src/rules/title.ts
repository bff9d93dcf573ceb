import { romanNumber, words } from './text.ts';

/** What a record is beside an article of its own title: two records of different kinds are different works. */
type Notice = 'erratum' | 'reply' | 'comment' | 'retraction' | 'protocol' | 'editorial' | 'review' | 'abstract';

const notices: readonly [Notice, RegExp][] = [
  ['erratum', /^(?:published )?(?:errat(?:um|a)|corrigend(?:um|a)|corrections?|author correction|publisher correction|addendum)\b|\b(?:erratum|corrigendum)\b/],
  ['retraction', /^(?:notice of )?(?:retraction|withdrawal|expression of concern)\b|\bretraction(?: notice)?$/],
  [
    'reply',
    /^(?:repl(?:y|ies)|(?:authors? |in )?(?:response|reply))\b|\b(?:authors? (?:reply|response)|reply to|reply$|response to (?:letter|comment|reviewers?)|rejoinder)\b/,
  ],
  ['comment', /^(?:comments?|commentary|letter) (?:on|to|re|about)\b|\b(?:a )?comment(?:ary)?(?: on)?$|^re /],
  ['protocol', /\b(?:study|trial|review) protocol\b|\bprotocol (?:for|of) (?:a|an|the)\b|\bprotocol$/],
];

/** In every title that is a notice. */
const noticed = /errat|corrig|correct|addend|retract|withdraw|concern|repl|respon|rejoin|comment|letter|protocol|^re /;

/** Titles that many works have. */
const generic =
  /^(?:(?:guest |from the )?editors? (?:comments?|introduction|notes?|statement|preface|message)|(?:guest )?editorial(?: (?:board|introduction|note|comment|statement|preface))?s?|introduction(?: to (?:the|this) (?:special )?(?:issue|section))?|about this issue|(?:in )?this issue|special (?:issue|section)|preface|foreword|afterword|book reviews?.*|reviews?|letters?(?: to the editor)?|correspondence|comments?|commentary|abstracts?|(?:poster |oral )?(?:presentation|session)s?|news|obituary|in memoriam|contents?|table of contents|index|contributors|announcements?|case reports?|discussion|reply|response|erratum|corrigendum|correction|conclusions?|unknown|untitled|no title|title|acknowledge?ments?|from the editors?.*|about the authors?|call for papers.*|issue information|front matter|back matter|panel|keynote(?: address)?)$/;

/** Words that tell nothing. */
export const small: ReadonlySet<string> = new Set([
  'a',
  'an',
  'the',
  'of',
  'in',
  'on',
  'and',
  'for',
  'to',
  'with',
  'by',
  'from',
  'at',
  'as',
  'is',
  'de',
  'la',
  'le',
  'el',
  'der',
  'die',
  'das',
  'und',
]);

/** Pairs of words by which two studies differ. */
const opposites = [
  ['men', 'women', 'children', 'adolescents', 'infants', 'adults', 'boys', 'girls'],
  ['male', 'female', 'males', 'females'],
  ['rat', 'mouse', 'rats', 'mice', 'cats', 'dogs', 'pigs', 'rabbits', 'humans', 'human'],
  ['vitro', 'vivo', 'silico'],
  ['acute', 'chronic'],
  ['type1', 'type2'],
  ['pediatric', 'adult'],
  ['first', 'second', 'third', 'fourth', 'fifth'],
  ['primary', 'secondary'],
  ['left', 'right'],
  ['spring', 'summer', 'autumn', 'winter'],
  ['increase', 'decrease', 'increases', 'decreases', 'increased', 'decreased'],
  ['positive', 'negative'],
  ['effective', 'ineffective'],
  ['high', 'low'],
  ['early', 'late'],
  ['systolic', 'diastolic'],
  ['inpatients', 'outpatients'],
  ['before', 'after'],
];
const oppositeOf = new Map<string, number[]>();
for (const [group, members] of opposites.entries()) for (const member of members) oppositeOf.set(member, [...(oppositeOf.get(member) ?? []), group]);

export interface Title {
  readonly words: readonly string[];
  /** All letters and digits, without spaces: what differs in spacing or punctuation alone is equal. */
  readonly key: string;
  readonly notice?: Notice;
  /** Many works are called so. */
  readonly generic: boolean;
  /** It says little: fewer than three words that tell something. */
  readonly short: boolean;
}

/** A title as it is compared: without brackets around translations, language tags, and what databases add. */
export function titleOf(written: string): Title {
  const [bare, cited] = withoutCitation(withoutTags(written));
  const all = words(bare.replace(/^\s*(?:err?at(?:um|a)|corrigend(?:um|a)|correction)(?:\s+to)?\s*:\s*(?=\S)/i, ''));
  const text = (/^\s*(?:err|corr)/i.test(bare) ? words(bare) : all).join(' ');
  const notice = cited ? 'erratum' : noticed.test(text) ? notices.find(([, pattern]) => pattern.test(text))?.[0] : undefined;
  return {
    words: all,
    key: all.join(''),
    ...(notice ? { notice } : {}),
    generic: (all.length < 8 || /^(?:book review|from the|call for)/.test(text)) && generic.test(text),
    short: all.filter((word) => !small.has(word)).length < 3,
  };
}

/** `(Tutorial)`, `(panel session)`, `(Demo Abstract)`: what it was at a conference, which one source tells and another does not. */
const session =
  /\s*\((?:invited |poster |panel |demo(?:nstration)? |experience |industrial |extended )?(?:tutorial|panel|demo(?:nstration)?|keynote|session|abstract|paper|talk|poster|description|invited)(?: session| abstract| paper| description)?\)/gi;

/**
 * Without what databases put behind a title: `[Chinese]`, `[Review] [33 refs]`, `[Erratum appears in …]`. A title that
 * stands in brackets as a whole is a translation, and is all there is.
 */
function withoutTags(written: string): string {
  const given = written.slice(0, longest).replace(/\s+/g, ' ').trim();
  if (!tagged.test(given)) return given;
  let text = given
    .replace(/^(?:retracted|withdrawn)(?: article)? ?[:.-] ?/i, '')
    .replace(session, ' ')
    .replace(/^\s*(?:tutorial|panel(?: on)?|keynote|invited (?:talk|paper)|demo(?:nstration)?)\s*:\s*/i, '')
    .replace(/\s+[-–—]\s*(?:book review|extended abstract|experience paper|guest editors?['’]?s? foreword)\s*$/i, '')
    .replace(/\s*[:–—-]\s*an? (?:tutorial|panel|demonstration)\s*$/i, '')
    .replace(/[\s.]*[[(](?:published )?(?:err?at(?:um|a)|corrigend(?:um|a)|corrected|correction) (?:appears|in|published)\b.*$/i, '')
    .replace(/[\s.]*\[(?:corrected|published erratum)\].*$/i, '')
    .trim();
  if (text.length < 8) text = given;
  for (;;) {
    const shorter = text.replace(/[\s.]*\[[^[\]]*\][\s.]*$/, '');
    if (shorter === text || shorter.length < 12) return text;
    text = shorter;
  }
}

/** In every title with something that a database puts beside it. */
const tagged = /[[(:–—-]|^(?:retracted|withdrawn)/i;

/** Letters that a title without its subtitle has at least. */
export const leastSubtitled = 25;

/** What is behind is no part of a title. */
const longest = 2_000;

/** `… (vol 85, pg 553, 2010)`, `… (Journal (2009) 360 (542-544))`: so databases name a correction after what it corrects. */
function withoutCitation(title: string): [string, boolean] {
  const shorter = title.replace(/\s*\((?:vol\.?\s*\d+,\s*p[gp]?\.?\s*\w+,\s*\d{4}|[\p{L}&.:\s]{4,}\s*\(\d{4}\)\s*\d+[^()]*\([^()]*\))\)[\s.]*$/iu, '');
  return [shorter, shorter !== title];
}

/** Which pairs of words keep two titles apart, whatever else is alike. At one and the same place one may leave a numeral out. */
export function contradiction(a: Title, b: Title, samePlace: boolean): string | undefined {
  if (a.notice !== b.notice) return `one is ${article(a.notice ?? b.notice)}`;
  if (a.key === b.key) return undefined;
  const [own, other] = [a.words.filter((word) => !b.words.includes(word)), b.words.filter((word) => !a.words.includes(word))];
  const onlyNumbers = (list: readonly string[]) =>
    list.filter((word) => /^\d+$/.test(word) || (romanNumber(word) !== undefined && word !== 'i')).map((word) => String(romanNumber(word) ?? BigInt(word)));
  const [ours, theirs] = [onlyNumbers(own), onlyNumbers(other)];
  if (ours.length && theirs.length && ours.join() !== theirs.join()) return `${ours.join(' ')} against ${theirs.join(' ')}`;
  const [designated, otherwise] = [own.filter(isDesignator), other.filter(isDesignator)];
  if (designated.length && otherwise.length && designated.join() !== otherwise.join()) return `${designated.join(' ')} against ${otherwise.join(' ')}`;
  const parts = [partOf(a), partOf(b)];
  if (parts[0] !== parts[1] && !(samePlace && (parts[0] ?? parts[1]) !== undefined && (parts[0] === undefined || parts[1] === undefined)))
    return `part ${parts[0] ?? 'none'} against ${parts[1] ?? 'none'}`;
  for (const word of own) {
    const [, prefix = '', rest = ''] = turned.exec(word) ?? [];
    const turnedInto = rest && other.find((each) => turned.exec(each)?.[2] === rest && turned.exec(each)?.[1] !== prefix);
    if (turnedInto) return `${word} against ${turnedInto}`;
    const group = oppositeOf.get(word);
    const against = group && other.find((each) => oppositeOf.get(each)?.some((one) => group.includes(one)) && stem(each) !== stem(word));
    if (against) return `${word} against ${against}`;
  }
  return undefined;
}

/** `b12`, `2a`, `il6`: one letter or number more makes it another thing. */
const isDesignator = (word: string) => word.length <= 6 && /\d/.test(word) && /\p{L}/u.test(word);

/** Beginnings that turn a word into another: `hypertension` and `hypotension`. */
const turned = /^(hyper|hypo|inter|intra|extra|pre|post|peri|anti|pro|mono|bi|tri|multi|uni|micro|macro|endo|exo|non|in|ex|un|de|re)(.{4,})$/;

const stem = (word: string) => word.replace(/(?:es|s|d)$/, '');
const article = (notice: Notice | undefined) => (notice && /^[aeiou]/.test(notice) ? `an ${notice}` : `a ${notice}`);

/** `part 2`, `Part B`, a numeral at the end: what tells the parts of a series apart. */
function partOf({ words: all }: Title): string | undefined {
  for (const [i, word] of all.entries()) {
    const next = all[i + 1];
    if (next && /^(?:part|pt|teil|partie|volume|vol|chapter|study|phase|paper|report)$/.test(word)) {
      const number = romanNumber(next) ?? (/^\d{1,2}$/.test(next) ? Number(next) : /^[a-h]$/.test(next) ? next : numberWords.get(next));
      if (number !== undefined) return String(number);
    }
  }
  const last = all.at(-1) ?? '';
  const number = all.length > 3 ? (/^\d$/.test(last) ? Number(last) : last.length > 1 || last === 'i' ? romanNumber(last) : undefined) : undefined;
  return number === undefined ? undefined : String(number);
}

const numberWords = new Map(['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'].map((word, i) => [word, i + 1]));
