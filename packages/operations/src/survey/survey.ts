import { asCoded, type Deduplicated, dedupe, documented } from '@scopekit/dedupe';
import { ElsevierError } from '@scopekit/elsevier-http';
import { type SearchOptions, scopusApis } from '@scopekit/scopus-api';
import { fieldlessNotice } from '../fieldless.ts';
import { keywordQuery } from '../keywords.ts';
import type { Context, Operation } from '../operation.ts';
import { spending } from '../spending.ts';
import { stoppedBy } from '../stopped.ts';
import { dateParameter } from '../years.ts';
import { type Gathered, gather, needsRecord } from './gather.ts';
import { SurveyInput } from './input.ts';
import type { SurveyEstimate, SurveyResult } from './output.ts';
import { checkOutputs, saveSurvey } from './save.ts';

const noAbstracts =
  'Without a subscription there will be no abstracts, and only the first author of each work; no record is retrieved, as it would hold no more. Ask from the network of a subscribing institution, or with an institution token, to get them.';

/** Without `limit`, more works than this are not taken: it would cost a large part of a week's quota. */
const askFirst = 5_000;

/** Keywords → search → missing abstracts → duplicates out → files: the method of Scopus Survey, with nothing spent twice. */
export const survey: Operation<typeof SurveyInput, SurveyResult | SurveyEstimate> = {
  name: 'survey',
  description: 'Survey a subject in Scopus: search by keywords or query, fetch missing abstracts, take duplicates out, write CSV.',
  input: SurveyInput,
  title: ({ query, keywords, dryRun }) => (dryRun ? undefined : (query ?? keywords.join(' · '))),
  async run(input, context) {
    if (input.query && input.keywords.length)
      throw new ElsevierError({
        reason: 'bad-input',
        message: 'Both keywords and a query are given.',
        next: 'Give one of them; keywords can stand in the query.',
      });
    const query = input.query ?? keywordQuery(input.keywords);
    await checkOutputs(input, context.files);
    const notices: string[] = [];
    const notice = (text: string) => {
      notices.push(text);
      context.onNotice?.(text);
    };
    const years = dateParameter(input.years, new Date(context.clock.now()).getUTCFullYear());
    const search: SearchOptions = {
      view: 'best',
      date: years,
      sort: input.sort,
      limit: input.limit,
      slice: 'year',
      onPlan: (view) => {
        if (view === 'STANDARD' && !notices.includes(noAbstracts)) notice(noAbstracts);
      },
      onTotal: (hits, view) => {
        if (!input.dryRun && input.limit === undefined && hits > askFirst) throw tooMany(hits, view);
      },
    };
    const fieldless = fieldlessNotice(query);
    if (fieldless) notice(fieldless);
    if (input.dedupe === 'documented') notice(documented.known);
    if (input.dedupe === 'as-coded') notice(asCoded.known);
    return input.dryRun ? estimate({ query, years, input, search, notices }, context) : run({ query, years, input, search, notices }, context);
  },
};

interface Asked {
  readonly query: string;
  readonly years: string | undefined;
  readonly input: SurveyInput;
  readonly search: SearchOptions;
  readonly notices: string[];
}

async function run({ query, years, input, search, notices }: Asked, context: Context): Promise<SurveyResult> {
  const spent = spending(context.onEvent);
  const searchedAt = context.clock.now();
  const gathered = await gather({ query, search, retrieve: input.retrieve, abstracts: input.abstracts }, context, spent);
  const cleaned = withoutAbstracts(dedupe(gathered.works, { method: input.dedupe }), input.abstracts);
  const result = resultOf({ query, years, input, gathered, cleaned, notices, spent, searchedAt });
  // what is ended at once is kept by its run only
  const files = context.signal.aborted ? [] : await saveSurvey({ input, cleaned, result }, context);
  for (const work of context.onWork ? cleaned.kept : []) await context.onWork?.(work);
  const elsewhere = (input.out || context.onWork) && !context.keepResult;
  return elsewhere ? { ...result, files } : { ...result, files, works: cleaned.kept };
}

interface Parts {
  readonly query: string;
  readonly years: string | undefined;
  readonly input: SurveyInput;
  readonly gathered: Gathered;
  readonly cleaned: Deduplicated;
  readonly notices: readonly string[];
  readonly spent: ReturnType<typeof spending>;
  readonly searchedAt: number;
}

function resultOf({ query, years, input, gathered, cleaned, notices, spent, searchedAt }: Parts): Omit<SurveyResult, 'files'> {
  const { kept, removed } = cleaned;
  const exact = removed.filter(({ method }) => method === 'exact').length;
  const { limit, sort, retrieve, abstracts } = input;
  return {
    query,
    years,
    searchedAt: new Date(searchedAt).toISOString(),
    asked: { limit, sort, retrieve, abstracts },
    view: gathered.view,
    dedupe: input.dedupe,
    counts: {
      found: gathered.found,
      received: gathered.works.length,
      repeated: gathered.repeated,
      retrieved: gathered.retrieved,
      withAbstract: kept.filter(({ abstract }) => abstract !== undefined).length,
      exact,
      similar: removed.length - exact,
      kept: kept.length,
    },
    ...spent.told(),
    quotaLeft: spent.quotaLeft,
    missing: gathered.missing,
    removed: removed.map(({ work, kept: stays, method, why }) => ({
      eid: work.eid,
      title: work.title,
      keptEid: stays.eid,
      keptTitle: stays.title,
      method,
      why,
    })),
    notices,
    stopped: stoppedBy(gathered.stopped),
  };
}

function withoutAbstracts({ kept, removed }: Deduplicated, abstracts: boolean): Deduplicated {
  if (abstracts) return { kept, removed };
  return { kept: kept.map(({ abstract: _, ...work }) => work), removed: removed.map((row) => ({ ...row, work: { ...row.work, abstract: undefined } })) };
}

/** One request: the first works tell how many of them lack an abstract. */
async function estimate({ query, years, input, search, notices }: Asked, context: Context): Promise<SurveyEstimate> {
  const spent = spending(context.onEvent);
  const found = context.scopus.search(query, { ...search, limit: 25, ...context.ask, onEvent: spent.onEvent });
  const first = await Array.fromAsync(found);
  const hits = found.total ?? 0;
  const works = Math.min(hits, input.limit ?? hits);
  const pages = Math.max(1, Math.ceil(works / 25));
  const retrieve = found.view === 'COMPLETE' ? input.retrieve : 'never';
  const share = first.length ? first.filter((work) => needsRecord(work, retrieve, input.abstracts)).length / first.length : 0;
  const records = Math.ceil(works * share);
  return {
    query,
    years,
    view: found.view ?? 'STANDARD',
    hits,
    works,
    needsLimit: input.limit === undefined && hits > askFirst,
    requests: { [scopusApis.search]: pages, [scopusApis.abstract]: records },
    retrieveAtMost: retrieve === 'never' ? 0 : works,
    quotaLeft: spent.quotaLeft,
    seconds: Math.ceil(pages * 0.4 + records / 9),
    notices,
  };
}

function tooMany(hits: number, view: string): ElsevierError {
  const pages = Math.ceil(hits / 25);
  return new ElsevierError({
    reason: 'too-many-results',
    message: `${hits.toLocaleString('en')} works match; to take them all would cost about ${pages.toLocaleString('en')} search requests${view === 'COMPLETE' ? ' and one more for each missing abstract' : ''}.`,
    next: `Narrow the query or the years, or say how many you want, e.g. --limit ${askFirst}. --dry-run tells the price.`,
  });
}
