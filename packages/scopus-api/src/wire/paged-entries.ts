import { type AskOptions, type Client, ElsevierError, type Endpoint } from '@scopekit/elsevier-http';
import type { SearchPage } from '../search/endpoint.ts';
import { text } from './values.ts';

export interface PagedOptions extends AskOptions {
  /** At most so many. */
  readonly limit?: number;
  readonly pageSize?: number;
  /** Hears how many match, with each page. */
  readonly onTotal?: (total: number) => void;
}

export interface Entry {
  readonly wire: Readonly<Record<string, unknown>>;
  readonly total: number;
  /** ISO 8601. */
  readonly retrievedAt: string;
}

/** Elsevier gives the first 5,000 entries of a search by position. */
const wall = 5_000;

/**
 * The entries of a search that is paged by position, each once. A key that may not ask for so many a page asks for 25.
 *
 * @throws ElsevierError while iterating, `too-many-results` when more match than can be had and no limit says how many will do.
 */
export async function* pagedEntries<Params extends object>(
  client: Client,
  endpoint: Endpoint<Params & { readonly start: number; readonly count: number }, SearchPage>,
  params: Params,
  { limit = Number.POSITIVE_INFINITY, pageSize = 200, onTotal, ...ask }: PagedOptions,
): AsyncGenerator<Entry> {
  const seen = new Set<string>();
  let size = Math.min(pageSize, limit, wall);
  let given = 0;
  for (let start = 0; given < limit && start < wall; ) {
    const count = Math.min(size, wall - start);
    const answered = await client.askDated(endpoint, { ...params, start, count }, ask).catch((error: unknown) => {
      if (!(error instanceof ElsevierError) || error.reason !== 'service-level' || count <= unentitledSize) throw error;
      return undefined;
    });
    if (!answered) {
      size = unentitledSize;
      continue;
    }
    const { body, retrievedAt } = answered;
    const total = body.total ?? start + body.entries.length;
    onTotal?.(total);
    if (total > wall && limit === Number.POSITIVE_INFINITY)
      throw new ElsevierError({
        reason: 'too-many-results',
        message: `${total.toLocaleString('en')} match, and Scopus gives the first ${wall.toLocaleString('en')} only.`,
        api: endpoint.name,
      });
    for (const wire of body.entries) {
      const name = text(wire['dc:identifier']) ?? text(wire.eid) ?? text(wire['source-id']);
      if (name !== undefined && seen.has(name)) continue;
      if (name !== undefined) seen.add(name);
      if (given++ >= limit) return;
      yield { wire, total, retrievedAt };
    }
    start += body.entries.length;
    if (!body.entries.length || start >= total) return;
  }
}

const unentitledSize = 25;
