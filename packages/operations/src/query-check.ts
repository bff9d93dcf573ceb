import { parseQuery, pointedAt, type QueryProblem, splitQuery } from '@scopekit/scopus-api';
import { z } from 'zod';
import type { Operation } from './operation.ts';

const QueryInput = z.object({ query: z.string({ error: 'is missing' }).describe('A query in Scopus syntax') });

export interface QueryCheck {
  readonly query: string;
  readonly problems: readonly (QueryProblem & { /** The query around it, and a mark under it. */ readonly pointed: string })[];
  /** How many requests a first page takes: more than one where the query is too long and can be cut. */
  readonly parts: number;
  /** Why it is not as it should be. */
  readonly reason?: 'bad-request';
}

/** Whether Scopus can read a query. Asks nothing. */
export const queryCheck: Operation<typeof QueryInput, QueryCheck> = {
  name: 'query',
  description: 'Check a query in Scopus syntax without asking Scopus.',
  input: QueryInput,
  async run({ query }) {
    const { problems } = parseQuery(query);
    return {
      query,
      problems: problems.map((problem) => ({ ...problem, pointed: pointedAt(query, problem) })),
      parts: splitQuery(query).length,
      ...(problems.length ? { reason: 'bad-request' as const } : {}),
    };
  },
};
