import {
  type Call,
  type Clock,
  createScrubber,
  ElsevierError,
  type HttpAnswer,
  type HttpRequest,
  type Layer,
  type Next,
  type Scrubber,
} from '@scopekit/elsevier-http';
import { gatewayError, logInAgain } from './answer.ts';
import { pauseMs } from './limits.ts';
import {
  cookieHeader,
  dataSecretsOf,
  type GatewaySession,
  gatewayBase,
  gatewaySession,
  type SessionStore,
  secretsOf,
  tokenOf,
  withCookies,
} from './session.ts';

/** A token is renewed so long before its end, in milliseconds. */
const earlyMs = 60_000;
/** Clocks are told to the second; less is no difference. */
const noticedMs = 5_000;

interface KeeperOptions {
  readonly sessions: SessionStore;
  readonly clock: Clock;
  readonly random: () => number;
  readonly trustedHosts?: readonly string[] | undefined;
}

/** Has the session: gives each request its cookies, renews the token in time, and lets go of a session that is over. */
export function sessionKeeper({ sessions, clock, random, trustedHosts = [] }: KeeperOptions) {
  const messages = growingScrubber();
  const data = growingScrubber();

  function hide(session: GatewaySession): GatewaySession {
    messages.add(secretsOf(session));
    data.add(dataSecretsOf(session));
    return session;
  }

  async function current(): Promise<GatewaySession> {
    const session = await sessions.read();
    if (!session) throw new ElsevierError({ reason: 'session-over', message: 'There is no session of Scopus.', next: `${logInAgain}.` });
    // a file alone names no place for secrets
    gatewayBase({ baseUrl: session.origin, trustedHosts });
    return hide(session);
  }

  async function learn(session: GatewaySession, { setCookies = [], headers }: HttpAnswer, sentAt: number): Promise<GatewaySession> {
    const ahead = aheadOf(headers.date, sentAt, clock.now());
    const changed = await withCookies(session, setCookies, clock.now() + (ahead ?? session.secrets().aheadMs ?? 0));
    const { aheadMs: before = 0, ...kept } = changed.secrets();
    const skewed = ahead !== undefined && Math.abs(ahead - before) > noticedMs;
    if (changed === session && !skewed) return session;
    const learnt = hide(gatewaySession({ ...kept, aheadMs: skewed ? ahead : before }));
    if (await isOurs(session)) await sessions.write(learnt);
    return learnt;
  }

  /** Somebody may have logged in anew meanwhile, or out. */
  async function isOurs(session: GatewaySession): Promise<boolean> {
    const kept = await sessions.read();
    return kept !== undefined && sameSession(kept, session);
  }

  const endsSoon = (session: GatewaySession) => {
    const { expiresAt } = tokenOf(session);
    return expiresAt !== undefined && expiresAt - (clock.now() + (session.secrets().aheadMs ?? 0)) < earlyMs;
  };

  async function asked(session: GatewaySession, request: HttpRequest, next: Next, call: Call): Promise<{ session: GatewaySession; answer: HttpAnswer }> {
    const { userAgent } = session;
    const headers = { ...request.headers, ...(userAgent === undefined ? {} : { 'user-agent': userAgent }), cookie: cookieHeader(session, clock.now()) };
    const sentAt = clock.now();
    const answer = await next({ ...request, headers }, call);
    const learnt = await learn(session, answer, sentAt);
    const { setCookies: _, ...rest } = answer;
    return { session: learnt, answer: { ...rest, headers: data.scrubber.tree(rest.headers), body: data.scrubber.bytes(rest.body) } };
  }

  /**
   * A session with a fresh token: one that another process fetched meanwhile, or a new one. Before each further request of
   * this turn there is a pause.
   *
   * @throws ElsevierError `session-over` when Scopus gives none.
   */
  async function renewed(session: GatewaySession, request: HttpRequest, next: Next, call: Call, when: 'before' | 'after'): Promise<GatewaySession> {
    const pause = () => clock.sleep(pauseMs(random), call.signal);
    const kept = await current();
    if (when === 'after') await pause();
    if (sameSession(kept, session) && tokenText(kept) !== tokenText(session) && !endsSoon(kept)) return kept;
    const { accept = '', 'user-agent': userAgent = '' } = request.headers;
    const refresh: HttpRequest = {
      method: 'GET',
      url: new URL('/api/auth/refresh-scopus-jwt', request.url).href,
      headers: { accept, 'user-agent': userAgent },
    };
    const { session: fresh, answer } = await asked(session, refresh, next, { ...call, api: 'gateway.refresh' });
    const error = gatewayError(answer, 'gateway.refresh', 'anything');
    if (error?.reason === 'not-entitled' || (!error && tokenText(fresh) === tokenText(session)))
      throw over(`Scopus gave no fresh token (HTTP ${answer.status}): the session is over.`, answer);
    if (error) throw error;
    await pause();
    return fresh;
  }

  /** Innermost but for time and trace: what goes out has cookies, what comes back has none. */
  const layer: Layer = async (request, next, call) => {
    let session = await current();
    try {
      if (endsSoon(session)) session = await renewed(session, request, next, call, 'before');
      const first = await asked(session, request, next, call);
      if (first.answer.status !== 403 || call.errorOf(first.answer)?.reason === 'challenge') return await ended(first.session, first.answer, call);
      const fresh = await renewed(first.session, request, next, call, 'after');
      const second = await asked(fresh, request, next, call);
      return await ended(second.session, second.answer, call);
    } catch (error) {
      if (error instanceof ElsevierError && error.reason === 'session-over' && (await isOurs(session))) await sessions.clear();
      throw error;
    }
  };

  async function ended(session: GatewaySession, answer: HttpAnswer, call: Call): Promise<HttpAnswer> {
    if (call.errorOf(answer)?.reason === 'session-over' && (await isOurs(session))) await sessions.clear();
    return answer;
  }

  return { layer, current, hideText: (secret: string) => messages.add([secret]), scrub: messages.scrubber, scrubData: data.scrubber };
}

const over = (message: string, { status, url }: HttpAnswer) =>
  new ElsevierError({ reason: 'session-over', message, next: `${logInAgain}.`, api: 'gateway.refresh', status, url });

const cookieOf = (session: GatewaySession, wanted: string) => session.secrets().cookies.find(({ name }) => name === wanted)?.value;
const tokenText = (session: GatewaySession) => cookieOf(session, 'SCOPUS_JWT');
const sameSession = (a: GatewaySession, b: GatewaySession) => a.secrets().id === b.secrets().id;

const dayMs = 24 * 3600 * 1000;

/**
 * How far Scopus's clock is ahead: nothing, when it told a time between the request and the end of its answer; unknown, when
 * it is off by more than a day.
 */
function aheadOf(date: string | undefined, sentAt: number, now: number): number | undefined {
  const told = Date.parse(date ?? '');
  if (Number.isNaN(told) || Math.abs(told - now) > dayMs) return undefined;
  return told >= sentAt - noticedMs && told <= now + noticedMs ? 0 : told - now;
}

/** A scrubber that learns. */
function growingScrubber() {
  const secrets = new Set<string>();
  let current = createScrubber([]);
  const scrubber: Scrubber = { text: (text) => current.text(text), tree: (value) => current.tree(value), bytes: (body) => current.bytes(body) };
  return {
    scrubber,
    add(more: readonly string[]): void {
      const before = secrets.size;
      for (const secret of more) if (secret) secrets.add(secret);
      if (secrets.size > before) current = createScrubber([...secrets]);
    },
  };
}
