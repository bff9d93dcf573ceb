import type { ClientEvent, OnEvent } from '@scopekit/elsevier-http';

/** Counts the requests of one operation by API, refused and repeated ones included, and what is left. */
export function spending(also?: OnEvent) {
  const requests: Record<string, number> = {};
  const quotaLeft: Record<string, number> = {};
  const onEvent = (event: ClientEvent) => {
    if (event.type === 'request') {
      requests[event.api] = (requests[event.api] ?? 0) + 1;
      if (event.remaining !== undefined) quotaLeft[event.api] = event.remaining;
    }
    also?.(event);
  };
  return { requests, quotaLeft, onEvent };
}
