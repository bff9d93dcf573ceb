import { ElsevierError } from '@scopekit/elsevier-http';

const orcidShape = /^(?:https?:\/\/orcid\.org\/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])$/i;

/**
 * What names an author: an author id, with or without `AUTHOR_ID:`, the EID `9-s2.0-…`, or an ORCID, also as an address.
 *
 * @throws ElsevierError `bad-id`
 */
export function authorName(given: string): { readonly kind: 'author_id' | 'orcid'; readonly value: string } {
  const pasted = given.trim();
  const orcid = orcidShape.exec(pasted)?.[1];
  if (orcid) return { kind: 'orcid', value: orcid.toUpperCase() };
  const id = /^(?:author_?id\s*[:=]?\s*|9-s2\.0-|https?:\/\/\S*author_?id[/:=])?(\d{7,12})$/i.exec(pasted)?.[1];
  if (id) return { kind: 'author_id', value: id };
  throw new ElsevierError({
    reason: 'bad-id',
    message: `"${pasted.slice(0, 100)}" names no author.`,
    next: 'Give a Scopus author id (digits), its EID 9-s2.0-…, or an ORCID.',
  });
}

/**
 * What names an institution: an affiliation id, with or without `AFFILIATION_ID:`, or the EID `10-s2.0-…`.
 *
 * @throws ElsevierError `bad-id`
 */
export function affiliationName(given: string): string {
  const id = /^(?:affiliation_?id\s*[:=]?\s*|10-s2\.0-|https?:\/\/\S*affiliation_?id[/:=])?(\d{5,12})$/i.exec(given.trim())?.[1];
  if (id) return id;
  throw new ElsevierError({
    reason: 'bad-id',
    message: `"${given.slice(0, 100)}" names no affiliation.`,
    next: 'Give a Scopus affiliation id (digits), or its EID 10-s2.0-….',
  });
}

/** An ISSN in compact form; `undefined` for anything else. */
export const compactIssn = (given: string | undefined): string | undefined =>
  /^(\d{4})-?(\d{3}[\dX])$/i
    .exec(given?.trim() ?? '')
    ?.slice(1)
    .join('')
    .toUpperCase();
