export { methods } from '@scopekit/dedupe';
export {
  type ClientEvent,
  type Clock,
  createScrubber,
  ElsevierError,
  isLoopback,
  type Reason,
  type ReasonName,
  reasons,
  version,
} from '@scopekit/elsevier-http';
export { limits as exportLimits, pastedForms, requiredCookies, terms as exportTerms } from '@scopekit/export-gateway';
export { type WriteFormat, writerOf } from '@scopekit/formats';
export { authorsLine, nameToAuthor, type Work } from '@scopekit/record';
export { apis, fieldCodes, otherCodes, refuseBadQuery, searchLimits, subjectAreas } from '@scopekit/scopus-api';
export type { AffiliationsResult } from './affiliations.ts';
export { type KeyLine, keyName, type LoginResult, login } from './auth.ts';
export type { AuthorsResult } from './authors.ts';
export type { CacheResult } from './cache.ts';
export type { CitationRow, CitationsResult } from './citations.ts';
export { type Config, type CredentialSource, configFolder, type Flags, keysIn, pairedKeys, readConfig } from './config.ts';
export type { ConvertedFile, ConvertResult } from './convert.ts';
export type { DedupedFile, DedupeResult, MaybePair, RemovedRecord } from './dedupe/dedupe.ts';
export type { Check, DoctorResult } from './doctor.ts';
export { type Files, nodeFiles } from './files.ts';
export { type FormatOptions, formatted } from './formatted.ts';
export { beFrugal } from './frugal.ts';
export { mayHaveAgreed } from './gateway/consent-file.ts';
export { type GatewayDesk, type GatewayLogin, type GatewayStatus, gatewayDesk, inventedDesk } from './gateway/desk.ts';
export type { ExportEstimate, ExportResult } from './gateway/export.ts';
export { readEids } from './gateway/read-eids.ts';
export type { AccessResult, AccessRow } from './ir/access.ts';
export { type AuditResult, type AuditRow, type Finding, findings } from './ir/audit.ts';
export type { DepositResult } from './ir/deposit.ts';
export type { IrDoctorResult } from './ir/doctor.ts';
export type { IrHarvestResult } from './ir/harvest.ts';
export type { ScienceDirectResult } from './ir/sciencedirect.ts';
export { createJobs, type Job, type Jobs } from './jobs.ts';
export { type KeyStore, keyStore, systemKeychain } from './key-store.ts';
export { keywordQuery } from './keywords.ts';
export type { Listing } from './listing.ts';
export { type ConfigWords, environmentScrubber, loadConfig } from './load-config.ts';
export type { MetricRow, MetricsResult } from './metrics.ts';
export type { Context, Operation, Progress } from './operation.ts';
export type { OutputFormat } from './output-format.ts';
export type { PiiResult, PiiRow } from './pii.ts';
export { type PybliometricsConfig, readPybliometricsConfig } from './pybliometrics-config.ts';
export type { QueryCheck } from './query-check.ts';
export type { QuotaResult, QuotaStanding } from './quota.ts';
export type { RunLine, RunsResult } from './runs.ts';
export { createScopekit, type OperationName, operations, type RunOptions, type Scopekit, type ScopekitOptions } from './scopekit.ts';
export type { SearchResult } from './search.ts';
export type { SourceRow, SourcesResult } from './sources.ts';
export type { Stopped } from './stopped.ts';
export { openStores, type Stores } from './stores.ts';
export type { SubjectsResult } from './subjects.ts';
export type { Missing, SurveyCounts, SurveyEstimate, SurveyResult } from './survey/output.ts';
export { surveyManifest } from './survey/save.ts';
export { createSurveys, type SurveyStanding, type Surveys, type SurveyWorkers } from './surveys.ts';
export { type ToolDefinition, toolDefinitions } from './tool-definitions.ts';
export type { WorksResult } from './works.ts';
