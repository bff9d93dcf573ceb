import { fields } from './fields.ts';

/** A query that Scopus would answer with 400. */
export class MalformedQuery extends Error {}

/** A field code that Scopus does not know: its search service answers 500. */
export class UnknownField extends Error {}

export type Token =
  | { readonly type: 'open' | 'close' | 'and' | 'or' | 'and-not' }
  | { readonly type: 'near'; readonly distance: number; readonly ordered: boolean }
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'compare'; readonly operator: string }
  | { readonly type: 'word' | 'phrase' | 'exact'; readonly text: string };

/** Field codes may be written in any case; other words before a parenthesis are field codes only in capitals. */
const knownField = new RegExp(
  `(${Object.keys(fields)
    .sort((a, b) => b.length - a.length)
    .join('|')})(?=\\s*\\()`,
  'iy',
);

const rules: readonly [RegExp, (match: RegExpExecArray) => Token | undefined][] = [
  [/\s+/y, () => undefined],
  [/\(/y, () => ({ type: 'open' })],
  [/\)/y, () => ({ type: 'close' })],
  [/AND\s+NOT(?![^\s()])/iy, () => ({ type: 'and-not' })],
  [/AND(?![^\s()])/iy, () => ({ type: 'and' })],
  [/OR(?![^\s()])/iy, () => ({ type: 'or' })],
  [/(W|PRE)\/(\d+)(?![^\s()])/iy, ([, kind, n]) => ({ type: 'near', distance: Number(n), ordered: kind?.toUpperCase() === 'PRE' })],
  [/"([^"]*)"/y, ([, text = '']) => ({ type: 'phrase', text })],
  [/\{([^}]*)\}/y, ([, text = '']) => ({ type: 'exact', text })],
  [knownField, ([, name = '']) => ({ type: 'field', name: name.toUpperCase() })],
  [/([A-Z][A-Z-]*)(?=\s*\()/y, ([, name = '']) => ({ type: 'field', name })],
  [/(PUBYEAR)(?=\s*(?:[<>=]|IS\b|AFT\b|BEF\b))/iy, ([, name = '']) => ({ type: 'field', name: name.toUpperCase() })],
  [/(>=?|<=?|=)/y, ([, operator = '']) => ({ type: 'compare', operator })],
  [/(IS|AFT|BEF)(?=\s+\d{4})/iy, ([, operator = '']) => ({ type: 'compare', operator: operator.toUpperCase() })],
  [/[^\s()"{}<>=]+/y, ([text]) => ({ type: 'word', text })],
];

export function tokens(query: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  scan: while (at < query.length) {
    for (const [rule, make] of rules) {
      rule.lastIndex = at;
      const match = rule.exec(query);
      if (!match) continue;
      at = rule.lastIndex;
      const token = make(match);
      if (token) found.push(token);
      continue scan;
    }
    throw new MalformedQuery(`unexpected ${query.charAt(at)} at ${at}`);
  }
  return found;
}
