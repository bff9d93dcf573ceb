import {
  atTheEdge,
  type Call,
  type ClientEvent,
  type Clock,
  compose,
  deadline,
  ElsevierError,
  type HttpAnswer,
  type HttpRequest,
  type Layer,
  type OnEvent,
  ofRun,
  parseProxy,
  retry,
  type Scrubber,
  type Send,
  systemClock,
  timeAllowed,
  trace,
  undiciSend,
  version,
} from '@scopekit/elsevier-http';
import type { Ledger, OpenRun } from '@scopekit/store';
import { type Expected, gatewayError, logInAgain } from './answer.ts';
import { dayCount } from './day.ts';
import { type Exporting, type ExportOptions, exportWorks } from './export-works.ts';
import { sessionKeeper } from './keeper.ts';
import { limits } from './limits.ts';
import { type FoundEids, type SearchOptions, searchEids } from './search-eids.ts';
import { type SessionStatus, type SessionStore, sessionStatus, tokenOf } from './session.ts';
import { type Consent, isConsent } from './terms.ts';
import { createTurn } from './turn.ts';

export interface GatewayOptions {
  readonly sessions: SessionStore;
  /** The consent that was recorded, if there is one. Without it nothing is asked. */
  readonly consent: () => Promise<Consent | undefined>;
  /** Counts the day and keeps processes apart: it must outlive this one. */
  readonly ledger: Ledger;
  /** Hosts in the place of www.scopus.com that may get its cookies, over https. */
  readonly trustedHosts?: readonly string[];
  /** `http://user:password@host:port`; SOCKS too. */
  readonly proxy?: string;
  readonly noProxy?: string;
  readonly ca?: string;
  /** How often a request that broke is sent again; default 3. */
  readonly retries?: number;
  /** Milliseconds for one attempt; default 90,000, as an export of 100 works may take long. */
  readonly timeoutMs?: number;
  readonly onEvent?: OnEvent;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** Replaces the network; hands on `setCookies`. */
  readonly send?: Send;
}

/** What a question may set for itself. */
export interface GatewayAsk {
  /** Ends at once. */
  readonly signal?: AbortSignal;
  /** Ends before the next request. */
  readonly stop?: AbortSignal;
  /** Keeps each answer, and answers from there before anything is asked. */
  readonly run?: OpenRun;
  readonly onEvent?: OnEvent;
}

/** One address of Scopus's page, asked once. */
export interface Question {
  /** `gateway.export`: for events and errors. */
  readonly api: string;
  readonly method: 'GET' | 'POST';
  /** Below the session's host; or whole, and then without the session's cookies. */
  readonly path: string;
  readonly body?: unknown;
  readonly expected: Expected;
  /** How many works this asks for, which count towards the day. */
  readonly works?: number;
  /** Looks into an answer before anything keeps it. @throws ElsevierError */
  readonly verify?: (answer: HttpAnswer) => Promise<void>;
}

/** How the functions of the gateway ask. */
export type AskGateway = (question: Question, options: GatewayAsk) => Promise<HttpAnswer>;

/** The Scopus web export, asked with the user's own session: one request at a time, slowly, and within {@link limits}. */
export interface Gateway {
  /**
   * All EIDs of a query, so many at most, in the order asked for.
   *
   * @throws ElsevierError `refused` without consent, `session-over`, `challenge`, `throttled`, …
   */
  searchEids(query: string, options?: SearchOptions): Promise<FoundEids>;
  /**
   * Works by their EIDs, a hundred a request, each answer read by itself and matched by EID.
   *
   * @throws ElsevierError while iterating, after the works of the answers before; `refused` beyond the limits.
   */
  exportWorks(eids: readonly string[], options?: ExportOptions): Exporting;
  /** What is known of the session, without asking. */
  status(): Promise<SessionStatus | undefined>;
  /** How many works may be exported today, by what `ledger` has counted. */
  leftToday(): Promise<{ readonly works: number; readonly resetAt: number }>;
  /** Hides cookies and tokens in texts, whatever their encoding. */
  readonly scrubber: Scrubber;
  /** The same for works: the session's own secrets and what looks like a key, but no cookie that is a word. */
  readonly dataScrubber: Scrubber;
  /** Whether it may be asked: consent, and a session that can export. @throws ElsevierError */
  check(): Promise<void>;
  close(): Promise<void>;
}

const hour = 3600 * 1000;
/** After a first "too fast", milliseconds at least. */
const throttledMs = 30_000;
const deadlineMs = 10 * 60 * 1000;

export function createGateway(options: GatewayOptions): Gateway {
  const { sessions, consent, ledger, retries = 3, timeoutMs = 90_000, clock = systemClock, random = Math.random } = options;
  const wire = undiciSend({
    proxy: options.proxy ? parseProxy(options.proxy) : undefined,
    noProxy: options.noProxy,
    ca: options.ca,
    cookies: true,
    maxBytes: 64 * 1024 * 1024,
  });
  const send = options.send ?? wire;
  const keeper = sessionKeeper({ sessions, clock, random, trustedHosts: options.trustedHosts });
  const day = dayCount(ledger, clock);
  const turn = createTurn({ ledger, clock, random });
  let throttledAt: number | undefined;

  /** Too fast once may happen; the second time within an hour ends it. What is not an export is asked for once more. */
  function atMost({ reason }: ElsevierError): number {
    if (reason !== 'throttled') return reason === 'unreadable' ? 1 : retries;
    const before = throttledAt;
    throttledAt = clock.now();
    void ledger.learn('gateway', 'throttledAt', String(throttledAt)).catch(() => {});
    return before !== undefined && throttledAt - before < hour ? 0 : 1;
  }

  const counted =
    (works: number | undefined): Layer =>
    async (request, next, call) => {
      if (works && (call.attempt ?? 1) === 1) await day.take(works);
      return next(request, call);
    };

  const verified =
    (verify: Question['verify']): Layer =>
    async (request, next, call) => {
      const answer = await next(request, call);
      if (verify && !call.errorOf(answer)) await verify(answer);
      return answer;
    };

  /**
   * Outside in. What the run has costs nothing; what cannot be read is asked for again, and kept by nobody; each attempt waits
   * for its turn, and works count within it, once, so that no other process counts at the same time; a token is renewed within the turn of what needs it; time is measured for each request that leaves.
   */
  const layers = ({ works, path, verify }: Question, stop: AbortSignal | undefined): readonly Layer[] => [
    ofRun,
    retry({ clock, random, throttledMs, atMost }),
    verified(verify),
    turn(stop),
    counted(works),
    ...(URL.canParse(path) ? [] : [keeper.layer]),
    trace(clock),
    deadline(clock),
  ];

  async function allowed(): Promise<string> {
    if (!isConsent(await consent()))
      throw new ElsevierError({
        reason: 'refused',
        message: 'The Scopus web export is off: nobody has accepted its terms here.',
        next: "Elsevier's API is the supported way: scopekit search. If you need the export, scopekit gateway accept-terms shows the terms and asks.",
      });
    const session = await keeper.current();
    if (tokenOf(session).account.kind === 'guest')
      throw new ElsevierError({
        reason: 'not-entitled',
        message: 'This session is one of Scopus Preview, which cannot export.',
        next: `${logInAgain}.`,
      });
    return session.origin;
  }

  const ask: AskGateway = async (question, { signal, stop, run, onEvent }) => {
    const { api, method, path, body, expected } = question;
    const origin = await allowed();
    throttledAt ??= Number(await ledger.learnt('gateway', 'throttledAt')) || undefined;
    const url = new URL(path, origin);
    if (URL.canParse(path)) keeper.hideText(url.search);
    const time = timeAllowed(clock, deadlineMs);
    const tell = (event: ClientEvent) => {
      const told = keeper.scrub.tree(event);
      options.onEvent?.(told);
      onEvent?.(told);
    };
    const call: Call = {
      api,
      perSecond: 1,
      freshMs: 0,
      retries,
      timeoutMs,
      deadline: time.deadline,
      onSent: time.begin,
      now: clock.now,
      signal: signal ? AbortSignal.any([signal, time.over]) : time.over,
      run,
      errorOf: (answer) => gatewayError(answer, api, expected),
      check: () => undefined,
      onEvent: tell,
    };
    const request: HttpRequest = {
      method,
      url: url.href,
      headers: {
        accept: 'application/json',
        'user-agent': `scopekit/${version}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: new TextEncoder().encode(JSON.stringify(body)) }),
    };
    try {
      stop?.throwIfAborted();
      return await compose(layers(question, stop), async (asked, { signal: over }) => ({
        ...(await send(asked, over).catch(cutOff)),
        answeredAt: clock.now(),
      }))(request, call);
    } catch (error) {
      const ended = signal?.aborted || stop?.aborted ? 'cancelled' : time.over.aborted ? 'timeout' : undefined;
      throw atTheEdge(error, { api, url: url.href, scrub: keeper.scrub, ended, deadlineMs });
    } finally {
      time.forget();
    }
  };

  return {
    searchEids: (query, asked = {}) => searchEids(ask, query, asked),
    exportWorks: (eids, asked = {}) => exportWorks(ask, eids, { clock, ...asked }),
    async status() {
      const session = await sessions.read();
      return session && sessionStatus(session, clock.now());
    },
    leftToday: day.left,
    scrubber: keeper.scrub,
    dataScrubber: keeper.scrubData,
    check: async () => void (await allowed()),
    close: wire.close,
  };
}

/** What cannot be unpacked was cut on its way: nothing is known of it, and it has no request id to report. */
function cutOff(error: unknown): never {
  if (!(error instanceof ElsevierError) || error.reason !== 'unreadable') throw error;
  const { message, cause } = error;
  throw new ElsevierError({ reason: 'unreadable', message, next: 'Go on later, or from another network: something on the way cuts the answers.', cause });
}

/** @throws ElsevierError `refused` beyond the limits, which nothing raises. */
export function withinLimits(works: number): number {
  if (Number.isInteger(works) && works >= 0 && works <= limits.mostWorks) return works;
  throw new ElsevierError({
    reason: 'refused',
    message: `${works.toLocaleString('en')} works are more than the web export takes at once (${limits.mostWorks.toLocaleString('en')}).`,
    next: 'Narrow the query, or ask the API: scopekit search has no such limit.',
  });
}
