import { HttpRequestInterceptor } from '@mswjs/interceptors/http';
import { HttpResponse, http } from 'msw';
import { defineNetwork, InterceptorSource } from 'msw/experimental';
import type { Elsevier } from '../elsevier.ts';

/**
 * A network in which only Elsevier exists; anything else rejects.
 *
 * `setupServer` of MSW does not see npm's undici: requests would leave the machine. This recipe does, and a canary test says so.
 */
export function mockedNetwork(elsevier: Elsevier) {
  return defineNetwork({
    sources: [new InterceptorSource({ interceptors: [new HttpRequestInterceptor()] })],
    handlers: [elsevierHandler(elsevier)],
    onUnhandledFrame: 'error',
    context: { quiet: true },
  });
}

/** Everything below https://api.elsevier.com, answered by the invented Elsevier. */
export function elsevierHandler(elsevier: Elsevier) {
  return http.all('https://api.elsevier.com/*', ({ request }) => {
    const { status, headers, body } = elsevier.answer({ method: request.method, url: new URL(request.url), headers: Object.fromEntries(request.headers) });
    return new HttpResponse(body, { status, headers });
  });
}
