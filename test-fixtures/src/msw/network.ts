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
    handlers: [elsevierHandler(elsevier), scopusHandler(elsevier)],
    onUnhandledFrame: 'error',
    context: { quiet: true },
  });
}

/** Everything below https://api.elsevier.com, answered by the invented Elsevier. */
export function elsevierHandler(elsevier: Elsevier) {
  return http.all('https://api.elsevier.com/*', async ({ request }) => {
    const [url, asked] = [new URL(request.url), await request.text()];
    const { status, headers, body } = elsevier.answer({ method: request.method, url, headers: Object.fromEntries(request.headers), body: asked });
    return new HttpResponse(body, { status, headers });
  });
}

/** Everything below https://www.scopus.com, answered by the invented page. */
export function scopusHandler({ web }: Elsevier) {
  return http.all('https://www.scopus.com/*', async ({ request }) => {
    const url = new URL(request.url);
    const headers = Object.fromEntries(request.headers);
    const { status, headers: told, body, setCookies = [] } = web.answer({ method: request.method, url, headers, body: await request.text() });
    const all = [...Object.entries(told), ...setCookies.map((line) => ['set-cookie', line] as const)];
    return status ? new HttpResponse(body, { status, headers: all as [string, string][] }) : HttpResponse.error();
  });
}
