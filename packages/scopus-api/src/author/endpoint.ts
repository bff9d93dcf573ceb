import type { Endpoint } from '@scopekit/elsevier-http';
import { z } from 'zod';
import { items, members } from '../wire/values.ts';

/** What Author Retrieval tells, most first; METRICS has counts alone. */
export const authorViews = ['ENHANCED', 'STANDARD', 'LIGHT', 'METRICS'] as const;
export type AuthorView = (typeof authorViews)[number];

export type AuthorParams = { readonly view: AuthorView } & (
  | { readonly kind: 'author_id' | 'orcid'; readonly value: string }
  | { readonly kind: 'several'; readonly value: readonly string[] }
);

/** One profile, a list of one, a list in a wrapper, or the object of a profile that was merged into several. */
const AuthorAnswer = z.looseObject({}).transform((body, context) => {
  const wrapped = members(body['author-retrieval-response-list'])['author-retrieval-response'] ?? body['author-retrieval-response'];
  const profiles = items(wrapped).map(members);
  if (!profiles.length) context.addIssue({ code: 'custom', message: 'holds no author profile' });
  return { profiles };
});
export type AuthorAnswer = z.infer<typeof AuthorAnswer>;

const week = 7 * 24 * 3600 * 1000;

export const authorEndpoint: Endpoint<AuthorParams, AuthorAnswer> = {
  name: 'scopus.author',
  perSecond: 3,
  weeklyQuota: 5_000,
  source: 'https://dev.elsevier.com/documentation/AuthorRetrievalAPI.wadl',
  freshMs: week,
  request: ({ view, kind, value }) =>
    kind === 'several'
      ? { path: '/content/author', query: { author_id: value.join(','), view } }
      : { path: `/content/author/${kind}/${value}`, query: { view } },
  body: AuthorAnswer,
};
