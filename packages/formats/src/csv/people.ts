import { type Author, nameToAuthor, plainText } from '@scopekit/record';
import { indexedNames } from '../scopus/authors.ts';

const runTogether = /(?<=\p{L}\.)(?=\p{Lu}[\p{Ll}'’-])/u;
const comma = /,\s*/;
const initials = /(?:^|\s)(?:\p{L}\.[\s\u2010\u2011-]?){1,4}$/u;

/**
 * Authors in one cell of anybody's table: separated by ` and `, `;`, `|` or line ends, run together as `Adeli K.Lewis G. F.`,
 * or by commas, where it is told by the names whether a comma parts two of them or the halves of one.
 */
export function peopleOf(cell: string): Author[] {
  return namesOf(plainText(cell.replace(/[\r\n]+/g, '; '))).flatMap((name) => {
    const clean = name
      .trim()
      .replace(/^(?:and|&)\s+/i, '')
      .replace(/[,;]$/, '');
    return clean && !/^(?:et al\.?|others|…|\.\.\.)$/i.test(clean) ? [nameToAuthor(clean)] : [];
  });
}

function namesOf(text: string): string[] {
  if (!text) return [];
  if (/;/.test(text)) return text.split(/;\s*/);
  if (/\s\|\s?|\|/.test(text)) return text.split(/\s*\|\s*/);
  const joined = text.split(/\s+and\s+|\s+&\s+/i);
  if (joined.length > 2 || (joined.length === 2 && !/,.*,/.test(joined[0] as string)))
    return joined.flatMap((part) => (joined.length === 2 && isList(part) ? byComma(part) : [part]));
  if (joined.length === 2) return [...byComma(joined[0] as string), joined[1] as string];
  const parts = text.split(runTogether);
  if (parts.length > 1) return parts;
  return byComma(text);
}

/** Names of several words between commas: `Vikram S Chundawat, Ayush Tarun`. */
const isList = (text: string) => text.split(comma).length > 1 && text.split(comma).every((part) => /\S\s+\S/.test(part) && !initials.test(` ${part}`));

function byComma(text: string): string[] {
  const parts = text.split(comma).filter(Boolean);
  if (parts.length <= 1) return parts;
  if (parts.every((part) => /\S\s+\S/.test(part))) return parts;
  if (parts.some((part) => initials.test(part))) return indexedNames(parts.join(', ')).map((name) => name);
  // Family, Given, Family, Given …
  if (parts.length % 2 === 0 && parts.every((part, i) => i % 2 === 1 || !/\s/.test(part) || /^\p{Ll}/u.test(part)))
    return Array.from({ length: parts.length / 2 }, (_, i) => `${parts[2 * i]}, ${parts[2 * i + 1]}`);
  return parts;
}
