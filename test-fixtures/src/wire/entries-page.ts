/** A page of Author or Affiliation Search: the envelope of Scopus Search without a cursor. Source: recorded answers of 2017 and 2019. */
export function entriesPage(all: readonly Record<string, unknown>[], url: URL, { start, count }: { readonly start: number; readonly count: number }): unknown {
  const entry = all.slice(start, start + count);
  const query = url.searchParams.get('query') ?? '';
  const at = (ref: string, from: number) => ({
    '@_fa': 'true',
    '@ref': ref,
    '@href': `https://api.elsevier.com${url.pathname}?start=${from}&count=${count}&query=${encodeURIComponent(query)}`,
    '@type': 'application/json',
  });
  return {
    'search-results': {
      'opensearch:totalResults': String(all.length),
      'opensearch:startIndex': String(start),
      'opensearch:itemsPerPage': String(entry.length),
      'opensearch:Query': { '@role': 'request', '@searchTerms': query, '@startPage': String(start) },
      link: [at('self', start), at('first', 0)],
      entry: entry.length ? entry : [{ '@_fa': 'true', error: 'Result set was empty' }],
    },
  };
}
