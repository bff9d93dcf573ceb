import type { Comparison } from './compare.ts';

/**
 * What a pair has in common and what not, field by field, in words: `title same, authors equal, journal alike, volume same,
 * pages differ`. What neither or only one of the two says is left out.
 */
export function explained(pair: Comparison): string {
  const { title, titleRatio, authors, journal, years, volume, issue, pages, doi, abstract, sameId } = pair;
  const parts: (string | undefined)[] = [
    sameId && `same ${sameId}`,
    title === 'unknown' ? undefined : `title ${title}${title === 'same' ? '' : ` (${Math.round(titleRatio * 100)} %)`}`,
    authors === 'unknown' ? undefined : `authors ${authors}`,
    journal === 'unknown' ? undefined : `journal ${journal}`,
    years === undefined ? undefined : years === 0 ? 'same year' : `${years} year${years === 1 ? '' : 's'} apart`,
    ...Object.entries({ volume, issue, pages, DOI: doi, abstract }).map(([name, agreement]) => (agreement === 'unknown' ? undefined : `${name} ${agreement}`)),
  ];
  return parts.filter(Boolean).join(', ');
}
