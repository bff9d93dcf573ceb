import { ElsevierError, fieldCodes } from '@scopekit/operations';
import { ToolError } from './tool-error.ts';

/** What makes words a query: a field code of Scopus before a parenthesis, or a year compared. */
const fieldCode = new RegExp(`(?<![\\w-])(?:${fieldCodes.join('|')})\\s*\\(|\\bPUBYEAR\\b`, 'i');

const wrapping = 'TITLE-ABS-KEY(';
const doiAddress = /\bDOI\(\s*(["{]?)https?:\/\/(?:dx\.)?doi\.org\//gi;

/** How other databases write fields, and what Scopus calls them. */
const elsewhere: Readonly<Record<string, string>> = {
  ti: 'TITLE',
  title: 'TITLE',
  ab: 'ABS',
  abstract: 'ABS',
  tiab: 'TITLE-ABS',
  au: 'AUTH',
  author: 'AUTH',
  kw: 'KEY',
  so: 'SRCTITLE',
  journal: 'SRCTITLE',
};
const prefixed = new RegExp(`(?<![\\w-])(${Object.keys(elsewhere).join('|')}):(?=["{(\\w])`, 'i');

/**
 * Words as a query: an identifier is looked for as what it is, words without a field in title, abstract and keywords; signs
 * that end a sentence are no part of a word.
 *
 * @throws ToolError QUERY_SYNTAX for a field written as another database has it
 */
export function asQuery(given: string): string {
  const words = given.trim();
  const [, doi] = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)?(10\.\d{4,9}\/\S+)$/i.exec(words) ?? [];
  if (doi) return `DOI(${doi})`;
  if (/^2-s2\.0-\d+$/.test(words)) return `EID(${words})`;
  if (fieldCode.test(words)) return words.replace(doiAddress, 'DOI($1');
  const [, name = ''] = prefixed.exec(words) ?? [];
  if (name) throw new ToolError('QUERY_SYNTAX', `${name}: is no field of Scopus.`, `Write ${elsewhere[name.toLowerCase()]}(…).`);
  return `${wrapping}${withoutMarks(words)})`;
}

/** Outside of phrases. A trailing `?` would stand for a letter. */
const withoutMarks = (words: string): string =>
  words
    .split(/("[^"]*"|\{[^}]*\})/)
    .map((part, i) => (i % 2 ? part : part.replace(/[?!;:,.]+(?=\s|$)|(?<=^|\s)[&–—-]+(?=\s|$)/g, '').replace(/ {2,}/g, ' ')))
    .join('');

/** Characters are counted in what was sent; the model wrote less. */
export function countedInWords(error: unknown, given: string): unknown {
  if (!(error instanceof ElsevierError) || error.reason !== 'bad-request' || asQuery(given) !== `${wrapping}${given.trim()})`) return error;
  const message = error.message.replace(/\b(character )(\d+)/gi, (_, word: string, at: string) => `${word}${Math.max(1, Number(at) - wrapping.length)}`);
  return new ElsevierError({ ...error, message, cause: error.cause });
}
