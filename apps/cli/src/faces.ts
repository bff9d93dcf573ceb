import {
  type AuditResult,
  type CacheResult,
  type ConvertResult,
  type DedupeResult,
  type DepositResult,
  type DoctorResult,
  type ExportEstimate,
  type ExportResult,
  type IrDoctorResult,
  type IrHarvestResult,
  type Listing,
  type OperationName,
  type PiiResult,
  type QueryCheck,
  type QuotaResult,
  type RunsResult,
  readEids,
  type ScienceDirectResult,
  type SearchResult,
  type SurveyEstimate,
  type SurveyResult,
  type WorksResult,
} from '@scopekit/operations';
import {
  accessColumns,
  affiliationColumns,
  articleColumns,
  auditColumns,
  authorColumns,
  cacheColumns,
  citationColumns,
  metricColumns,
  piiColumns,
  quotaColumns,
  runColumns,
  sourceColumns,
  subjectColumns,
} from './columns.ts';
import { exportEstimateReport, exportReport } from './gateway-report.ts';
import { auditReport, depositReport, harvestReport } from './ir-report.ts';
import {
  cacheReport,
  convertReport,
  dedupeReport,
  doctorText,
  estimateReport,
  listingReport,
  queryText,
  quotaReport,
  runsReport,
  searchReport,
  surveyReport,
  worksReport,
  wrote,
} from './report.ts';
import type { TableColumn } from './table.ts';

/** How an operation is called on the command line and what its result looks like there. */
export interface Face {
  readonly name: OperationName;
  /** The words it is called by, where they are not its name. */
  readonly words?: readonly [group: string, word: string];
  /** An input that is a list, which the command line reads from a file. */
  readonly listFile?: {
    readonly name: string;
    readonly read: (file: string, chunks: AsyncIterable<Uint8Array>, onNotice?: (text: string) => void) => Promise<string[]>;
  };
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
    name: 'dedupe',
    positional: { name: 'files', usage: '[files...]', many: true, verbatim: true },
    report: (result: DedupeResult) => dedupeReport(result),
    examples: [
      'dedupe scopus.csv pubmed.nbib --out works.ris --removed removed.csv',
      'dedupe library.ris --preset screen --out works.csv --review review.csv',
      'dedupe library.ris --out works.csv --verdicts review.csv',
      'dedupe update.csv --against library.ris --out new.ris',
      'dedupe library.ris --mark marked.csv',
    ],
  },
  {
    name: 'exportWorks',
    words: ['gateway', 'export'],
    listFile: { name: 'eids', read: readEids },
    report: (result: ExportResult | ExportEstimate) => ('seconds' in result ? exportEstimateReport(result) : exportReport(result)),
    examples: [
      'gateway export --query "TITLE(coral) AND PUBYEAR > 2023" --out works.csv',
      'gateway export --eids eids.txt --fields authors,titles,doi,abstract --out works.jsonl',
      'gateway export --query "TITLE(coral)" --dry-run',
    ],
  },
  {
    name: 'sciencedirect',
    positional: { name: 'words', usage: '[words]', many: false },
    report: (result: ScienceDirectResult) => listingReport('sciencedirect', result),
    rows: { of: ({ rows = [] }: ScienceDirectResult) => rows, columns: articleColumns },
    examples: ['sciencedirect coral --years 2024-', 'sciencedirect --title "larval dispersal" --open-access --sort date --limit 100 --out articles.csv'],
  },
  listed('access', 'ids', accessColumns, [
    'access S9900001614002848 10.5555/j.0014.2024.1',
    'access - --audience internal --out access.csv < piis.txt',
    'access S9900001614002848 --manuscript https://repo.example.edu/am.pdf --json',
  ]),
  {
    name: 'irHarvest',
    words: ['ir', 'harvest'],
    report: (result: IrHarvestResult) => harvestReport(result),
    examples: [
      'ir harvest --affiliation "University of Bergen" --variant "Univ Bergen" --from 2000 --shelf articles',
      'ir harvest --affiliation "University of Bergen" --shelf articles --against items.csv --report changes.json',
      'ir harvest --affiliation "University of Bergen" --shelf articles --rescan',
    ],
  },
  {
    name: 'irAudit',
    words: ['ir', 'audit'],
    positional: { name: 'items', usage: '<file>', many: false },
    report: (result: AuditResult) => auditReport(result),
    rows: { of: ({ rows = [] }: AuditResult) => rows, columns: auditColumns },
    examples: ['ir audit items.csv', 'ir audit items.csv --wrong --out wrong.csv'],
  },
  {
    name: 'irDeposit',
    words: ['ir', 'deposit'],
    report: (result: DepositResult) => depositReport(result),
    examples: [
      'ir deposit --shelf articles --as dspace-saf --out items.zip',
      'ir deposit --shelf articles --as dspace-csv --collection 123456789/2 --mapping fields.toml --out items.csv',
      'ir deposit --shelf articles --as eprints --hosting --since 2026-01-01 --out items.xml',
    ],
  },
  {
    name: 'irDoctor',
    words: ['ir', 'doctor'],
    report: ({ files }: IrDoctorResult) => (files.length ? `Recorded ${wrote(files)}` : ''),
    text: (result: IrDoctorResult) => doctorText(result),
    examples: ['ir doctor --origin https://repo.example.edu', 'ir doctor --article S9900001614002848 --capture answers'],
  },
  {
    name: 'pii',
    positional: { name: 'ids', usage: '[ids...]', many: true },
    report: ({ missing: gone }: PiiResult) => gone.map(({ id, message }) => `${id}: ${message}`).join('\n'),
    rows: { of: ({ rows }: PiiResult) => rows, columns: piiColumns },
    examples: ['pii "S9900-0016(14)00284-8"', 'pii 10.1016/S9900-0016(14)00284-8 1-s2.0-S9900001614002848 --json'],
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
    words: ['query', 'check'],
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
