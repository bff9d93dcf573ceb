import { ElsevierError } from '@scopekit/elsevier-http';
import { parseQuery } from './parse.ts';
import type { QueryProblem } from './tokens.ts';

const shownWidth = 72;

/** Where a problem stands: the part of the query around it, and a mark under it. */
export function pointedAt(query: string, { at, length }: Pick<QueryProblem, 'at' | 'length'>): string {
  const from = Math.max(0, Math.min(at - 24, query.length - shownWidth));
  const [before, after] = [from > 0 ? '…' : '', from + shownWidth < query.length ? '…' : ''];
  const line = `${before}${query.slice(from, from + shownWidth).replace(/\s/g, ' ')}${after}`;
  const width = Math.max(1, Math.min(length, shownWidth - (at - from)));
  return `${line}\n${' '.repeat(before.length + at - from)}${'^'.repeat(width)}`;
}

/**
 * Refuses a query that Scopus cannot read, before it costs a request.
 *
 * @throws ElsevierError `bad-request` that names the first problem and its place, counted from 1.
 */
export function refuseBadQuery(query: string): void {
  const [first, ...others] = parseQuery(query).problems;
  if (!first) return;
  const more = others.length ? ` (${others.length} more)` : '';
  throw new ElsevierError({
    reason: 'bad-request',
    message: `At character ${first.at + 1} of the query: ${first.message}${more}\n${pointedAt(query, first)}`,
    next: `${first.next} Nothing was asked. Queries can be tried in Advanced Search: https://www.scopus.com/search/form.uri?display=advanced`,
    api: 'scopus.search',
  });
}
