import type { Layer } from './call.ts';
import type { Clock } from './clock.ts';
import { ElsevierError } from './elsevier-error.ts';

const failuresInRow = 5;
const restMs = 30_000;

/** Whether a failure says that the service is out of reach, whatever it is asked. A 500 may be about the question. */
const isOutage = ({ reason, status }: ElsevierError) => reason === 'network' || reason === 'timeout' || (reason === 'server' && status !== 500);

/** After five requests in a row that failed for good, an API is left alone for half a minute: further questions fail at once and say so. */
export function breaker(clock: Clock): Layer {
  const outages = new Map<string, { inRow: number; until: number; last: ElsevierError }>();
  return async (request, next, call) => {
    const outage = outages.get(call.api);
    if (outage && outage.until > clock.now()) {
      const { reason, message, status } = outage.last;
      const text = `${message} ${outage.inRow} requests in a row failed for good, so ${call.api} is left alone until ${new Date(outage.until).toISOString()}.`;
      throw new ElsevierError({ reason, message: text, api: call.api, status, url: request.url, retryAt: outage.until, cause: outage.last });
    }
    try {
      const answer = await next(request, call);
      outages.delete(call.api);
      return answer;
    } catch (error) {
      if (error instanceof ElsevierError && isOutage(error)) {
        const inRow = (outages.get(call.api)?.inRow ?? 0) + 1;
        outages.set(call.api, { inRow, until: inRow >= failuresInRow ? clock.now() + restMs : 0, last: error });
      } else if (error instanceof ElsevierError && error.status !== undefined && error.status < 500) outages.delete(call.api);
      throw error;
    }
  };
}
