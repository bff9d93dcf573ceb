/** Answers worth keeping. Keys are digests made by the caller; values hold no secret. */
export interface Cache {
  /** `undefined` when there is none, or none younger than `maxAgeMs`. */
  get(key: string, ask: { readonly now: number; readonly maxAgeMs: number }): Promise<CachedAnswer | undefined>;
  /** `group` is what `info` counts by; `freshMs` how long the answer is worth its place. */
  set(key: string, answer: CachedAnswer, about?: { readonly group?: string; readonly freshMs?: number }): Promise<void>;
  /** Whether the caller may ask for this answer; not while another process has said that it does, until then at most. */
  claim(key: string, ask: { readonly now: number; readonly until: number }): Promise<boolean>;
  /** The caller has asked, whatever came of it. */
  release(key: string): Promise<void>;
  info(now: number): Promise<readonly CacheGroup[]>;
  /** Forgets what is no longer fresh, or what is older than so many milliseconds; gives the number of answers. */
  prune(ask: { readonly now: number; readonly olderThanMs?: number }): Promise<number>;
  clear(): Promise<number>;
}

export interface CachedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Milliseconds of the epoch. */
  readonly storedAt: number;
}

export interface CacheGroup {
  readonly group: string;
  readonly answers: number;
  readonly bytes: number;
  /** Answers that are no longer fresh. */
  readonly stale: number;
  /** Milliseconds of the epoch. */
  readonly oldestAt: number;
  readonly newestAt: number;
}

interface Kept extends CachedAnswer {
  readonly group: string;
  readonly freshUntil: number;
}

/** A cache of this process that holds at most `maxBytes` of bodies and forgets the longest unused first. */
export function memoryCache({ maxBytes = 32 * 1024 * 1024 }: { readonly maxBytes?: number } = {}): Cache {
  const answers = new Map<string, Kept>();
  let bytes = 0;

  function remove(key: string): void {
    bytes -= answers.get(key)?.body.byteLength ?? 0;
    answers.delete(key);
  }

  function removeAll(which: (kept: Kept) => boolean): number {
    const gone = [...answers].filter(([, kept]) => which(kept));
    for (const [key] of gone) remove(key);
    return gone.length;
  }

  return {
    async get(key, { now, maxAgeMs }) {
      const kept = answers.get(key);
      if (!kept || now - kept.storedAt > maxAgeMs) return undefined;
      answers.delete(key);
      answers.set(key, kept);
      const { status, headers, body, storedAt } = kept;
      return { status, headers, body, storedAt };
    },
    async set(key, answer, { group = '', freshMs = Number.POSITIVE_INFINITY } = {}) {
      remove(key);
      if (answer.body.byteLength > maxBytes) return;
      answers.set(key, { ...answer, group, freshUntil: answer.storedAt + freshMs });
      bytes += answer.body.byteLength;
      for (const oldest of answers.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldest);
      }
    },
    claim: async () => true,
    release: async () => {},
    async info(now) {
      return [...Map.groupBy(answers.values(), ({ group }) => group)].map(([group, kept]) => ({
        group,
        answers: kept.length,
        bytes: kept.reduce((sum, { body }) => sum + body.byteLength, 0),
        stale: kept.filter(({ freshUntil }) => freshUntil <= now).length,
        oldestAt: Math.min(...kept.map(({ storedAt }) => storedAt)),
        newestAt: Math.max(...kept.map(({ storedAt }) => storedAt)),
      }));
    },
    prune: async ({ now, olderThanMs }) =>
      removeAll(({ storedAt, freshUntil }) => (olderThanMs === undefined ? freshUntil <= now : now - storedAt > olderThanMs)),
    clear: async () => removeAll(() => true),
  };
}
