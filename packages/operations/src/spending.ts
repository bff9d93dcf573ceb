import type { ClientEvent, OnEvent } from '@scopekit/elsevier-http';

/** Counts the requests of one operation by API, refused and repeated ones included, and what is left. */
export function spending(also?: OnEvent) {
  const requests: Record<string, number> = {};
  const quotaLeft: Record<string, number> = {};
  let kept = 0;
  const onEvent = (event: ClientEvent) => {
    if (event.type === 'request') {
      requests[event.api] = (requests[event.api] ?? 0) + 1;
      if (event.remaining !== undefined) quotaLeft[event.api] = event.remaining;
    }
    if (event.type === 'cacheHit' && event.from === 'run') kept++;
    also?.(event);
  };
  return {
    requests,
    quotaLeft,
    onEvent,
    /** Answers that a run had paid for before. */
    get kept() {
      return kept;
    },
  };
}
