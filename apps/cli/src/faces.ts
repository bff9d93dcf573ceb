import type {
  CacheResult,
  ConvertResult,
  DoctorResult,
  Listing,
  OperationName,
  QueryCheck,
  QuotaResult,
  RunsResult,
  SearchResult,
  SurveyEstimate,
  SurveyResult,
  WorksResult,
} from '@scopekit/operations';
import {
  affiliationColumns,
  authorColumns,
  cacheColumns,
  citationColumns,
  metricColumns,
  quotaColumns,
  runColumns,
  sourceColumns,
  subjectColumns,
} from './columns.ts';
import {
  cacheReport,
  convertReport,
  doctorText,
  estimateReport,
  listingReport,
  queryText,
  quotaReport,
  runsReport,
  searchReport,
  surveyReport,
  worksReport,
} from './report.ts';
import type { TableColumn } from './table.ts';

/** How an operation is called on the command line and what its result looks like there. */
export interface Face {
  readonly name: OperationName;
  /** The word after its name. */
  readonly under?: string;
  /** The input that needs no dashes. */
  readonly positional?: { readonly name: string; readonly usage: string; readonly many: boolean /** `-` is left as it is. */; readonly verbatim?: boolean };
  /** For standard error. */
  readonly report: (result: never) => string;
  /** For standard output, instead of works or rows. */
  readonly text?: (result: never) => string | undefined;
  /** What of the result goes to standard output, for operations that give no works. */
  readonly rows?: { readonly of: (result: never) => readonly object[]; readonly columns: readonly TableColumn<never>[] };
  readonly examples: readonly string[];
}

/** How an operation that lists records of one kind looks. */
function listed(name: OperationName, positional: string, columns: readonly TableColumn<never>[], examples: readonly string[]): Face {
  return {
    name,
    positional: { name: positional, usage: `[${positional}...]`, many: true },
    report: (result: Listing<object>) => listingReport(name, result),
    rows: { of: ({ rows = [] }: Listing<object>) => rows, columns },
    examples,
  };
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
    text: ({ references }: WorksResult) => references?.join('\n\n'),
    examples: ['works 2-s2.0-99900000001 https://doi.org/10.5555/j.0001.2024.1', 'works - --out works.csv < ids.txt', 'works 10.5555/j.0014.2024.1 --cite apa'],
  },
  listed('authors', 'what', authorColumns, [
    "authors 'AUTHLASTNAME(García) AND AFFIL(Bergen)'",
    'authors 57900000001 0000-0001-2345-6789 --out people.csv',
    'authors 57900000001 --coauthors',
  ]),
  listed('affiliations', 'what', affiliationColumns, ["affiliations 'AFFIL(Bergen) AND AFFILCOUNTRY(Norway)'", 'affiliations 60900003']),
  listed('sources', 'what', sourceColumns, ['sources ecology --subject ENVI --limit 100 --out journals.csv', 'sources 9900-0006 --view CITESCORE']),
  listed('subjects', 'words', subjectColumns, ['subjects health', 'subjects --area COMP']),
  listed('citations', 'ids', citationColumns, ['citations 2-s2.0-99900000001 --years 2019-2025 --exclude self', 'citations - --counts < ids.txt']),
  listed('metrics', 'ids', metricColumns, [
    'metrics 10.5555/j.0014.2024.1',
    'metrics 57900000001 --of author --metrics ScholarlyOutput,CitationCount --by-year',
  ]),
  {
    name: 'convert',
    positional: { name: 'files', usage: '[files...]', many: true, verbatim: true },
    report: (result: ConvertResult) => convertReport(result),
    examples: ['convert scopus.csv pubmed.nbib --out works.ris', 'convert export.bib --out works.csv --report repairs.json', 'convert scopus.ris --limit 5'],
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
