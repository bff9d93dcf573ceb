import { createHmac } from 'node:crypto';

/** The four cookies without which Scopus's page knows no session. */
export interface WebCookies {
  readonly AWSELB: string;
  readonly SCOPUS_JWT: string;
  readonly SCSessionID: string;
  readonly scopusSessionUUID: string;
}

/** Sessions of the invented page: made from a number, so that the same order of requests gives the same cookies. */
export interface WebSession {
  readonly AWSELB: string;
  readonly SCSessionID: string;
  readonly scopusSessionUUID: string;
  readonly guest: boolean;
}

const digest = (text: string, form: 'hex' | 'base64url' = 'hex') => createHmac('sha256', 'an invented page').update(text).digest(form);

export function newSession(number: number, guest: boolean): WebSession {
  const uuid = digest(`uuid ${number}`).slice(0, 32);
  return {
    SCSessionID: `${digest(`session ${number}`).slice(0, 32).toUpperCase()}.wsnAw8kcdt7IPYLO0V48gA`,
    scopusSessionUUID: uuid.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    AWSELB: digest(`balancer ${number}`).repeat(2).toUpperCase(),
    guest,
  };
}

/** A token as Scopus issues it: claims by their names, a signature that nobody can check. Times in milliseconds. */
export function newToken(session: WebSession, number: number, issuedAt: number, lastsMs: number): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = part({ alg: 'RS256', kid: 'invented' });
  const claims = part({
    iss: 'Scopus',
    iat: Math.floor(issuedAt / 1000),
    exp: Math.floor((issuedAt + lastsMs) / 1000),
    sub: digest(session.SCSessionID).slice(0, 12),
    subscriber: !session.guest,
    indv_identity: 'ANON',
    inst_acct_name: 'University of Invention',
    analytics_info: { accountName: session.guest ? 'Scopus Preview' : 'University of Invention', accessType: session.guest ? 'guest' : 'subscriber' },
    number,
  });
  return `${head}.${claims}.${digest(`${head}.${claims}`, 'base64url')}`;
}

/** When a token of ours ends; `undefined` for any other text. */
export function tokenEnd(token: string): number | undefined {
  const [head, claims = '', signature] = token.split('.');
  if (signature !== digest(`${head}.${claims}`, 'base64url')) return undefined;
  return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { exp: number }).exp * 1000;
}

export const cookiesIn = (header = ''): Record<string, string> =>
  Object.fromEntries(header.split(/;\s*/).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
