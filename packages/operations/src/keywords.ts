import { ElsevierError } from '@scopekit/elsevier-http';

/**
 * The query for works that have all keywords in title, abstract or keywords. A keyword of several words, or with signs in
 * it, is a loose phrase in double quotes; wildcards `*` and `?` stay.
 *
 * @throws ElsevierError `bad-input` for a keyword that is empty or holds quotes, braces or brackets.
 */
export function keywordQuery(keywords: readonly string[]): string {
  if (!keywords.length)
    throw new ElsevierError({
      reason: 'bad-input',
      message: 'No keyword and no query is given.',
      next: 'For example: scopekit survey "machine learning" python',
    });
  return `TITLE-ABS-KEY(${keywords.map(term).join(' AND ')})`;
}

function term(keyword: string): string {
  const words = keyword.trim().replace(/\s+/g, ' ');
  if (!/[\p{L}\p{N}]/u.test(words)) throw new ElsevierError({ reason: 'bad-input', message: `The keyword "${keyword}" holds no word.` });
  if (/["“”{}()[\]]/.test(words)) {
    throw new ElsevierError({
      reason: 'bad-input',
      message: `The keyword ${keyword} holds quotes or brackets.`,
      next: 'Give plain words, or write a whole query in Scopus syntax.',
    });
  }
  const operator = /^(?:and|or|not)$/i.test(words);
  return !operator && /^[\p{L}\p{N}*?]+$/u.test(words) ? words : `"${words}"`;
}
