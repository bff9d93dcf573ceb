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
  const text = plainText(cell.replace(/[\r\n]+/g, '; ')).replace(/,?\s+(?:(?:and|&)\s+)?(?:others|et al\.?)$/i, '');
  return namesOf(text).flatMap((name) => {
    const clean = name
      .trim()
      .replace(/^(?:and|&)\s+/i, '')
      .replace(/[,;]$/, '');
    return clean && !/^(?:et al\.?|others|…|\.\.\.)$/i.test(clean) ? [nameToAuthor(clean)] : [];
  });
}

function namesOf(text: string): string[] {
  if (!text) return [];
  const quotedNames = /^\[.*\]$/s.test(text) ? listed(text) : [];
  if (quotedNames.length) return quotedNames;
  if (/[;；]/.test(text)) return text.split(/[;；]\s*/).flatMap((piece) => (severalWithInitials.test(piece) ? byComma(piece) : [piece]));
  if (text.includes('|')) return text.split(/\s*\|\s*/);
  if (text.includes('、')) return text.split('、');
  const joined = text.split(/,?\s+(?:and|&)\s+/i);
  const [first = '', second = ''] = joined;
  const commas = first.replace(/,\s*(?:Jr|Sr|I{2,3}|IV)\.?(?=,|$)/g, '').split(comma).length - 1;
  if (joined.length > 2) return joined.flatMap((part) => (isList(part) ? byComma(part) : [part]));
  // `Family, Given and Family, Given`, but `Family, Family and Family`.
  if (joined.length === 2 && commas <= 1 && !(commas === 1 && !/[,\s]/.test(second))) return isList(first) ? [...byComma(first), second] : joined;
  if (joined.length === 2) return [...(commas === 1 ? first.split(comma) : byComma(first)), second];
  const parts = text.split(runTogether);
  if (parts.length > 1) return parts;
  return byComma(text);
}

/** `Doe K., Roe L.` between semicolons. */
const severalWithInitials = /\p{L}\.,\s*\p{Lu}[\p{L}'’-]+\s+\p{Lu}/u;

/** Lists as programs print them: `['Smith, J.', "Doe, J.A."]`, `[{'name': 'J. Smith'}, …]`. */
function listed(text: string): string[] {
  const named = [...text.matchAll(/['"](?:name|full_name|display_name)['"]:\s*(?:'([^']*)'|"([^"]*)")/g)];
  const quoted = named.length || text.includes('{') ? named : [...text.matchAll(/'((?:[^']|'(?=\p{L}))*)'|"([^"]*)"/gu)];
  return quoted.flatMap(([, single, double]) => single ?? double ?? []);
}

/** Names of several words between commas: `Vikram S Chundawat, Ayush Tarun`. */
const isList = (text: string) => text.split(comma).length > 1 && text.split(comma).every((part) => /\S\s+\S/.test(part) && !initials.test(` ${part}`));

function byComma(text: string): string[] {
  const parts = text.split(comma).filter(Boolean);
  if (parts.length <= 1) return parts;
  if (parts.every((part) => /\S\s+\S/.test(part))) return parts;
  if (parts.some((part) => initials.test(part))) return indexedNames(parts.join(', ')).map((name) => name);
  // Family, Given, Family, Given …
  if (parts.length % 2 === 0 && parts.some((part) => /\s/.test(part)) ? parts.every((part, i) => i % 2 === 0 || !/\s/.test(part)) : parts.length === 2)
    return Array.from({ length: parts.length / 2 }, (_, i) => `${parts[2 * i]}, ${parts[2 * i + 1]}`);
  return parts;
}
