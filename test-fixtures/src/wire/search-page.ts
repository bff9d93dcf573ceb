import type { InventedWork } from '../corpus/work.ts';
import { searchEntry } from './search-entry.ts';

export interface PageAsked {
  readonly query: string;
  readonly view: 'STANDARD' | 'COMPLETE';
  readonly fields?: readonly string[];
  readonly facets?: readonly unknown[];
  readonly start: number;
  readonly count: number;
  /** The cursor asked for and the one that follows. */
  readonly cursor?: { readonly current: string; readonly next: string };
  /** The address of page `start`, for the navigation links. */
  readonly address: (start: number) => string;
  /** Older answers call the marker `@force-array` and give a single link as an object. */
  readonly old?: boolean;
}

const wall = 5_000;

/** A page of Scopus Search as JSON. The `last` link overlaps the page before it, as Elsevier's does. */
export function searchPage(works: readonly InventedWork[], total: number, asked: PageAsked): unknown {
  const { start, count, cursor, address } = asked;
  const last = Math.max(0, Math.min(total, wall) - count);
  const links: [string, number][] = [
    ['self', start],
    ['first', 0],
  ];
  if (start > 0) links.push(['prev', Math.max(0, start - count)]);
  if (start + count < total) links.push(['next', start + count]);
  if (total > count && !cursor) links.push(['last', last]);
  const link = links.map(([ref, at]) => ({ '@_fa': 'true', '@ref': ref, '@href': address(at), '@type': 'application/json' }));
  return {
    'search-results': {
      'opensearch:totalResults': String(total),
      ...(cursor ? {} : { 'opensearch:startIndex': String(start) }),
      'opensearch:itemsPerPage': String(works.length),
      'opensearch:Query': { '@role': 'request', '@searchTerms': asked.query, '@startPage': cursor ? '' : String(start) },
      ...(cursor ? { cursor: { '@current': cursor.current, '@next': cursor.next } } : {}),
      link: works.length ? link : { '@href': address(start), '@ref': 'self', '@type': 'application/json' },
      ...(asked.facets ? { facet: asked.facets } : {}),
      entry: works.length
        ? works.map((work) => selected(searchEntry(work, asked.view), asked.fields))
        : [{ [asked.old ? '@force-array' : '@_fa']: 'true', error: 'Result set was empty' }],
    },
  };
}

/** With `field=`, only what was asked for, the marker and the address come back. */
function selected(entry: Record<string, unknown>, fields: readonly string[] | undefined): Record<string, unknown> {
  if (!fields?.length) return entry;
  const wanted = new Set(['@_fa', 'prism:url', ...fields]);
  return Object.fromEntries(Object.entries(entry).filter(([key]) => wanted.has(key)));
}
