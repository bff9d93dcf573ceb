import { parseDoi, type Reference, withoutEmpty } from '@scopekit/record';
import { at, items, members, plain, text, texts, whole } from '../wire/values.ts';

/** The reference list of a FULL answer (`item.bibrecord.tail.bibliography`) or a REF answer (`references`); an entry may be a bare text. */
export function referencesFrom(bibliography: unknown): Reference[] | undefined {
  const references = items(members(bibliography).reference)
    .map((wire) => ('ref-info' in members(wire) || typeof wire === 'string' ? toReference(wire) : fromRefView(wire)))
    .filter((reference) => Object.keys(reference).length);
  return references.length ? references : undefined;
}

function toReference(wire: unknown): Reference {
  if (typeof wire === 'string') return withoutEmpty({ text: plain(wire) });
  const info = members(members(wire)['ref-info']);
  const ids = items(members(info['refd-itemidlist']).itemid).map(members);
  const idOf = (type: string) => text(ids.find((id) => id['@idtype'] === type)?.$);
  const fullText = plain(members(wire)['ref-fulltext']);
  return withoutEmpty<Reference>({
    position: text(members(wire)['@id']),
    text: plain(info['ref-text']),
    fullText,
    title: plain(members(info['ref-title'])['ref-titletext']),
    authors: items(members(info['ref-authors']).author).flatMap((author) => nameOf(members(author)) ?? []),
    sourceTitle: text(info['ref-sourcetitle']) ?? text(info['ref-publicationname']),
    year: whole(members(info['ref-publicationyear'])['@first']),
    ...placeOf(info['ref-volisspag'] ?? info.volisspag),
    doi: doiOf(idOf('DOI')),
    scopusId: idOf('SGR'),
  });
}

/** An entry of the REF view, which knows Scopus ids, affiliated authors, dates and citations. Source: Elsevier's guide to the views. */
function fromRefView(wire: unknown): Reference {
  const entry = members(wire);
  const coverDate = text(entry['prism:coverDate']);
  const authors = different(items(members(entry['author-list']).author).map(members));
  return withoutEmpty<Reference>({
    position: text(entry['@id']),
    title: plain(entry.title),
    authors: authors.flatMap((author) => nameOf(author) ?? []),
    authorIds: authors.flatMap((author) => text(author['@auid']) ?? []),
    affiliationIds: authors.flatMap((author) => items(author.affiliation).flatMap((place) => text(members(place)['@id']) ?? [])),
    sourceTitle: plain(entry.sourcetitle),
    year: whole(coverDate?.slice(0, 4)),
    coverDate,
    ...placeOf(entry.volisspag),
    doi: doiOf(text(entry['ce:doi'])),
    scopusId: text(entry['scopus-id']),
    citedBy: whole(entry['citedby-count']),
    type: text(entry.type),
  });
}

/** The list may name an author twice, word for word. */
function different<T>(rows: readonly T[]): T[] {
  const written = rows.map((row) => JSON.stringify(row));
  return rows.filter((_, i) => written.indexOf(written[i] as string) === i);
}

function placeOf(value: unknown): Pick<Reference, 'volume' | 'issue' | 'pageStart' | 'pageEnd'> {
  const [first, last] = [text(at(value, 'pagerange', '@first')), text(at(value, 'pagerange', '@last'))];
  return {
    volume: text(at(value, 'voliss', '@volume')),
    issue: text(at(value, 'voliss', '@issue')),
    pageStart: first ?? texts(members(value).pages)[0],
    pageEnd: last,
  };
}

const doiOf = (doi: string | undefined) => doi && (parseDoi(doi) ?? doi);

function nameOf(author: Readonly<Record<string, unknown>>): string | undefined {
  const family = text(author['ce:surname']);
  return family ? [family, text(author['ce:given-name']) ?? text(author['ce:initials'])].filter(Boolean).join(', ') : text(author['ce:indexed-name']);
}
