import { doiForElsevier, doiPath, type Identifier, parseDoi, parsePii } from '@scopekit/record';
import { textOf, type WireNode } from './node.ts';

/** Path of an identifier in Elsevier's addresses. */
const paths = { pii: 'pii', doi: 'doi', eid: 'eid', scopusId: 'scopus_id', pmid: 'pubmed_id' } as const;

/** Kind and value as they stand in a path, percent-encoded. */
export const pathOf = (identifier: Identifier): { readonly kind: string; readonly value: string } => ({
  kind: paths[identifier.kind],
  value: inPath(identifier),
});

/** The value alone. */
export const inPath = ({ kind, value }: Identifier): string => doiPath(kind === 'doi' ? doiForElsevier(value) : value);

/** What an entry says it is, in canonical forms. */
export interface EntryIds {
  readonly pii?: string;
  readonly doi?: string;
  readonly eid?: string;
  readonly scopusId?: string;
  readonly pmid?: string;
}

/** Elsevier writes `DOI:10.…`, `doi:10.…` and `http://dx.doi.org/10.…`, and a PII formatted or compact. */
export function articleIdsOf(node: WireNode): Pick<EntryIds, 'pii' | 'doi'> {
  const [pii, doi] = [parsePii(first(node, 'pii-norm', 'pii')), parseDoi(first(node, 'doi', 'identifier'))];
  return { ...(pii ? { pii } : {}), ...(doi ? { doi } : {}) };
}

export function idsOf(node: WireNode): EntryIds {
  const [eid, scopusId, pmid] = [textOf(node, 'eid'), first(node, 'scopus_id', 'scopus-id'), first(node, 'pubmed_id', 'pubmed-id')];
  return {
    ...articleIdsOf(node),
    ...(eid ? { eid } : {}),
    ...(scopusId ? { scopusId: scopusId.replace(/^SCOPUS_ID:/i, '') } : {}),
    ...(pmid ? { pmid } : {}),
  };
}

const first = (node: WireNode, name: string, other: string): string => textOf(node, name) ?? textOf(node, other) ?? '';

/** Links by what they are for: search answers call that `ref`, all others `rel`; addresses are https now. */
export function linkOf(node: WireNode, wanted: string): string | undefined {
  const link = node.all('link').find((each) => (each.attribute('ref') ?? each.attribute('rel')) === wanted);
  return link?.attribute('href')?.replace(/^http:/, 'https:');
}
