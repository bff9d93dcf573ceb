import { ElsevierError } from '@scopekit/elsevier-http';
import { write } from '@scopekit/formats';
import type { Work } from '@scopekit/record';
import { type Facet, facetNames, type Lacking, searchViews } from '@scopekit/scopus-api';
import { z } from 'zod';
import { commaList } from './comma-list.ts';
import { fieldlessNotice } from './fieldless.ts';
import { type WrittenFile, writeManifest } from './manifest.ts';
import type { Operation } from './operation.ts';
import { fileInput, formatOf, lossNotice, tellsLosses } from './output-format.ts';
import { resumeInput } from './resumed.ts';
import { type Spent, spending } from './spending.ts';
import { type Stopped, stoppedBy } from './stopped.ts';
import { incomplete } from './survey/gather.ts';
import { dateParameter, wholeNumber, Years } from './years.ts';

/** Fields of a work whose absence can be told. */
const requirable = [
  'doi',
  'pmid',
  'title',
  'authors',
  'affiliations',
  'year',
  'volume',
  'issue',
  'pageStart',
  'abstract',
  'authorKeywords',
  'citedBy',
] as const;

const SearchInput = z.object({
  query: z
    .string({ error: 'is missing' })
    .trim()
    .min(1, 'is empty')
    .describe('A query in Scopus syntax, e.g. TITLE-ABS-KEY("machine learning") AND PUBYEAR > 2020'),
  years: Years.optional().describe('Publication years: 2024, 2019-2024 or 2019-'),
  limit: wholeNumber(0, 1_000_000).default(25).describe('At most so many works; 0 counts only'),
  maxResults: wholeNumber(1, 10_000_000).optional().describe('Stop after the first request when more works match'),
  start: wholeNumber(0, 4_999).default(0).describe('Number of the first work wanted, from 0'),
  view: z
    .enum([...searchViews, 'best'])
    .default('STANDARD')
    .describe('STANDARD; COMPLETE with abstracts and all authors, for subscribers; the better one'),
  sort: z.string().trim().min(1).optional().describe('Order, e.g. -citedby-count or -coverDate'),
  slice: z.enum(['year']).optional().describe('Gets past 5,000 works without a subscription by asking in parts'),
  facets: commaList(z.enum(facetNames)).optional().describe('Count all matches by these, e.g. pubyear,srctype'),
  require: commaList(z.enum(requirable)).optional().describe('Tell works that lack one of these, e.g. doi,abstract'),
  asIs: z.boolean().default(false).describe('Send the query although it looks wrong'),
  ...fileInput,
  ...resumeInput,
});

export interface SearchResult extends Spent {
  readonly query: string;
  readonly total: number;
  readonly shown: number;
  readonly view: string;
  readonly repeated: number;
  /** Counts of all matches, when asked for. */
  readonly facets?: readonly Facet[];
  /** Works that do not have what was required. */
  readonly lacking?: readonly Lacking[];
  /** When the query was too long for one. */
  readonly queries?: readonly string[];
  readonly quotaLeft: Readonly<Record<string, number>>;
  /** Why there are fewer than asked for. */
  readonly stopped?: Stopped;
  /** When it stopped: the run that `resume` goes on with. */
  readonly run?: string;
  readonly files: readonly WrittenFile[];
  readonly works?: readonly Work[];
}

/** Works one by one as they come in: the memory of one page, however many there are. */
export const search: Operation<typeof SearchInput, SearchResult> = {
  name: 'search',
  description: 'Search Scopus with a query in its own syntax.',
  input: SearchInput,
  title: ({ query }) => query,
  async run(input, context) {
    const { query, limit, start, view, sort, slice, out, maxResults, facets, require: required } = input;
    const years = dateParameter(input.years, new Date(context.clock.now()).getUTCFullYear());
    const format = out === undefined ? undefined : formatOf(out, input.format);
    if (out) await context.files.checkAll([out]);
    const spent = spending(context.onEvent);
    const searchedAt = new Date(context.clock.now()).toISOString();
    const fieldless = fieldlessNotice(query);
    if (fieldless) context.onNotice?.(fieldless);
    const found = context.scopus.search(query, {
      date: years,
      limit,
      start,
      view,
      sort,
      slice,
      maxResults,
      facets,
      require: required,
      check: !input.asIs,
      ...context.ask,
      onEvent: spent.onEvent,
      onPlan: (_, refusal) => {
        if (refusal) context.onNotice?.(`${refusal} Asking for less.`);
      },
    });
    let shown = 0;
    let stopped: ElsevierError | undefined;
    const works = async function* (): AsyncGenerator<Work> {
      try {
        for await (const page of found.pages()) {
          shown += page.works.length;
          yield* page.works;
          context.onProgress?.({ phase: 'search', done: shown, total: Math.min(page.total, limit), quotaLeft: { ...spent.quotaLeft } });
          if (context.stop.aborted && shown < Math.min(page.total, limit)) throw new ElsevierError({ reason: 'cancelled', message: 'Interrupted.' });
        }
        if (found.missing) throw incomplete(found.missing, shown);
      } catch (error) {
        if (!(error instanceof ElsevierError) || !shown) throw error;
        stopped = error;
      }
    };
    const collected: Work[] = [];
    const files: WrittenFile<'works'>[] = [];
    if (out && format) {
      const writing = write(works(), format, { plain: input.plain, title: query, about: aboutSearch(query, years, context.clock.now()) });
      files.push({ kind: 'works', ...(await context.files.write(out, writing, { incomplete: () => stopped !== undefined })) });
      const lost = tellsLosses(format) ? lossNotice(format, writing.losses) : undefined;
      if (lost) context.onNotice?.(lost);
    } else {
      for await (const work of works()) await (context.onWork ? context.onWork(work) : collected.push(work));
    }
    const facts = {
      query,
      years,
      start: start || undefined,
      limit,
      sort,
      view: found.view,
      counts: { found: found.total, shown, repeated: found.repeated },
      ...spent.told(),
    };
    return {
      query,
      total: found.total ?? 0,
      shown,
      view: found.view ?? 'STANDARD',
      repeated: found.repeated,
      ...spent.told(),
      quotaLeft: spent.quotaLeft,
      ...(facets ? { facets: found.facets } : {}),
      ...(required ? { lacking: found.lacking } : {}),
      ...(found.queries.length > 1 ? { queries: found.queries } : {}),
      stopped: stoppedBy(stopped),
      files: [...files, ...(await writeManifest(context.files, files, { searchedAt, ...facts, stopped: stoppedBy(stopped) }))],
      works: out || context.onWork ? undefined : collected,
    };
  },
};

const aboutSearch = (query: string, years: string | undefined, now: number) => [
  `Query: ${query}${years ? ` · years ${years}` : ''}`,
  `Source: Scopus, ${new Date(now).toISOString().slice(0, 10)}.`,
];
