import { type AskOptions, type Client, ElsevierError } from '@scopekit/elsevier-http';
import type { Work } from '@scopekit/record';
import { article } from '../article/article.ts';
import { searchMetadata } from '../metadata/metadata-search.ts';
import { metadataQuery } from '../metadata/query.ts';
import { type Days, dateWindows } from './date-windows.ts';
import type { HarvestSource } from './harvest.ts';

export interface MetadataSourceOptions extends Pick<AskOptions, 'signal' | 'run' | 'onEvent' | 'waitForQuota'> {
  /** How many articles of a question can be had. */
  readonly wall?: number;
}

/**
 * The articles of an institution by Article Metadata, in windows of days that split themselves below the cap.
 *
 * @throws ElsevierError `too-many-results` for a single day beyond it, `incomplete` when pages end before their count, twice.
 */
export function metadataSource(client: Client, affiliations: readonly string[], { wall, ...ask }: MetadataSourceOptions = {}): HarvestSource {
  /** A window that moves while it is read is read once more, past what is kept. */
  async function* worksOf(days: Days): AsyncGenerator<Work> {
    const query = metadataQuery({ affiliations, online: days });
    for (const refresh of [false, true]) {
      try {
        return yield* searchMetadata(client, query, { ...ask, wall, ...(refresh ? { refresh, run: undefined } : {}) });
      } catch (error) {
        if (refresh || !(error instanceof ElsevierError) || error.reason !== 'incomplete') throw error;
      }
    }
  }

  return {
    names: affiliations,
    async *windows(days) {
      for await (const { part, answers } of dateWindows(client, affiliations, days, { ...ask, wall }))
        yield { ...part, articles: answers, works: worksOf(part) };
    },
    async isThere({ pii, doi, eid }) {
      try {
        await article(client, pii ?? doi ?? eid ?? '', { ...ask, view: 'META', refresh: true });
        return true;
      } catch (error) {
        if (error instanceof ElsevierError && error.reason === 'not-found') return false;
        throw error;
      }
    },
  };
}
