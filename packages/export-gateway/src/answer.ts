import { ElsevierError, type HttpAnswer, textOf } from '@scopekit/elsevier-http';

/** What an answer of each kind begins with, behind a byte order mark; any other text with status 200 is not what was asked for. */
const beginnings = {
  json: /^\s*\{/,
  CSV: /^(?!\s*[{[])(?:[^\n]*,)?\s*"?EID"?\s*(?:,|\n|$)/,
  RIS: /^(?:\s*TY {2}-|\s*$)/,
  BIBTEX: /^(?:Scopus\s+EXPORT DATE:|\s*@|\s*$)/,
  PLAIN_TEXT: /^(?:Scopus\s+EXPORT DATE:|\s*$)/,
  anything: /^/,
} as const;
export type Expected = keyof typeof beginnings;

export const logInAgain =
  'Open www.scopus.com in the browser, sign in through your institution, search for something, copy a request to www.scopus.com as cURL (F12, Network), and run: scopekit gateway login';

const byHand = 'Export by hand in the browser, and read the file with scopekit convert; or ask the API: scopekit search.';

const lookInBrowser = `Open Scopus in the browser: it says why, such as maintenance, or a network that wants a login. Go on later. The session is kept; if Scopus asks you to sign in, do, and run: scopekit gateway login`;

/**
 * The failure that an answer of Scopus's page is, or `undefined` when it is what was asked for. A 403 that is no challenge is
 * given as `not-entitled`: the caller renews the token once before that stands.
 */
export function gatewayError(answer: HttpAnswer, api: string, expected: Expected): ElsevierError | undefined {
  const { status, headers, url } = answer;
  const make = (reason: ElsevierError['reason'], message: string, next?: string) => new ElsevierError({ reason, message, next, api, status, url });
  const start = textOf({ body: answer.body.subarray(0, 4_000) });
  const html = /^\s*<(?:!doctype|html|head|\?xml)/i.test(start) || /text\/html/i.test(headers['content-type'] ?? '');
  if (api === 'gateway.download' && (status >= 300 || html))
    return make('server', `The file of the export job could not be fetched (HTTP ${status}).`, 'Try again; or use the older way: --strategy legacy.');
  if (isChallenge(answer, html, start))
    return make(
      'challenge',
      'Scopus wants to know whether a human is there (a challenge). It was stopped at once, and nothing more is asked.',
      `Open Scopus in the browser and answer it there; wait before you try again. ${byHand}`,
    );
  if (status >= 300 && status < 400)
    return api === 'gateway.refresh' || forwardsToLogin(answer)
      ? make('session-over', `The session is over: Scopus forwards to ${placeOf(answer)}.`, logInAgain)
      : make('redirected', `The answer was forwarded to ${placeOf(answer)}, which is no answer to this.`, lookInBrowser);
  if (status === 401) return make('session-over', 'The session is over: Scopus does not take its cookies (HTTP 401).', logInAgain);
  if (status === 403)
    return make(
      'not-entitled',
      'Scopus refuses this session (HTTP 403), also with a fresh token.',
      `A session works only from the network it was begun in, and a guest cannot export. ${byHand}`,
    );
  if (status === 429) return make('throttled', 'Scopus says that this is too fast (HTTP 429).', 'Wait an hour or more, and go on then.');
  if (status === 408) return make('timeout', 'Scopus gave up waiting (HTTP 408).');
  if (status >= 500) return make('server', `Scopus failed (HTTP ${status}).`, 'Try again in some minutes.');
  if (status === 404 || status === 405 || status === 410)
    return make('not-found', `The address is gone (HTTP ${status}): Scopus's page works in another way now.`, byHand);
  if (status === 413) return make('too-large', 'Scopus finds the request too large (HTTP 413).');
  if (status >= 400) return make('bad-request', `Scopus cannot read the request (HTTP ${status}).`);
  if (html)
    return api === 'gateway.refresh' || /sign(?:ed)?[\s-]*(?:in|out)|log[\s-]*(?:in|out)|preview|check access|institution|session/i.test(start)
      ? make('session-over', `A web page${titleOf(start)} came instead of data: the session is over, or Scopus asks for something first.`, logInAgain)
      : make('unreadable', `A web page${titleOf(start)} came instead of data.`, lookInBrowser);
  if (!beginnings[expected].test(start))
    return make('unreadable', `Scopus answered something else than ${expected === 'json' ? 'JSON' : `an export (${expected})`}.`, byHand);
  return undefined;
}

/** Cloudflare's check for robots, whatever the status. Source: https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/ */
function isChallenge({ status, headers }: HttpAnswer, html: boolean, start: string): boolean {
  if (/challenge/i.test(headers['cf-mitigated'] ?? '')) return true;
  if (!html && ![401, 403, 429, 503].includes(status)) return false;
  if (/just a moment|challenge-platform|cf-chl|captcha/i.test(start)) return true;
  return html && status === 403 && /cloudflare/i.test(headers.server ?? '');
}

/** A redirect to a login: to another host over https, or to a page that says so. Networks' own pages come without https. */
function forwardsToLogin({ headers: { location = '' }, url }: HttpAnswer): boolean {
  if (!URL.canParse(location, url)) return true;
  const target = new URL(location, url);
  return /sign|log[-_]?in|auth|sso|preview/i.test(target.pathname) || (target.host !== new URL(url).host && target.protocol === 'https:');
}

/** Where a redirect leads, without what its address carries. */
function placeOf({ headers: { location = '' }, url }: HttpAnswer): string {
  return URL.canParse(location, url) ? new URL(location, url).host : 'another page';
}

function titleOf(html: string): string {
  const title = /<title[^>]*>([^<]{1,80})/i.exec(html)?.[1]?.trim();
  return title ? ` ("${title}")` : '';
}
