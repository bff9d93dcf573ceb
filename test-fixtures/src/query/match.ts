import type { InventedWork } from '../corpus/work.ts';
import { codes, fields } from './fields.ts';
import type { Query } from './parse.ts';

export type Matcher = (work: InventedWork) => boolean;

/** A parsed query as a test of works. */
export function matcher(query: Query): Matcher {
  switch (query.type) {
    case 'year':
      return yearMatcher(query.operator, query.year);
    case 'term':
      return termMatcher(query);
    case 'or': {
      const parts = query.parts.map(matcher);
      return (work) => parts.some((part) => part(work));
    }
    case 'and': {
      const parts = query.parts.map(matcher);
      return (work) => parts.every((part) => part(work));
    }
    case 'and-not': {
      const [first, ...others] = query.parts.map(matcher) as [Matcher, ...Matcher[]];
      return (work) => first(work) && !others.some((part) => part(work));
    }
    case 'near':
      return nearMatcher(query);
  }
}

function yearMatcher(operator: string, year: number): Matcher {
  const tests: Record<string, Matcher> = {
    '>': (work) => work.year > year,
    AFT: (work) => work.year > year,
    '<': (work) => work.year < year,
    BEF: (work) => work.year < year,
    '>=': (work) => work.year >= year,
    '<=': (work) => work.year <= year,
  };
  return tests[operator] ?? ((work) => work.year === year);
}

type Term = Extract<Query, { type: 'term' }>;

function termMatcher({ field, kind, text }: Term): Matcher {
  const texts = fields[field] as (typeof fields)[string];
  if (codes.has(field)) {
    const wanted = code(text);
    return (work) => texts(work).some((value) => value !== undefined && code(value) === wanted);
  }
  if (text === '*') return () => true;
  if (kind === 'exact') {
    const wanted = folded(text);
    return (work) => texts(work).some((value) => value !== undefined && ` ${folded(value)} `.includes(wanted));
  }
  const find = positionsOf(text);
  return (work) => texts(work).some((value) => value !== undefined && find(words(value)).length > 0);
}

/** Two terms within so many words of each other, in one text. */
function nearMatcher({ distance, ordered, parts }: Extract<Query, { type: 'near' }>): Matcher {
  const [left, right] = parts.map(leaves) as [Term[], Term[]];
  return (work) =>
    left.some((a) =>
      right.some((b) =>
        (fields[a.field]?.(work) ?? []).some((value) => {
          if (value === undefined) return false;
          const list = words(value);
          const to = positionsOf(b.text)(list);
          return positionsOf(a.text)(list).some((i) => to.some((j) => i !== j && (ordered ? j > i && j - i <= distance + 1 : Math.abs(j - i) <= distance + 1)));
        }),
      ),
    );
}

const leaves = (query: Query): Term[] => (query.type === 'term' ? [query] : 'parts' in query ? query.parts.flatMap(leaves) : []);

/** Where the words of a phrase stand next to each other; `*` and `?` are wildcards, a plural finds its singular. */
function positionsOf(phrase: string): (list: readonly string[]) => number[] {
  const tests = folded(phrase)
    .split(/[^\p{L}\p{N}*?]+/u)
    .filter(Boolean)
    .map(wordTest);
  return (list) => {
    const found: number[] = [];
    for (let i = 0; i + tests.length <= list.length; i++) if (tests.length && tests.every((matches, k) => matches(list[i + k] as string))) found.push(i);
    return found;
  };
}

function wordTest(pattern: string): (word: string) => boolean {
  if (!/[*?]/.test(pattern)) {
    const wanted = singular(pattern);
    return (word) => word === pattern || singular(word) === wanted;
  }
  const expression = new RegExp(`^${pattern.replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'u');
  return (word) => expression.test(word);
}

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const words = (text: string) => folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
const singular = (word: string) => (word.length > 3 && word.endsWith('s') ? word.slice(0, -1) : word);
const code = (text: string) =>
  text
    .toLowerCase()
    .replace(/^doi:/, '')
    .replace(/-(?=\d{3}[\dx]$)/, '');
