import type { Layer } from './call.ts';
import { digestOf } from './digest.ts';
import type { HttpAnswer } from './http.ts';

interface Flight {
  readonly answer: Promise<HttpAnswer>;
  readonly stop: AbortController;
  waiting: number;
}

/** Equal requests at the same time are sent once. The flight ends early only when everybody who waits for it has given up. */
export function oneFlight(fingerprint: string): Layer {
  const flights = new Map<string, Flight>();

  return async (request, next, call) => {
    const key = digestOf(request, call, fingerprint);
    const flight = flights.get(key) ?? depart();
    flight.waiting++;
    const given = giveUp(call.signal);
    try {
      return await Promise.race([flight.answer, given.up]);
    } finally {
      given.forget();
      if (--flight.waiting === 0) land(flight);
    }

    function depart(): Flight {
      const stop = new AbortController();
      const answer = next(request, { ...call, signal: stop.signal });
      answer.catch(() => {});
      const begun = { answer, stop, waiting: 0 };
      flights.set(key, begun);
      return begun;
    }

    function land(ended: Flight): void {
      if (flights.get(key) === ended) flights.delete(key);
      if (call.signal.aborted) ended.stop.abort(call.signal.reason);
    }
  };
}

/** Rejects when the signal aborts. Forgotten afterwards: a signal lives for minutes, and would keep every answer that long. */
function giveUp(signal: AbortSignal): { readonly up: Promise<never>; forget(): void } {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return { up: promise, forget: () => signal.removeEventListener('abort', onAbort) };
}
