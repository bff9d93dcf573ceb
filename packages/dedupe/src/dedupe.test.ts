import { existsSync, readFileSync } from 'node:fs';
import type { Work } from '@scopekit/record';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dedupe, type Method, ratio } from './index.ts';

const work = (title: string, authors: string, more: Partial<Work> = {}): Work => ({
  title,
  authors: authors ? [{ name: authors }] : [],
  affiliations: [],
  from: { source: 'test' },
  ...more,
});
const titles = (works: readonly Work[]) => works.map(({ title }) => title);

describe('exact', () => {
  test('keeps the first of works that share an identifier', () => {
    const { kept, removed } = dedupe([work('Reefs', 'A', { doi: '10.5555/1' }), work('Kelp', 'B'), work('Reefs again', 'A', { doi: '10.5555/1' })]);
    expect(titles(kept)).toEqual(['Reefs', 'Kelp']);
    expect(removed).toMatchObject([{ index: 2, keptIndex: 0, method: 'exact', why: 'same DOI 10.5555/1' }]);
  });

  test('removes a row that is equal in every field, wherever it was retrieved', () => {
    const again = work('Reefs', 'A', { from: { source: 'test', retrievedAt: 'later' } });
    expect(dedupe([work('Reefs', 'A'), again]).removed).toMatchObject([{ index: 1, why: 'every field is equal' }]);
  });

  test('two absent identifiers are not the same identifier', () => {
    expect(dedupe([work('Reefs', 'A'), work('Kelp', 'A')]).removed).toEqual([]);
  });

  test('titles that are merely alike stay', () => {
    expect(dedupe([work('Reefs of the north', 'A'), work('Reefs of the North', 'A')]).removed).toEqual([]);
  });
});

describe('documented and as-coded', () => {
  const near = [work('Coral reefs in warm water', 'A'), work('Coral reefs in warm waters', 'A'), work('Coral reefs in warm water', 'B')];

  test('documented keeps the first, as-coded the last, and neither touches other authors', () => {
    expect(titles(dedupe(near, { method: 'documented' }).kept)).toEqual([near[0]?.title, near[2]?.title]);
    expect(titles(dedupe(near, { method: 'as-coded' }).kept)).toEqual([near[1]?.title, near[2]?.title]);
  });

  test('the title of another group never decides which work is removed, as it did in the original', () => {
    const works = [work('Coral reefs', 'B'), work('Coral reefs', 'A'), work('Coral reefs!', 'A')];
    expect(dedupe(works, { method: 'as-coded' }).removed.map(({ index }) => index)).toEqual([1]);
  });

  test('a ratio of exactly 80 is a duplicate as documented, and none as coded', () => {
    const works = [work('Coral', 'A'), work('coral', 'A')];
    expect(dedupe(works, { method: 'documented' }).removed).toMatchObject([{ index: 1, ratio: 80 }]);
    expect(dedupe(works, { method: 'as-coded' }).removed).toEqual([]);
  });

  test('a chain loses its middle and its end although its ends are not alike, and the end names the survivor', () => {
    const works = [work('abcdefghij', 'A'), work('abcdefghXY', 'A'), work('abcdefZZXY', 'A')];
    expect(ratio('abcdefghij', 'abcdefZZXY')).toBeLessThan(80);
    const { removed } = dedupe(works, { method: 'documented' });
    expect(removed).toMatchObject([
      { index: 1, matched: 0, keptIndex: 0 },
      { index: 2, matched: 1, keptIndex: 0 },
    ]);
  });

  test('works without authors form one group, as in the original', () => {
    expect(dedupe([work('Editorial', ''), work('Editorial', '')], { method: 'documented' }).removed).toHaveLength(1);
  });
});

test('off removes nothing', () => {
  expect(dedupe([work('Reefs', 'A'), work('Reefs', 'A')], { method: 'off' }).removed).toEqual([]);
});

const asWritten = ({ authors }: Pick<Work, 'authors'>) => authors.map(({ indexedName, name }) => indexedName ?? name).join(', ');

/** The definitions, word for word. */
function bruteForce(works: readonly Work[], method: Exclude<Method, 'off'>): number[] {
  const ids = ['eid', 'scopusId', 'doi', 'pii', 'pmid'] as const;
  const row = ({ from: _, ...rest }: Work) => JSON.stringify(rest);
  const same = (a: Work, b: Work) => ids.some((id) => a[id] !== undefined && a[id] === b[id]) || row(a) === row(b);
  const left = works.map((work, index) => ({ work, index })).filter(({ work, index }) => !works.slice(0, index).some((earlier) => same(earlier, work)));
  const goes = (place: number): boolean => {
    const { work } = left[place] as (typeof left)[number];
    const others = method === 'documented' ? left.slice(0, place) : method === 'as-coded' ? left.slice(place + 1) : [];
    return others.some(
      (other) => asWritten(other.work) === asWritten(work) && ratio(other.work.title ?? '', work.title ?? '') >= (method === 'documented' ? 80 : 81),
    );
  };
  const kept = new Set(left.filter((_, place) => !goes(place)).map(({ index }) => index));
  return works.flatMap((_, index) => (kept.has(index) ? [] : [index]));
}

const removedBy = (works: readonly Work[], method: Method) => dedupe(works, { method }).removed.map(({ index }) => index);

test('removes what the definitions remove, whatever the works', () => {
  const title = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), minLength: 3, maxLength: 12 });
  const works = fc.array(
    fc
      .record({ title, author: fc.constantFrom('', 'A', 'B'), doi: fc.option(fc.constantFrom('10.5555/1', '10.5555/2'), { nil: undefined }) })
      .map(({ title, author, doi }) => work(title, author, { doi })),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(works, fc.constantFrom('exact', 'documented', 'as-coded'), (works, method) => {
      const result = dedupe(works, { method });
      expect(removedBy(works, method)).toEqual(bruteForce(works, method));
      expect(result.kept.length + result.removed.length).toBe(works.length);
      for (const { kept } of result.removed) expect(result.kept).toContain(kept);
    }),
  );
});

const data = new URL('../../../../shared/data/dedupe/', import.meta.url);
test.skipIf(!existsSync(data)).for(['cytology_screening', 'haematology', 'stroke', 'special_cases', 'jmis_baseline', 'dblp-acm'])(
  'removes what the definitions remove from %s',
  (set) => {
    const rows = parse(readFileSync(new URL(`${set}/records_pre_merged.csv`, data)), { columns: true, bom: true }) as Record<string, string>[];
    const works = rows.map(({ title = '', author = '', doi, year }) =>
      work(title, author, { doi: doi?.toLowerCase() || undefined, year: Number(year) || undefined }),
    );
    for (const method of ['documented', 'as-coded'] as const) expect(removedBy(works, method)).toEqual(bruteForceByGroup(works, method));
  },
);

/** As above, but only within groups, where alone a work can go: the sets are too large to compare all with all. */
function bruteForceByGroup(works: readonly Work[], method: 'documented' | 'as-coded'): number[] {
  const exact = new Set(removedBy(works, 'exact'));
  const left = works.map((work, index) => ({ work, index })).filter(({ index }) => !exact.has(index));
  const groups = Map.groupBy(left, ({ work }) => asWritten(work));
  const gone = [...groups.values()].flatMap((group) =>
    group.filter(({ work }, place) => {
      const others = method === 'documented' ? group.slice(0, place) : group.slice(place + 1);
      return others.some((other) => ratio(other.work.title ?? '', work.title ?? '') >= (method === 'documented' ? 80 : 81));
    }),
  );
  return [...exact, ...gone.map(({ index }) => index)].sort((a, b) => a - b);
}
