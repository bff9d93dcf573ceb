import { ElsevierError } from '@scopekit/elsevier-http';
import { doiForElsevier, type Identifier, identifierNames, identify, parseDoi, parsePii } from '@scopekit/record';
import { textOf, type WireNode } from './node.ts';

/** Path of an identifier in Elsevier's addresses. */
const paths = { pii: 'pii', doi: 'doi', eid: 'eid', scopusId: 'scopus_id', pmid: 'pubmed_id' } as const;

/** @throws ElsevierError `bad-id`. */
export function identified(id: string): Identifier {
  const found = identify(id);
  if (found.kind === 'unknown' || found.kind === 'ambiguous') {
    const kinds = found.kind === 'ambiguous' ? found.couldBe.map(({ kind }) => identifierNames[kind]).join(' or ') : '';
    throw new ElsevierError({
      reason: 'bad-id',
      message: `"${id.slice(0, 80)}" ${found.kind === 'ambiguous' ? `could be a ${kinds}. Say which: SCOPUS_ID:… or PMID:….` : `names no article: ${found.why}.`}`,
    });
  }
  return found;
}

/** Kind and value as they stand in a path, percent-encoded. */
export function pathOf({ kind, value }: Identifier): { readonly kind: string; readonly value: string } {
  const sent = kind === 'doi' ? doiForElsevier(value) : value;
  return { kind: paths[kind], value: kind === 'doi' ? sent.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(sent) };
}

/** What an entry says it is, in canonical forms. */
export interface EntryIds {
  readonly pii?: string;
  readonly doi?: string;
  readonly eid?: string;
  readonly scopusId?: string;
  readonly pmid?: string;
}

/** Elsevier writes `DOI:10.…`, `doi:10.…` and `http://dx.doi.org/10.…`, and a PII formatted or compact. */
export function idsOf(node: WireNode): EntryIds {
  const first = (...names: readonly string[]) => names.map((name) => textOf(node, name)).find((text) => text !== undefined);
  const pii = first('pii-norm', 'pii');
  const doi = first('doi', 'identifier');
  const [eid, scopusId, pmid] = [first('eid'), first('scopus_id', 'scopus-id'), first('pubmed_id', 'pubmed-id')];
  return {
    ...(pii && parsePii(pii) ? { pii: parsePii(pii) } : {}),
    ...(doi && parseDoi(doi) ? { doi: parseDoi(doi) } : {}),
    ...(eid ? { eid } : {}),
    ...(scopusId ? { scopusId: scopusId.replace(/^SCOPUS_ID:/i, '') } : {}),
    ...(pmid ? { pmid } : {}),
  };
}

/** Links by what they are for: search answers call that `ref`, all others `rel`; addresses are https now. */
export function linkOf(node: WireNode, wanted: string): string | undefined {
  const link = node.all('link').find((each) => (each.attribute('ref') ?? each.attribute('rel')) === wanted);
  return link?.attribute('href')?.replace(/^http:/, 'https:');
}
