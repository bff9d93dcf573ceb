import { fieldCodes, webPageCodes } from './field-codes.ts';

type TokenKind = 'open' | 'close' | 'field' | 'word' | 'phrase' | 'exact' | 'and' | 'or' | 'and-not' | 'near' | 'compare';

export interface Token {
  readonly kind: TokenKind;
  /** As it stands, quotes and braces included. */
  readonly text: string;
  /** Number of its first character, from 0. */
  readonly at: number;
}

/** Something in a query that Scopus cannot read, or reads in another way than it looks. */
export interface QueryProblem {
  readonly kind: 'empty' | 'parenthesis' | 'quote' | 'field' | 'web-page' | 'and-not' | 'operator' | 'year' | 'nested' | 'value';
  /** Number of its first character, from 0. */
  readonly at: number;
  readonly length: number;
  readonly message: string;
  readonly next: string;
}

const fields = new Set([...fieldCodes, ...Object.keys(webPageCodes)]);

const rules: readonly [TokenKind, RegExp][] = [
  ['open', /\(/y],
  ['close', /\)/y],
  ['phrase', /"[^"]*"?/y],
  ['exact', /\{[^}]*\}?/y],
  ['compare', /(?:[<>]=?|=|(?:IS|AFT|BEF)\b(?=\s*\d))/iy],
  ['and-not', /AND\s+NOT\b(?!-)/iy],
  ['and', /AND\b(?!-)/iy],
  ['or', /OR\b(?!-)/iy],
  ['near', /(?:W|PRE)\/\d*/iy],
  ['field', /[A-Z][A-Z-]*[A-Z](?=\s*\()/iy],
  ['word', /[^\s(){}",]+/y],
];

/** The parts of a query, in order. A word before a parenthesis is a field when it is a code, or touches the parenthesis. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    // a comma separates words as a blank does: AUTHOR-NAME(smith, j)
    if (/[\s,]/.test(query[at] ?? '')) {
      at++;
      continue;
    }
    const found = match(query, at);
    if (!found) break;
    tokens.push(found);
    at += found.text.length;
  }
  return tokens;
}

function match(query: string, at: number): Token | undefined {
  for (const [kind, pattern] of rules) {
    pattern.lastIndex = at;
    const text = pattern.exec(query)?.[0];
    if (text === undefined) continue;
    if (kind === 'field' && !isField(text, query[at + text.length])) continue;
    const compared = kind === 'word' && /^(?:PUBYEAR|REFPUBYEAR|ORIG-LOAD-DATE|PAGECOUNT)$/i.test(text);
    return { kind: compared ? 'field' : kind, text, at };
  }
  return undefined;
}

const isField = (text: string, following: string | undefined) => fields.has(text.toUpperCase()) || following === '(';
