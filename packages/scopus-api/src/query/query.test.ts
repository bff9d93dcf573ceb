import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseQuery, pointedAt, query, splitQuery, withoutField } from '../index.ts';

describe('a query that Scopus cannot read is told with its place', () => {
  test.for<[text: string, kind: string, at: number]>([
    ['', 'empty', 0],
    ['TITLE(coral', 'parenthesis', 5],
    ['coral)', 'parenthesis', 5],
    ['TITLE()', 'parenthesis', 5],
    ['COLOUR(blue)', 'field', 0],
    ['coral AND TITEL(reef)', 'field', 10],
    ['TITLE("coral reef)', 'quote', 6],
    ['{coral reef', 'quote', 0],
    ['TITLE("")', 'quote', 6],
    ['coral AND', 'operator', 6],
    ['OR coral', 'operator', 0],
    ['coral AND OR reef', 'operator', 6],
    ['coral W/ reef', 'operator', 6],
    ['PUBYEAR > soon', 'year', 10],
    ['PUBYEAR IS 20', 'year', 11],
    ['TITLE(ABS(coral))', 'nested', 6],
    ['coral NOT reef', 'operator', 6],
    ['coral AND DOCTYPE(ar OR review)', 'value', 24],
    ['SUBJAREA("Computer Science")', 'value', 9],
    ['SRCTYPE(journal)', 'value', 8],
    ['DOCTYPE(constructor)', 'value', 8],
    ['AU-ID(Nowak)', 'value', 6],
    ['OPENACCESS(true)', 'value', 11],
    ['LANGUAGE(en)', 'value', 9],
    ['TITLE(coral) not DOCTYPE(re)', 'operator', 13],
    ['coral NEAR/5 reef', 'operator', 6],
    ['coral AND PUBYEAR 2020', 'year', 10],
    ['coral AND NOT reef AND fish', 'and-not', 14],
    ['coral AND LIMIT-TO(PUBYEAR,2020)', 'web-page', 10],
    ['coral AND EXCLUDE ( DOCTYPE,"re" )', 'web-page', 10],
  ])('%j: %s at %i', ([text, kind, at]) => {
    expect(parseQuery(text).problems[0]).toMatchObject({ kind, at, message: expect.stringMatching(/\w/), next: expect.stringMatching(/\w/) });
  });

  test('all of them at once, in order', () => {
    expect(parseQuery('TITEL(coral AND COLOUR(blue)').problems.map(({ kind, at }) => [kind, at])).toEqual([
      ['field', 0],
      ['parenthesis', 5],
      ['field', 16],
    ]);
  });

  test('with the code that was meant', () => {
    expect(parseQuery('TITEL(coral)').problems[0]?.next).toBe('Did you mean TITLE?');
    expect(parseQuery('TITLE-ABSKEY(coral)').problems[0]?.next).toBe('Did you mean TITLE-ABS-KEY?');
    expect(parseQuery('YEAR(2020) AND ABSTRACT(coral)').problems.map(({ next }) => next)).toEqual(['Did you mean PUBYEAR?', 'Did you mean ABS?']);
  });

  test('and a mark under it, also in a long query', () => {
    expect(pointedAt('TITLE(coral', { at: 5, length: 1 })).toBe('TITLE(coral\n     ^');
    const long = `${'TITLE(coral) OR '.repeat(20)}COLOUR(blue) OR ${'TITLE(coral) OR '.repeat(20)}x`;
    const [line = '', mark = ''] = pointedAt(long, { at: 320, length: 6 }).split('\n');
    expect(line.slice(mark.indexOf('^'), mark.length)).toBe('COLOUR');
    expect(line.length).toBeLessThan(80);
  });
});

test('words that stand beside fields and in none are known', () => {
  const { problems, ...parsed } = parseQuery('TITLE(coral) AND (reef OR "kelp bed") AND NOT {old}');
  expect([problems, withoutField({ ...parsed, problems })]).toEqual([[], ['reef', '"kelp bed"', '"old"']]);
  expect(withoutField(parseQuery('coral AND reef'))).toEqual([]);
});

test.for([
  'AUTHOR-NAME(smith, j), PUBYEAR = 2019',
  'TITLE(to be or not to be)',
  'TITLE-ABS-KEY(DO NOT RESUSCITATE ORDERS) AND AUTH(NOT)',
  'AF-ID("University of Bergen" 60900000) OR AU-ID("Silva, Ana" 57900000001)',
  'DOCTYPE(ar) OR DOCTYPE("re") OR SUBJAREA(comp)',
  'TITLE-ABS-KEY("machine learning" AND python)',
  'title-abs-key(coral) and pubyear > 2019 and doctype(ar)',
  'AU-ID(57900000001) OR AU-ID(57900000002)',
  'TITLE(reef*) AND NOT (ABS(fish) AND ABS(sand))',
  '(TITLE(a1) AND NOT ABS(b1)) AND KEY(c1)',
  'a1 AND NOT b1 AND NOT c1',
  'TITLE(coral W/5 reef PRE/2 fish)',
  '{heart-attack} OR "heart attack"',
  'DOI(10.1016/S0092-8674(20)30001-1)',
  'coral (reef OR fish)',
  'PUBYEAR = 2020 OR PUBYEAR IS 2021 OR PUBYEAR AFT 2022',
  'ORIG-LOAD-DATE > 20200101',
  'AFFIL("University of Bergen") and not-a-word',
  'REF(2-s2.0-99900000001)',
  'SUBJAREA(COMP) AND OPENACCESS(1)',
])('%s is fine', (text) => {
  expect(parseQuery(text).problems).toEqual([]);
});

test('OR binds tightest, then nearness, then AND, then AND NOT', () => {
  const { tree } = parseQuery('a1 AND b1 OR c1 AND NOT d1');
  expect(tree).toMatchObject({ kind: 'and-not', parts: [{ kind: 'and', parts: [{ text: 'a1' }, { kind: 'or' }] }, { text: 'd1' }] });
});

describe('the builder', () => {
  test('puts parentheses where they are needed', () => {
    const { and, or, without, field, years, near, exact } = query;
    const built = without(
      and(field('title-abs-key', or('coral', 'reef fish')), years(2020, 2024), near(3, 'heat', or('stress', exact('shock-wave')))),
      field('DOCTYPE', 're'),
    );
    expect(String(built)).toBe(
      '(TITLE-ABS-KEY(coral OR "reef fish") AND (PUBYEAR > 2019 AND PUBYEAR < 2025) AND (heat W/3 (stress OR {shock-wave}))) AND NOT DOCTYPE(re)',
    );
  });

  test('refuses a field that Scopus does not have, and words with quotes in them', () => {
    expect(() => query.field('COLOUR', 'blue')).toThrow(/no field COLOUR/);
    expect(() => query.term('a "b" c')).toThrow(/quotes/);
  });

  test('builds what the parser reads, whatever the words', () => {
    const word = fc.stringMatching(/^[\p{L}\p{N} *?&+.'-]{0,12}[\p{L}\p{N}]$/u);
    const tree = fc.letrec<{ part: unknown }>((tie) => ({
      part: fc.oneof(
        { maxDepth: 3 },
        word,
        fc.tuple(fc.constantFrom('and', 'or'), fc.array(tie('part'), { minLength: 1, maxLength: 3 })),
        fc.tuple(fc.constant('without'), fc.array(tie('part'), { minLength: 2, maxLength: 3 })),
      ),
    })).part;
    const build = (given: unknown): ReturnType<typeof query.and> | string => {
      if (typeof given === 'string') return given;
      const [kind, parts] = given as ['and' | 'or' | 'without', unknown[]];
      const [first, ...others] = parts.map(build) as [string, ...string[]];
      return kind === 'without' ? query.without(first, ...others) : query[kind](first, ...others);
    };
    fc.assert(
      fc.property(tree, (given) => {
        expect(parseQuery(String(query.field('TITLE', build(given)))).problems).toEqual([]);
      }),
    );
  });
});

describe('a list that is too long', () => {
  const ids = Array.from({ length: 200 }, (_, i) => `2-s2.0-999000${String(i).padStart(5, '0')}`);

  test('is cut into queries that are short enough and hold every item once', () => {
    const parts = splitQuery(`EID(${ids.join(' OR ')})`);
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) expect(encodeURIComponent(part).length).toBeLessThanOrEqual(2_000);
    expect(parts.flatMap((part) => part.slice(4, -1).split(' OR '))).toEqual(ids);
  });

  test('of fields joined by OR is cut, too', () => {
    const parts = splitQuery(ids.map((id) => `EID(${id})`).join(' OR '));
    expect(parts.join(' OR ').match(/EID/g)).toHaveLength(200);
    expect(parts.length).toBeGreaterThan(2);
  });

  test('keeps the parentheses of its items', () => {
    const parts = splitQuery(ids.map((id) => `(EID(${id}) AND TITLE(coral))`).join(' OR '));
    for (const part of parts) expect(part).toMatch(/^(?:\(EID\(\S+\) AND TITLE\(coral\)\)(?: OR |$))+$/);
  });

  test('that is short, or no list, stays as it is', () => {
    expect(splitQuery('EID(1 OR 2)')).toEqual(['EID(1 OR 2)']);
    const and = `TITLE(coral) AND EID(${ids.join(' OR ')})`;
    expect(splitQuery(and)).toEqual([and]);
  });
});
