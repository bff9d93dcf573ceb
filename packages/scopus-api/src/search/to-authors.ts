import { type Affiliation, type Author, indexedToAuthor, type Note, plainText, withoutEmpty } from '@scopekit/record';
import { members, text, whole } from '../wire/values.ts';
import type { SearchEntry } from './endpoint.ts';

type WireAuthor = NonNullable<SearchEntry['author']>[number];

export interface Authorship {
  readonly authors: Author[];
  readonly affiliations: Affiliation[];
  readonly count?: number;
  readonly notes: Note[];
}

/**
 * Authors and affiliations of an entry.
 *
 * The wire repeats the row of an author with several affiliations and counts it again, and cuts the list at 100 rows with
 * a message: repeated rows are joined, a cut is told, and the count is of people wherever the list is whole.
 */
export function authorshipFrom(entry: SearchEntry): Authorship {
  const affiliations = (entry.affiliation ?? []).map(toAffiliation);
  const rows = entry.author ?? [];
  const stated = whole(members(entry['author-count']).$) ?? whole(members(entry['author-count'])['@total']);
  if (!rows.length) return { ...firstAuthorOnly(entry), affiliations, count: stated || undefined };

  const people = [...Map.groupBy(rows, (row) => JSON.stringify([row.authid ?? row.authname, row['@seq']])).values()];
  const authors = people.map((same) => toAuthor(same, affiliations));
  const notes: Note[] = [];
  const limit = whole(members(entry['author-count'])['@limit']);
  const cut = entry.message !== undefined || (stated !== undefined && stated > rows.length && rows.length === limit);
  if (cut) notes.push({ kind: 'authors-cut', text: entry.message ?? `The list of ${stated} authors is cut at ${rows.length}.` });
  if (people.length < rows.length)
    notes.push({
      kind: 'authors-doubled',
      text: `${rows.length - people.length} of ${rows.length} author rows repeat an author; the source counts ${stated ?? rows.length}.`,
    });
  return { authors, affiliations, count: cut ? stated : people.length, notes };
}

/** The STANDARD view names the first author only. */
function firstAuthorOnly(entry: SearchEntry): { authors: Author[]; notes: Note[] } {
  const creator = entry['dc:creator'];
  if (!creator) return { authors: [], notes: [] };
  return { authors: [indexedToAuthor(plainText(creator))], notes: [{ kind: 'first-author-only', text: 'The source names the first author only.' }] };
}

function toAuthor(rows: readonly WireAuthor[], affiliations: Affiliation[]): Author {
  const [row] = rows as [WireAuthor, ...WireAuthor[]];
  const indexedName = row.authname && plainText(row.authname);
  const family = row.surname && plainText(row.surname);
  const given = row['given-name'] && plainText(row['given-name']);
  const initials = row.initials;
  const name = family ? [family, given ?? initials].filter(Boolean).join(', ') : (indexedName ?? given ?? '');
  const at = [...new Set(rows.flatMap((same) => same.afid ?? []))].map((afid) => indexOf(afid, affiliations));
  return withoutEmpty({ name, family, given, initials, indexedName, authorId: row.authid, orcid: row.orcid, affiliations: at.length ? at : undefined });
}

/** The place of an affiliation in the list; one that the entry forgot to describe is added by its id. */
export function indexOf(affiliationId: string, affiliations: Affiliation[]): number {
  const place = affiliations.findIndex((known) => known.affiliationId === affiliationId);
  return place >= 0 ? place : affiliations.push({ affiliationId }) - 1;
}

function toAffiliation(wire: NonNullable<SearchEntry['affiliation']>[number]): Affiliation {
  const plain = (value: unknown) => {
    const found = text(value);
    return found && plainText(found);
  };
  return withoutEmpty({
    affiliationId: wire.afid,
    name: plain(wire.affilname),
    city: plain(wire['affiliation-city']),
    country: plain(wire['affiliation-country']),
  });
}
