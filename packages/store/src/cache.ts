/** Answers worth keeping. Keys are digests made by the caller; values hold no secret. */
export interface Cache {
  /** `undefined` when there is none, or none younger than `maxAgeMs`. */
  get(key: string, ask: { readonly now: number; readonly maxAgeMs: number }): Promise<CachedAnswer | undefined>;
  set(key: string, answer: CachedAnswer): Promise<void>;
}

export interface CachedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Milliseconds of the epoch. */
  readonly storedAt: number;
}

/** A cache of this process that holds at most `maxBytes` of bodies and forgets the longest unused first. */
export function memoryCache({ maxBytes = 32 * 1024 * 1024 }: { readonly maxBytes?: number } = {}): Cache {
  const answers = new Map<string, CachedAnswer>();
  let bytes = 0;

  function remove(key: string): void {
    bytes -= answers.get(key)?.body.byteLength ?? 0;
    answers.delete(key);
  }

  return {
    async get(key, { now, maxAgeMs }) {
      const answer = answers.get(key);
      if (!answer || now - answer.storedAt > maxAgeMs) return undefined;
      answers.delete(key);
      answers.set(key, answer);
      return answer;
    },
    async set(key, answer) {
      remove(key);
      if (answer.body.byteLength > maxBytes) return;
      answers.set(key, answer);
      bytes += answer.body.byteLength;
      for (const oldest of answers.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldest);
      }
    },
  };
}
