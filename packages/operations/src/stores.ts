import { join } from 'node:path';
import { type Cache, type Ledger, memoryCache, memoryLedger, memoryRuns, type Runs, sqliteCache, sqliteState } from '@scopekit/store';
import type { Config } from './config.ts';

export const stateIn = (folder: string) => sqliteState({ path: join(folder, 'state.db') });
export const cacheIn = (folder: string) => sqliteCache({ path: join(folder, 'cache.db') });

export interface Stores {
  readonly ledger: Ledger;
  readonly runs: Runs;
  readonly cache: Cache;
  close(): void;
}

/** What several of them share: in files where the configuration has folders for them, else of this process. */
export function openStores({ stateFolder, cacheFolder }: Pick<Config, 'stateFolder' | 'cacheFolder'>): Stores {
  const state = stateFolder === undefined ? { ledger: memoryLedger(), runs: memoryRuns(), close() {} } : stateIn(stateFolder);
  const cache = cacheFolder === undefined ? { ...memoryCache(), close() {} } : cacheIn(cacheFolder);
  return {
    ledger: state.ledger,
    runs: state.runs,
    cache,
    close() {
      state.close();
      cache.close();
    },
  };
}
