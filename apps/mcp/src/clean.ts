import { stripVTControlCharacters } from 'node:util';

/** Signs that could steer a terminal, hide text or turn it around. */
const invisible = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** Comments of HTML, which a page would not show. */
function withoutComments(text: string): string {
  const parts = text.split('<!--');
  return parts.map((part, i) => (i === 0 ? part : part.includes('-->') ? part.slice(part.indexOf('-->') + 3) : `<!--${part}`)).join('');
}

/** Third parties' words as plain data: invisible signs and comments removed, absent keys left out, keys in the order given. */
export function clean<T>(value: T): T {
  if (typeof value === 'string')
    return withoutComments(
      stripVTControlCharacters(value)
        .replace(/[\t\r\n]+/g, ' ')
        .replace(invisible, ''),
    ) as T;
  if (Array.isArray(value)) return value.map(clean) as T;
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).flatMap(([key, part]) => (part === undefined ? [] : [[key, clean(part)]]))) as T;
  }
  return value;
}
