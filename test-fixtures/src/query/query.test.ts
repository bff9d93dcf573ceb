import { describe, expect, test } from 'vitest';
import { corpus } from '../corpus/corpus.ts';
import { parseQuery } from './parse.ts';
import { searcher } from './search.ts';
import { MalformedQuery, UnknownField } from './tokens.ts';

const invented = corpus({ works: 500, seed: 2 });
const search = searcher(invented);
const found = (query: string, more: { date?: string; sort?: string } = {}) => [...search({ query, ...more })].map((index) => invented.work(index));
const eids = (query: string) => new Set(found(query).map(({ eid }) => eid));

test('OR binds tighter than AND, and AND tighter than AND NOT', () => {
  expect(eids('asthma AND python OR julia')).toEqual(eids('asthma AND (python OR julia)'));
  expect(eids('python AND NOT asthma AND coral')).toEqual(eids('python AND NOT (asthma AND coral)'));
});

test('field codes may be written in any case', () => {
  expect(eids('title-abs-key(coral)')).toEqual(eids('TITLE-ABS-KEY(coral)'));
  expect(eids('coral (reef)').size).toBeGreaterThan(0);
});

test('words side by side are ANDed', () => {
  expect(eids('TITLE-ABS-KEY(machine learning python)')).toEqual(eids('TITLE-ABS-KEY(machine AND learning AND python)'));
});

test('a phrase stands closer than its words', () => {
  const phrase = eids('TITLE-ABS-KEY("machine learning")');
  expect(phrase.size).toBeGreaterThan(50);
  expect(phrase.isSubsetOf(eids('TITLE-ABS-KEY(machine AND learning)'))).toBe(true);
  expect(eids('TITLE-ABS-KEY("learning machine")').size).toBe(0);
});

test('wildcards stand for letters, a singular finds its plural, accents and case do not matter', () => {
  expect(eids('TITLE(reef*)')).toEqual(eids('TITLE(REEFS)').union(eids('TITLE(reef)')));
  expect(eids('TITLE(reef)')).toEqual(eids('TITLE(reefs)'));
  expect(eids('AUTH(garcia)')).toEqual(eids('AUTH(García)'));
  expect(eids('AUTH(garcia)').size).toBeGreaterThan(0);
});

test.for<[query: string, holds: (work: ReturnType<typeof invented.work>) => boolean]>([
  ['PUBYEAR > 2023', ({ year }) => year > 2023],
  ['PUBYEAR IS 2024', ({ year }) => year === 2024],
  ['PUBYEAR AFT 2023 AND PUBYEAR BEF 2025', ({ year }) => year === 2024],
  ['DOCTYPE(re)', ({ type }) => type === 're'],
  ['SUBJAREA(MEDI)', ({ topic }) => [1, 6].includes(topic)],
  ['SRCTITLE("Ecology")', ({ source }) => source.title.includes('Ecology')],
  ['AFFILCOUNTRY(norway)', ({ authors }) => authors.some(({ affiliations }) => affiliations.some(({ country }) => country === 'Norway'))],
  ['AUTHLASTNAME(silva)', ({ authors }) => authors.some(({ author }) => author.family === 'Silva')],
  ['SUBJTERMS(1702)', ({ topic }) => topic === 2],
  ['AFFIL(bergen)', ({ authors }) => authors.some(({ affiliations }) => affiliations.some(({ city }) => city === 'Bergen'))],
])('%s finds just the works it names', ([query, holds]) => {
  const all = [...invented.works()].filter(holds).map(({ eid }) => eid);
  expect(all.length).toBeGreaterThan(0);
  expect(eids(query)).toEqual(new Set(all));
});

test('identifiers find their work, however the hyphens stand', () => {
  const work = [...invented.works()].find(({ doi }) => doi) as ReturnType<typeof invented.work>;
  const [author] = work.authors;
  expect(eids(`DOI(${work.doi?.toUpperCase()})`)).toContain(work.eid);
  expect(eids(`EID(${work.eid})`)).toEqual(new Set([work.eid]));
  expect(eids(`AU-ID(${author?.author.auid})`)).toContain(work.eid);
  expect(eids(`ISSN(${work.source.issn.slice(0, 4)}-${work.source.issn.slice(4)})`)).toContain(work.eid);
});

test('W/n counts the words between, PRE/n their order, too', () => {
  expect(eids('TITLE-ABS-KEY(machine PRE/0 learning)')).toEqual(eids('TITLE-ABS-KEY("machine learning")'));
  expect(eids('TITLE-ABS-KEY(learning PRE/0 machine)').size).toBe(0);
  expect(eids('TITLE-ABS-KEY(learning W/0 machine)')).toEqual(eids('TITLE-ABS-KEY("machine learning")'));
});

describe('a malformed query', () => {
  test.for(['(coral', 'coral)', 'AND', 'coral AND', 'coral OR', '""', '', '   ', 'TITLE()', 'TITLE(ABS(coral))', 'PUBYEAR > soon', 'AND NOT coral'])(
    '%s is refused',
    (query) => {
      expect(() => parseQuery(query)).toThrow(MalformedQuery);
    },
  );

  test('an unknown field is another error, as Scopus answers it with 500', () => {
    expect(() => parseQuery('COLOUR(blue)')).toThrow(UnknownField);
  });
});

test('years and order are those asked for', () => {
  const works = found('PUBYEAR > 1900', { date: '2020-2022', sort: '-citedby-count,+coverDate' });
  expect(works.every(({ year }) => year >= 2020 && year <= 2022)).toBe(true);
  const cited = works.map(({ citedBy }) => citedBy);
  expect(cited).toEqual([...cited].sort((a, b) => b - a));
});
