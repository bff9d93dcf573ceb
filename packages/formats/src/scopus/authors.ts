import { type Author, indexedToAuthor, initialsOf, withoutEmpty } from '@scopekit/record';
import type { Told } from '../read/report.ts';

const initialsOnly = /^(?:\p{L}{1,3}\.[\s\u2010\u2011-]?)+$/u;
const suffix = /^(?:(?:Jr|Sr)\.?|[IVX]{2,4}|[23](?:nd|rd|th))$/;
const endsWithInitials = /\s(?:\p{L}{1,3}\.[\s\u2010\u2011-]?)+$/u;
const nobody = /^\[No author (?:name|id) available\]$/i;

export interface AuthorCells {
  readonly authors?: string;
  readonly fullNames?: string;
  readonly ids?: string;
}

/**
 * The authors of a row, whichever of its three cells are there. Full names carry their ids and are trusted first; the ids'
 * cell is joined by position, and only when it is as long.
 *
 * The `Authors` cell has had five forms, told apart by what is in it: `Pan, Y., Yu, C.` (to 2017), `Gao X., Ni W.` (to
 * 2022), `Gao X.; Ni W.` (2023 on), `X., Gao, Xin; W., Ni, Wei` (mid-2025) and `Xin, G.; Wei, N.` (late 2025).
 */
export function scopusAuthors({ authors = '', fullNames = '', ids = '' }: AuthorCells, told: Pick<Told, 'repair'>): Author[] {
  const listed = nobody.test(authors) ? [] : indexedNames(authors);
  const full = fullNamesOf(fullNames);
  const authorIds = nobody.test(ids) ? [] : splitList(ids);
  if (full.length) {
    const sameLength = listed.length === full.length;
    if (authors && !sameLength) told.repair('authors-disagree', 'Authors', `${listed.length} names, ${full.length} full names`);
    return full.map(({ name, id }, i) =>
      fromFullName(name, id ?? (authorIds.length === full.length ? authorIds[i] : undefined), sameLength ? listed[i] : undefined),
    );
  }
  const sameLength = authorIds.length === listed.length;
  if (authorIds.length && listed.length && !sameLength) told.repair('authors-disagree', 'Author(s) ID', `${listed.length} names, ${authorIds.length} ids`);
  if (!listed.length) return authorIds.map((authorId) => ({ name: authorId, authorId }));
  return listed.map((name, i) => withoutEmpty<Author>({ ...fromIndexed(name), authorId: sameLength ? authorIds[i] : undefined }));
}

const idAtEnd = /\((\d{6,})\)\s*(?:;|$)/g;

/** `Family, Given (id); …`; every name ends with its id, so a semicolon within one does no harm. */
function fullNamesOf(cell: string): FullName[] {
  if (!cell || nobody.test(cell)) return [];
  const items = splitList(cell).map(withItsId);
  // A semicolon within a name leaves a piece that is none: neither `Family, Given` nor with an id.
  if (items.every(({ id, name }) => id || /^[^,]+, \S/.test(name)) || !cell.includes('(')) return items;
  const found: FullName[] = [];
  let at = 0;
  for (const match of cell.matchAll(idAtEnd)) {
    const name = cell
      .slice(at, match.index)
      .replace(/^[\s;]+/, '')
      .trimEnd();
    if (!name) continue;
    found.push({ name, id: match[1] });
    at = match.index + match[0].length;
  }
  return [...found, ...splitList(cell.slice(at)).map((name) => ({ name }))];
}

interface FullName {
  readonly name: string;
  readonly id?: string;
}

/** `Family, Given (id)` */
function withItsId(item: string): FullName {
  const open = item.endsWith(')') ? item.lastIndexOf(' (') : -1;
  const id = open < 0 ? '' : item.slice(open + 2, -1);
  return /^\d{6,}$/.test(id) ? { name: item.slice(0, open), id } : { name: item };
}

/** `O'Boyle E.H., Jr.` */
function fromIndexed(name: string): Author {
  const comma = name.lastIndexOf(', ');
  if (comma < 0 || !suffix.test(name.slice(comma + 2))) return indexedToAuthor(name);
  const author = indexedToAuthor(name.slice(0, comma));
  return { ...author, name: author.name + name.slice(comma), indexedName: name };
}

function fromFullName(fullName: string, authorId: string | undefined, listed: string | undefined): Author {
  const comma = fullName.indexOf(', ');
  const family = comma < 0 ? undefined : fullName.slice(0, comma);
  const given = comma < 0 ? undefined : fullName.slice(comma + 2);
  const indexedName = listed ?? (family && given ? `${family} ${initialsOf(given)}` : fullName);
  const author: Author = { name: fullName };
  if (family) author.family = family;
  if (given) author.given = given;
  if (family && indexedName.endsWith('.') && indexedName.startsWith(`${family} `)) author.initials = indexedName.slice(family.length + 1);
  author.indexedName = indexedName;
  if (authorId) author.authorId = authorId;
  return author;
}

/** The `Authors` cell, each name as Scopus indexes it: `Family I.` */
export function indexedNames(cell: string): string[] {
  const text = cell.trim();
  if (!text) return [];
  if (text.includes(';')) return splitList(text).map(indexedName);
  return initialsOnly.test(text.split(', ')[0] ?? '') ? [indexedName(text)] : byCommas(text);
}

/** `X., Gao, Xin` and `Gao, X.` → `Gao X.`; anything else as it is. */
function indexedName(name: string): string {
  const parts = name.split(', ');
  const [first = '', second = '', third] = parts;
  if (parts.length >= 3 && third !== undefined && initialsOnly.test(first)) return `${second} ${first}`;
  if (parts.length === 2 && initialsOnly.test(second)) return `${first} ${second}`;
  return name;
}

/** A name begins after initials; initials that stand alone belong to the family before them, and so does `Jr.`. */
function byCommas(text: string): string[] {
  const names: string[] = [];
  let complete = true;
  for (const token of text.split(/,\s+|,$/)) {
    if (!token) continue;
    if (names.length && ((!complete && initialsOnly.test(token)) || suffix.test(token))) {
      names[names.length - 1] += suffix.test(token) ? `, ${token}` : ` ${token}`;
      complete = true;
    } else {
      names.push(token);
      complete = endsWithInitials.test(token);
    }
  }
  return names;
}

/** What stands between semicolons, without blanks around it; nothing for nothing. */
export function splitList(cell: string): string[] {
  const items: string[] = [];
  for (let from = 0; from < cell.length; ) {
    const next = cell.indexOf(';', from);
    const item = cell.slice(from, next < 0 ? cell.length : next).trim();
    if (item !== '') items.push(item);
    if (next < 0) break;
    from = next + 1;
  }
  return items;
}
