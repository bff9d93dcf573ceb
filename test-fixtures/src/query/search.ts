import type { Corpus } from '../corpus/corpus.ts';
import type { InventedWork } from '../corpus/work.ts';
import { matcher } from './match.ts';
import { parseQuery } from './parse.ts';
import { MalformedQuery } from './tokens.ts';

export interface Asked {
  readonly query: string;
  /** `2019` or `2019-2023`. */
  readonly date?: string;
  /** Up to three of `sorts`, with `+` or `-`. */
  readonly sort?: string;
}

const sorts: Readonly<Record<string, (work: InventedWork) => number | string>> = {
  artnum: (work) => work.articleNumber ?? '',
  'citedby-count': (work) => work.citedBy,
  coverDate: (work) => work.year * 10_000 + work.month * 100 + work.day,
  creator: (work) => work.authors[0]?.author.family ?? '',
  'orig-load-date': (work) => work.index,
  pagecount: (work) => (work.pages ? Number(work.pages[1]) - Number(work.pages[0]) : 0),
  pagefirst: (work) => Number(work.pages?.[0] ?? 0),
  pageRange: (work) => Number(work.pages?.[0] ?? 0),
  publicationName: (work) => work.source.title,
  pubyear: (work) => work.year,
  relevancy: (work) => work.citedBy / (2027 - work.year + 1),
  volume: (work) => Number(work.volume),
};

/** Finds works and keeps the last answers, as paging asks the same question again and again. */
export function searcher(corpus: Corpus, kept = 20): (asked: Asked) => Uint32Array {
  const answers = new Map<string, Uint32Array>();
  return (asked) => {
    const key = JSON.stringify([asked.query, asked.date, asked.sort]);
    const found = answers.get(key) ?? find(corpus, asked);
    answers.delete(key);
    answers.set(key, found);
    if (answers.size > kept) answers.delete(answers.keys().next().value as string);
    return found;
  };
}

function find(corpus: Corpus, { query, date, sort = '-coverDate' }: Asked): Uint32Array {
  const matches = matcher(parseQuery(query));
  const [from, to] = years(date);
  const keys = sortKeys(sort);
  const found: { index: number; values: (number | string)[] }[] = [];
  for (const work of corpus.works()) {
    if (work.year >= from && work.year <= to && matches(work)) found.push({ index: work.index, values: keys.map(({ value }) => value(work)) });
  }
  found.sort((a, b) => {
    for (const [i, { sign }] of keys.entries()) {
      const [x, y] = [a.values[i] as number, b.values[i] as number];
      if (x !== y) return (x < y ? -1 : 1) * sign;
    }
    return a.index - b.index;
  });
  return Uint32Array.from(found, ({ index }) => index);
}

function years(date: string | undefined): [from: number, to: number] {
  if (!date) return [0, 9999];
  const range = /^(\d{4})(?:-(\d{4}))?$/.exec(date);
  if (!range) throw new MalformedQuery('date');
  return [Number(range[1]), Number(range[2] ?? range[1])];
}

function sortKeys(sort: string) {
  const parts = sort.split(',').map((part) => part.trim());
  if (parts.length > 3) throw new MalformedQuery('sort');
  return parts.map((part) => {
    const value = sorts[part.replace(/^[+-]/, '')];
    if (!value) throw new MalformedQuery('sort');
    return { value, sign: part.startsWith('-') || part === 'relevancy' ? -1 : 1 };
  });
}
