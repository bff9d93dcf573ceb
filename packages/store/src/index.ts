export { type Cache, type CachedAnswer, memoryCache } from './cache.ts';
export { type Admission, type Ledger, memoryLedger, type Standing } from './ledger.ts';
