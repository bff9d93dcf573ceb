import type {
  CacheResult,
  ConvertedFile,
  ConvertResult,
  DedupeResult,
  DoctorResult,
  Listing,
  QueryCheck,
  QuotaResult,
  RunsResult,
  SearchResult,
  SurveyEstimate,
  SurveyResult,
  WorksResult,
} from '@scopekit/operations';
import { apiName } from './api-names.ts';
import { duration } from './progress.ts';

export const count = (n: number) => n.toLocaleString('en');
export const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;
export const lines = (rows: readonly (readonly [label: string, text: string | undefined])[]) =>
  rows.flatMap(([label, text]) => (text ? [`${label.padEnd(11)}${text}`] : [])).join('\n');

interface Spent {
  readonly requests: Readonly<Record<string, number>>;
  readonly answersBefore?: Readonly<Record<string, number>>;
  readonly quotaLeft: Readonly<Record<string, number>>;
}

export function spent({ requests, answersBefore = {}, quotaLeft }: Spent): string {
  const before = Object.values(answersBefore).reduce((sum, n) => sum + n, 0);
  const parts = Object.entries(requests).map(
    ([api, n]) => `${count(n)} ${apiName(api)}${quotaLeft[api] === undefined ? '' : ` (${count(quotaLeft[api])} left this week)`}`,
  );
  return `${parts.join(', ') || 'none'}${before ? `; ${plural(before, 'answer')} kept from before` : ''}`;
}

const size = (bytes: number) => (bytes < 10_000 ? `${bytes} B` : bytes < 10_000_000 ? `${Math.round(bytes / 1000)} kB` : `${Math.round(bytes / 1_000_000)} MB`);
export const wrote = (files: readonly { readonly path: string; readonly bytes: number }[]) =>
  files.map(({ path, bytes }) => `${path} (${size(bytes)})`).join(', ');
const queried = ({ query, years }: { readonly query: string; readonly years?: string }) => query + (years ? `, ${years}` : '');

export function missing(list: WorksResult['missing'], what = 'could not be retrieved'): string | undefined {
  if (!list.length) return undefined;
  const shown = list.slice(0, 5).map(({ id, message }) => `${id}: ${message}`);
  return [`${plural(list.length, 'record')} ${what}`, ...shown, ...(list.length > 5 ? [`… and ${list.length - 5} more (--json names all)`] : [])].join(
    '\n           ',
  );
}

function duplicates({ dedupe, counts }: SurveyResult): [string, string | undefined][] {
  if (dedupe === 'rules' || dedupe === 'identifiers') return [['Removed', `${plural(counts.similar, 'duplicate')} (${dedupe})`]];
  return [
    ['Exact', `${plural(counts.exact, 'duplicate')} removed (same record or identifier)`],
    ['Similar', dedupe === 'exact' || dedupe === 'off' ? undefined : `${plural(counts.similar, 'duplicate')} removed (${dedupe})`],
  ];
}

/** The summary of a survey. */
export function surveyReport(result: SurveyResult): string {
  const { counts, stopped } = result;
  if (!counts.found)
    return `${lines([
      ['Query', queried(result)],
      ['Found', '0 works'],
      ['Requests', spent(result)],
      ['Wrote', wrote(result.files)],
    ])}\n${noHits}`;
  return lines([
    ['Query', queried(result)],
    [
      'Found',
      `${plural(counts.found, 'work')}, ${count(counts.received)} taken (${result.view} view)${counts.repeated ? `, ${count(counts.repeated)} came twice on shifting pages` : ''}`,
    ],
    ['Retrieved', counts.retrieved ? `${plural(counts.retrieved, 'record')} for missing abstracts and cut author lists` : undefined],
    ...duplicates(result),
    ['Kept', `${plural(counts.kept, 'work')}, ${count(counts.withAbstract)} with an abstract`],
    ['Requests', spent(result)],
    ['Missing', missing(result.missing)],
    ['Wrote', wrote(result.files)],
    ['Stopped', stopped && `${stopped.message} What had come in is ${result.files.length ? 'written' : 'shown'}. ${stopped.next}`],
    ['Go on', result.run && `scopekit survey --resume ${result.run}`],
  ]);
}

const noHits =
  'Nothing matches. Try fewer or other keywords, a wildcard (econom*), more years, or --query with OR; Scopus finds words in titles, abstracts and keywords only.';

/** What a survey would cost. */
export function estimateReport(estimate: SurveyEstimate): string {
  const { hits, works, requests, retrieveAtMost, quotaLeft, view } = estimate;
  const left = (api: string) => (quotaLeft[api] === undefined ? '' : `, ${count(quotaLeft[api])} left this week`);
  const need = (api: string) => requests[api] ?? 0;
  return lines([
    ['Query', queried(estimate)],
    ['Hits', `${plural(hits, 'work')}${works < hits ? `, ${count(works)} would be taken` : ''} (${view} view)`],
    ['Search', `${plural(need('scopus.search'), 'request')}${left('scopus.search')}`],
    ['Retrieval', `about ${plural(need('scopus.abstract'), 'request')}, at most ${count(retrieveAtMost)}${left('scopus.abstract')}`],
    ['Time', `about ${duration(estimate.seconds)}`],
    ['', hits ? `Nothing was written. Leave --dry-run out to run it${estimate.needsLimit ? `, with --limit ${works} if you want them all` : ''}.` : noHits],
  ]);
}

export function searchReport(result: SearchResult): string {
  const { total, shown, view, stopped } = result;
  return lines([
    ['Found', `${plural(total, 'work')}${shown < total ? `, ${count(shown)} shown (${view} view; --limit for more)` : ` (${view} view)`}`],
    ['Twice', result.repeated ? `${plural(result.repeated, 'work')} came twice and ${result.repeated === 1 ? 'was' : 'were'} left out` : undefined],
    ['In parts', result.queries && `the query was too long for one request: ${result.queries.length} parts`],
    ...(result.facets ?? []).map((facet) => facetRow(facet)),
    ['Lacking', result.lacking?.length ? `${plural(result.lacking.length, 'work')}: ${lackingText(result.lacking)}` : undefined],
    ['Requests', spent(result)],
    ['Wrote', wrote(result.files)],
    ['Stopped', stopped && `${stopped.message} ${stopped.next}`],
    ['Go on', result.run && `scopekit search --resume ${result.run}`],
    ['', total ? undefined : 'Nothing matches. Try fewer or other words, a wildcard (econom*), or more years.'],
  ]);
}

type Facet = NonNullable<SearchResult['facets']>[number];

const facetRow = ({ name, values }: Facet): readonly [string, string] => [
  name,
  values.map(({ value, label, works }) => `${label && label !== value ? `${label} (${value})` : value} ${count(works)}`).join(', ') || 'none',
];

function lackingText(lacking: NonNullable<SearchResult['lacking']>): string {
  const fields = Map.groupBy(
    lacking.flatMap((work) => work.fields),
    (field) => field,
  );
  return [...fields].map(([field, works]) => `${count(works.length)} without ${field}`).join(', ');
}

export function worksReport(result: WorksResult): string {
  const { asked, retrieved, stopped } = result;
  return lines([
    ['Retrieved', `${count(retrieved)} of ${plural(asked, 'work')}`],
    ['Requests', spent(result)],
    ['Missing', missing(result.missing)],
    ['Wrote', wrote(result.files)],
    ['Stopped', stopped && `${stopped.message} ${stopped.next}`],
    ['Go on', result.run && `scopekit works --resume ${result.run}`],
  ]);
}

/** The summary of a conversion: what each file was, and what had to be mended. */
export function convertReport({ inputs, total, shown, missing: refused, files, stopped }: ConvertResult): string {
  const several = inputs.length > 1;
  return lines([
    ...inputs.map((input, i): readonly [string, string] => [i ? '' : 'Read', `${input.file}: ${plural(input.read, 'work')} (${whatItIs(input)})`]),
    ['Together', several ? plural(total, 'work') : undefined],
    ['Shown', shown < total ? `${count(shown)} of them` : undefined],
    ...inputs
      .flatMap(({ file, repairs }) => repairs.map(({ what, count: times }) => `${several ? `${file}: ` : ''}${count(times)} × ${what}`))
      .map((text, i): readonly [string, string] => [i ? '' : 'Mended', text]),
    ['Refused', missing(refused, refused.length === 1 ? 'is no work' : 'are no works')],
    ['Wrote', wrote(files)],
    ['Stopped', stopped && `${stopped.message} What had been read is kept. ${stopped.next}`],
  ]);
}

const whatItIs = ({ format, variant, encoding }: ConvertedFile) =>
  [format, variant && (format === 'scopus-csv' ? `generation ${variant}` : variant), encoding].filter(Boolean).join(', ');

export function quotaReport({ keys, standings }: QuotaResult): string {
  if (!keys) return 'No key is set. Get one at https://dev.elsevier.com and set ELSEVIER_API_KEY.';
  const known = standings.some(({ seenAt, restsUntil, problem }) => seenAt || restsUntil || problem);
  return known ? '' : 'Nothing is known yet: quota is learnt from answers. --check spends one request per key and API to find out.';
}

/** The summary of what lists something else than works. */
export function listingReport(name: string, { shown, total = shown, missing: gone, about, stopped, run, files, ...result }: Listing<object>): string {
  const { totals, hIndex } = (about ?? {}) as { totals?: { total?: number }; hIndex?: number };
  return lines([
    [
      'Found',
      shown || gone.length
        ? `${count(Math.max(total, shown))}${total > shown ? `, ${count(shown)} shown${stopped ? '' : ' (--limit for more)'}` : ''}`
        : 'nothing',
    ],
    ['Cited', totals?.total === undefined ? undefined : `${count(totals.total)} times in all${hIndex === undefined ? '' : `, h-index ${hIndex}`}`],
    ['Requests', spent(result)],
    ['Missing', missing(gone)],
    ['Wrote', wrote(files)],
    ['Stopped', stopped && `${stopped.message} ${stopped.next}`],
    ['Go on', run && `scopekit ${name} --resume ${run}`],
  ]);
}

export function runsReport({ runs, removed }: RunsResult): string {
  if (removed.length) return `${plural(removed.length, 'run')} forgotten.`;
  const [paused] = runs.filter(({ state }) => state === 'paused');
  if (!runs.length) return 'No run waits to be gone on with. --all lists those that are done.';
  return paused ? `Go on with one: scopekit ${paused.kind} --resume ${paused.id}. What it paid for is not paid again.` : '';
}

export function cacheReport({ folder, apis, removed }: CacheResult): string {
  const gone = removed ? `${plural(removed, 'answer')} forgotten. ` : '';
  if (!apis.length) return `${gone}Nothing is kept${folder ? ` in ${folder}` : ''}.`;
  return `${gone}${folder ? `Kept in ${folder}. ` : ''}Stale answers are asked for again; scopekit cache prune forgets them.`;
}

const marks = { ok: '✓', note: '·', problem: '✗', unknown: '?' } as const;

/** All checks on one screen, and what to do first. */
export function doctorText({ checks, verdict, requests }: DoctorResult): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const rows = checks.map(
    ({ name, state, found, next }) => `${marks[state]} ${name.padEnd(width)}  ${found}${next ? `\n${' '.repeat(width + 4)}→ ${next}` : ''}`,
  );
  const paid = Object.values(requests).reduce((sum, n) => sum + n, 0);
  return [...rows, '', verdict, paid ? `It took ${plural(paid, 'request')}.` : 'It took no request.'].join('\n');
}

export function queryText({ problems, parts }: QueryCheck): string {
  if (problems.length) return problems.map(({ pointed, message, next }) => `${pointed}\n${message} ${next}`).join('\n\n');
  return parts > 1 ? `The query can be read. It is too long for one request and is asked in ${parts} parts.` : 'The query can be read.';
}

/** What was found to be the same, of which file, and what is left to decide. */
export function dedupeReport({ method, preset, inputs, counts, decided, largeBlocks, missing: gone, files }: DedupeResult): string {
  const { records, removed, kept, clusters, maybe } = counts;
  return lines([
    ['Method', preset ? `${method}, ${preset}` : method],
    ...inputs.map(({ file, records: read, removed: out }, i): [string, string] => [
      i ? '' : 'Read',
      `${plural(read, 'record')} of ${file}, ${count(out)} removed`,
    ]),
    ['Records', count(records)],
    ['Removed', `${plural(removed, 'duplicate')} of ${plural(clusters, 'work')}`],
    ['Decided', decided ? `${plural(decided, 'verdict')} followed` : undefined],
    ['Kept', plural(kept, 'work')],
    ['Maybe', maybe ? `${plural(maybe, 'pair')} for you to decide (--review writes them)` : undefined],
    ['Large', largeBlocks ? `${plural(largeBlocks, 'group')} of records so alike that each was compared with its neighbours only` : undefined],
    ['Missing', missing(gone, 'no works')],
    ['Wrote', wrote(files) || undefined],
  ]);
}
