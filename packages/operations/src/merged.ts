import { type Affiliation, type Author, type NoteKind, type Work, withoutEmpty } from '@scopekit/record';

/** What a search entry cannot tell and a retrieved record can. */
const settled = new Set<NoteKind>(['authors-cut', 'authors-doubled', 'first-author-only']);

const namesFirstOnly = ({ notes = [] }: Work) => notes.some(({ kind }) => kind === 'first-author-only');

/**
 * A work of a search answer completed by its retrieved record: nothing the search told is lost. The longer author list
 * wins, and takes over what the other knew of the same authors.
 */
export function merged(found: Work, retrieved: Work): Work {
  const fuller = retrieved.authors.length >= found.authors.length && (!namesFirstOnly(retrieved) || namesFirstOnly(found));
  const { authors, affiliations } = fuller ? withWhatWasKnown(retrieved, found) : found;
  const notes = [
    ...(found.notes ?? []).filter(({ kind }) => !fuller || !settled.has(kind)),
    ...(retrieved.notes ?? []).filter(({ kind }) => fuller || !settled.has(kind)),
  ];
  const different = notes.filter((note, i) => notes.findIndex(({ kind, text }) => kind === note.kind && text === note.text) === i);
  return withoutEmpty<Work>({
    ...found,
    ...retrieved,
    authors,
    affiliations,
    source: withoutEmpty({ ...found.source, ...retrieved.source }),
    counts: withoutEmpty({ ...found.counts, ...(fuller ? retrieved.counts : { references: retrieved.counts?.references }) }),
    openAccess: withoutEmpty({ ...retrieved.openAccess, ...found.openAccess }),
    links: withoutEmpty({ ...found.links, ...retrieved.links }),
    funding: retrieved.funding ?? found.funding,
    notes: different.length ? different : undefined,
    extra: withoutEmpty({ ...found.extra, ...retrieved.extra }),
  });
}

/** The authors of the fuller record, each with the ORCID and affiliations that only the other gave. */
function withWhatWasKnown(fuller: Work, other: Work): Pick<Work, 'authors' | 'affiliations'> {
  const affiliations = [...fuller.affiliations];
  const known = new Map(other.authors.flatMap((author) => (author.authorId ? [[author.authorId, author] as const] : [])));
  const authors = fuller.authors.map((author) => {
    const before = known.get(author.authorId ?? '');
    return before
      ? withoutEmpty<Author>({ ...author, orcid: author.orcid ?? before.orcid, affiliations: author.affiliations ?? carried(before, other, affiliations) })
      : author;
  });
  return { authors, affiliations };
}

/** The affiliations of an author, as places in another list, which grows where one is missing. */
function carried({ affiliations }: Author, from: Work, into: Affiliation[]): number[] | undefined {
  return affiliations?.flatMap((place) => {
    const affiliation = from.affiliations[place];
    if (!affiliation) return [];
    const there = into.findIndex(({ affiliationId }) => affiliationId !== undefined && affiliationId === affiliation.affiliationId);
    return there >= 0 ? there : into.push(affiliation) - 1;
  });
}
