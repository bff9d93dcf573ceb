import { nameToAuthor, type Provenance, parseDoi, parsePii, plainText, type Work, withoutEmpty } from '@scopekit/record';
import type { SearchResult } from './endpoint.ts';

const volumes = /^\s*(?:volumes?|vol\.?)?\s*(\S+?)(?:,?\s*(?:issues?|no\.?|part)\s+(.+?))?\s*$/i;

/** A result of the search by PUT. */
export function toWork(result: SearchResult, from: Provenance): Work {
  const { authors, doi, loadDate, openAccess, pages, pii, publicationDate, sourceTitle, title, uri, volumeIssue } = result;
  const day = /^\d{4}-\d{2}-\d{2}/.exec(publicationDate ?? '')?.[0];
  const year = /^\d{4}/.exec(publicationDate ?? '')?.[0];
  const [, volume, issue] = volumes.exec(volumeIssue ?? '') ?? [];
  const inOrder = [...(authors ?? [])].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const extra = withoutEmpty({
    loadDate: loadDate ?? undefined,
    publicationDate: publicationDate && day === undefined ? publicationDate : undefined,
    volumeIssue: volumeIssue && volume === undefined ? volumeIssue : undefined,
    pii: pii && parsePii(pii) === undefined ? pii : undefined,
  });
  return withoutEmpty({
    doi: doi ? parseDoi(doi) : undefined,
    pii: pii ? parsePii(pii) : undefined,
    title: title ? plainText(title) : undefined,
    authors: inOrder.flatMap(({ name }) => (name ? nameToAuthor(name) : [])),
    affiliations: [],
    year: year === undefined ? undefined : Number(year),
    coverDate: day,
    volume,
    issue,
    pageStart: pages?.first ?? undefined,
    pageEnd: pages?.last ?? undefined,
    source: withoutEmpty({ title: sourceTitle ? plainText(sourceTitle) : undefined }),
    openAccess: typeof openAccess === 'boolean' ? { open: openAccess } : undefined,
    links: withoutEmpty({ publisher: uri?.replace(/^http:/, 'https:').replace(/[?&]dgcid=[^&]*/, '') }),
    extra: Object.keys(extra).length ? extra : undefined,
    from,
  }) as Work;
}
