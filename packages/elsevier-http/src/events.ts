import type { ReasonName } from './reasons.ts';

/** What happens on the way, for progress and `--debug`. No secret is in it; times are milliseconds of the epoch. */
export type ClientEvent =
  | {
      readonly type: 'request';
      readonly api: string;
      readonly method: string;
      readonly url: string;
      readonly status?: number;
      readonly reason?: string;
      readonly ms: number;
      readonly attempt: number;
      readonly key?: string;
      readonly remaining?: number;
      /** How far the server's clock is ahead of ours, to the second. */
      readonly aheadMs?: number;
    }
  | { readonly type: 'retry'; readonly api: string; readonly reason: string; readonly waitMs: number; readonly attempt: number; readonly message: string }
  /** A key is set aside: its week is spent, or it is refused. `next` is the one that goes on, if there is one. */
  | { readonly type: 'keySwitch'; readonly why: 'spent'; readonly api: string; readonly key: string; readonly until: number; readonly next?: string }
  | { readonly type: 'keySwitch'; readonly why: 'refused'; readonly api: string; readonly key: string; readonly message: string; readonly next?: string }
  /** What an answer told about the week of its key. */
  | { readonly type: 'quota'; readonly api: string; readonly key: string; readonly limit?: number; readonly remaining?: number; readonly resetAt?: number }
  /** Answered without a request, from the cache or from what the run had paid for. */
  | { readonly type: 'cacheHit'; readonly api: string; readonly url: string; readonly storedAt: number; readonly from: 'cache' | 'run' }
  /** Elsevier could not be asked, for this reason, and what is kept had to do. */
  | { readonly type: 'stale'; readonly api: string; readonly url: string; readonly storedAt: number; readonly reason: ReasonName }
  /** All keys are spent, and the asker wants to wait. */
  | { readonly type: 'waiting'; readonly api: string; readonly until: number }
  /** Answers cannot be kept any longer; asking goes on. */
  | { readonly type: 'cacheFailed'; readonly message: string };

export type OnEvent = (event: ClientEvent) => void;
