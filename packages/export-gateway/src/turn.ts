import type { Clock, Layer } from '@scopekit/elsevier-http';
import type { Ledger } from '@scopekit/store';
import { limits, pauseMs } from './limits.ts';

/** Another process waits at most this long for one that died in the middle of a request. */
const heldMs = 5_000;
const renewEveryMs = 2_000;

/**
 * One request at a time, of all processes of this machine, and two to three seconds from the end of one to the beginning of
 * the next. Who asks has the bucket rest while the request is under way, and longer after it.
 */
export function createTurn({ ledger, clock, random }: { readonly ledger: Ledger; readonly clock: Clock; readonly random: () => number }) {
  let last: Promise<unknown> = Promise.resolve();
  const [, most] = limits.pauseMs;

  async function free(bucket: string, leaseMs: number, signal: AbortSignal): Promise<number> {
    for (;;) {
      signal.throwIfAborted();
      const now = clock.now();
      const admission = await ledger.admit(bucket, { now, intervalMs: most, leaseMs });
      if ('restsUntil' in admission) {
        // longer than anybody rests: told by a clock that ran ahead
        if (admission.restsUntil - now > 2 * heldMs) await ledger.rest(bucket, now);
        else await clock.sleep(admission.restsUntil - now, signal);
      } else if ('askAgainAt' in admission) await clock.sleep(admission.askAgainAt - now, signal);
      else {
        const { flight, startAt } = admission;
        try {
          await clock.sleep(startAt - clock.now(), signal);
        } catch (error) {
          await ledger.land(bucket, flight, { now: clock.now() });
          throw error;
        }
        const { restsUntil = 0 } = (await ledger.standing(bucket)) ?? {};
        if (restsUntil <= clock.now() || restsUntil - clock.now() > 2 * heldMs) return flight;
        await ledger.land(bucket, flight, { now: clock.now() });
      }
    }
  }

  async function inTurn<T>(bucket: string, leaseMs: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const flight = await free(bucket, leaseMs, signal);
    const hold = () => ledger.rest(bucket, clock.now() + heldMs);
    await hold();
    const renewing = setInterval(() => void hold().catch(() => {}), renewEveryMs);
    try {
      return await work();
    } finally {
      clearInterval(renewing);
      await ledger.land(bucket, flight, { now: clock.now() });
      await ledger.rest(bucket, clock.now() + pauseMs(random));
    }
  }

  /** @param stop ends the wait, but not a request that is under way. */
  return (stop: AbortSignal | undefined): Layer =>
    (request, next, call) => {
      call.onSent();
      const waiting = stop ? AbortSignal.any([call.signal, stop]) : call.signal;
      const bucket = `gateway ${new URL(request.url).host}`;
      const mine = last.then(() => inTurn(bucket, call.timeoutMs, waiting, () => next(request, call)));
      last = mine.catch(() => {});
      return mine;
    };
}
