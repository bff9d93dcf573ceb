export { type AbstractOptions, type AbstractsOptions, identifierOf, type Retrieved } from './abstract/abstract.ts';
export { type AbstractView, abstractViews } from './abstract/endpoint.ts';
export { decodeAbstract, decodeSearch } from './decode.ts';
export { createScopus, type Scopus, type ScopusApi, type ScopusOptions, scopusApis } from './scopus.ts';
export { type SearchView, searchViews } from './search/endpoint.ts';
export type { FoundPage, Search, SearchOptions } from './search/search.ts';
