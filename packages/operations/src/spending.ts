import type { ClientEvent, OnEvent } from '@scopekit/elsevier-http';

/** Requests by API. */
export interface Spent {
  readonly requests: Readonly<Record<string, number>>;
  /** Of a run that was gone on with: answers that it had kept, by API. They were not asked for again. */
  readonly answersBefore?: Readonly<Record<string, number>>;
}

/** Counts the requests of one operation by API, refused and repeated ones included, and what is left. */
export function spending(also?: OnEvent) {
  const requests: Record<string, number> = {};
  const answersBefore: Record<string, number> = {};
  const quotaLeft: Record<string, number> = {};
  const onEvent = (event: ClientEvent) => {
    if (event.type === 'request') {
      requests[event.api] = (requests[event.api] ?? 0) + 1;
      if (event.remaining !== undefined) quotaLeft[event.api] = event.remaining;
    }
    if (event.type === 'cacheHit' && event.from === 'run') answersBefore[event.api] = (answersBefore[event.api] ?? 0) + 1;
    also?.(event);
  };
  return {
    requests,
    quotaLeft,
    onEvent,
    told: (): Spent => ({ requests, ...(Object.keys(answersBefore).length ? { answersBefore } : {}) }),
  };
}
