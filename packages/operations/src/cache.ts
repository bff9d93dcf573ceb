import { ElsevierError } from '@scopekit/elsevier-http';
import type { CacheGroup } from '@scopekit/store';
import { z } from 'zod';
import { ageIn } from './config.ts';
import type { Operation } from './operation.ts';
import { stateTold } from './resumed.ts';

const CacheInput = z.object({
  action: z.enum(['info', 'prune', 'clear']).default('info').describe('Tell what is kept; forget what is no longer fresh; forget all'),
  olderThan: z.string().optional().describe('With prune: forget answers older than this, e.g. 12h or 30d'),
});

/** What is kept of one API; times are ISO 8601. */
interface CacheLine extends Pick<CacheGroup, 'answers' | 'bytes' | 'stale'> {
  readonly api: string;
  readonly oldestAt: string;
  readonly newestAt: string;
}

export interface CacheResult {
  /** The file, where there is one. */
  readonly folder?: string;
  readonly apis: readonly CacheLine[];
  /** Answers that were forgotten now. */
  readonly removed: number;
}

/** Answers that are kept, so that the same question costs nothing. */
export const cache: Operation<typeof CacheInput, CacheResult> = {
  name: 'cache',
  description: 'Tell which answers are kept, or forget them.',
  input: CacheInput,
  async run({ action, olderThan }, { cache: kept, clock, config }) {
    if (olderThan !== undefined && action !== 'prune')
      throw new ElsevierError({
        reason: 'bad-input',
        message: `--older-than goes with prune, not with ${action}.`,
        next: `scopekit cache prune --older-than ${olderThan}`,
      });
    const now = clock.now();
    const olderThanMs = ageIn('--older-than', olderThan);
    const removed = await stateTold(async () => (action === 'prune' ? kept?.prune({ now, olderThanMs }) : action === 'clear' ? kept?.clear() : 0));
    const groups = await stateTold(async () => (await kept?.info(now)) ?? []);
    const at = (ms: number) => new Date(ms).toISOString();
    return {
      folder: config.cacheFolder,
      apis: groups.map(({ group, answers, bytes, stale, oldestAt, newestAt }) => ({
        api: group,
        answers,
        bytes,
        stale,
        oldestAt: at(oldestAt),
        newestAt: at(newestAt),
      })),
      removed: removed ?? 0,
    };
  },
};
