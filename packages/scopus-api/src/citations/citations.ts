import { type AskOptions, type Client, ElsevierError } from '@scopekit/elsevier-http';
import { identifierOf } from '../abstract/abstract.ts';
import { type CitationIdKind, citationEndpoint } from './endpoint.ts';
import { type CitationOverview, type CitationTotals, toOverview } from './to-overview.ts';

export interface CitationsOptions extends AskOptions {
  /** Years to count one by one: `2018-2022`. Default: the last three. */
  readonly years?: string;
  /** Which citations do not count: those by the same authors, or those in books. */
  readonly exclude?: 'self' | 'books';
}

/** So many works go into one request. */
const batchSize = 25;
const kinds = { scopusId: 'scopus_id', doi: 'doi', pii: 'pii', pmid: 'pubmed_id' } as const;

/**
 * How often works were cited, year by year: 25 works a request. Ids of different kinds are asked apart; the works come in
 * the order asked for as far as the answers tell which is which.
 *
 * The h-index holds for works that went into one request, and is left out where they did not.
 *
 * @throws ElsevierError `not-entitled` when Elsevier has not enabled it for the key, which is the rule.
 */
export async function citations(client: Client, ids: readonly string[], { years, exclude, ...ask }: CitationsOptions = {}): Promise<CitationOverview> {
  if (years !== undefined && !/^\d{4}(?:-\d{4})?$/.test(years))
    throw new ElsevierError({ reason: 'bad-input', message: `${years} is not a year or a span of years.`, next: 'Write 2019 or 2018-2022.' });
  const named = ids.map((id) => {
    const { kind, value } = identifierOf(id);
    return kind === 'eid' ? { id, kind: 'scopus_id' as const, value: value.replace(/^2-s2\.0-/, '') } : { id, kind: kinds[kind], value };
  });
  const overviews: CitationOverview[] = [];
  const missing: string[] = [];

  /** An answer that something is not found does not tell which: the halves do. */
  async function asking(kind: CitationIdKind, batch: readonly { readonly id: string; readonly value: string }[]): Promise<void> {
    try {
      const params = { kind, ids: batch.map(({ value }) => value), date: years, citation: exclude && (`exclude-${exclude}` as const) };
      overviews.push(toOverview(await client.ask(citationEndpoint, params, ask)));
    } catch (error) {
      if (!(error instanceof ElsevierError) || error.reason !== 'not-found') throw error;
      const half = Math.ceil(batch.length / 2);
      if (batch.length === 1) missing.push(...batch.map(({ id }) => id));
      else for (const part of [batch.slice(0, half), batch.slice(half)]) await asking(kind, part);
    }
  }

  for (const [kind, same] of Map.groupBy(named, (one) => one.kind as CitationIdKind))
    for (let from = 0; from < same.length; from += batchSize) await asking(kind, same.slice(from, from + batchSize));
  const [only, ...others] = overviews;
  if (!only) return { works: [], totals: { byYear: {} }, missing };
  if (!others.length) return { ...only, ...(missing.length ? { missing } : {}) };
  return { missing, works: overviews.flatMap(({ works }) => works), totals: overviews.map(({ totals }) => totals).reduce(sum) };
}

function sum(a: CitationTotals, b: CitationTotals): CitationTotals {
  const added = (x: number | undefined, y: number | undefined) => (x === undefined ? y : x + (y ?? 0));
  const byYear: Record<string, number> = { ...a.byYear };
  for (const [year, n] of Object.entries(b.byYear)) byYear[year] = (byYear[year] ?? 0) + n;
  return { before: added(a.before, b.before), byYear, inRange: added(a.inRange, b.inRange), after: added(a.after, b.after), total: added(a.total, b.total) };
}
