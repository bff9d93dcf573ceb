import { admitted, type Bucket, freshBucket, landed, rested, slowed, standingOf, type Told } from './bucket.ts';

/** What one key may still ask of one API, and when. Buckets are named by the caller and never by a secret. */
export interface Ledger {
  /**
   * Reserves the next slot of a bucket, or says until when it rests: pace, remaining quota and rest in one atomic step.
   * Every flight that is admitted must land; one that does not (its process died) is forgotten after its lease.
   */
  admit(bucket: string, ask: { readonly now: number; readonly intervalMs: number; readonly leaseMs?: number }): Promise<Admission>;
  /** An admitted request has ended, with what its answer told. Within one window the least `remaining` is believed; a new `resetAt` begins a new window. */
  land(bucket: string, flight: number, told: Told): Promise<void>;
  /** Nothing more is admitted before `until`. */
  rest(bucket: string, until: number): Promise<void>;
  /** The server found us too fast: no slot before `until`, and slots a quarter further apart for a minute. */
  slow(bucket: string, ask: { readonly now: number; readonly until: number }): Promise<void>;
  standing(bucket: string): Promise<Standing | undefined>;
  /** Remembers what a key may see (views, page size, cursor), so that it is found out once. */
  learn(key: string, fact: string, value: string): Promise<void>;
  learnt(key: string, fact: string): Promise<string | undefined>;
}

/** `startAt`: milliseconds of the epoch before which the request must not be sent. `askAgainAt`: others have the next slots. */
export type Admission = { readonly startAt: number; readonly flight: number } | { readonly restsUntil: number } | { readonly askAgainAt: number };

/** Times are milliseconds of the epoch. */
export interface Standing {
  readonly limit?: number;
  readonly remaining?: number;
  readonly resetAt?: number;
  readonly restsUntil?: number;
  /** When an answer last told. */
  readonly seenAt?: number;
}

/** Where buckets and facts are kept. `change` is atomic, whoever else changes the same bucket. */
export interface Shelves {
  change<T>(bucket: string, by: (before: Bucket) => readonly [after: Bucket, result: T]): T;
  bucket(name: string): Bucket | undefined;
  setFact(name: string, value: string): void;
  fact(name: string): string | undefined;
}

const defaultLeaseMs = 90_000;

/** The one way a ledger works, wherever its buckets are kept. */
export function ledgerOn({ change, bucket, setFact, fact }: Shelves): Ledger {
  const factName = (key: string, name: string) => JSON.stringify([key, name]);
  return {
    admit: async (name, { leaseMs = defaultLeaseMs, ...ask }) => change(name, (before) => admitted(before, { ...ask, leaseMs })),
    land: async (name, flight, told) => change(name, (before) => [landed(before, flight, told), undefined]),
    rest: async (name, until) => change(name, (before) => [rested(before, until), undefined]),
    slow: async (name, ask) => change(name, (before) => [slowed(before, ask), undefined]),
    standing: async (name) => {
      const known = bucket(name);
      return known && standingOf(known);
    },
    learn: async (key, name, value) => setFact(factName(key, name), value),
    learnt: async (key, name) => fact(factName(key, name)),
  };
}

/** A ledger of this process: forgotten when it ends. */
export function memoryLedger(): Ledger {
  const buckets = new Map<string, Bucket>();
  const facts = new Map<string, string>();
  return ledgerOn({
    change(name, by) {
      const [after, result] = by(buckets.get(name) ?? freshBucket);
      buckets.set(name, after);
      return result;
    },
    bucket: (name) => buckets.get(name),
    setFact: (name, value) => void facts.set(name, value),
    fact: (name) => facts.get(name),
  });
}
