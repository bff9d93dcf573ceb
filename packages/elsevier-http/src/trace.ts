import type { Layer } from './call.ts';
import type { Clock } from './clock.ts';
import { ElsevierError } from './elsevier-error.ts';
import { keyLabel } from './keys.ts';
import { rateLimitOf } from './rate-limit.ts';

/** Tells of every request that goes out, and how it ended. */
export function trace(clock: Clock): Layer {
  return async (request, next, call) => {
    const began = clock.now();
    const common = {
      type: 'request',
      api: call.api,
      method: request.method,
      url: request.url,
      attempt: call.attempt ?? 1,
      key: call.credential && keyLabel(call.credential),
    } as const;
    try {
      const answer = await next(request, call);
      const date = Date.parse(answer.headers.date ?? '');
      const aheadMs = Number.isNaN(date) ? undefined : date - clock.now();
      call.onEvent({ ...common, status: answer.status, ms: clock.now() - began, remaining: rateLimitOf(answer.headers, began).remaining, aheadMs });
      return answer;
    } catch (error) {
      call.onEvent({ ...common, reason: error instanceof ElsevierError ? error.reason : 'cancelled', ms: clock.now() - began });
      throw error;
    }
  };
}
