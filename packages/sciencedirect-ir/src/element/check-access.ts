import { parseDoi, parsePii } from '@scopekit/record';
import type { Entitlement } from '../entitlement/to-verdicts.ts';
import { type ArticleId, type Asker, checksOf } from './page-checks.ts';

/**
 * Whether the reader of this page may read articles, for pages that draw their own links with `decideLinks`: in the order
 * given, in requests of 25. Never fails: what could not be found out, or is neither PII nor DOI, is `unknown`.
 */
export function checkAccess(
  ids: readonly string[],
  { apiKey, baseUrl = 'https://api.elsevier.com' }: Pick<Asker, 'apiKey'> & Partial<Asker>,
): Promise<Entitlement[]> {
  const checks = checksOf({ apiKey, baseUrl });
  return Promise.all(
    ids.map((id) => {
      const [pii, doi] = [parsePii(id), parseDoi(id)];
      const article: ArticleId | undefined = pii ? { kind: 'pii', value: pii } : doi ? { kind: 'doi', value: doi } : undefined;
      return article ? checks.entitlement(article).then(({ entitlement }) => entitlement) : 'unknown';
    }),
  );
}
