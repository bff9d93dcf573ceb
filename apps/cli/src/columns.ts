import {
  type AccessRow,
  type AffiliationsResult,
  type AuditRow,
  type AuthorsResult,
  authorsLine,
  type CacheResult,
  type CitationRow,
  type Listing,
  type MetricRow,
  type PiiRow,
  type QuotaStanding,
  type RunLine,
  type SourceRow,
  type SubjectsResult,
  type Work,
} from '@scopekit/operations';
import { apiName } from './api-names.ts';
import type { TableColumn } from './table.ts';

export const workColumns: readonly TableColumn<Work>[] = [
  { name: 'EID', value: ({ eid }) => eid },
  { name: 'Title', value: ({ title }) => title, wide: true },
  { name: 'First author', value: ({ authors }) => authorsLine({ authors: authors.slice(0, 1) }), spare: 2 },
  { name: 'Year', value: ({ year }) => year?.toString() },
  { name: 'Cited', value: ({ citedBy }) => citedBy?.toString(), numeric: true, spare: 1 },
];

export const piiColumns: readonly TableColumn<PiiRow>[] = [
  { name: 'PII', value: ({ pii, formatted }) => formatted ?? pii },
  { name: 'What', value: ({ kind }) => kind, spare: 1 },
  { name: 'ISSN or ISBN', value: ({ issn, isbn }) => issn ?? isbn, spare: 2 },
  { name: 'Year', value: ({ year }) => year?.toString(), spare: 2 },
  { name: 'Check', value: ({ verdict }) => verdict, wide: true },
];

export const articleColumns: readonly TableColumn<Work>[] = [
  { name: 'PII', value: ({ pii }) => pii },
  { name: 'Title', value: ({ title }) => title, wide: true },
  { name: 'First author', value: ({ authors }) => authorsLine({ authors: authors.slice(0, 1) }), spare: 2 },
  { name: 'Year', value: ({ year }) => year?.toString() },
  { name: 'Open', value: ({ openAccess }) => (openAccess?.open ? 'yes' : ''), spare: 1 },
];

export const accessColumns: readonly TableColumn<AccessRow>[] = [
  { name: 'Id', value: ({ id }) => id },
  { name: 'Entitlement', value: ({ entitlement }) => entitlement },
  { name: 'Manuscript', value: ({ manuscript, publicFrom }) => [manuscript, publicFrom].filter(Boolean).join(', '), spare: 2 },
  { name: 'Show', value: ({ actions }) => actions.map(({ action }) => action).join(', '), wide: true },
];

export const auditColumns: readonly TableColumn<AuditRow>[] = [
  { name: 'Item', value: ({ item, doi, pii }) => item ?? doi ?? pii },
  { name: 'Title', value: ({ title }) => title, wide: true },
  { name: 'Embargo', value: ({ embargo }) => embargo },
  { name: 'Allowed', value: ({ publicFrom, status }) => publicFrom ?? status },
  { name: 'Finding', value: ({ findings }) => findings.join(', ') },
];

const minute = (time: string | undefined) => time?.slice(0, 16).replace('T', ' ');

export const runColumns: readonly TableColumn<RunLine>[] = [
  { name: 'Run', value: ({ id }) => id },
  { name: 'What', value: ({ kind }) => kind },
  { name: 'State', value: ({ state }) => state },
  { name: 'Paid', value: ({ answers }) => answers.toLocaleString('en'), numeric: true, spare: 1 },
  { name: 'Touched', value: ({ touchedAt }) => minute(touchedAt), spare: 2 },
  { name: 'Question', value: ({ title }) => title, wide: true },
  { name: 'Why', value: ({ why }) => why, wide: true, spare: 3 },
];

export const cacheColumns: readonly TableColumn<CacheResult['apis'][number]>[] = [
  { name: 'API', value: ({ api }) => api, wide: true },
  { name: 'Answers', value: ({ answers }) => answers.toLocaleString('en'), numeric: true },
  { name: 'kB', value: ({ bytes }) => Math.ceil(bytes / 1000).toLocaleString('en'), numeric: true },
  { name: 'Stale', value: ({ stale }) => stale.toLocaleString('en'), numeric: true },
  { name: 'Oldest', value: ({ oldestAt }) => minute(oldestAt), spare: 1 },
  { name: 'Newest', value: ({ newestAt }) => minute(newestAt), spare: 2 },
];

export const quotaColumns: readonly TableColumn<QuotaStanding>[] = [
  { name: 'Key', value: ({ key }) => key },
  { name: 'API', value: ({ api }) => apiName(api) },
  { name: 'Left', value: ({ remaining }) => remaining?.toLocaleString('en') ?? '?', numeric: true },
  { name: 'Of', value: ({ limit }) => limit?.toLocaleString('en') ?? '?', numeric: true, spare: 1 },
  { name: 'Back at', value: ({ restsUntil, resetsAt }) => minute(restsUntil ?? resetsAt) ?? '?' },
  { name: 'Learnt', value: ({ problem, seenAt }) => problem ?? minute(seenAt) ?? 'not yet', wide: true },
];

type RowOf<Result> = Result extends Listing<infer Row> ? Row : never;
const number = (n: number | undefined) => n?.toLocaleString('en');

export const authorColumns: readonly TableColumn<RowOf<AuthorsResult>>[] = [
  { name: 'Author ID', value: ({ authorId }) => authorId },
  { name: 'Name', value: ({ name, supersededBy }) => (supersededBy ? `→ ${supersededBy.join(', ')}` : name), wide: true },
  { name: 'Affiliation', value: ({ affiliations }) => affiliations?.[0]?.parentName ?? affiliations?.[0]?.name, wide: true },
  { name: 'Works', value: ({ counts }) => number(counts?.works), numeric: true },
  { name: 'Cited', value: ({ counts }) => number(counts?.citations), numeric: true, spare: 2 },
  { name: 'h', value: ({ hIndex }) => number(hIndex), numeric: true, spare: 1 },
  { name: 'ORCID', value: ({ orcid }) => orcid, spare: 3 },
];

export const affiliationColumns: readonly TableColumn<RowOf<AffiliationsResult>>[] = [
  { name: 'ID', value: ({ affiliationId }) => affiliationId },
  { name: 'Name', value: ({ name }) => name, wide: true },
  { name: 'City', value: ({ city }) => city, spare: 2 },
  { name: 'Country', value: ({ country }) => country, spare: 1 },
  { name: 'Works', value: ({ counts }) => number(counts?.works), numeric: true },
];

const latest = (values: readonly { readonly year: number; readonly value?: number; readonly status?: string }[] | undefined) =>
  values
    ?.filter(({ status }) => status !== 'In-Progress')
    .sort((a, b) => b.year - a.year)[0]
    ?.value?.toString();

export const sourceColumns: readonly TableColumn<SourceRow>[] = [
  { name: 'ISSN', value: (row) => ('issn' in row ? row.issn : 'isbn' in row ? row.isbn : undefined) },
  { name: 'Title', value: ({ title }) => title, wide: true },
  { name: 'Type', value: ({ type }) => type, spare: 2 },
  { name: 'CiteScore', value: (row) => ('metrics' in row ? latest(row.metrics?.citeScore) : undefined), numeric: true },
  { name: 'SJR', value: (row) => ('metrics' in row ? latest(row.metrics?.sjr) : undefined), numeric: true, spare: 1 },
  { name: 'SNIP', value: (row) => ('metrics' in row ? latest(row.metrics?.snip) : undefined), numeric: true, spare: 1 },
];

export const subjectColumns: readonly TableColumn<RowOf<SubjectsResult>>[] = [
  { name: 'Code', value: ({ code }) => code },
  { name: 'Subject', value: ({ name }) => name, wide: true },
  { name: 'Area', value: ({ abbreviation }) => abbreviation },
];

export const citationColumns: readonly TableColumn<CitationRow>[] = [
  { name: 'Scopus ID', value: ({ scopusId }) => scopusId },
  { name: 'Title', value: (row) => ('title' in row ? row.title : row.doi), wide: true },
  {
    name: 'By year',
    value: (row) =>
      'byYear' in row
        ? Object.entries(row.byYear)
            .map(([year, n]) => `${year}: ${n}`)
            .join(' ')
        : undefined,
    wide: true,
    spare: 1,
  },
  { name: 'Total', value: (row) => number('byYear' in row ? row.total : row.citedBy), numeric: true },
];

export const metricColumns: readonly TableColumn<MetricRow>[] = [
  { name: 'Of', value: ({ id }) => id },
  { name: 'Metric', value: ({ metric }) => metric, wide: true },
  { name: 'Kind', value: (row) => ('kind' in row ? row.kind : undefined), wide: true, spare: 1 },
  { name: 'Year', value: ({ year }) => year?.toString(), spare: 2 },
  { name: 'Value', value: (row) => ('value' in row ? row.value : 'citedBy' in row ? row.citedBy : undefined)?.toString(), numeric: true },
];
