import type {
  CacheResult,
  DoctorResult,
  OperationName,
  QueryCheck,
  QuotaResult,
  RunsResult,
  SearchResult,
  SurveyEstimate,
  SurveyResult,
  WorksResult,
} from '@scopekit/operations';
import { cacheColumns, quotaColumns, runColumns } from './columns.ts';
import { cacheReport, doctorText, estimateReport, queryText, quotaReport, runsReport, searchReport, surveyReport, worksReport } from './report.ts';
import type { TableColumn } from './table.ts';

/** How an operation is called on the command line and what its result looks like there. */
export interface Face {
  readonly name: OperationName;
  /** The word after its name. */
  readonly under?: string;
  /** The input that needs no dashes. */
  readonly positional?: { readonly name: string; readonly usage: string; readonly many: boolean };
  /** For standard error. */
  readonly report: (result: never) => string;
  /** For standard output, instead of works or rows. */
  readonly text?: (result: never) => string;
  /** What of the result goes to standard output, for operations that give no works. */
  readonly rows?: { readonly of: (result: never) => readonly object[]; readonly columns: readonly TableColumn<never>[] };
  readonly examples: readonly string[];
}

export const faces: readonly Face[] = [
  {
    name: 'survey',
    positional: { name: 'keywords', usage: '[keywords...]', many: true },
    report: (result: SurveyResult | SurveyEstimate) => ('hits' in result ? estimateReport(result) : surveyReport(result)),
    examples: [
      'survey "machine learning" python --years 2023-2026 --out works.csv',
      'survey --query "TITLE(coral) AND NOT DOCTYPE(re)" --dry-run',
      'survey asthma telehealth --dedupe documented --out works.csv --removed removed.csv --table works.html',
    ],
  },
  {
    name: 'search',
    positional: { name: 'query', usage: '[query...]', many: false },
    report: (result: SearchResult) => searchReport(result),
    examples: ['search "TITLE(coral)" --limit 100 --out coral.csv', 'search "AU-ID(57900000001)" --view COMPLETE | jq .title'],
  },
  {
    name: 'works',
    positional: { name: 'ids', usage: '[ids...]', many: true },
    report: (result: WorksResult) => worksReport(result),
    examples: ['works 2-s2.0-99900000001 https://doi.org/10.5555/j.0001.2024.1', 'works - --out works.csv < ids.txt'],
  },
  {
    name: 'quota',
    report: (result: QuotaResult) => quotaReport(result),
    rows: { of: ({ standings }: QuotaResult) => standings, columns: quotaColumns },
    examples: ['quota', 'quota --check'],
  },
  { name: 'doctor', report: () => '', text: (result: DoctorResult) => doctorText(result), examples: ['doctor', 'doctor --json'] },
  {
    name: 'query',
    under: 'check',
    positional: { name: 'query', usage: '<query...>', many: false },
    report: () => '',
    text: (result: QueryCheck) => queryText(result),
    examples: ["query check 'TITLE(coral) AND NOT DOCTYPE(re)'"],
  },
  {
    name: 'runs',
    report: (result: RunsResult) => runsReport(result),
    rows: { of: ({ runs }: RunsResult) => runs, columns: runColumns },
    examples: ['runs', 'survey --resume last', 'runs --remove k3f9'],
  },
  {
    name: 'cache',
    positional: { name: 'action', usage: '[action]', many: false },
    report: (result: CacheResult) => cacheReport(result),
    rows: { of: ({ apis }: CacheResult) => apis, columns: cacheColumns },
    examples: ['cache info', 'cache prune --older-than 30d', 'cache clear'],
  },
];
