import type { Work } from '@scopekit/record';
import type { Removal } from './dedupe.ts';
import { codePoints, codePointsAtLeast, ratio } from './ratio.ts';

/** A rule of Scopus Survey, within works whose author lines are the same byte for byte. */
export interface SurveyMethod {
  readonly name: 'documented' | 'as-coded';
  readonly source: string;
  /** What it is known to do, in one line. */
  readonly known: string;
  /** The least ratio of two titles. */
  readonly percent: number;
  /** Which of two alike works goes. */
  readonly goes: 'later' | 'earlier';
}

export const documented: SurveyMethod = {
  name: 'documented',
  source: 'https://github.com/mauprogramador/scopus-survey-api (documentation)',
  known:
    'documented keeps the first of works with the same authors and titles at least 80 % alike: parts I and II, errata and editorials of one name go as well.',
  percent: 80,
  goes: 'later',
};

/** As the program does it, but for its look-up by title, which could remove a work of other authors. */
export const asCoded: SurveyMethod = {
  name: 'as-coded',
  source: 'https://github.com/mauprogramador/scopus-survey-api (articles_similarity_filter, 3.0.0)',
  known:
    'as-coded keeps the last of works with the same authors and titles more than 80 % alike, whatever the documentation of Scopus Survey says: parts I and II, errata and editorials of one name go as well.',
  percent: 81,
  goes: 'earlier',
};

/**
 * What a rule removes. A work goes because of one other work of its group, also when that one goes itself: the rule is
 * not closed over chains.
 *
 * @param rows indices of the works that are still there, in order.
 */
export function similar(works: readonly Work[], rows: readonly number[], method: SurveyMethod): Removal[] {
  const groups = Map.groupBy(rows, (index) => authorsAsWritten(works[index] as Work));
  return [...groups.values()].filter((group) => group.length > 1).flatMap((group) => within(works, group, method));
}

/** Byte for byte, as Scopus Survey compares them. */
const authorsAsWritten = ({ authors }: Work): string => authors.map(({ indexedName, name }) => indexedName ?? name).join(', ');

function within(works: readonly Work[], group: readonly number[], { percent, goes, name }: SurveyMethod): Removal[] {
  const ordered = goes === 'later' ? group : group.toReversed();
  const titles = ordered.map((index) => codePoints(works[index]?.title ?? ''));
  return ordered.flatMap((index, place) => {
    for (let other = 0; other < place; other++) {
      if (!codePointsAtLeast(titles[other] as number[], titles[place] as number[], percent)) continue;
      const matched = ordered[other] as number;
      const alike = ratio(works[index]?.title ?? '', works[matched]?.title ?? '');
      return [{ index, matched, why: `${name}: same authors, titles ${alike} % alike`, ratio: alike }];
    }
    return [];
  });
}
