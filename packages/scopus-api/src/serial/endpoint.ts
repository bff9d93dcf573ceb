import type { Endpoint } from '@scopekit/elsevier-http';
import { z } from 'zod';
import { items, members } from '../wire/values.ts';

/** What Serial Title tells: CITESCORE has every year, ENHANCED yearly counts, STANDARD the newest figures. */
export const serialViews = ['STANDARD', 'ENHANCED', 'CITESCORE'] as const;
export type SerialView = (typeof serialViews)[number];

export interface SerialQuery {
  readonly title?: string;
  readonly issn?: string;
  readonly pub?: string;
  /** A subject area, as `COMP`. */
  readonly subj?: string;
  /** An ASJC code, as `1702`. */
  readonly subjCode?: string;
  /** `journal`, `tradejournal`, `bookseries`, `conferenceproceeding`. */
  readonly content?: string;
  /** `all`, `full`, `partial`, `none`. */
  readonly oa?: string;
}

export interface SerialParams extends SerialQuery {
  readonly view: SerialView;
  /** Years of the metrics: `2019` or `2015-2020`. */
  readonly date?: string;
  readonly start?: number;
  readonly count?: number;
}

const SerialAnswer = z.looseObject({ 'serial-metadata-response': z.looseObject({}) }).transform(({ 'serial-metadata-response': answer }) =>
  items(answer.entry)
    .map(members)
    .filter((entry) => Object.keys(entry).length && entry.error === undefined),
);
export type SerialAnswer = z.infer<typeof SerialAnswer>;

const month = 30 * 24 * 3600 * 1000;
const common = {
  name: 'scopus.serial',
  perSecond: 6,
  weeklyQuota: 20_000,
  source: 'https://dev.elsevier.com/documentation/SerialTitleAPI.wadl',
  freshMs: month,
  body: SerialAnswer,
} as const;

export const serialSearchEndpoint: Endpoint<SerialParams, SerialAnswer> = {
  ...common,
  request: (params) => ({ path: '/content/serial/title', query: { ...params } }),
};

export const serialEndpoint: Endpoint<{ readonly issn: string; readonly view: SerialView; readonly date?: string }, SerialAnswer> = {
  ...common,
  request: ({ issn, ...query }) => ({ path: `/content/serial/title/issn/${issn}`, query }),
};
