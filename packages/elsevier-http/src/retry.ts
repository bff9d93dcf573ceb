import type { Layer } from './call.ts';
import type { Clock } from './clock.ts';
import { ElsevierError } from './elsevier-error.ts';
import type { HttpAnswer } from './http.ts';
import { reasons } from './reasons.ts';

const firstMs = 500;
const longestMs = 8_000;
/** A week is the longest a server could mean. */
const longestAskedMs = 7 * 24 * 3600 * 1000;

export interface RetryOptions {
  readonly clock: Clock;
  readonly random: () => number;
  /** The least wait, in milliseconds, after an answer that found us too fast. */
  readonly throttledMs?: number;
  /** How often at most a failure of its reason is tried again, whatever `retries` allows; asked once for each failure. */
  readonly atMost?: (error: ElsevierError) => number;
}

/**
 * Sends again what may succeed the next time: broken connections, 5xx (500 twice at most), cut or foreign answers, throttling. Full jitter,
 * from half a second to eight. Never 400, 401, 403, 404, 413, 414 or a spent quota.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function retry({ clock, random, throttledMs = 1_000, atMost = () => Number.POSITIVE_INFINITY }: RetryOptions): Layer {
  return async (request, next, call) => {
    const times = new Map<string, number>();
    for (let attempt = 1; ; attempt++) {
      const outcome = await next(request, { ...call, attempt }).catch(elsevierErrorOnly);
      const error = outcome instanceof ElsevierError ? outcome : (call.errorOf(outcome) ?? call.check(outcome));
      if (!error) return outcome as HttpAnswer;
      // 500 is also how Scopus answers a query that it cannot carry out, and each try may cost quota
      const { retry: usually } = reasons[error.reason];
      const often = usually === 'always' && error.status === 500 ? 'twice' : usually;
      const usual = { never: 0, twice: Math.min(2, call.retries), always: call.retries }[often];
      const again = attempt <= usual && within(times, error.reason, atMost(error));
      const waitMs = waitBefore(attempt, error, outcome instanceof ElsevierError ? {} : outcome.headers);
      if (!again || call.signal.aborted) throw error;
      if (clock.now() + waitMs > call.deadline()) throw withRetryAt(error, clock.now() + waitMs);
      call.onEvent({ type: 'retry', api: call.api, reason: error.reason, waitMs, attempt, message: error.message });
      await clock.sleep(waitMs, call.signal);
    }
  };

  function waitBefore(attempt: number, error: ElsevierError, headers: Readonly<Record<string, string>>): number {
    const jitter = Math.round(random() * Math.min(longestMs, firstMs * 2 ** (attempt - 1)));
    const asked = Math.min(Number(headers['retry-after']) * 1000 || 0, longestAskedMs);
    return Math.max(asked, error.reason === 'throttled' ? throttledMs + jitter : jitter);
  }
}

/** Counts a failure of a reason; whether it may be tried again. */
function within(times: Map<string, number>, reason: string, most: number): boolean {
  const count = (times.get(reason) ?? 0) + 1;
  times.set(reason, count);
  return count <= most;
}

function elsevierErrorOnly(error: unknown): ElsevierError {
  if (error instanceof ElsevierError) return error;
  throw error;
}

function withRetryAt(error: ElsevierError, retryAt: number): ElsevierError {
  return new ElsevierError({ ...error, message: `${error.message} The time allowed for this request is over.`, cause: error.cause, retryAt });
}
