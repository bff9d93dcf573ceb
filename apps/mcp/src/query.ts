import { fieldCodes, otherCodes, refuseBadQuery } from '@scopekit/operations';
import { ToolError } from './tool-error.ts';

/** What makes words a query: a field code of Scopus before a parenthesis, or a year compared. */
const fieldCode = new RegExp(`(?<![\\w-])(?:${fieldCodes.join('|')})\\s*\\(|\\bPUBYEAR\\b`, 'i');

const doiAddress = /\bDOI\(\s*(["{]?)https?:\/\/(?:dx\.)?doi\.org\//gi;

/** A field as another database writes it: `ti:coral`, `TS=coral`, `coral[tiab]`; whole words only at the beginning, as they may stand in a title. */
const foreign =
  /(?<![\w-])(ti|ab|abs|tiab|au|kw|so|ts)(?::(?=[{(\w])|\s*=)|^(title|abstract|author|keywords?|journal|doi|issn|pmid|all):(?=[{(\w])|\[(ti|ab|tiab|au|so|title|author|journal)\]/i;

/**
 * Words as a query: an identifier is looked for as what it is, words without a field in title, abstract and keywords; signs
 * that end a sentence are no part of a word.
 *
 * @throws ToolError QUERY_SYNTAX for a field written as another database has it
 * @throws ElsevierError `bad-request` for words that Scopus cannot read
 */
export function asQuery(given: string): string {
  const words = given.trim();
  const [, doi] = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)?(10\.\d{4,9}\/\S+)$/i.exec(words) ?? [];
  if (doi) return `DOI(${doi})`;
  if (/^2-s2\.0-\d+$/.test(words)) return `EID(${words})`;
  if (fieldCode.test(words)) return words.replace(doiAddress, 'DOI($1');
  const [written, ...names] = foreign.exec(words.replace(/"[^"]*"/g, '""')) ?? [];
  const name = names.find((each) => each)?.toUpperCase();
  if (written && name) throw new ToolError('QUERY_SYNTAX', `${written} is no field of Scopus.`, `Write ${otherCodes[name] ?? name}(…).`);
  const plain = withoutMarks(words);
  refuseBadQuery(plain);
  return `TITLE-ABS-KEY(${plain})`;
}

/** Outside of phrases. A trailing `?` would stand for a letter. */
const withoutMarks = (words: string): string =>
  words
    .split(/("[^"]*"|\{[^}]*\})/)
    .map((part, i) => (i % 2 ? part : part.replace(/[?!;:,.]+(?=\s|$)|(?<=^|\s)[&–—-]+(?=\s|$)/g, '').replace(/ {2,}/g, ' ')))
    .join('');
