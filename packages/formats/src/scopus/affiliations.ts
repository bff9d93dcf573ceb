import type { Affiliation, Author } from '@scopekit/record';
import type { Told } from '../read/report.ts';
import { splitList } from './authors.ts';

export interface AffiliationCells {
  readonly affiliations?: string;
  readonly authorsWithAffiliations?: string;
}

/**
 * Who works where. `Authors with affiliations` separates authors by `; ` and affiliations by `, `, and both stand within
 * affiliations too: so each entry is found by the name that must begin it, and its affiliations by the strings of the
 * `Affiliations` cell, the longest first.
 *
 * Changes the authors: sets their `affiliations`.
 */
export function scopusAffiliations(authors: readonly Author[], cells: AffiliationCells, told: Pick<Told, 'repair'>): Affiliation[] {
  const names = [...new Set(splitList(cells.affiliations ?? ''))];
  const known = new Map(names.map((name, i) => [name, i]));
  const entries = cells.authorsWithAffiliations ? entriesOf(cells.authorsWithAffiliations, authors) : [];
  let byLength: string[] | undefined;
  let unmatched = 0;

  const indexOf = (name: string): number => {
    const index = known.get(name) ?? names.push(name) - 1;
    known.set(name, index);
    return index;
  };
  const peel = (text: string): number[] => {
    const whole = known.get(text);
    if (whole !== undefined) return [whole];
    byLength ??= [...names].sort((a, b) => b.length - a.length);
    const found: number[] = [];
    for (let at = 0; at < text.length; ) {
      const name = byLength.find((each) => text.startsWith(each, at) && endsAt(text, at + each.length));
      const end = name === undefined ? nextKnown(text, at, byLength) : at + name.length;
      found.push(indexOf(text.slice(at, end)));
      at = end + 2;
    }
    return found;
  };

  for (const [i, author] of authors.entries()) {
    const entry = entries[i];
    if (entry) author.affiliations = distinctly(peel(entry));
    else if (entry === undefined && entries.length) unmatched++;
  }
  if (unmatched) told.repair('affiliations-unmatched', 'Authors with affiliations', `${unmatched} of ${authors.length} authors`);
  return names.map((name) => ({ name }));
}

const distinctly = (indices: number[]) => (indices.length < 2 ? indices : [...new Set(indices)]);

const endsAt = (text: string, at: number) => at >= text.length || ((text[at] === ',' || text[at] === ';') && text[at + 1] === ' ');

/** Where something unknown ends: at a separator before something known, or with the text. */
function nextKnown(text: string, from: number, known: readonly string[]): number {
  for (let at = text.indexOf(', ', from); at >= 0; at = text.indexOf(', ', at + 2))
    if (known.some((name) => text.startsWith(name, at + 2) && endsAt(text, at + 2 + name.length))) return at;
  return text.length;
}

/** For each author what stands behind the name: `''` for nothing, `undefined` where the name was not found. */
function entriesOf(cell: string, authors: readonly Author[]): (string | undefined)[] {
  const starts: ({ readonly at: number; readonly text: number } | undefined)[] = [];
  let at = 0;
  for (const author of authors) {
    const found = entryFrom(cell, at, formsOf(author));
    starts.push(found);
    if (found) at = found.text;
  }
  const pieces = starts.every(Boolean) ? [] : splitList(cell);
  return starts.map((start, i) => {
    // A name spelled in two ways: where nothing else is amiss its place tells.
    if (!start) return pieces.length === authors.length ? behindName(pieces[i] as string) : undefined;
    const next = starts.slice(i + 1).find(Boolean);
    return cell
      .slice(start.text, next ? next.at : cell.length)
      .replace(/[;\s]+$/, '')
      .trim();
  });
}

const behindName = (entry: string) => entry.replace(/^[^,]+(?:, |$)(?:(?:\p{L}{1,3}\.[\s\u2010\u2011-]?)+(?:, |$))?/u, '');

/** How an entry may name its author: `Gao, Xin`, `Gao, X.`, `Gao X.`; and `O'Boyle, E.H., Jr.` */
function formsOf({ indexedName = '', family, initials, name }: Author): string[] {
  const forms = [name];
  if (family && initials) forms.push(`${family}, ${initials}`);
  if (indexedName) forms.push(indexedName);
  const suffix = indexedName.indexOf(', ');
  if (suffix > 0 && family && initials) forms.unshift(`${family}, ${initials}${indexedName.slice(suffix)}`);
  return forms;
}

/** The next entry that begins with one of the names: at the start, or behind `; `. */
function entryFrom(cell: string, from: number, forms: readonly string[]): { readonly at: number; readonly text: number } | undefined {
  for (let at = from === 0 ? 0 : cell.indexOf('; ', from - 1); at >= 0 && at < cell.length; at = cell.indexOf('; ', at + 1)) {
    const begin = at === 0 ? 0 : at + 2;
    for (const form of forms)
      if (cell.startsWith(form, begin)) {
        const end = begin + form.length;
        if (end >= cell.length) return { at, text: end };
        if (cell.startsWith(', ', end)) return { at, text: end + 2 };
        if (cell[end] === ';' || cell[end] === ',') return { at, text: end + (cell[end] === ',' ? 1 : 0) };
      }
  }
  return undefined;
}
