import { ElsevierError } from '@scopekit/elsevier-http';
import type { Work } from '@scopekit/record';
import { type SearchOptions, scopusApis } from '@scopekit/scopus-api';
import { merged } from '../merged.ts';
import type { Context } from '../operation.ts';
import { queue } from '../queue.ts';
import type { spending } from '../spending.ts';
import type { Missing } from './output.ts';

export interface Gathered {
  readonly works: Work[];
  readonly found: number;
  readonly repeated: number;
  readonly retrieved: number;
  readonly view: string;
  readonly missing: Missing[];
  readonly stopped?: ElsevierError;
}

export interface GatherOptions {
  readonly query: string;
  readonly search: SearchOptions;
  readonly retrieve: 'missing' | 'all' | 'never';
  /** Whether a missing abstract is missed. */
  readonly abstracts: boolean;
}

/**
 * Search and Abstract Retrieval side by side: a work is completed while the next page is asked for. Works stand in the
 * order of the search answer, whenever their record came in. What ends it early does not lose what is there.
 *
 * @throws ElsevierError when not even the first page came.
 */
export async function gather(options: GatherOptions, context: Context, spent: ReturnType<typeof spending>): Promise<Gathered> {
  const { scopus, stop, clock } = context;
  const ask = { ...context.ask, onEvent: spent.onEvent };
  const found = scopus.search(options.query, { ...options.search, ...ask });
  const works: Work[] = [];
  const missing: Missing[] = [];
  const wanted: number[] = [];
  const ids = queue<string>();
  let retrieved = 0;
  let searched = 0;
  let began: number | undefined;

  const report = (phase: 'search' | 'retrieve') => {
    const total = phase === 'search' ? Math.min(found.total ?? 0, options.search.limit ?? Number.POSITIVE_INFINITY) : wanted.length;
    const done = phase === 'search' ? searched : retrieved + missing.length;
    const seconds = began === undefined ? 0 : (clock.now() - began) / 1000;
    const etaSeconds = phase === 'retrieve' && done > 0 ? Math.ceil((seconds / done) * (total - done)) : undefined;
    context.onProgress?.({ phase, done, total, quotaLeft: { ...spent.quotaLeft }, etaSeconds });
  };

  async function searching(): Promise<void> {
    try {
      for await (const page of found.pages()) {
        const retrieving = page.view === 'COMPLETE' ? options.retrieve : 'never';
        for (const work of page.works) {
          const place = works.push(work) - 1;
          const id = work.eid ?? work.doi;
          if (!id || !needsRecord(work, retrieving, options.abstracts)) continue;
          wanted.push(place);
          ids.push(id);
        }
        searched = works.length;
        report('search');
        if (stop.aborted) throw cancelled();
      }
      if (found.missing) throw incomplete(found.missing, works.length);
    } finally {
      ids.close();
    }
  }

  async function retrieving(): Promise<void> {
    const useless = new AbortController();
    for await (const outcome of scopus.abstracts(stoppable(ids, AbortSignal.any([stop, useless.signal])), ask)) {
      began ??= clock.now();
      const place = wanted[outcome.index] as number;
      if ('work' in outcome && outcome.work.from.view === 'META') {
        if (!useless.signal.aborted) context.onNotice?.(onlyMeta);
        useless.abort();
      } else if ('work' in outcome) {
        works[place] = merged(works[place] as Work, outcome.work);
        retrieved++;
      } else {
        missing.push({ id: outcome.id, reason: outcome.error.reason, message: outcome.error.message });
      }
      if (searched === works.length && found.total !== undefined) report('retrieve');
    }
    if (stop.aborted) throw cancelled();
  }

  const [searchEnd, retrieveEnd] = await Promise.allSettled([searching(), retrieving()]);
  const ends = [searchEnd, retrieveEnd].flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  const unexpected = ends.find((end) => !(end instanceof ElsevierError));
  if (unexpected) throw unexpected;
  const [stopped] = ends as ElsevierError[];
  if (stopped && !works.length) throw stopped;
  return { works, found: found.total ?? works.length, repeated: found.repeated, retrieved, view: found.view ?? 'STANDARD', missing, stopped };
}

const onlyMeta =
  'The key that asks now sees the META view of Abstract Retrieval only, which has no abstracts: no more records are retrieved. The others of your keys are spent or refused.';

/** Whether Abstract Retrieval can tell more than the entry did. */
export function needsRecord(work: Work, retrieve: 'missing' | 'all' | 'never', abstracts: boolean): boolean {
  if (retrieve === 'never') return false;
  return retrieve === 'all' || (abstracts && work.abstract === undefined) || (work.notes ?? []).some(({ kind }) => kind === 'authors-cut');
}

async function* stoppable<T>(values: AsyncIterable<T>, stop: AbortSignal): AsyncGenerator<T> {
  for await (const value of values) {
    if (stop.aborted) return;
    yield value;
  }
}

const cancelled = () => new ElsevierError({ reason: 'cancelled', message: 'Interrupted.', api: scopusApis.search });

/** The search announced more works than it gave. */
export const incomplete = (missing: number, came: number) =>
  new ElsevierError({ reason: 'incomplete', message: `Scopus announced ${came + missing} works and gave ${came}.`, api: scopusApis.search });
