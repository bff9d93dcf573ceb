import { ElsevierError } from '@scopekit/elsevier-http';
import { type Identifier, identifierNames, identify } from '@scopekit/record';

/** The article that a text names. @throws ElsevierError `bad-id`. */
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
