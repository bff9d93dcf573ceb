import { ElsevierError, jsonOf } from '@scopekit/elsevier-http';
import { parseEid } from '@scopekit/record';
import { z } from 'zod';
import { type AskGateway, type GatewayAsk, withinLimits } from './gateway.ts';
import { limits } from './limits.ts';

export interface SearchOptions extends GatewayAsk {
  /** As the page writes it, unchecked: `plf-f` newest first (default), `plf-t` oldest, `cp-f` most cited, `r-f` relevance. */
  readonly sort?: string;
  /** `primary` (default); others have not been seen. */
  readonly classification?: string;
  /** At most so many EIDs; default {@link limits}`.works`. */
  readonly limit?: number;
  readonly onPage?: (progress: { readonly found: number; readonly wanted: number }) => void;
}

export interface FoundEids {
  /** Each once, in the order of the search. */
  readonly eids: readonly string[];
  /** Works that match, as the first answer told. */
  readonly numFound: number;
  /** The same as the last answer told: another number means that the index moved meanwhile. */
  readonly numFoundAtEnd: number;
  /** EIDs that came again on a later page. */
  readonly repeated: number;
  readonly requests: number;
  /** When the first page was answered, ISO 8601; long ago in a run that is gone on with. */
  readonly searchedAt: string;
}

const Inner = z.looseObject({ numFound: z.number().int().min(0), docs: z.array(z.string()) });
const Body = z.union([z.looseObject({ response: Inner }).transform(({ response }) => response), Inner]);

/**
 * Asks `POST /api/documents/search/eids` page after page. Ends at the limit, at an empty page and at one without a new EID:
 * how far the pages reach is not known, and a count is no promise.
 */
export async function searchEids(ask: AskGateway, query: string, options: SearchOptions): Promise<FoundEids> {
  const { sort = 'plf-f', classification = 'primary', onPage, limit = limits.works } = options;
  withinLimits(limit);
  const eids = new Set<string>();
  let [first, last, offset, requests, repeated] = [undefined as number | undefined, 0, 0, 0, 0];
  let searchedAt: number | undefined;
  for (;;) {
    const answer = await ask(
      {
        api: 'gateway.search',
        method: 'POST',
        path: '/api/documents/search/eids',
        body: {
          documentClassificationEnum: classification,
          // the same whatever the limit, so that a run with another limit finds its pages again
          itemcount: limit <= limits.chunkOfWorks ? limit : limits.pageOfEids,
          offset,
          query,
          sort,
        },
        expected: 'json',
      },
      options,
    );
    requests++;
    searchedAt ??= answer.answeredAt;
    const { numFound, docs } = pageOf(answer);
    first ??= numFound;
    last = numFound;
    const before = eids.size;
    for (const doc of docs) {
      const eid = parseEid(doc);
      if (eid !== undefined && eids.has(eid)) repeated++;
      if (eid !== undefined && eids.size < limit) eids.add(eid);
    }
    offset += docs.length;
    onPage?.({ found: eids.size, wanted: Math.min(limit, last) });
    if (!docs.length || eids.size === before || eids.size >= limit || offset >= last) break;
  }
  return { eids: [...eids], numFound: first, numFoundAtEnd: last, repeated, requests, searchedAt: new Date(searchedAt ?? 0).toISOString() };
}

function pageOf(answer: Parameters<typeof jsonOf>[0] & { readonly url: string }): z.output<typeof Inner> {
  const read = Body.safeParse(parsed(answer));
  if (read.success) return read.data;
  throw new ElsevierError({
    reason: 'unreadable',
    message: 'The list of EIDs is not of the expected shape: Scopus has changed its page, perhaps.',
    next: 'Search and export by hand in the browser, and read the file with scopekit convert; or ask the API: scopekit search.',
    api: 'gateway.search',
    url: answer.url,
  });
}

function parsed(answer: Parameters<typeof jsonOf>[0]): unknown {
  try {
    return jsonOf(answer);
  } catch {
    return undefined;
  }
}
