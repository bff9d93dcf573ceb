import { type Affiliation, type Author, indexedToAuthor, type Note, withoutEmpty } from '@scopekit/record';
import { items, members, plain, text, texts, whole } from '../wire/values.ts';

type Wire = Readonly<Record<string, unknown>>;

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
export function authorshipFrom(entry: Wire): Authorship {
  const affiliations = items(entry.affiliation).filter(isRecord).map(toAffiliation);
  const rows = items(entry.author).filter(isRecord);
  const counts = members(entry['author-count']);
  const stated = whole(counts.$) ?? whole(counts['@total']);
  if (!rows.length) return { ...firstAuthorOnly(entry), affiliations, count: stated || undefined };

  const people = [...Map.groupBy(rows, (row) => `${text(row.authid) ?? text(row.authname)} ${text(row['@seq'])}`).values()];
  const authors = people.map((same) => toAuthor(same, affiliations));
  const notes: Note[] = [];
  const limit = whole(counts['@limit']);
  const message = text(entry.message);
  const cut = message !== undefined || (stated !== undefined && stated > rows.length && rows.length === limit);
  if (cut) notes.push({ kind: 'authors-cut', text: message ?? `The list of ${stated} authors is cut at ${rows.length}.` });
  if (people.length < rows.length)
    notes.push({
      kind: 'authors-doubled',
      text: `${rows.length - people.length} of ${rows.length} author rows repeat an author; the source counts ${stated ?? rows.length}.`,
    });
  return { authors, affiliations, count: cut ? stated : people.length, notes };
}

/** The STANDARD view names the first author only. */
function firstAuthorOnly(entry: Wire): { authors: Author[]; notes: Note[] } {
  const creator = plain(entry['dc:creator']);
  if (!creator) return { authors: [], notes: [] };
  return { authors: [indexedToAuthor(creator)], notes: [{ kind: 'first-author-only', text: 'The source names the first author only.' }] };
}

/** Its members are set one by one: there may be a hundred authors an entry, and this is faster than leaving empty ones out of a whole. */
function toAuthor(rows: readonly Wire[], affiliations: Affiliation[]): Author {
  const [row] = rows as [Wire, ...Wire[]];
  const indexedName = plain(row.authname);
  const family = plain(row.surname);
  const given = plain(row['given-name']);
  const initials = text(row.initials);
  const second = given ?? initials;
  const name = family ? (second ? `${family}, ${second}` : family) : (indexedName ?? given ?? '');
  const at: number[] = [];
  for (const same of rows)
    for (const afid of texts(same.afid)) {
      const place = indexOf(afid, affiliations);
      if (!at.includes(place)) at.push(place);
    }
  const [authorId, orcid] = [text(row.authid), text(row.orcid)];
  const author: Author = { name };
  if (family) author.family = family;
  if (given) author.given = given;
  if (initials) author.initials = initials;
  if (indexedName) author.indexedName = indexedName;
  if (authorId) author.authorId = authorId;
  if (orcid) author.orcid = orcid;
  if (at.length) author.affiliations = at;
  return author;
}

/** The place of an affiliation in the list; one that the entry forgot to describe is added by its id. */
export function indexOf(affiliationId: string, affiliations: Affiliation[]): number {
  const place = affiliations.findIndex((known) => known.affiliationId === affiliationId);
  return place >= 0 ? place : affiliations.push({ affiliationId }) - 1;
}

function toAffiliation(wire: Wire): Affiliation {
  return withoutEmpty({
    affiliationId: text(wire.afid),
    name: plain(wire.affilname),
    city: plain(wire['affiliation-city']),
    country: plain(wire['affiliation-country']),
  });
}

const isRecord = (value: unknown): value is Wire => typeof value === 'object' && value !== null && !Array.isArray(value);
