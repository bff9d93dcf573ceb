import type { Clock } from './clock.ts';

interface TimeAllowed {
  readonly over: AbortSignal;
  /** Milliseconds of the epoch; without an end until it has begun. */
  deadline(): number;
  begin(): void;
  forget(): void;
}

/** The time for one request with all its attempts and waits, which begins when the first attempt does. */
export function timeAllowed(clock: Clock, deadlineMs: number): TimeAllowed {
  const ended = new AbortController();
  let deadline = Number.POSITIVE_INFINITY;
  let timer: AbortSignal | undefined;
  const end = () => ended.abort(timer?.reason);
  return {
    over: ended.signal,
    deadline: () => deadline,
    begin(): void {
      if (timer) return;
      deadline = clock.now() + deadlineMs;
      timer = clock.after(deadlineMs);
      timer.addEventListener('abort', end, { once: true });
    },
    forget: () => timer?.removeEventListener('abort', end),
  };
}
