/** What one key may still ask of one API, and when. Buckets are named by the caller and never by a secret. */
export interface Ledger {
  /**
   * Reserves the next slot of a bucket, or says until when it rests: pace, remaining quota and rest in one atomic step.
   *
   * @returns `startAt`, milliseconds of the epoch, before which the request must not be sent; slots are `intervalMs` apart.
   */
  admit(bucket: string, ask: { readonly now: number; readonly intervalMs: number }): Promise<Admission>;
  /** What an answer told about the bucket. Within one window the smallest `remaining` is believed; a new `resetAt` begins a new window. */
  observe(bucket: string, seen: { readonly now: number; readonly limit?: number; readonly remaining?: number; readonly resetAt?: number }): Promise<void>;
  /** An admitted request got no answer at all: it is not counted as spent. */
  unspent(bucket: string): Promise<void>;
  /** Nothing more is admitted before `until`. */
  rest(bucket: string, until: number): Promise<void>;
  /** The server found us too fast: no slot before `until`, and slots a quarter further apart for a minute. */
  slow(bucket: string, ask: { readonly now: number; readonly until: number }): Promise<void>;
  standing(bucket: string): Promise<Standing | undefined>;
  /** Remembers what a key may see (views, page size, cursor), so that it is found out once. */
  learn(key: string, fact: string, value: string): Promise<void>;
  learnt(key: string, fact: string): Promise<string | undefined>;
}

export type Admission = { readonly startAt: number } | { readonly restsUntil: number };

/** Times are milliseconds of the epoch. */
export interface Standing {
  readonly limit?: number;
  readonly remaining?: number;
  readonly resetAt?: number;
  readonly restsUntil?: number;
  /** When an answer last told. */
  readonly seenAt?: number;
}

interface Bucket {
  nextSlot: number;
  slowUntil: number;
  limit?: number;
  remaining?: number;
  resetAt?: number;
  restsUntil?: number;
  seenAt?: number;
}

const slowForMs = 60_000;
const slowBy = 1.25;

/** A ledger of this process: forgotten when it ends. */
export function memoryLedger(): Ledger {
  const buckets = new Map<string, Bucket>();
  const facts = new Map<string, string>();
  const at = (name: string): Bucket => {
    const bucket = buckets.get(name) ?? { nextSlot: 0, slowUntil: 0 };
    buckets.set(name, bucket);
    return bucket;
  };

  return {
    async admit(name, { now, intervalMs }) {
      const bucket = at(name);
      if (bucket.resetAt !== undefined && bucket.resetAt <= now) bucket.remaining = undefined;
      const restsUntil = bucket.remaining === 0 ? Math.max(bucket.resetAt ?? 0, bucket.restsUntil ?? 0) : bucket.restsUntil;
      if (restsUntil !== undefined && restsUntil > now) return { restsUntil };
      const startAt = Math.max(now, bucket.nextSlot);
      bucket.nextSlot = startAt + intervalMs * (startAt < bucket.slowUntil ? slowBy : 1);
      if (bucket.remaining !== undefined && bucket.remaining > 0) bucket.remaining--;
      return { startAt };
    },
    async observe(name, { now, limit, remaining, resetAt }) {
      const bucket = at(name);
      if (limit === undefined && remaining === undefined && resetAt === undefined) return;
      const sameWindow = resetAt === undefined || bucket.resetAt === undefined || Math.abs(resetAt - bucket.resetAt) < 60_000;
      bucket.remaining =
        remaining === undefined ? bucket.remaining : sameWindow && bucket.remaining !== undefined ? Math.min(bucket.remaining, remaining) : remaining;
      bucket.limit = limit ?? bucket.limit;
      bucket.resetAt = resetAt ?? bucket.resetAt;
      bucket.seenAt = now;
      if (remaining) bucket.restsUntil = undefined;
    },
    async unspent(name) {
      const bucket = at(name);
      if (bucket.remaining !== undefined) bucket.remaining++;
    },
    async rest(name, until) {
      at(name).restsUntil = until;
    },
    async slow(name, { now, until }) {
      const bucket = at(name);
      bucket.nextSlot = Math.max(bucket.nextSlot, until);
      bucket.slowUntil = now + slowForMs;
    },
    async standing(name) {
      const bucket = buckets.get(name);
      if (!bucket) return undefined;
      const { limit, remaining, resetAt, restsUntil, seenAt } = bucket;
      return { limit, remaining, resetAt, restsUntil, seenAt };
    },
    async learn(key, fact, value) {
      facts.set(JSON.stringify([key, fact]), value);
    },
    async learnt(key, fact) {
      return facts.get(JSON.stringify([key, fact]));
    },
  };
}
