import { type NoteKind, type Work, withoutEmpty } from '@scopekit/record';

/** What a search entry cannot tell and a retrieved record can. */
const settled = new Set<NoteKind>(['authors-cut', 'authors-doubled', 'first-author-only']);

/** A work of a search answer completed by its retrieved record: nothing the search told is lost, the longer author list wins. */
export function merged(found: Work, retrieved: Work): Work {
  const fuller = retrieved.authors.length >= found.authors.length;
  const { authors, affiliations } = fuller ? retrieved : found;
  const notes = [...(found.notes ?? []).filter(({ kind }) => !fuller || !settled.has(kind)), ...(retrieved.notes ?? [])];
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
