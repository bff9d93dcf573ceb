import { expect, test } from 'vitest';
import { abstractOf } from './abstract.ts';
import { isbn13, issn, orcid, pii } from './check-digits.ts';
import { corpus } from './corpus.ts';

test('the same options give the same works, another seed gives others', () => {
  const [one, two, other] = [corpus({ works: 60, seed: 1 }), corpus({ works: 60, seed: 1 }), corpus({ works: 60, seed: 2 })];
  expect([...one.works()]).toEqual([...two.works()]);
  expect(abstractOf(one.work(7))).toBe(abstractOf(two.work(7)));
  expect([...one.works()].map(({ title }) => title)).not.toEqual([...other.works()].map(({ title }) => title));
});

test('every kind of duplicate and look-alike is planted, and the truth names both records', () => {
  const invented = corpus();
  const byEid = new Map([...invented.works()].map((work) => [work.eid, work]));
  expect(new Set(invented.planted.map(({ kind }) => kind)).size).toBe(6);
  for (const { kind, of, eid } of invented.planted) {
    const [first, second] = [byEid.get(of), byEid.get(eid)];
    if (!first || !second) throw new Error(`${eid} or ${of} is not in the corpus`);
    if (kind === 'exact') expect(second.doi).toBe(first.doi);
    if (kind === 'same-title-and-authors') expect([second.title, second.doi]).toEqual([first.title, undefined]);
    if (kind === 'near-title-same-authors') expect(second.title).not.toBe(first.title);
    if (kind === 'part') expect([first.title, second.title].map((title) => title.split(', ').at(-1))).toEqual(['part I', 'part II']);
    if (kind === 'erratum') expect(second.title).toContain(first.title);
    if (kind === 'editorial') expect(second.title).toBe(first.title);
    expect(second.authors).toEqual(first.authors);
  }
});

test('nothing invented can be taken for something real: DOIs under 10.5555, Scopus ids that are not given yet', () => {
  for (const { doi, scopusId } of corpus({ works: 300 }).works()) {
    expect(doi ?? '10.5555/').toMatch(/^10\.5555\//);
    expect(scopusId).toMatch(/^999\d{8}$/);
  }
});

test.for<[name: string, made: string, expected: string]>([
  ['ISSN', issn('0317847'), '03178471'],
  ['ISBN-13', isbn13('978030640615'), '9780306406157'],
  ['ORCID', orcid('000000021825009'), '0000-0002-1825-0097'],
  ['PII', pii('00000019', 2014, 1), 'S0000001914000016'],
])('the check digit of an %s is right', ([, made, expected]) => {
  expect(made).toBe(expected);
});

test('large and small corpora stand', () => {
  expect([...corpus({ works: 1 }).works()]).toHaveLength(1);
  expect(corpus({ works: 100_000 }).work(99_999).eid).toBe('2-s2.0-99900099999');
});
