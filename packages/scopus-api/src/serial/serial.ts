import { type AskOptions, type Client, ElsevierError } from '@scopekit/elsevier-http';
import type { SourceProfile } from '@scopekit/record';
import { compactIssn } from '../wire/entity-id.ts';
import { type SerialQuery, type SerialView, serialEndpoint, serialSearchEndpoint } from './endpoint.ts';
import { toSource } from './to-source.ts';

export interface SourceOptions extends AskOptions {
  /** Default ENHANCED. */
  readonly view?: SerialView;
  /** Years of the metrics: `2019` or `2015-2020`. */
  readonly years?: string;
}

export interface SourcesOptions extends SourceOptions {
  /** At most so many. */
  readonly limit?: number;
}

export interface SourcesAsked extends Omit<SerialQuery, 'pub' | 'subj' | 'subjCode' | 'oa'> {
  readonly publisher?: string;
  /** A subject area, as `COMP`. */
  readonly subject?: string;
  /** An ASJC code, as `1702`. */
  readonly subjectCode?: string;
  /** `all`, `full`, `partial`, `none`. */
  readonly openAccess?: string;
}

const pageSize = 200;

export function serialTitles(client: Client) {
  /**
   * A journal, book series or proceedings with its metrics.
   *
   * @throws ElsevierError `bad-id` for what is no ISSN, `not-found`, …
   */
  async function source(issn: string, { view = 'ENHANCED', years, ...ask }: SourceOptions = {}): Promise<SourceProfile> {
    const compact = compactIssn(issn);
    if (!compact) throw new ElsevierError({ reason: 'bad-id', message: `"${issn.slice(0, 100)}" is no ISSN.`, next: 'Write it as 1234-5678.' });
    const { body, retrievedAt } = await client.askDated(serialEndpoint, { issn: compact, view, date: years }, ask);
    const [entry] = body;
    if (!entry) throw new ElsevierError({ reason: 'not-found', message: `Scopus has no source with the ISSN ${issn}.`, api: serialEndpoint.name });
    return toSource(entry, { source: serialEndpoint.name, view, retrievedAt });
  }

  /** Sources by title, publisher or subject: all pages, each source once. Nothing found is an empty answer, which Elsevier tells as 404. */
  async function* sources(
    asked: SourcesAsked,
    { view = 'STANDARD', years, limit = Number.POSITIVE_INFINITY, ...ask }: SourcesOptions = {},
  ): AsyncGenerator<SourceProfile> {
    const { publisher: pub, subject: subj, subjectCode: subjCode, openAccess: oa, ...query } = asked;
    const seen = new Set<string>();
    let given = 0;
    for (let start = 0; given < limit; ) {
      const count = Math.min(pageSize, limit - given);
      const params = { ...query, pub, subj, subjCode, oa, view, date: years, start, count };
      const answered = await client.askDated(serialSearchEndpoint, params, ask).catch((error: unknown) => {
        if (error instanceof ElsevierError && error.reason === 'not-found') return undefined;
        throw error;
      });
      const entries = answered?.body ?? [];
      for (const entry of entries) {
        const found = toSource(entry, { source: serialSearchEndpoint.name, view, retrievedAt: answered?.retrievedAt });
        const name = found.sourceId ?? found.issn ?? found.title ?? '';
        if (seen.has(name)) continue;
        seen.add(name);
        given++;
        yield found;
      }
      start += entries.length;
      if (entries.length < count) return;
    }
  }

  return { source, sources };
}
