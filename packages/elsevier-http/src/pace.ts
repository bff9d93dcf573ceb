import type { Ledger } from '@scopekit/store';
import type { Call } from './call.ts';
import type { Clock } from './clock.ts';

/**
 * Milliseconds between two slots.
 *
 * Evenly spaced slots put at most `perSecond` of them into any second; the surplus of 3.5 % keeps that true at the
 * server although timers and sockets delay single requests by up to 35 ms.
 * A process that has hardly begun is later than that: code is loaded and a connection opened, so its first slots are wider.
 */
const slotMs = (perSecond: number, sent: number): number => (1000 / perSecond) * 1.035 * (sent < coldRequests ? 1.5 : 1);
const coldRequests = 2;

/** Who comes later than this has missed the slot and takes the next: so no two requests come closer than 0.95 of the fair distance, whichever process sends them. */
const lateMs = 9;
const slotsMissed = 5;
/** A flight is counted as under way at most this much longer than its attempt may take. */
const leaseSpareMs = 30_000;

export type Slot = { readonly flight: number } | { readonly restsUntil: number };

/** Hands out the slots of buckets: waits until the moment to send has come, one asker of a bucket after the other. */
export function createPace({ ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock }) {
  const queues = new Map<string, Promise<unknown>>();
  const earliest = new Map<string, number>();
  const sent = new Map<string, number>();

  async function take(bucket: string, { perSecond, timeoutMs, signal }: Call): Promise<Slot> {
    for (let missed = 0; ; missed++) {
      signal.throwIfAborted();
      const admission = await ledger.admit(bucket, {
        now: clock.now(),
        intervalMs: slotMs(perSecond, sent.get(bucket) ?? 0),
        leaseMs: timeoutMs + leaseSpareMs,
      });
      if ('restsUntil' in admission) return admission;
      if ('askAgainAt' in admission) {
        await clock.sleep(admission.askAgainAt - clock.now(), signal);
        continue;
      }
      const { flight, startAt } = admission;
      try {
        await clock.sleep(Math.round(startAt - clock.now()), signal);
        for (let wait = wanting(bucket); wait > 0; wait = wanting(bucket)) await clock.sleep(wait, signal);
      } catch (error) {
        await ledger.land(bucket, flight, { now: clock.now() });
        throw error;
      }
      if (clock.now() - startAt <= lateMs || missed >= slotsMissed) {
        earliest.set(bucket, clock.now() + 950 / perSecond);
        sent.set(bucket, (sent.get(bucket) ?? 0) + 1);
        return { flight };
      }
      await ledger.land(bucket, flight, { now: clock.now() });
    }
  }

  const wanting = (bucket: string): number => Math.round((earliest.get(bucket) ?? 0) - clock.now());

  return (bucket: string, call: Call): Promise<Slot> => {
    const mine = (queues.get(bucket) ?? Promise.resolve()).then(() => take(bucket, call));
    queues.set(
      bucket,
      mine.catch(() => {}),
    );
    return mine;
  };
}
