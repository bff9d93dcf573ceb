import type { SearchView } from './endpoint.ts';

/** How much Scopus Search gives; contracts differ. */
export interface SearchLimits {
  /** Works a page by view, for subscribers. */
  readonly pageSize: Readonly<Record<SearchView, number>>;
  /** Works a page of either view for keys without a subscription. */
  readonly unentitledPageSize: number;
  /** Without a cursor, so many works and no more. */
  readonly wall: number;
}

/** @see https://dev.elsevier.com/api_key_settings.html */
export const searchLimits: SearchLimits = { pageSize: { STANDARD: 200, COMPLETE: 25 }, unentitledPageSize: 25, wall: 5_000 };
