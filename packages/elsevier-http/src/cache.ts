import { type Cache, type CachedAnswer, StoreError } from '@scopekit/store';
import type { Call, Layer } from './call.ts';
import type { Clock } from './clock.ts';
import { digestOf } from './digest.ts';
import { ElsevierError } from './elsevier-error.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import type { ReasonName } from './reasons.ts';

/** How long it is remembered that something is not found. */
const notFoundForMs = 3_600_000;

/** An asker is waited for by those who want the same for one attempt and so much more; then it is taken for dead. */
const claimMs = 5_000;
const askAgainMs = 100;

/** Failures after which an old answer is better than none, if the asker thinks so. */
const outages: ReadonlySet<ReasonName> = new Set(['server', 'network', 'timeout', 'throttled', 'quota-exceeded']);

/**
 * Answers again from what is kept. Only what was asked for is kept, and for an hour that something is not found: no
 * refusal, no answer of 401 or 403. What another process is asking already is waited for. A cache that fails is done without, and told once.
 */
export function cached({ cache, clock, fingerprint }: { readonly cache: Cache | undefined; readonly clock: Clock; readonly fingerprint: string }): Layer {
  let usable = cache;

  async function trying<T>(call: Call, work: (cache: Cache) => Promise<T>): Promise<T | undefined> {
    try {
      return usable && (await work(usable));
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      if (usable) call.onEvent({ type: 'cacheFailed', message: `${error.message} Answers are not kept from here on.` });
      usable = undefined;
      return undefined;
    }
  }

  async function find(key: string, call: Call): Promise<CachedAnswer | undefined> {
    if (call.refresh && !call.offline) return undefined;
    const maxAgeMs = call.offline ? Number.POSITIVE_INFINITY : call.freshMs;
    const found = await trying(call, (open) => open.get(key, { now: clock.now(), maxAgeMs }));
    return found?.status === 404 && !call.offline && clock.now() - found.storedAt > notFoundForMs ? undefined : found;
  }

  const release = (key: string, call: Call) => trying(call, (open) => open.release(key));

  /** What is kept, or nothing when it is ours to ask, and then to release. */
  async function turn(key: string, call: Call): Promise<CachedAnswer | undefined> {
    for (;;) {
      const now = clock.now();
      const ours = (await trying(call, (open) => open.claim(key, { now, until: now + call.timeoutMs + claimMs }))) ?? true;
      const found = await find(key, call);
      if (found && ours) await release(key, call);
      if (found || ours) return found;
      await clock.sleep(askAgainMs, call.signal);
    }
  }

  async function insteadOf(error: unknown, key: string, { url }: HttpRequest, call: Call): Promise<HttpAnswer> {
    if (!call.allowStale || !(error instanceof ElsevierError) || !outages.has(error.reason)) throw error;
    const found = await trying(call, (open) => open.get(key, { now: clock.now(), maxAgeMs: Number.POSITIVE_INFINITY }));
    if (found?.status !== 200) throw error;
    call.onEvent({ type: 'stale', api: call.api, url, storedAt: found.storedAt, reason: error.reason });
    return { ...found, url, answeredAt: found.storedAt, stale: true };
  }

  return async (request, next, call) => {
    if (call.kept === false) {
      if (call.offline) throw notKept(request, call);
      return next(request, call);
    }
    const key = digestOf(request, call, fingerprint);
    const found = (await find(key, call)) ?? (call.refresh || call.offline ? undefined : await turn(key, call));
    if (found) {
      call.onEvent({ type: 'cacheHit', api: call.api, url: request.url, storedAt: found.storedAt, from: 'cache' });
      const answer = { ...found, url: request.url, answeredAt: found.storedAt };
      if (found.status === 404) throw call.errorOf(answer) ?? notKept(request, call);
      return answer;
    }
    if (call.offline) throw notKept(request, call);
    const keep = (answer: CachedAnswer, freshMs: number) => trying(call, (open) => open.set(key, answer, { group: call.api, freshMs }));
    try {
      const answer = await next(request, call);
      if (answer.status === 200 && !call.errorOf(answer))
        await keep({ status: 200, headers: answer.headers, body: answer.body.slice(), storedAt: answer.answeredAt ?? clock.now() }, call.freshMs);
      return answer;
    } catch (error) {
      if (error instanceof ElsevierError && error.reason === 'not-found') await keep(notFound(clock.now()), notFoundForMs);
      return await insteadOf(error, key, request, call);
    } finally {
      await release(key, call);
    }
  };
}

const notFoundBody = JSON.stringify({
  'service-error': { status: { statusCode: 'RESOURCE_NOT_FOUND', statusText: 'The resource specified cannot be found (as answered within the last hour).' } },
});
const notFound = (storedAt: number): CachedAnswer => ({ status: 404, headers: {}, body: new TextEncoder().encode(notFoundBody), storedAt });

const notKept = ({ url }: HttpRequest, { api }: Call) =>
  new ElsevierError({
    reason: 'not-kept',
    message: `No answer of ${api} is kept for ${decodeURIComponent(new URL(url).search || new URL(url).pathname)}.`,
    api,
    url,
  });
