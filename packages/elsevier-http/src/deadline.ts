import type { Layer } from './call.ts';
import type { Clock } from './clock.ts';
import { ElsevierError } from './elsevier-error.ts';

/** Ends an attempt after `timeoutMs`, however slowly its bytes drip, and tells a time-out from the caller's own abort. */
export function deadline(clock: Clock): Layer {
  return async (request, next, call) => {
    const over = clock.after(call.timeoutMs);
    const signal = AbortSignal.any([call.signal, over]);
    try {
      return await next(request, { ...call, signal });
    } catch (error) {
      if (over.aborted && !call.signal.aborted) {
        throw new ElsevierError({
          reason: 'timeout',
          message: `No complete answer within ${call.timeoutMs / 1000} s.`,
          api: call.api,
          url: request.url,
          cause: error,
        });
      }
      throw error;
    }
  };
}
