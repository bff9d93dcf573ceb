import type { Admission, Standing } from './ledger.ts';

/** A request that was admitted and has not landed. */
interface Flight {
  readonly id: number;
  /** It is counted no longer than this: its process may have died. */
  readonly until: number;
  /** What was left when it was admitted, and in which window. */
  readonly least?: number;
  readonly resetAt?: number;
}

/** What is known of one key and API. A plain value, so that one process or many can keep it. */
export interface Bucket {
  readonly nextSlot: number;
  readonly slowUntil: number;
  readonly flights: readonly Flight[];
  readonly lastFlight: number;
  readonly limit?: number;
  /** The least that answers of this window told. */
  readonly least?: number;
  readonly resetAt?: number;
  readonly restsUntil?: number;
  readonly seenAt?: number;
}

export const freshBucket: Bucket = { nextSlot: 0, slowUntil: 0, flights: [], lastFlight: 0 };

const slowForMs = 60_000;
const slowBy = 1.25;
/** Slots are given this far ahead and no further: who dies with many of them reserved must not hold up the others. */
const horizonMs = 2_000;
/** A slot further ahead than this was given by a clock that ran ahead. */
const farMs = 60_000;
/** Two tellings of the same reset differ by rounding and clocks. */
const sameWindowMs = 60_000;

/**
 * The next slot, or why there is none. What is left is the least that was told, less the requests under way: the server
 * has counted some of them already, so this is never too much, and exact whenever none is.
 */
export function admitted(bucket: Bucket, { now, intervalMs, leaseMs }: { now: number; intervalMs: number; leaseMs: number }): [Bucket, Admission] {
  const flights = bucket.flights.filter(({ until }) => until > now);
  const least = bucket.resetAt !== undefined && bucket.resetAt <= now ? undefined : bucket.least;
  const spent = least !== undefined && least - flights.length <= 0;
  const restsUntil = spent ? Math.max(bucket.resetAt ?? 0, bucket.restsUntil ?? 0) : bucket.restsUntil;
  if (restsUntil !== undefined && restsUntil > now) return [bucket, { restsUntil }];
  const next = bucket.nextSlot > now + farMs ? now : bucket.nextSlot;
  if (next > now + horizonMs) return [bucket, { askAgainAt: next - horizonMs / 2 }];
  const startAt = Math.max(now, next);
  const flight = { id: bucket.lastFlight + 1, until: startAt + leaseMs, least, resetAt: bucket.resetAt };
  const nextSlot = startAt + intervalMs * (startAt < bucket.slowUntil ? slowBy : 1);
  return [
    { ...bucket, least, nextSlot, flights: [...flights, flight], lastFlight: flight.id },
    { startAt, flight: flight.id },
  ];
}

export interface Told {
  readonly now: number;
  readonly limit?: number;
  readonly remaining?: number;
  readonly resetAt?: number;
}

/** A flight has ended, with what its answer told if there was one. An answer that tells nothing counts as not spent. */
export function landed(bucket: Bucket, id: number, { now, limit, remaining, resetAt }: Told): Bucket {
  const flight = bucket.flights.find((one) => one.id === id);
  const flights = bucket.flights.filter((one) => one.id !== id && one.until > now);
  if (limit === undefined && remaining === undefined && resetAt === undefined) return { ...bucket, flights };
  const same = (one: number | undefined, other: number | undefined) => one === undefined || other === undefined || Math.abs(one - other) < sameWindowMs;
  const before = same(resetAt, bucket.resetAt) ? bucket.least : undefined;
  const atMost = flight?.least !== undefined && same(flight.resetAt, resetAt ?? bucket.resetAt) ? flight.least - 1 : undefined;
  const least = remaining === undefined ? bucket.least : Math.max(0, Math.min(remaining, before ?? remaining, atMost ?? remaining));
  return {
    ...bucket,
    flights,
    least,
    limit: limit ?? bucket.limit,
    resetAt: resetAt ?? bucket.resetAt,
    seenAt: now,
    restsUntil: remaining ? undefined : bucket.restsUntil,
  };
}

export const rested = (bucket: Bucket, until: number): Bucket => ({ ...bucket, restsUntil: until });

export const slowed = (bucket: Bucket, { now, until }: { now: number; until: number }): Bucket => ({
  ...bucket,
  nextSlot: Math.max(bucket.nextSlot, until),
  slowUntil: now + slowForMs,
});

export const standingOf = ({ limit, least, resetAt, restsUntil, seenAt }: Bucket): Standing => ({ limit, remaining: least, resetAt, restsUntil, seenAt });
