export { scienceDirectApis } from './apis.ts';
export { type ArticleOptions, article, articlePdf, type RetrievedArticle } from './article/article.ts';
export { type ArticleView, articleViews, type Pdf } from './article/endpoint.ts';
export type { Article, ArticleOpenAccess, SelfArchiving } from './article/to-article.ts';
export { type DecisionInput, type Granted, hostingState } from './decision/decide.ts';
export { type Decision, decideLinks, type LinkAction } from './decision/decide-links.ts';
export { type Cell, errorRow, type ManuscriptState, manuscriptStates, table1, table2, table3 } from './decision/tables.ts';
export { archiveFiles, defaultMapping, dspaceCsv, type FieldMapping, itemsPerCsv, mapfileLine } from './deposit/dspace.ts';
export { eprintsXml } from './deposit/eprints.ts';
export { type DepositItem, type FieldName, fieldNames, type ManuscriptRights, manuscriptRights } from './deposit/item.ts';
export { oaiRecords, type StaticRepository, staticRepository } from './deposit/oai-dc.ts';
export { rioxxXml } from './deposit/rioxx.ts';
export { safZip } from './deposit/saf-zip.ts';
export { entitlementBatch } from './entitlement/batch.ts';
export { type EntitlementOptions, type EntitlementVerdict, entitlement } from './entitlement/entitlement.ts';
export { type AnsweredVerdict, type Entitlement, entitlements } from './entitlement/to-verdicts.ts';
export type { Days } from './harvest/date-windows.ts';
export {
  type HarvestOptions,
  type HarvestQuestion,
  type HarvestReport,
  type HarvestSource,
  type HarvestWindow,
  harvest,
  shelvedWorks,
} from './harvest/harvest.ts';
export { type MetadataSourceOptions, metadataSource } from './harvest/metadata-source.ts';
export { type DatedPermission, type HostingOptions, hosting } from './hosting/hosting.ts';
export { type ArticleVersion, articleVersions, type HostingGrant, type HostingPermission, type VersionPermission } from './hosting/to-permission.ts';
export { type MetadataView, metadataViews } from './metadata/endpoint.ts';
export { type MetadataSearchOptions, searchMetadata } from './metadata/metadata-search.ts';
export { type MetadataQuestion, metadataQuery } from './metadata/query.ts';
export type { ObjectFile } from './object/endpoint.ts';
export { type ArticleObject, articleObject, articleObjects } from './object/object.ts';
export { type ScidirQuestion, scidirQuery } from './scidir/query.ts';
export { type ScidirOptions, searchScidir } from './scidir/scidir.ts';
export type { SearchQuestion } from './search/endpoint.ts';
export { type GetSearchOptions, type ScienceDirectSearchOptions, searchScienceDirect, searchScienceDirectByGet } from './search/search.ts';
export type { FoundWorks, SearchOptions } from './wire/search-results.ts';
