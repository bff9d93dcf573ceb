import { ElsevierError } from '@scopekit/elsevier-http';
import { fieldCodes } from './field-codes.ts';

/** A piece of a query that knows whether it needs parentheses. */
export interface QueryPart {
  readonly text: string;
  /** It is one thing already: a term, or a field with its parentheses. */
  readonly single: boolean;
  toString(): string;
}

type Given = QueryPart | string;

const part = (text: string, single: boolean): QueryPart => ({ text, single, toString: () => text });
const refuse = (message: string, next: string) => new ElsevierError({ reason: 'bad-input', message, next });

/** A term: one word as it is, several as a loose phrase. */
function term(given: Given): QueryPart {
  if (typeof given !== 'string') return given;
  const text = given.trim().replace(/\s+/g, ' ');
  if (!/[\p{L}\p{N}*?]/u.test(text)) throw refuse(`"${given}" holds no word.`, 'Give words to search for.');
  if (/["“”{}()]/.test(text))
    throw refuse(`${given} holds quotes, braces or parentheses.`, 'Give plain words; exact() makes an exact phrase, raw() takes Scopus syntax.');
  return part(/^[\p{L}\p{N}*?.:/-]+$/u.test(text) && !/^(?:and|or|not)$/i.test(text) ? text : `"${text}"`, true);
}

const grouped = (given: Given): string => {
  const { text, single } = term(given);
  return single ? text : `(${text})`;
};

function joined(operator: string, parts: readonly Given[]): QueryPart {
  const [first, ...others] = parts;
  if (first === undefined) throw refuse(`${operator} joins nothing.`, 'Give at least one part.');
  return others.length ? part(parts.map(grouped).join(` ${operator} `), false) : term(first);
}

/**
 * Builds queries of Scopus Search: strings are terms, everything else is put together with the parentheses it needs.
 *
 * @example `${query.and(query.field('TITLE-ABS-KEY', query.or('coral', 'reef fish')), query.years(2020, 2024))}`
 */
export const query = {
  term: (text: string): QueryPart => term(text),
  /** Matches punctuation and plurals as they are. */
  exact: (text: string): QueryPart => {
    if (!text.trim() || /[{}]/.test(text)) throw refuse('An exact phrase is empty or holds braces.', 'Give plain words.');
    return part(`{${text.trim()}}`, true);
  },
  /** Scopus syntax, taken as it is. */
  raw: (text: string): QueryPart => part(text, false),
  and: (...parts: Given[]): QueryPart => joined('AND', parts),
  or: (...parts: Given[]): QueryPart => joined('OR', parts),
  /** The first without the others; comes last in what it is part of. */
  without: (wanted: Given, ...unwanted: Given[]): QueryPart => part(`${grouped(wanted)} AND NOT ${grouped(joined('OR', unwanted))}`, false),
  /** Within so many words of each other; `ordered`: in this order. */
  near: (distance: number, a: Given, b: Given, { ordered = false } = {}): QueryPart =>
    part(`${grouped(a)} ${ordered ? 'PRE' : 'W'}/${distance} ${grouped(b)}`, false),
  /** @throws ElsevierError `bad-input` for a code that Scopus does not have. */
  field: (code: string, inner: Given): QueryPart => {
    const name = code.toUpperCase();
    if (!fieldCodes.includes(name)) throw refuse(`Scopus has no field ${code}.`, 'fieldCodes lists those it has.');
    return part(`${name}(${term(inner).text})`, true);
  },
  /** Publication years, both included. */
  years: (from: number, to: number = from): QueryPart =>
    from === to ? part(`PUBYEAR IS ${from}`, true) : part(`PUBYEAR > ${from - 1} AND PUBYEAR < ${to + 1}`, false),
};
