import {
  type Chemical,
  type Correspondent,
  type Funding,
  type OpenAccess,
  parseDoi,
  plainText,
  type Sequence,
  type Work,
  withoutEmpty,
} from '@scopekit/record';
import { splitList } from './authors.ts';

/** Words in place of a value. */
const placeholder = /^\[No (?:title|abstract|author name|author id|source information|affiliation) available\]$/i;

/** A cell as plain text; absent when it says that there is nothing. */
export function value(cell: string | undefined): string | undefined {
  if (!cell) return undefined;
  const text = plainText(cell.trim());
  return text === '' || (text[0] === '[' && placeholder.test(text)) ? undefined : text;
}

const bracketsBehindSemicolon = /^(.*?\S)((?:; \[[^[\]]+\])+)\s*$/s;
const bracketsAtEnd = /^(.*?[^\s;])((?: \[[^[\]]{8,}\])+)\s*$/s;
/** A notice names what it is about in brackets: that is no other title. */
const notice = /^\W*(?:erratum|corrigend|correction|addendum|retract|reply|response|comment|discussion|publisher['’]s note|expression of concern)/i;
const citation = /\(\d{4}\)|\b\d+\s*[,(]\s*\(?\d|\bvol\b|\bpp?\./i;

/** `Title; [Andere]` (2023 on) or `Title [Andere] [Autre]` (before): the title, and its other forms. */
export function titleOf(cell: string | undefined, spaced = false): Pick<Work, 'title' | 'alternativeTitles'> {
  const text = value(cell);
  if (text === undefined) return {};
  const [, title, others] = bracketsBehindSemicolon.exec(text) ?? (spaced && !notice.test(text) ? (bracketsAtEnd.exec(text) ?? []) : []);
  if (!title || !others) return { title: text };
  const alternativeTitles = [...others.matchAll(/\[([^[\]]+)\]/g)].map(([, each]) => each as string);
  return spaced && alternativeTitles.some((each) => citation.test(each) || !each.includes(' ')) ? { title: text } : { title, alternativeTitles };
}

const typeCodes: ReadonlyMap<string, string> = new Map([
  ['article', 'ar'],
  ['review', 're'],
  ['conference paper', 'cp'],
  ['conference review', 'cr'],
  ['book chapter', 'ch'],
  ['book', 'bk'],
  ['editorial', 'ed'],
  ['erratum', 'er'],
  ['letter', 'le'],
  ['note', 'no'],
  ['short survey', 'sh'],
  ['data paper', 'dp'],
  ['retracted', 'tb'],
  ['article in press', 'ip'],
  ['report', 'rp'],
  ['abstract report', 'ab'],
  ['business article', 'bz'],
]);

/** `Conference Paper` (before 2023) and `Conference paper` are one type. */
export function typeOf(cell: string | undefined): Work['type'] {
  const name = value(cell);
  if (name === undefined) return undefined;
  const lower = name.toLowerCase();
  const code = typeCodes.get(lower);
  return code ? { code, name: name.charAt(0).toUpperCase() + lower.slice(1) } : { name };
}

/** `All Open Access; Gold Open Access; Green Final Open Access`, `All Open Access, Gold, Green`, or what was called the access type. */
export function openAccessOf(cell: string | undefined): OpenAccess | undefined {
  const text = value(cell);
  if (text === undefined) return undefined;
  if (/^(?:no|closed|false|0|none|subscription)\b/i.test(text)) return { open: false };
  const kinds = text.split(/[;,]\s*/).flatMap((kind) => kind.replace(/\s*Open Access$/i, '').trim() || []);
  return withoutEmpty<OpenAccess>({ open: true, kinds: kinds.filter((kind) => !/^all$/i.test(kind)) });
}

const acronym = /^(?=(?:.*\p{Lu}){2})[\p{L}\d][\p{L}\d&/.-]{1,14}$/u;

/**
 * Funders and grants: `Name, ABBR, (g1, g2); Name` (2023 on), `Name, ABBR: g1, g2` (2019–2022), `g1, ABBR, Name` (before).
 * A funder that stands again without its grants is left out.
 */
export function fundingOf(cell: string): Funding[] {
  const all = splitOutside(cell).map(funderOf);
  const keyOf = ({ agency, acronym: short }: Funding) => (agency ?? short ?? '').toLowerCase();
  const granted = new Set(all.flatMap((each) => (each.numbers ? keyOf(each) : [])));
  const seen = new Set<string>();
  return all.filter((each) => {
    const key = keyOf(each);
    if (each.numbers) return true;
    if (granted.has(key) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Pieces between `;`, those within round brackets aside. */
function splitOutside(cell: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let begin = 0;
  for (let i = 0; i < cell.length; i++) {
    const char = cell[i];
    if (char === '(') depth++;
    else if (char === ')') depth = Math.max(0, depth - 1);
    else if (char === ';' && depth === 0) {
      pieces.push(cell.slice(begin, i));
      begin = i + 1;
    }
  }
  pieces.push(cell.slice(begin));
  return pieces.flatMap((piece) => piece.trim() || []);
}

function funderOf(piece: string): Funding {
  const bracketed = /^(.*?),? \(([^()]*(?:\([^()]*\)[^()]*)*)\)$/s.exec(piece);
  const [head, grants] = bracketed ? [bracketed[1] as string, bracketed[2]] : afterColon(piece);
  const numbers = grants?.split(/,[\s\u00a0]*/).flatMap((grant) => plainText(grant) || []);
  const parts = head.split(/,[\s\u00a0]+/);
  if (!numbers && parts.length > 1) {
    // Before 2019, and in RIS: the grant first or last, with the acronym beside it.
    const isGrant = (part: string | undefined) => part !== undefined && /\d/.test(part) && !/\s/.test(part);
    if (isGrant(parts[0]))
      return funder(
        parts.slice(1).toSorted((a, b) => Number(acronym.test(a)) - Number(acronym.test(b))),
        [parts[0] as string],
      );
    const grants = parts.splice(parts.findLastIndex((part) => !isGrant(part)) + 1);
    return funder(parts, grants);
  }
  return funder(parts, numbers);
}

function funder(parts: readonly string[], numbers: string[] | undefined): Funding {
  const last = parts.at(-1) ?? '';
  const short = parts.length > 1 && acronym.test(last) ? last : undefined;
  return withoutEmpty<Funding>({ agency: plainText((short ? parts.slice(0, -1) : parts).join(', ')), acronym: short, numbers });
}

/** `Name, ABBR: g1, g2`; a colon in a name is followed by words. */
function afterColon(piece: string): [head: string, grants?: string] {
  const colon = piece.lastIndexOf(': ');
  const behind = colon < 0 ? '' : piece.slice(colon + 2);
  return /\d/.test(behind) && !/[\p{L}]{4,} [\p{L}]{4,}/u.test(behind) ? [piece.slice(0, colon), behind] : [piece];
}

/** `\u201C` written out; gives the text with the characters, and how many there were. */
export function unescaped(cell: string): { readonly text: string; readonly count: number } {
  if (!cell.includes('\\u')) return { text: cell, count: 0 };
  let count = 0;
  const text = cell.replace(/\\u([0-9A-Fa-f]{4})/g, (_, hex: string) => {
    count++;
    return String.fromCharCode(Number.parseInt(hex, 16));
  });
  return { text, count };
}

/** Whom to write to; each ends with an address of e-mail where there is one. */
export function correspondenceOf(cell: string): Correspondent[] {
  const found: Correspondent[] = [];
  for (const line of cell.split(/\r?\n/))
    for (const piece of line.match(/.+?(?:;\s*email:\s*[^;\s]+(?:;\s*|$)|$)/gi) ?? []) {
      const text = plainText(piece.replace(/;\s*$/, ''));
      if (!text) continue;
      const [name = '', ...rest] = text.split(/;\s*/);
      const email = rest.find((part) => /^email:/i.test(part))?.replace(/^email:\s*/i, '');
      const organisations = rest.filter((part) => part && !/^email:/i.test(part));
      found.push(withoutEmpty<Correspondent>({ ...correspondent(name), organisations, email, text }));
    }
  return found;
}

/** `Gao, X.` (before 2023) or `X. Gao`. */
function correspondent(name: string): Pick<Correspondent, 'family' | 'initials'> {
  const [, family, initials] = /^(.+?), ((?:\p{L}{1,3}\.[\s\u2010\u2011-]?)+)$/u.exec(name) ?? [];
  if (family) return { family, initials };
  const [, before, behind] = /^((?:\p{L}{1,3}\.[\s\u2010\u2011-]?)+) (.+)$/u.exec(name) ?? [];
  return behind ? { family: behind, initials: before } : { family: name };
}

/** `A.; B.`, or before 2023 run together: `Chang L.Trajcevski G.`; as `Family, I.` */
export function editorsOf(cell: string): string[] {
  const names = cell.includes(';') ? splitList(cell) : cell.split(/(?<=\p{L}\.)(?=\p{Lu}\p{Ll})|(?<=\p{L}\.),\s+(?=\p{Lu}\p{Ll})/u);
  return names.map((name) => plainText(name.replace(/,$/, '')).replace(/^(.+?),? ((?:\p{L}{1,3}\.[\s\u2010\u2011-]?)+)$/u, '$1, $2'));
}

const cas = /^\d{2,7}-\d{2}-\d$/;

/** `name, cas1, cas2; name2`; a name may hold commas. */
export function chemicalsOf(cell: string): Chemical[] {
  return splitList(cell).map((item) => {
    const parts = item.split(/,\s*/);
    let names = parts.length;
    while (names > 0 && cas.test(parts[names - 1] ?? '')) names--;
    return withoutEmpty<Chemical>({ name: plainText(parts.slice(0, names).join(', ')) || undefined, casNumbers: parts.slice(names) });
  });
}

/** `GENBANK: AB1, AB2; PDB: 1XYZ`. */
export function sequencesOf(cell: string): Sequence[] {
  return splitList(cell).flatMap((item) => {
    const [, bank, numbers = item] = /^([^:]+):\s*(.*)$/s.exec(item) ?? [];
    return numbers.split(/,\s*/).flatMap((number) => (number ? withoutEmpty<Sequence>({ bank, number }) : []));
  });
}

/** ISBNs as their digits, whatever dashes they have. */
export const isbnsOf = (cell: string): string[] =>
  cell.split(/[;,|]|\s+(?=97[89])/).flatMap((isbn) => {
    const digits = isbn
      .replace(/\(.*?\)/g, '')
      .replace(/[^\dXx]/g, '')
      .toUpperCase();
    return digits ? [digits] : [];
  });

/** Lists between semicolons as plain text. */
export const listOf = (cell: string | undefined): string[] | undefined => (cell ? splitList(plainText(cell)) : undefined);

/** A link of Scopus on any host: the EID in it. */
export function eidOfLink(link: string): string | undefined {
  const eid = /[?&]eid=(2-s2\.0-\d{8,})/i.exec(link)?.[1]?.toLowerCase();
  if (eid === undefined && /%3[aA]|%2[fF]/.test(link) && /eid%3[dD]|publications%2[fF]/.test(link)) return eidOfLink(decodedOnce(link));
  const id = eid === undefined ? /\/pages\/publications\/(\d{8,})/.exec(link)?.[1] : undefined;
  return eid ?? (id && `2-s2.0-${id}`);
}

/** The DOI in a link of Scopus, for exports without that column. */
export function doiOfLink(link: string): string | undefined {
  const doi = /[?&]doi=([^&]+)/i.exec(link)?.[1];
  return doi === undefined ? undefined : parseDoi(doi);
}

/** A library's proxy wraps the address that it leads to. */
function decodedOnce(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    return '';
  }
}
