import type { Client } from '@scopekit/elsevier-http';
import { ElsevierError, type Window, windows } from '@scopekit/elsevier-http';
import type { Work } from '@scopekit/record';
import { firstMetadataPage, type MetadataSearchOptions } from '../metadata/metadata-search.ts';
import { metadataQuery } from '../metadata/query.ts';
import type { ResultsPage } from '../wire/search-results.ts';

/** Days, both within: `YYYY-MM-DD`. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const dayMs = 24 * 3600 * 1000;
const dayAt = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** Two halves that share no day and together are the whole. */
export function halves({ from, to }: Days): readonly Days[] {
  const middle = dayAt(Date.parse(from) + Math.floor((Date.parse(to) - Date.parse(from)) / dayMs / 2) * dayMs);
  return [
    { from, to: middle },
    { from: dayAt(Date.parse(middle) + dayMs), to },
  ];
}

/**
 * Windows of days in which an institution has no more articles than can be read, in their order; empty ones are left out.
 *
 * @throws ElsevierError `too-many-results` for a single day with more.
 */
export function dateWindows(
  client: Client,
  affiliations: readonly string[],
  whole: Days,
  options: MetadataSearchOptions,
): AsyncGenerator<Window<Days, ResultsPage<Work>>, number> {
  const { wall = 5_000 } = options;
  return windows<Days, ResultsPage<Work>>(whole, {
    open: async (days) => {
      const first = await firstMetadataPage(client, metadataQuery({ affiliations, online: days }), options);
      return { answers: first.total, first };
    },
    fits: (answers) => answers <= wall,
    cut: (days, answers) => {
      if (days.from < days.to) return halves(days);
      throw new ElsevierError({
        reason: 'too-many-results',
        message: `On ${days.from} alone ${answers.toLocaleString('en')} articles came online, and Article Metadata gives the first ${wall.toLocaleString('en')} of a question. Nothing is cut off in silence.`,
        next: 'Harvest narrower names of the institution, one after the other, into the same shelf.',
        api: 'sciencedirect.metadata',
      });
    },
  });
}
