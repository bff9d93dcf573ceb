import { type Note, parseDoi, parsePii, parsePmid } from '@scopekit/record';

export interface WireIds {
  readonly eid?: string;
  readonly identifier?: string;
  readonly url?: string;
  readonly doi?: string;
  readonly pii?: string;
  readonly pmid?: string;
}

/**
 * The identifiers of an entry in canonical form. What stands in a field but is no such identifier (a publisher's item id
 * as `pii`, a ten-digit number as `pubmed-id`) is kept in `extra` and told.
 */
export function identifiersFrom({ eid, identifier, url, doi, pii, pmid }: WireIds) {
  const scopusId = /^SCOPUS_ID:(\d+)$/i.exec(identifier ?? '')?.[1] ?? /^2-s2\.0-(\d+)$/.exec(eid ?? '')?.[1] ?? /scopus_id[/:](\d+)/.exec(url ?? '')?.[1];
  const notes: Note[] = [];
  const extra: Record<string, string> = {};
  const known = { doi: doi && parseDoi(doi), pii: pii && parsePii(pii), pmid: pmid && parsePmid(pmid) };
  if (doi && !known.doi) extra.doi = doi;
  if (pii && !known.pii) {
    extra.pii = pii;
    notes.push({ kind: 'not-a-pii', text: `The field pii holds ${pii}, an item id of the publisher.` });
  }
  if (pmid && !known.pmid) {
    extra.pmid = pmid;
    notes.push({ kind: 'not-a-pmid', text: `The field pubmed-id holds ${pmid}, which is not a PubMed id.` });
  }
  return { ids: { eid: eid ?? (scopusId && `2-s2.0-${scopusId}`), scopusId, ...known }, notes, extra };
}
