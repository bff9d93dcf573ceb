import { fields } from './fields.ts';
import { MalformedQuery, type Token, tokens, UnknownField } from './tokens.ts';

export type Query =
  | { readonly type: 'and' | 'or' | 'and-not'; readonly parts: readonly Query[] }
  | { readonly type: 'near'; readonly distance: number; readonly ordered: boolean; readonly parts: readonly Query[] }
  | { readonly type: 'term'; readonly field: string; readonly kind: 'word' | 'phrase' | 'exact'; readonly text: string }
  | { readonly type: 'year'; readonly operator: string; readonly year: number };

/**
 * Scopus's query language: OR binds tightest, then W/n and PRE/n, then AND, then AND NOT; words side by side are ANDed.
 *
 * @throws MalformedQuery, or UnknownField for a field code that Scopus does not have.
 * @see https://dev.elsevier.com/sc_search_tips.html
 */
export function parseQuery(text: string): Query {
  const list = tokens(text);
  let at = 0;
  const peek = () => list[at];
  const take = (type: Token['type']): Token | undefined => (peek()?.type === type ? list[at++] : undefined);

  function chain(type: 'and' | 'or' | 'and-not', operand: (field: string) => Query, field: string): Query {
    const parts = [operand(field)];
    while (take(type) || (type === 'and' && startsOperand())) parts.push(operand(field));
    return parts.length === 1 ? (parts[0] as Query) : { type, parts };
  }
  const startsOperand = () => ['open', 'field', 'word', 'phrase', 'exact'].includes(peek()?.type ?? '');
  const query = (field: string): Query => chain('and-not', and, field);
  const and = (field: string): Query => chain('and', near, field);
  const or = (field: string): Query => chain('or', operand, field);

  function near(field: string): Query {
    let left = or(field);
    for (let token = take('near'); token?.type === 'near'; token = take('near'))
      left = { type: 'near', distance: token.distance, ordered: token.ordered, parts: [left, or(field)] };
    return left;
  }

  function operand(field: string): Query {
    const token = list[at++];
    switch (token?.type) {
      case 'open':
        return closed(query(field));
      case 'field':
        return token.name === 'PUBYEAR' ? year() : fielded(token.name, field);
      case 'word':
      case 'phrase':
      case 'exact':
        if (!token.text.trim()) throw new MalformedQuery('an empty phrase');
        return { type: 'term', field, kind: token.type, text: token.text };
      default:
        throw new MalformedQuery(token ? `unexpected ${token.type}` : 'the query ends too early');
    }
  }

  function fielded(name: string, outer: string): Query {
    if (!(name in fields)) throw new UnknownField(name);
    if (outer !== 'ALL') throw new MalformedQuery(`${name} inside ${outer}`);
    if (!take('open')) throw new MalformedQuery(`${name} without parenthesis`);
    return closed(query(name));
  }

  function closed(inner: Query): Query {
    if (!take('close')) throw new MalformedQuery('a parenthesis is not closed');
    return inner;
  }

  function year(): Query {
    const inParentheses = take('open');
    const compare = take('compare');
    const word = take('word');
    if (inParentheses) take('close');
    const value = word?.type === 'word' ? Number(word.text) : Number.NaN;
    if (!Number.isInteger(value)) throw new MalformedQuery('PUBYEAR needs a year');
    return { type: 'year', operator: compare?.type === 'compare' ? compare.operator : '=', year: value };
  }

  const whole = query('ALL');
  if (at < list.length) throw new MalformedQuery(`unexpected ${peek()?.type}`);
  return whole;
}
