import type { Cache } from '@scopekit/store';
import type { Layer } from './call.ts';
import type { Clock } from './clock.ts';
import { digestOf } from './digest.ts';
import { errorFrom } from './error-from.ts';

/** Answers again from what is kept. Only what was asked for is kept: no error, no refusal, no answer of 401 or 403. */
export function cached({ cache, clock, fingerprint }: { readonly cache: Cache; readonly clock: Clock; readonly fingerprint: string }): Layer {
  return async (request, next, call) => {
    const key = digestOf(request, call, fingerprint);
    const kept = call.refresh ? undefined : await cache.get(key, { now: clock.now(), maxAgeMs: call.freshMs });
    if (kept) {
      call.onEvent({ type: 'cached', api: call.api, url: request.url, storedAt: kept.storedAt });
      return { ...kept, url: request.url };
    }
    const answer = await next(request, call);
    const now = clock.now();
    if (answer.status === 200 && !errorFrom(answer, call.api, now))
      await cache.set(key, { status: 200, headers: answer.headers, body: answer.body.slice(), storedAt: now });
    return answer;
  };
}
