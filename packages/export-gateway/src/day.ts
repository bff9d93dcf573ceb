import { type Clock, ElsevierError } from '@scopekit/elsevier-http';
import type { Ledger } from '@scopekit/store';
import { limits } from './limits.ts';

const bucket = 'gateway works a day';
const dayMs = 24 * 3600 * 1000;
/** What lands here was never in flight: the bucket counts works, not requests. */
const noFlight = -1;

/** Counts the works of all exports of this machine: a day begins with its first export. */
export function dayCount(ledger: Ledger, clock: Clock) {
  async function left(): Promise<{ readonly works: number; readonly resetAt: number }> {
    const { remaining = limits.worksADay, resetAt = 0 } = (await ledger.standing(bucket)) ?? {};
    return resetAt > clock.now() ? { works: remaining, resetAt } : { works: limits.worksADay, resetAt: clock.now() + dayMs };
  }
  return {
    left,
    /**
     * Counts works that are about to be asked for: what breaks afterwards stays counted.
     *
     * @throws ElsevierError `quota-exceeded` when there is no room for them today.
     */
    async take(works: number): Promise<void> {
      const { works: remaining, resetAt } = await left();
      if (works > remaining)
        throw new ElsevierError({
          reason: 'quota-exceeded',
          message: `${limits.worksADay.toLocaleString('en')} works a day are exported at most, and ${remaining ? `only ${remaining} are` : 'none is'} left until ${new Date(resetAt).toISOString()}.`,
          next: 'Go on then; or ask the API, which has a quota of its own: scopekit search.',
          retryAt: resetAt,
        });
      await ledger.land(bucket, noFlight, { now: clock.now(), limit: limits.worksADay, remaining: remaining - works, resetAt });
    },
  };
}
