import { type AskOptions, ElsevierError } from '@scopekit/elsevier-http';
import type { Work } from '@scopekit/record';
import { linkOf } from './ids.ts';
import { textOf, type WireNode } from './node.ts';

/** What the searches of ScienceDirect answer: a page of entries, and how many there are in all. */
export interface ResultsPage<Entry = WireNode> {
  readonly total: number;
  readonly entries: readonly Entry[];
  /** Where the next page begins, as the answer says. */
  readonly nextStart?: number;
}

/** An entry that holds nothing is how an empty result is told: `{"error": "Result set was empty"}`, or no more than `@_fa`. */
export function toPage(root: WireNode): ResultsPage {
  const entries = root.all('entry').filter((entry) => !entry.one('error') && (entry.one('url') ?? entry.one('title') ?? entry.one('identifier')));
  const next = linkOf(root, 'next');
  const nextStart = next && URL.canParse(next) ? Number(new URL(next).searchParams.get('start')) : Number.NaN;
  return { total: Number(textOf(root, 'totalResults') ?? 0), entries, ...(Number.isInteger(nextStart) && nextStart > 0 ? { nextStart } : {}) };
}

export interface SearchOptions extends AskOptions {
  /** At most so many works; default all there are. */
  readonly limit?: number;
}

/** Works one by one, page after page. */
export interface FoundWorks extends AsyncIterable<Work> {
  /** How many match; known once the first page has come. */
  readonly total: number | undefined;
  /** Works that came again on a later page, and were left out. */
  readonly repeated: number;
}

interface Paging {
  readonly api: string;
  readonly pageSize: number;
  /** How far positions reach. */
  readonly wall: number;
  readonly limit?: number;
  readonly page: (start: number, count: number) => Promise<ResultsPage<Work>>;
}

/**
 * Pages by position until the end, the limit or the wall.
 *
 * @throws ElsevierError while iterating: `too-many-results` when more works match than can be reached and no limit says that
 * fewer will do; `incomplete` when pages end before the count.
 */
export function pagedWorks({ api, pageSize, wall, limit = Number.POSITIVE_INFINITY, page }: Paging): FoundWorks {
  let total: number | undefined;
  let repeated = 0;
  async function* works(): AsyncGenerator<Work> {
    const seen = new Set<string>();
    let came = 0;
    for (let start = 0; came < limit; ) {
      const { total: matching, entries, nextStart } = await page(start, Math.max(1, Math.min(pageSize, limit - came)));
      total ??= matching;
      if (matching > wall && limit > wall)
        throw new ElsevierError({
          reason: 'too-many-results',
          message: `${matching.toLocaleString('en')} works match, and ${api} gives the first ${wall.toLocaleString('en')}.`,
          next: 'Cut the question by date, or set a limit.',
          api,
        });
      for (const work of entries) {
        const name = work.pii ?? work.doi ?? work.eid;
        if (name !== undefined && seen.has(name)) {
          repeated++;
          continue;
        }
        if (name !== undefined) seen.add(name);
        if (came++ < limit) yield work;
      }
      const next = nextStart !== undefined && nextStart > start ? nextStart : start + entries.length;
      if (!entries.length || next >= matching) {
        const wanted = Math.min(matching, limit);
        if (came + repeated < wanted) throw ended(api, came, wanted);
        return;
      }
      start = next;
    }
  }
  return {
    [Symbol.asyncIterator]: works,
    get total() {
      return total;
    },
    get repeated() {
      return repeated;
    },
  };
}

const ended = (api: string, came: number, wanted: number) =>
  new ElsevierError({ reason: 'incomplete', message: `${api} counts ${wanted.toLocaleString('en')} works and gave ${came.toLocaleString('en')}.`, api });
