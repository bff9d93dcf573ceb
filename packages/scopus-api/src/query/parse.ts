import { codeProblem, comparedCodes, fieldCodes, otherCodes, webPageCodes } from './field-codes.ts';
import { type QueryProblem, type Token, tokensOf } from './tokens.ts';

/** A query as a tree; `at` and `end` say where each part stands in the text. */
export type Query = {
  readonly at: number;
  readonly end: number;
  /** It stands in parentheses, which belong to its place. */
  readonly grouped?: boolean;
} & (
  | { readonly kind: 'and' | 'or' | 'and-not'; readonly parts: readonly Query[] }
  | { readonly kind: 'near'; readonly distance: number; readonly ordered: boolean; readonly parts: readonly Query[] }
  | { readonly kind: 'field'; readonly code: string; readonly inner: Query }
  | { readonly kind: 'compare'; readonly code: string; readonly operator: string; readonly value: string }
  | { readonly kind: 'word' | 'phrase' | 'exact'; readonly text: string }
);

export interface ParsedQuery {
  /** Where there is no problem. */
  readonly tree?: Query;
  readonly problems: readonly QueryProblem[];
}

class Unreadable extends Error {
  readonly problem: QueryProblem;
  constructor(problem: QueryProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/**
 * Reads a query of Scopus Search: OR binds tightest, then W/n and PRE/n, then AND, then AND NOT; words side by side are
 * ANDed.
 *
 * @see https://dev.elsevier.com/sc_search_tips.html
 */
export function parseQuery(text: string): ParsedQuery {
  const tokens = tokensOf(text);
  if (!tokens.length) return { problems: [problem('empty', 0, 0, 'The query is empty.', 'For example TITLE-ABS-KEY("machine learning").')] };
  const open = quotes(tokens);
  if (open.length) return { problems: open };
  const problems = [...parentheses(tokens), ...unknownFields(tokens), ...operators(tokens)];
  if (problems.length) return { problems: problems.sort((a, b) => a.at - b.at) };
  try {
    return { tree: read(tokens, text), problems: [] };
  } catch (error) {
    if (error instanceof Unreadable) return { problems: [error.problem] };
    throw error;
  }
}

function problem(kind: QueryProblem['kind'], at: number, length: number, message: string, next: string): QueryProblem {
  return { kind, at, length, message, next };
}

function quotes(tokens: readonly Token[]): QueryProblem[] {
  return tokens.flatMap(({ kind, text, at }) => {
    const open = (kind === 'phrase' && (text.length < 2 || !text.endsWith('"'))) || (kind === 'exact' && !text.endsWith('}'));
    if (open) return problem('quote', at, 1, `The ${text[0] === '"' ? 'quote' : 'brace'} is not closed.`, `Close it with ${text[0] === '"' ? '"' : '}'}.`);
    const empty = (kind === 'phrase' || kind === 'exact') && !/[\p{L}\p{N}]/u.test(text);
    return empty ? problem('quote', at, text.length, 'The phrase holds no word.', 'Put words between the quotes.') : [];
  });
}

function parentheses(tokens: readonly Token[]): QueryProblem[] {
  const open: Token[] = [];
  const extra: QueryProblem[] = [];
  for (const token of tokens) {
    if (token.kind === 'open') open.push(token);
    if (token.kind === 'close' && !open.pop())
      extra.push(problem('parenthesis', token.at, 1, 'This parenthesis closes nothing.', 'Take it away, or open it before.'));
  }
  return [...extra, ...open.map(({ at }) => problem('parenthesis', at, 1, 'This parenthesis is not closed.', 'Close it where the group ends.'))];
}

function unknownFields(tokens: readonly Token[]): QueryProblem[] {
  return tokens.flatMap(({ kind, text, at }) => {
    const code = text.toUpperCase();
    if (kind !== 'field' || fieldCodes.includes(code)) return [];
    const instead = webPageCodes[code];
    if (instead) return problem('web-page', at, text.length, `${code} belongs to the web page of Scopus, not to the API.`, instead);
    const meant = otherCodes[code] ?? nearest(code);
    return problem(
      'field',
      at,
      text.length,
      `Scopus has no field ${text}.`,
      meant ? `Did you mean ${meant}?` : 'To search for the word itself, put it in quotes.',
    );
  });
}

const operand = new Set<Token['kind'] | undefined>(['word', 'phrase', 'exact', 'field', 'open']);
const operator = new Set<Token['kind'] | undefined>(['and', 'or', 'and-not', 'near']);

function operators(tokens: readonly Token[]): QueryProblem[] {
  return tokens.flatMap((token, i) => {
    const { kind, text, at } = token;
    const [before, after] = [tokens[i - 1]?.kind, tokens[i + 1]?.kind];
    const words = text.replace(/\s+/g, ' ').toUpperCase();
    if (kind === 'near' && !/\d$/.test(text)) return problem('operator', at, text.length, `${words} needs a number of words.`, `For example ${words}3.`);
    if (operator.has(kind)) {
      if (before === undefined || before === 'open' || operator.has(before))
        return problem(
          'operator',
          at,
          text.length,
          `Nothing stands before ${words}.`,
          'Write what it joins, or put the word in quotes if it is one to search for.',
        );
      if (!operand.has(after)) return problem('operator', at, text.length, `Nothing stands after ${words}.`, 'Write what it joins, or take it away.');
    }
    if (
      words === 'NOT' &&
      (operand.has(before) || before === 'close') &&
      (after === 'field' || after === 'open' || (text === 'NOT' && operand.has(after) && !capitals(tokens, i)))
    )
      return problem('operator', at, text.length, 'NOT alone joins nothing in Scopus.', 'Write AND NOT, or put the word in quotes.');
    if (kind === 'word' && /^NEAR\/\d+$/.test(words))
      return problem('operator', at, text.length, `${words} is an operator of another database.`, `Write ${words.replace('NEAR', 'W')}.`);
    return kind === 'open' && after === 'close'
      ? problem('parenthesis', at, 2, 'There is nothing between these parentheses.', 'Write what to search for.')
      : [];
  });
}

/** `DO NOT RESUSCITATE`: a title in capitals. */
const capitals = (tokens: readonly Token[], i: number): boolean =>
  [tokens[i - 1], tokens[i + 1]].every((token) => token && /^[^\p{Ll}]*\p{Lu}[^\p{Ll}]*$/u.test(token.text));

/** Reads tokens that are known to be balanced and joined. */
function read(tokens: readonly Token[], text: string): Query {
  let place = 0;
  const peek = () => tokens[place];
  const is = (kind: Token['kind']) => peek()?.kind === kind;
  const endOf = (token: Token) => token.at + token.text.length;

  function joined(kind: 'and' | 'or' | 'and-not', part: (inside: string | undefined) => Query, inside: string | undefined): Query {
    const parts = [part(inside)];
    while (is(kind) || (kind === 'and' && operand.has(peek()?.kind))) {
      if (is(kind)) place++;
      parts.push(part(inside));
    }
    return parts.length === 1 ? (parts[0] as Query) : { kind, parts, at: (parts[0] as Query).at, end: (parts.at(-1) as Query).end };
  }

  function whole(inside: string | undefined): Query {
    const found = joined('and-not', (within) => joined('and', near, within), inside);
    if (found.kind === 'and-not') refuseLateAnd(found.parts);
    return found;
  }

  /** AND binds tighter than AND NOT, so `a AND NOT b AND c` excludes what has both b and c. */
  function refuseLateAnd(parts: readonly Query[]): void {
    const late = parts.slice(1).find((part) => part.kind === 'and' && !part.grouped);
    if (!late) return;
    throw new Unreadable(
      problem(
        'and-not',
        late.at,
        late.end - late.at,
        'AND NOT excludes all that follows it, this whole part.',
        'Put AND NOT last, or what it excludes into parentheses.',
      ),
    );
  }

  function near(inside: string | undefined): Query {
    let left = joined('or', one, inside);
    while (is('near')) {
      const token = tokens[place++] as Token;
      const right = joined('or', one, inside);
      const [name, distance] = token.text.split('/');
      left = { kind: 'near', distance: Number(distance), ordered: name?.toUpperCase() === 'PRE', parts: [left, right], at: left.at, end: right.end };
    }
    return left;
  }

  function one(inside: string | undefined): Query {
    const token = tokens[place++];
    if (!token) throw new Unreadable(problem('operator', text.length, 0, 'The query ends too early.', 'Write what to search for.'));
    if (token.kind === 'open') return { ...closed(inside), at: token.at, end: endOf(tokens[place - 1] as Token), grouped: true };
    if (token.kind === 'field') return field(token, inside);
    if (token.kind === 'phrase' || token.kind === 'exact') return { kind: token.kind, text: token.text.slice(1, -1), at: token.at, end: endOf(token) };
    if (token.kind === 'word') return { kind: 'word', text: token.text, at: token.at, end: endOf(token) };
    throw new Unreadable(problem('operator', token.at, token.text.length, `${token.text} cannot stand here.`, 'Take it away, or put it in quotes.'));
  }

  function closed(inside: string | undefined): Query {
    const inner = whole(inside);
    if (!is('close')) {
      const { at, text: found } = peek() ?? { at: text.length, text: '' };
      throw new Unreadable(
        problem('operator', at, found.length, `${found || 'The end'} cannot stand here.`, 'Close the parenthesis before it, or join it with AND or OR.'),
      );
    }
    place++;
    return inner;
  }

  function field(token: Token, inside: string | undefined): Query {
    const code = token.text.toUpperCase();
    if (inside !== undefined)
      throw new Unreadable(
        problem('nested', token.at, token.text.length, `${code} stands inside ${inside}.`, 'Close the other field first; fields are joined with AND and OR.'),
      );
    if (comparedCodes.includes(code) && (is('compare') || (is('open') && /^\d{4}$/.test(tokens[place + 1]?.text ?? '')) || !is('open')))
      return compared(token, code);
    if (!is('open')) throw new Unreadable(problem('field', token.at, token.text.length, `${code} has no parenthesis.`, `Write ${code}(…).`));
    place++;
    const inner = closed(code);
    const values = wordsOf(inner);
    const wrong = codeProblem(
      code,
      values.map(({ text }) => text),
    );
    const value = wrong && values[wrong.at];
    if (value) throw new Unreadable(problem('value', value.at, value.end - value.at, wrong.message, wrong.next));
    return { kind: 'field', code, inner, at: token.at, end: (tokens[place - 1] as Token).at + 1 };
  }

  function compared(token: Token, code: string): Query {
    const bracketed = is('open');
    if (bracketed) place++;
    else if (!is('compare'))
      throw new Unreadable(
        problem('year', token.at, token.text.length, `${code} is not compared with anything.`, `For example ${code} > 2020 or ${code} IS 2020.`),
      );
    const operator = is('compare') ? (tokens[place++] as Token).text.toUpperCase() : '=';
    const value = tokens[place];
    if (value?.kind !== 'word' || !/^\d+$/.test(value.text) || (/YEAR$/.test(code) && value.text.length !== 4)) {
      const { at, text: found } = value ?? { at: text.length, text: '' };
      throw new Unreadable(
        problem(
          'year',
          at,
          found.length,
          `${code} is compared with a ${/YEAR$/.test(code) ? 'year of four digits' : 'number'}.`,
          `For example ${code} > 2020.`,
        ),
      );
    }
    place++;
    if (bracketed) place++;
    return { kind: 'compare', code, operator, value: value.text, at: token.at, end: endOf(tokens[place - 1] as Token) };
  }

  const tree = whole(undefined);
  const left = peek();
  if (left)
    throw new Unreadable(problem('operator', left.at, left.text.length, `${left.text} cannot stand here.`, 'Join it with AND or OR, or put it in quotes.'));
  return tree;
}

type Word = Extract<Query, { text: string }>;

const wordsOf = (query: Query): Word[] => ('parts' in query ? query.parts.flatMap(wordsOf) : 'text' in query ? [query] : []);

/** Words of a query with fields that stand in none of them: Scopus looks for them everywhere, in references, too. */
export function withoutField({ tree }: ParsedQuery): readonly string[] {
  return tree && hasField(tree) ? [...new Set(wordsOf(tree).map(({ kind, text }) => (kind === 'word' ? text : `"${text}"`)))] : [];
}

const hasField = (query: Query): boolean => query.kind === 'field' || query.kind === 'compare' || ('parts' in query && query.parts.some(hasField));

/** The field code that is most like a word, if one is like it. */
function nearest(word: string): string | undefined {
  const [best] = fieldCodes.map((code) => ({ code, distance: editDistance(word, code) })).sort((a, b) => a.distance - b.distance);
  return best && best.distance <= (word.length < 5 ? 1 : 2) ? best.code : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row.at(-1) ?? 0;
}
