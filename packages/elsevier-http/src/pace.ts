import type { Ledger } from '@scopekit/store';
import type { Layer } from './call.ts';
import type { Clock } from './clock.ts';
import { errorFrom } from './error-from.ts';
import { bucketOf } from './keys.ts';

/**
 * Milliseconds between two slots.
 *
 * Evenly spaced slots put at most `perSecond` of them into any second; the surplus of 3.5 % keeps that true at the
 * server although timers and sockets delay single requests by up to 35 ms.
 */
export const slotMs = (perSecond: number): number => (1000 / perSecond) * 1.035;

const throttledForMs = 1_000;

/**
 * Holds a request until its reserved slot, and never sends two closer than 0.95 of the fair distance when a timer was late.
 * A throttling answer makes the bucket of key and API slower for a minute.
 */
export function pace({ ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock }): Layer {
  const earliest = new Map<string, number>();

  return async (request, next, call) => {
    const bucket = call.credential ? bucketOf(call.credential, call.api) : call.api;
    const distance = 950 / call.perSecond;
    await clock.sleep((call.startAt ?? 0) - clock.now(), call.signal);
    for (let wait = wanting(bucket); wait > 0; wait = wanting(bucket)) await clock.sleep(wait, call.signal);
    earliest.set(bucket, clock.now() + distance);
    const answer = await next(request, call);
    const now = clock.now();
    if (answer.status === 429 && errorFrom(answer, call.api, now)?.reason === 'throttled') await ledger.slow(bucket, { now, until: now + throttledForMs });
    return answer;
  };

  function wanting(bucket: string): number {
    return Math.ceil((earliest.get(bucket) ?? 0) - clock.now());
  }
}
