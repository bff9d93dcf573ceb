export { type Cache, type CachedAnswer, type CacheGroup, memoryCache } from './cache.ts';
export { type Admission, type Ledger, memoryLedger, type Standing } from './ledger.ts';
export { memoryRuns, type OpenRun, type Run, type RunState, type Runs } from './runs.ts';
export { memoryShelf, type Shelf, type ShelfRecord, type Shelved } from './shelf.ts';
export { type SqliteCacheOptions, sqliteCache } from './sqlite/cache.ts';
export { sqliteShelf } from './sqlite/shelf.ts';
export { type State, sqliteState } from './sqlite/state.ts';
export { StoreError, type StoreFault } from './store-error.ts';
