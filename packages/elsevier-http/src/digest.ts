import { createHmac } from 'node:crypto';
import type { Call } from './call.ts';
import type { HttpRequest } from './http.ts';
import type { Credential } from './keys.ts';

/** Stands for a set of credentials without telling them. */
export function fingerprintOf(credentials: readonly Credential[]): string {
  return createHmac('sha256', 'scopekit credentials')
    .update(JSON.stringify(credentials.map(({ key, insttoken }) => [key, insttoken])))
    .digest('hex');
}

/** Two requests have the same digest when method, path, parameters (in any order), body and credentials are the same: then the answer is, too. */
export function digestOf(request: HttpRequest, call: Call, fingerprint: string): string {
  return hashed(request, call.credentials ? fingerprintOf(call.credentials) : fingerprint);
}

/** The same without the credentials: what was asked, whoever paid. */
export const nameOf = (request: HttpRequest): string => hashed(request, 'scopekit request');

function hashed(request: HttpRequest, secret: string): string {
  const url = new URL(request.url);
  const parameters = [...url.searchParams].sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  return createHmac('sha256', secret)
    .update(JSON.stringify([request.method, url.origin, url.pathname, parameters]))
    .update(request.body ?? '')
    .digest('hex');
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
