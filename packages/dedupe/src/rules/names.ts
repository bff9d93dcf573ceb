import type { Author, Work } from '@scopekit/record';
import { folded, words } from './text.ts';

/** A person as far as names tell. */
export interface Person {
  /** Letters of the family name. */
  readonly family: string;
  /** First letters of given names. */
  readonly initials: string;
  /** Letters of the given names, where they are written out. */
  readonly given: string;
}

/** A sign of no script that has letters of its own here. */
const lost = 'ꓸ';

const particles = /^(?:van|von|de|del|della|der|den|da|di|do|dos|du|la|le|el|al|bin|ibn|ten|ter|st|mc|mac)$/;
const suffixes = /^(?:jr|sr|ii|iii|iv|md|phd|msc|mph|dr|prof)$/;

const group =
  /\b(?:group|study|trial|trials|consortium|collaborat\w*|committee|network|society|investigators|initiative|project|program(?:me)?|association|ministry|department|team)\b/i;

/** Persons of a work in order, groups left out. A list in one string, as some files have it, is taken apart. */
export function personsOf({ authors }: Pick<Work, 'authors'>): Person[] {
  const named = authors.filter(({ name, collaboration }) => !collaboration && !group.test(name) && !/^(?:unknown|anonymous|anon|et al|others)\b/i.test(name));
  // of a group that was taken for a person, and taken apart, what is left is no person
  if (named.length < 2 && named.length < authors.length && authors.some(({ name }) => group.test(name))) return [];
  return named.flatMap((author) => plainPerson(author) ?? personOf(author));
}

/** What most names are: one family name of plain letters, and one given name or a few initials. */
function plainPerson({ family, given, initials }: Author): Person | undefined {
  const first = given ?? initials;
  if (family === undefined || first === undefined || !/^[A-Z][a-z]+$/.test(family) || !/^[A-Z][a-z]{3,}$|^[A-Z]{1,3}$/.test(first)) return undefined;
  const [name, begins] = [family.toLowerCase(), first.toLowerCase()];
  if (suffixes.test(name) || suffixes.test(begins)) return undefined;
  return { family: name, initials: first.length > 3 ? (begins[0] as string) : begins, given: begins };
}

function personOf(author: Author): Person[] {
  const written = author.family ?? author.name;
  const given = author.given ?? author.initials ?? (author.family ? author.name.split(',').slice(1).join(' ') : '');
  // a letter that was lost on the way stands for any
  const all = words(written.replace(/(?<=\p{L}|^)[?\uFFFD](?=\p{L})|(?<=\p{L})[?\uFFFD](?=\p{L}|$)/gu, lost)).filter((word) => !suffixes.test(word));
  if (author.given === undefined && author.initials === undefined && !author.name.includes(',') && all.length > 1) {
    // `Tan A` or `A Tan`: what is shorter are initials
    const short = all.filter((word) => word.length <= 2 && !particles.test(word));
    const long = all.filter((word) => word.length > 2 || particles.test(word));
    if (short.length && long.length) return [{ family: familyKey(long), initials: short.join(''), given: '' }];
  }
  const family = familyKey(all);
  // an initial that was lost may be any
  const begins = /^[?\uFFFD]/.test(given) ? '' : initialsOf(given);
  return family ? [{ family, initials: begins, given: words(given).join('') }] : [];
}

const familyKey = (all: readonly string[]): string => {
  const kept = all.filter((word) => !particles.test(word));
  return (kept.length ? kept : all).join('');
};

function initialsOf(given: string): string {
  const plain = folded(given).replace(/[^\p{L}.\s-]/gu, '');
  return plain
    .split(/[\s.-]+/)
    .filter((part) => part && !suffixes.test(part))
    .map((part) => (given.includes('.') || part.length > 3 || part.length === 1 ? part[0] : /^[A-Z]+$/.test(given.replace(/[^\p{L}]/gu, '')) ? part : part[0]))
    .join('');
}

/** `equal`: two or more persons, all of them the same. */
export type Sameness = 'equal' | 'same' | 'some' | 'differ' | 'unknown';

/** Of longer lists the beginning is compared. */
const mostCompared = 40;

/** How far two lists of authors are of one work: the first, and how many of the shorter list are in the longer. */
export function compareAuthors(all: readonly Person[], others: readonly Person[]): Sameness {
  const [a, b] = [all.slice(0, mostCompared), others.slice(0, mostCompared)];
  if (!a.length || !b.length) return 'unknown';
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const shared = short.length === long.length ? Math.min(inBoth(short, long), inBoth(long, short)) : inBoth(short, long);
  if (shared === long.length && shared > 1) return 'equal';
  const first = samePerson(a[0] as Person, b[0] as Person);
  if (first && shared >= short.length * 0.6) return 'same';
  // the order of given and family name, or of authors, may be another
  if (shared >= Math.max(2, short.length * 0.75)) return 'same';
  return first || shared ? 'some' : 'differ';
}

/** How many persons of a list are in another, each of those counted once. */
function inBoth(list: readonly Person[], others: readonly Person[]): number {
  const taken = new Set<number>();
  for (const person of list) {
    const found = others.findIndex((other, i) => !taken.has(i) && samePerson(person, other));
    if (found !== -1) taken.add(found);
  }
  return taken.size;
}

function samePerson(a: Person, b: Person): boolean {
  if (a.family === b.family || alikeButForLost(a.family, b.family))
    return (
      !a.initials ||
      !b.initials ||
      a.initials[0] === b.initials[0] ||
      a.initials.includes(b.initials[0] as string) ||
      b.initials.includes(a.initials[0] as string)
    );
  // given and family name change places
  if (a.family === b.given || b.family === a.given || secondFamily(a, b) || secondFamily(b, a)) return true;
  const [short, long] = a.family.length <= b.family.length ? [a.family, b.family] : [b.family, a.family];
  // of a double name one part, or a typing error
  if (short.length >= 4 && (long.startsWith(short) || long.endsWith(short))) return true;
  return short.length >= 5 && Math.abs(short.length - long.length) <= 1 && withinOne(short, long);
}

/** `Paré, Rafael Camps` is `Camps, Rafael`: of two family names one stands with the given names. */
const secondFamily = ({ given }: Person, { family, given: first }: Person) =>
  family.length >= 4 && first.length >= 3 && given.length === first.length + family.length && given.startsWith(first) && given.endsWith(family);

/** At most one letter more, less or other. */
function withinOne(short: string, long: string): boolean {
  let i = 0;
  while (i < short.length && short[i] === long[i]) i++;
  return short.slice(short.length === long.length ? i + 1 : i) === long.slice(i + 1);
}

function alikeButForLost(a: string, b: string): boolean {
  const pattern = (name: string) => new RegExp(`^${name.replaceAll(lost, '.{1,2}')}$`, 'u');
  return (a.includes(lost) && pattern(a).test(b)) || (b.includes(lost) && pattern(b).test(a));
}
