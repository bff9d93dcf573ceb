import type { Reference } from '@scopekit/record';
import { plainText } from '@scopekit/record';
import type { Told } from '../read/report.ts';

/**
 * The references of a row. Nothing marks where one ends but `; `, which also stands within them: in the export of today one
 * ends behind its year, in that of before 2023 where the next begins like an author or has a year of its own. A piece that
 * neither ends nor begins so is `confidence: 'low'`.
 */
export function scopusReferences(cell: string, told: Pick<Told, 'repair'>): Reference[] {
  const text = cell.trim();
  if (!text) return [];
  return (yearLast(text) ? byYears(text, told) : byBeginnings(text)).map(({ piece, sure }) => {
    const fullText = plainText(piece);
    const year = yearOf(fullText);
    const confidence = sure ? 'high' : 'low';
    return year === undefined ? { fullText, confidence } : { fullText, year, confidence };
  });
}

/** A reference that stands on a line of its own. */
export function referenceOf(line: string): Reference | undefined {
  const fullText = plainText(line.replace(/;\s*$/, ''));
  const year = yearOf(fullText);
  return fullText ? { fullText, ...(year === undefined ? {} : { year }), confidence: 'high' } : undefined;
}

interface Piece {
  readonly piece: string;
  readonly sure: boolean;
}

/** Today's references end with `(2019)`; the older have it in the middle. */
function yearLast(text: string): boolean {
  let ends = 0;
  let pieces = 0;
  for (let at = 0; at <= text.length && pieces < 40; pieces++) {
    const next = text.indexOf('; ', at);
    const end = next < 0 ? text.length : next;
    if (endsWithYear(text, end)) ends++;
    if (next < 0) break;
    at = next + 2;
  }
  return ends * 2 > pieces;
}

/** `(2019)`, `(2019a)` or `(n.d.)` right before a position. */
function endsWithYear(text: string, before: number): boolean {
  let end = before;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === ';')) end--;
  if (text[end - 1] !== ')') return false;
  const open = text.charCodeAt(end - 6) === openBracket ? end - 6 : text.slice(Math.max(0, end - 9), end).lastIndexOf('(') + Math.max(0, end - 9);
  return inBrackets.test(text.slice(open + 1, end - 1));
}

const inBrackets = /^(?:(?:1[4-9]|20)\d\d[a-z]?|n\.d\.)$/;

function byYears(text: string, told: Pick<Told, 'repair'>): Piece[] {
  const pieces: Piece[] = [];
  let begin = 0;
  let open = 0;
  for (let at = 0; at <= text.length; ) {
    const next = text.indexOf('; ', at);
    const end = next < 0 ? text.length : next;
    const last = next < 0;
    if (endsWithYear(text, end)) {
      add(begin, end, true);
      begin = end + 2;
      open = 0;
    } else if (last || ++open >= longestRun) {
      for (const piece of text.slice(begin, end).split('; ')) if (piece.trim()) addPiece(piece, false);
      begin = end + 2;
      open = 0;
    }
    if (last) break;
    at = next + 2;
  }
  return pieces;

  function add(from: number, to: number, sure: boolean): void {
    const piece = text.slice(from, to);
    const parts = piece.split('; ');
    // Authors are separated by commas: a semicolon before the year parts references without a year, or stands in a title.
    const lastStart = parts.findLastIndex((part, i) => i > 0 && startsLikeAuthor.test(part));
    if (lastStart > 0) addPiece(parts.slice(0, lastStart).join('; '), false);
    addPiece(parts.slice(Math.max(0, lastStart)).join('; '), sure);
  }

  function addPiece(piece: string, sure: boolean): void {
    const trimmed = piece.trim().replace(/;$/, '');
    if (trimmed === 'undefined') told.repair('undefined-dropped', 'References', piece);
    else if (trimmed) pieces.push({ piece: trimmed, sure });
  }
}

/** So many pieces without a year are references without one. */
const longestRun = 6;

/** `Gao X.,`, `Gao, X.,` or `van der Berg C., `. */
const startsLikeAuthor = /^(?:(?:[a-zà-ÿ'’]+ ){0,3}\p{Lu}[\p{L}'’. -]{0,40}(?:,? (?:\p{Lu}\p{Ll}?\.[ -]?){1,4}|, \p{Lu}[\p{L}-]+)),/u;
/**
 * `(2011) Source, 1, pp. 2-3` or at least pages at the end: a reference that Scopus has taken apart. What it holds as mere
 * text, a year with a comma behind it or none, is not separated from the next: by no line in its RIS, and by `; ` here, which
 * such text may hold itself.
 */
const takenApart = /\((?:1[4-9]|20)\d\d[a-z]?(?:[-–/]\d{2,4})?\) \S|, pp?\. [\w.-]+(?:-[\w.]+)?$|, https?:\/\/\S+$/;

/** Before 2023: `Authors, Title (2011) Source, 1, pp. 2-3; Authors, …`. */
function byBeginnings(text: string): Piece[] {
  const pieces: Piece[] = [];
  let open: string[] = [];
  const close = (sure: boolean) => {
    if (open.length) pieces.push({ piece: open.join('; '), sure });
    open = [];
  };
  for (const part of text.split(/;\s+|;$/)) {
    const piece = part.trim();
    if (!piece) continue;
    open.push(piece);
    if (takenApart.test(piece)) close(open.length === 1);
  }
  close(false);
  return pieces;
}

const openBracket = 0x28;

function yearOf(piece: string): number | undefined {
  if (piece.endsWith(')') && piece.charCodeAt(piece.length - 6) === openBracket) {
    const last = Number(piece.slice(-5, -1));
    if (last >= 1400 && last < 2100) return last;
  }
  const open = piece.lastIndexOf('(');
  const atEnd = piece.slice(open + 1, open + 5);
  const found = /^(?:1[4-9]|20)\d\d$/.test(atEnd) ? atEnd : /\(((?:1[4-9]|20)\d\d)/.exec(piece)?.[1];
  return found === undefined ? undefined : Number(found);
}
