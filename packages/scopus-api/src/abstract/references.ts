import { parseDoi, plainText, type Reference, withoutEmpty } from '@scopekit/record';
import { items, members, text, whole } from '../wire/values.ts';

/** The reference list of a FULL answer (`item.bibrecord.tail.bibliography`) or a REF answer (`references`); an entry may be a bare text. */
export function referencesFrom(bibliography: unknown): Reference[] | undefined {
  const references = items(members(bibliography).reference)
    .map((wire) => ('ref-info' in members(wire) || typeof wire === 'string' ? toReference(wire) : fromRefView(wire)))
    .filter((reference) => Object.keys(reference).length);
  return references.length ? references : undefined;
}

function toReference(wire: unknown): Reference {
  if (typeof wire === 'string') return withoutEmpty({ text: plainText(wire) });
  const info = members(members(wire)['ref-info']);
  const ids = items(members(info['refd-itemidlist']).itemid).map(members);
  const idOf = (type: string) => text(ids.find((id) => id['@idtype'] === type)?.$);
  const doi = idOf('DOI');
  const authors = items(members(info['ref-authors']).author).flatMap((author) => nameOf(members(author)) ?? []);
  const title = text(members(info['ref-title'])['ref-titletext']);
  const words = text(members(wire)['ref-fulltext']) ?? text(info['ref-text']);
  return withoutEmpty({
    text: words && plainText(words),
    title: title && plainText(title),
    authors,
    sourceTitle: text(info['ref-sourcetitle']) ?? text(info['ref-publicationname']),
    year: whole(members(info['ref-publicationyear'])['@first']),
    doi: doi && (parseDoi(doi) ?? doi),
    scopusId: idOf('SGR'),
  });
}

/** An entry of the REF view, which knows Scopus ids, affiliated authors and dates. Source: Elsevier's guide to the views. */
function fromRefView(wire: unknown): Reference {
  const entry = members(wire);
  const doi = text(entry['ce:doi']);
  const title = text(entry.title);
  return withoutEmpty({
    title: title && plainText(title),
    authors: items(members(entry['author-list']).author).flatMap((author) => nameOf(members(author)) ?? []),
    sourceTitle: text(entry.sourcetitle),
    year: whole(text(entry['prism:coverDate'])?.slice(0, 4)),
    doi: doi && (parseDoi(doi) ?? doi),
    scopusId: text(entry['scopus-id']),
  });
}

function nameOf(author: Readonly<Record<string, unknown>>): string | undefined {
  const family = text(author['ce:surname']);
  return family ? [family, text(author['ce:given-name']) ?? text(author['ce:initials'])].filter(Boolean).join(', ') : text(author['ce:indexed-name']);
}
