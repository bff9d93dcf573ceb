/** Time that passes only by sleeping. */
export interface FakeClock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  after(ms: number): AbortSignal;
  advance(ms: number): void;
  /** How long each sleep was. */
  readonly slept: number[];
}

/** A clock for tests, which tells whole milliseconds as the real one: sleeping takes no time and moves it on; what was set to happen by then happens. */
export function fakeClock(start = Date.UTC(2026, 0, 5)): FakeClock {
  let now = start;
  const slept: number[] = [];
  const due: { at: number; abort: () => void }[] = [];
  const advance = (ms: number) => {
    now += ms;
    for (const { at, abort } of due) if (at <= now) abort();
  };
  return {
    now: () => Math.ceil(now),
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      if (ms > 0) {
        slept.push(ms);
        advance(ms);
      }
      await Promise.resolve();
      signal?.throwIfAborted();
    },
    after: (ms) => {
      const controller = new AbortController();
      due.push({ at: now + ms, abort: () => controller.abort(new DOMException('The time is over.', 'TimeoutError')) });
      return controller.signal;
    },
    advance,
    slept,
  };
}
