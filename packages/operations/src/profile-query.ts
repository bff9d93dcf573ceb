import { ElsevierError } from '@scopekit/elsevier-http';
import { parseQuery } from '@scopekit/scopus-api';

/**
 * The query that words make; Author and Affiliation Search know fields only.
 *
 * @throws ElsevierError `bad-input` for words without a field or a query that cannot be read, before it costs a request.
 */
export function profileQuery(words: readonly string[], example: string): string {
  const query = words.join(' ').trim();
  const refuse = (message: string) => new ElsevierError({ reason: 'bad-input', message, next: `Give ids, or a query with fields: ${example}.` });
  if (!query) throw refuse('Nothing is asked for.');
  if (!/[\w-]+\s*\(/.test(query)) throw refuse(`"${query.slice(0, 100)}" is neither ids nor a query with fields.`);
  const [problem] = parseQuery(query).problems.filter(({ kind }) => kind === 'parenthesis' || kind === 'quote' || kind === 'empty');
  if (problem) throw refuse(`${problem.message} (character ${problem.at + 1} of the query)`);
  return query;
}

/**
 * Whether all of these are ids. Ids and words are two questions: both at once would be sent as words, and paid for.
 *
 * @throws ElsevierError `bad-input` for both at once
 */
export function allIds(what: readonly string[], isId: (text: string) => boolean, ids: string): boolean {
  const some = what.filter(isId).length;
  if (!some || some === what.length) return some > 0;
  throw new ElsevierError({
    reason: 'bad-input',
    message: `${some} of ${what.length} are ${ids}, the others are words.`,
    next: `Ask for the ${ids} in one call and for the words in another.`,
  });
}
