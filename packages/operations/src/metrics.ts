import { ElsevierError } from '@scopekit/elsevier-http';
import { type MetricValue, type PlumxCategory, type ScivalPublication, scivalKinds } from '@scopekit/scopus-api';
import { z } from 'zod';
import { commaList } from './comma-list.ts';
import { type Found, type Listing, type ListingAsk, listing, missingOf } from './listing.ts';
import type { Context } from './operation.ts';

const input = {
  ids: z.array(z.string()).min(1, 'must hold at least one').describe('Of works: any identifier; of authors, institutions and topics: their ids in SciVal'),
  of: z
    .enum(['plumx', 'publication', ...scivalKinds])
    .default('plumx')
    .describe('PlumX counts of works; what SciVal knows of works; SciVal metrics of authors, institutions, topics'),
  metrics: commaList(z.string()).optional().describe('SciVal metrics, e.g. ScholarlyOutput,CitationCount (default: all)'),
  byYear: z.boolean().default(false).describe('SciVal metrics year by year'),
};

/** A figure, with what it is of. */
export type MetricRow = MetricValue | (ScivalPublication & { readonly metric: 'publication' });
export type MetricsResult = Listing<MetricRow>;

const figure = (row: MetricRow): Partial<MetricValue> => (row.metric === 'publication' ? {} : (row as MetricValue));

/** Metrics of PlumX and SciVal. */
export const metrics = listing({
  name: 'metrics',
  source: 'PlumX Metrics and SciVal APIs of Elsevier',
  description: 'Get PlumX counts of works, or SciVal metrics of authors, institutions and topics (needs SciVal).',
  input,
  title: ({ of, ids: [first, ...others] }) => `${of} ${first}${others.length ? ` and ${others.length} more` : ''}`,
  columns: [
    { name: 'ID', value: ({ id }: MetricRow) => id },
    { name: 'Name', value: (row) => figure(row).name ?? ('title' in row ? row.title : undefined) },
    { name: 'Metric', value: ({ metric }) => metric },
    { name: 'Kind', value: (row) => figure(row).kind },
    { name: 'Year', value: ({ year }) => year },
    { name: 'Value', value: (row) => figure(row).value ?? ('citedBy' in row ? row.citedBy : undefined) },
    { name: 'Percentage', value: (row) => figure(row).percentage },
    { name: 'Threshold', value: (row) => figure(row).threshold },
  ],
  find: async function* ({ ids, of, metrics: wanted, byYear }, { scopus }: Context, ask: ListingAsk): AsyncGenerator<Found<MetricRow>> {
    if (of !== 'plumx' && of !== 'publication') {
      for (const row of await scopus.metrics(of, ids, { metrics: wanted, byYear, ...ask })) yield { row };
      return;
    }
    if (wanted?.length || byYear)
      throw new ElsevierError({
        reason: 'bad-input',
        message: `${of === 'plumx' ? 'PlumX' : 'The publication lookup'} has no choice of metrics or years.`,
        next: 'Say of what: --of author, institution or topic.',
      });
    for (const id of ids)
      try {
        if (of === 'publication') yield { row: { ...(await scopus.scivalPublication(id, ask)), metric: 'publication' } };
        else for (const row of (await scopus.plumx(id, ask)).flatMap((category) => countsOf(id, category))) yield { row };
      } catch (error) {
        yield missingOf(id, error);
      }
  },
});

const countsOf = (id: string, { name: metric, total, counts }: PlumxCategory): MetricValue[] => [
  { id, metric, value: total },
  ...counts.flatMap(({ name: kind, total: value, sources = [] }) => [
    { id, metric, kind, value },
    ...sources.map((source) => ({ id, metric, kind: `${kind} (${source.name})`, value: source.total })),
  ]),
];
