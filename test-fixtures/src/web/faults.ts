import type { WireAnswer } from '../wire/answer.ts';

/** What Scopus's page may do instead of answering; `ended` and `signIn` end the session, too. */
export const webFaults = ['challenge', 'throttled', 'reset', 'page', 'ended', 'signIn', 'unauthorized', 'forbidden', 'outage', 'gone'] as const;
export type WebFault = (typeof webFaults)[number];

const html = (status: number, title: string, text: string, headers: Record<string, string> = {}): WireAnswer => ({
  status,
  headers: { 'content-type': 'text/html; charset=UTF-8', ...headers },
  body: `<!DOCTYPE html><html lang="en-US"><head><title>${title}</title></head><body><p>${text}</p></body></html>`,
});

export const forwarded = (): WireAnswer => ({
  status: 302,
  headers: { location: 'https://id.elsevier.com/as/authorization.oauth2?platSite=SC%2Fscopus&state=invented' },
  body: '',
});

export const refused = (status: 401 | 403): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message: status === 401 ? 'Unauthorized' : 'Forbidden' }),
});

/** Sources: the challenge page and its header are Cloudflare's; the rest is what clients of the page report. */
export const faultAnswers: Readonly<Record<WebFault, (headers?: Readonly<Record<string, string>>) => WireAnswer>> = {
  challenge: () => html(403, 'Just a moment...', 'Verifying that you are human.', { 'cf-mitigated': 'challenge', server: 'cloudflare' }),
  throttled: () => ({ status: 429, headers: { 'retry-after': '3', 'content-type': 'text/plain' }, body: 'Too Many Requests' }),
  reset: () => ({ status: 0, headers: {}, body: '' }),
  page: ({ cookie = '' } = {}) => html(200, 'Scopus - Sign in', `Sign in via your institution.<!-- ${cookie} -->`),
  ended: forwarded,
  signIn: () => html(200, 'Scopus preview - Welcome', 'Check access.'),
  unauthorized: () => refused(401),
  forbidden: () => refused(403),
  outage: () => ({ status: 503, headers: { 'content-type': 'text/plain' }, body: 'Service Unavailable' }),
  gone: () => html(404, 'Page not found', 'This page has moved.'),
};
