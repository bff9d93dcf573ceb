import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { ElsevierError, type TrustOptions, trustedBase } from '@scopekit/elsevier-http';
import { type PastedCookie, type PastedForm, pastedForms } from './cookies/pasted.ts';
import { readPasted } from './cookies/read-pasted.ts';
import { type Account, readToken } from './token.ts';

export const scopusOrigin = 'https://www.scopus.com';

/** Without these Scopus knows no session. Source: the seed document, and the only public client of all three addresses. */
export const requiredCookies = ['SCSessionID', 'scopusSessionUUID', 'AWSELB', 'SCOPUS_JWT'] as const;

/** A cookie that goes to the host of the session. */
interface SessionCookie {
  readonly name: string;
  readonly value: string;
  /** Milliseconds of the epoch. */
  readonly expiresAt?: number;
}

/** All that is kept of a session: secrets. */
export interface SessionData {
  /** Ours: tells this login from any other, whatever Scopus makes of its cookies. */
  readonly id: string;
  /** Where it holds: scopus.com, the same behind a library's proxy, or a sandbox of this machine. */
  readonly origin: string;
  readonly cookies: readonly SessionCookie[];
  /** The browser's, if the paste told it. */
  readonly userAgent?: string;
  /** Milliseconds of the epoch. */
  readonly savedAt: number;
  /** How far Scopus's clock is ahead of ours. */
  readonly aheadMs?: number;
}

/** A session that can be shown and logged: the values come out by {@link GatewaySession.secrets} only. */
export interface GatewaySession {
  readonly origin: string;
  readonly userAgent?: string;
  secrets(): SessionData;
  toJSON(): { readonly origin: string; readonly cookies: readonly string[] };
}

/** Where a session is kept. */
export interface SessionStore {
  read(): Promise<GatewaySession | undefined>;
  write(session: GatewaySession): Promise<void>;
  clear(): Promise<void>;
}

export function gatewaySession(data: SessionData): GatewaySession {
  const shown = { origin: data.origin, cookies: data.cookies.map(({ name }) => name) };
  return {
    origin: data.origin,
    ...(data.userAgent === undefined ? {} : { userAgent: data.userAgent }),
    secrets: () => data,
    toJSON: () => shown,
    ...{ [inspect.custom]: () => shown },
  };
}

/** A session of this process: gone when it ends. */
export function memorySessions(begun?: GatewaySession): SessionStore {
  let kept = begun;
  return {
    read: async () => kept,
    async write(session) {
      kept = session;
    },
    async clear() {
      kept = undefined;
    },
  };
}

/** What became of a paste. */
export interface ReadSession {
  readonly session: GatewaySession;
  readonly form: PastedForm;
  /** Cookies of other hosts that were passed over, and of Scopus that had ended. */
  readonly dropped: { readonly otherHosts: number; readonly ended: number };
}

/**
 * The session in a text that was copied from a browser, in any of {@link pastedForms}.
 *
 * The host is the one named in `trust`, else the one that the copied request went to, else www.scopus.com.
 *
 * @throws ElsevierError `bad-input` naming the required cookies that are not there, `untrusted-host`.
 */
export function readSession(text: string, trust: TrustOptions, now: number): ReadSession {
  const named = trust.baseUrl === undefined ? undefined : gatewayBase(trust);
  const isOurs = (host: string) =>
    isScopus(host) || host === named?.hostname || (trust.trustedHosts ?? []).includes(host) || host === '127.0.0.1' || host === 'localhost';
  const pasted = readPasted(text, isOurs);
  const from = pasted.url !== undefined && URL.canParse(pasted.url) ? new URL(pasted.url) : undefined;
  if (from && !isOurs(from.hostname) && !(named && from.hostname === named.hostname))
    throw new ElsevierError({
      reason: 'bad-input',
      message: `This request goes to ${from.host}, which is not Scopus.`,
      next: /scopus/i.test(from.host)
        ? `Copy one that goes to www.scopus.com. If that is your library's proxy before Scopus, say so: --base-url ${from.origin} --trust-host ${from.host}`
        : 'Copy one that goes to www.scopus.com.',
    });
  const base = named ?? (from && !isScopus(from.hostname) ? gatewayBase({ ...trust, baseUrl: from.origin }) : new URL(scopusOrigin));
  const ours = pasted.cookies.filter(({ domain }) => domain === undefined || reaches(domain, base.hostname)).sort(byHost);
  const lasting = ours.filter(({ name, expiresAt }) => name === 'SCOPUS_JWT' || expiresAt === undefined || expiresAt > now);
  const cookies = [...byName(lasting).values()];
  const missing = requiredCookies.filter((name) => !cookies.some((cookie) => cookie.name === name && cookie.value));
  if (missing.length) throw incomplete(missing, pasted.form, pasted.cookies.length - ours.length, ours.length - lasting.length);
  if (cookies.reduce((sum, { name, value }) => sum + name.length + value.length + 3, 0) > largestHeader)
    throw new ElsevierError({
      reason: 'bad-input',
      message: 'These cookies are larger than any server takes. Nothing was stored.',
      next: 'Copy one request to www.scopus.com, and nothing else.',
    });
  const { userAgent } = pasted;
  const cut = cookies.find(({ value }) => !sendable.test(value))?.name ?? (userAgent !== undefined && !sendable.test(userAgent) ? 'User-Agent' : undefined);
  if (cut !== undefined)
    throw new ElsevierError({
      reason: 'bad-input',
      message: `${cut} holds a character that no browser sends: it was cut or changed when it was copied. Nothing was stored.`,
      next: 'Copy the whole request again, as cURL, and paste it unchanged.',
    });
  return {
    session: gatewaySession({ id: randomUUID(), origin: base.origin, cookies, savedAt: now, ...(userAgent === undefined ? {} : { userAgent }) }),
    form: pasted.form,
    dropped: { otherHosts: pasted.cookies.length - ours.length, ended: ours.length - lasting.length },
  };
}

/** @throws ElsevierError `untrusted-host`, `bad-input`. */
export function gatewayBase(trust: TrustOptions): URL {
  return trustedBase(trust, { home: scopusOrigin, secret: 'cookie' });
}

const isScopus = (host: string) => /(?:^|\.)scopus\.com$/i.test(host);

/** Servers refuse headers of 8 to 16 kB. */
const largestHeader = 16_000;
/** What may stand in a header. */
const sendable = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Those of a host go before those of its domain. */
const byHost = (a: PastedCookie, b: PastedCookie) => Number(/^\.?scopus\.com$/i.test(a.domain ?? '')) - Number(/^\.?scopus\.com$/i.test(b.domain ?? ''));

/** Whether cookies of a domain go to a host; those of www.scopus.com go to whatever stands in its place. */
function reaches(domain: string, host: string): boolean {
  const bare = domain.replace(/^\./, '').toLowerCase();
  return bare === 'scopus.com' || bare === 'www.scopus.com' || host === bare || (bare.includes('.') && host.endsWith(`.${bare}`));
}

/** One cookie of a name: of several tokens the one that lasts longest, of others the first. */
function byName(cookies: readonly PastedCookie[]): Map<string, SessionCookie> {
  const kept = new Map<string, SessionCookie>();
  for (const { name, value, expiresAt } of cookies) {
    const before = kept.get(name);
    if (before && !(name === 'SCOPUS_JWT' && lasts(value) > lasts(before.value))) continue;
    kept.set(name, { name, value, ...(expiresAt === undefined ? {} : { expiresAt }) });
  }
  return kept;
}

const lasts = (jwt: string) => readToken(jwt).expiresAt ?? 0;

function incomplete(missing: readonly string[], form: PastedForm, otherHosts: number, ended: number): ElsevierError {
  const dropped = [
    otherHosts ? `${otherHosts} ${otherHosts === 1 ? 'cookie was of another host' : 'cookies were of other hosts'}` : '',
    ended ? `${ended} had ended` : '',
  ].filter(Boolean);
  return new ElsevierError({
    reason: 'bad-input',
    message: `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing in this (${pastedForms[form]})${dropped.length ? `; ${dropped.join(', ')}` : ''}. Nothing was stored.`,
    next: 'In the browser, open www.scopus.com through your institution, search for something, open the developer tools (F12), Network, and copy a request to www.scopus.com as cURL.',
  });
}

export const tokenOf = (session: GatewaySession) => readToken(session.secrets().cookies.find(({ name }) => name === 'SCOPUS_JWT')?.value ?? '');

/** What may be told of a session: never a value. */
export interface SessionStatus {
  readonly host: string;
  readonly required: Readonly<Record<(typeof requiredCookies)[number], boolean>>;
  /** Cookies beside the required ones. */
  readonly others: number;
  /** Minutes until the token ends; it is renewed by itself. Absent where the token does not tell. */
  readonly tokenMinutes?: number;
  readonly account: Account;
  /** ISO 8601. */
  readonly savedAt: string;
  readonly ownUserAgent: boolean;
}

export function sessionStatus(session: GatewaySession, now: number): SessionStatus {
  const { cookies, savedAt, aheadMs = 0 } = session.secrets();
  const { expiresAt, account } = tokenOf(session);
  const has = (name: string) => cookies.some((cookie) => cookie.name === name && cookie.value !== '');
  return {
    host: new URL(session.origin).host,
    required: { SCSessionID: has('SCSessionID'), scopusSessionUUID: has('scopusSessionUUID'), AWSELB: has('AWSELB'), SCOPUS_JWT: has('SCOPUS_JWT') },
    others: cookies.filter(({ name }) => !requiredCookies.some((required) => required === name)).length,
    ...(expiresAt === undefined ? {} : { tokenMinutes: Math.floor((expiresAt - (now + aheadMs)) / 60_000) }),
    account,
    savedAt: new Date(savedAt).toISOString(),
    ownUserAgent: session.userAgent !== undefined,
  };
}

/** What a request of the session sends. */
export function cookieHeader(session: GatewaySession, now: number): string {
  const { cookies, aheadMs = 0 } = session.secrets();
  return cookies
    .filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now + aheadMs)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
}

/**
 * The session after an answer: each cookie it sets takes the place of the one with its name, so that a token that was pasted
 * as of the host and is renewed for the whole domain is not there twice. Cookies for other domains are passed over. When the token ends, itself says.
 *
 * @param now by Scopus's clock.
 */
export async function withCookies(session: GatewaySession, lines: readonly string[], now: number): Promise<GatewaySession> {
  if (!lines.length) return session;
  const { Cookie } = await import('tough-cookie');
  const data = session.secrets();
  const cookies = new Map(data.cookies.map((cookie) => [cookie.name, cookie]));
  const { hostname } = new URL(session.origin);
  for (const line of lines) {
    const cookie = Cookie.parse(line);
    if (!cookie || (cookie.domain && !reaches(cookie.domain, hostname))) continue;
    const ends = cookie.expiryTime(new Date(now));
    if (ends !== undefined && ends <= now) cookies.delete(cookie.key);
    else cookies.set(cookie.key, { name: cookie.key, value: cookie.value, ...(lasting(cookie.key, ends) ? { expiresAt: ends } : {}) });
  }
  return gatewaySession({ ...data, cookies: [...cookies.values()] });
}

const lasting = (name: string, ends: number | undefined) => name !== 'SCOPUS_JWT' && ends !== undefined && Number.isFinite(ends);

/** Everything of a session that must not be seen in a message: values, and the parts of tokens; but no ordinary words, and not Scopus's own name. */
export function secretsOf(session: GatewaySession): string[] {
  return session.secrets().cookies.flatMap(({ name, value }) => {
    if (!isRequired(name) && /^[\p{L}\s]*$|scopus\.com$/u.test(value)) return [];
    return /^eyJ.*\..*\./.test(value) ? [value, ...value.split('.')] : [value];
  });
}

/** What must not be seen in data, either: of the session itself, and what looks like a key. A cookie such as `lang=English` is in every abstract. */
export function dataSecretsOf(session: GatewaySession): string[] {
  const keys = new Set(session.secrets().cookies.flatMap(({ name, value }) => (isRequired(name) || looksLikeKey(value) ? [value] : [])));
  return secretsOf(session).filter((secret) => keys.has(secret) || looksLikeKey(secret));
}

const isRequired = (name: string) => requiredCookies.some((required) => required === name);
const looksLikeKey = (value: string) => value.length >= 20 && /\d/.test(value) && /\p{L}/u.test(value) && !/^\d+-s2\.0-\d+$|\s|^https?:/.test(value);
