import { type Cache, type Ledger, memoryLedger, type OpenRun, type Standing } from '@scopekit/store';
import { atTheEdge, shapedBy } from './at-the-edge.ts';
import { breaker } from './breaker.ts';
import { cached } from './cache.ts';
import { type Call, compose, type Layer } from './call.ts';
import { type Clock, systemClock } from './clock.ts';
import { asCredential, clean } from './credential.ts';
import { deadline } from './deadline.ts';
import { fingerprintOf } from './digest.ts';
import { ElsevierError } from './elsevier-error.ts';
import type { Endpoint } from './endpoint.ts';
import { errorFrom } from './error-from.ts';
import type { OnEvent } from './events.ts';
import { type TrustOptions, trustedBase } from './hosts.ts';
import type { HttpAnswer, HttpRequest, Send } from './http.ts';
import { bucketOf, type Credential, createKeyring, credentialId, keyLabel } from './keys.ts';
import { oneFlight } from './one-flight.ts';
import { parseProxy } from './proxy.ts';
import { redirects } from './redirects.ts';
import { retry } from './retry.ts';
import { ofRun } from './run.ts';
import { createScrubber, type Scrubber } from './scrubber.ts';
import { undiciSend } from './send.ts';
import { timeAllowed } from './time-allowed.ts';
import { trace } from './trace.ts';
import { version } from './version.ts';

export interface ClientOptions extends TrustOptions, Freshness {
  /** One key, or several, used in turn. */
  readonly keys?: readonly (Credential | string)[];
  /** `http://user:password@host:port`; SOCKS too. */
  readonly proxy?: string;
  readonly noProxy?: string;
  /** Certificates in PEM to trust beside the usual ones, as of a proxy that inspects. */
  readonly ca?: string;
  /** How often a failed request is sent again; default 5. */
  readonly retries?: number;
  /** Milliseconds for one attempt; default 30,000. */
  readonly timeoutMs?: number;
  /** Milliseconds for a request with all its attempts and waits; default 180,000, or three attempts if that is more. */
  readonly deadlineMs?: number;
  /** Requests a second by API name, where a contract differs from Elsevier's published figures. */
  readonly perSecond?: Readonly<Record<string, number>>;
  /** Sent before the name of this client. */
  readonly userAgent?: string;
  readonly ledger?: Ledger;
  /** No cache unless one is given. */
  readonly cache?: Cache;
  readonly onEvent?: OnEvent;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** Replaces the network. */
  readonly send?: Send;
}

/** How a question meets what is kept. */
export interface Freshness {
  /** Ask again although an answer is kept. */
  readonly refresh?: boolean;
  /** How old a kept answer may be, in milliseconds; by default as the endpoint says. */
  readonly maxAgeMs?: number;
  /** Answer from what is kept, however old, or not at all. */
  readonly offline?: boolean;
  /** When Elsevier does not answer, or no quota is left, answer from what is kept, however old; told by the event `stale`. */
  readonly allowStale?: boolean;
}

/** What a single question may set for itself. */
export interface AskOptions extends Freshness {
  readonly signal?: AbortSignal;
  /** This key instead of the configured ones. */
  readonly key?: string;
  /** A token for that key, or for the first configured one. */
  readonly insttoken?: string;
  readonly retries?: number;
  readonly timeoutMs?: number;
  /** Keeps each answer that is paid for, and answers from there before anything is asked. */
  readonly run?: OpenRun;
  /** When all keys are spent, wait for the first reset instead of failing. */
  readonly waitForQuota?: boolean;
  /** What happens on the way to this answer. */
  readonly onEvent?: OnEvent;
  /** Asks as a page of this site does: Elsevier then says in `access-control-allow-origin` whether the key is registered for it. */
  readonly origin?: string;
  /** Each answer as it came over the wire, failures too, secrets out. */
  readonly onAnswer?: (answer: HttpAnswer) => void;
}

export interface KeyStanding extends Standing {
  /** The last four characters. */
  readonly key: string;
  readonly api: string;
}

export interface Dated<Body> {
  readonly body: Body;
  /** ISO 8601. */
  readonly retrievedAt: string;
}

/** Asks any Elsevier API. Knows no bibliography. */
export interface Client {
  /**
   * Asks one endpoint once and decodes the answer.
   *
   * @throws ElsevierError
   */
  ask<Params, Body>(endpoint: Endpoint<Params, Body>, params: Params, options?: AskOptions): Promise<Body>;
  /** The same, with the time when Elsevier answered, which is long ago for an answer that was kept. */
  askDated<Params, Body>(endpoint: Endpoint<Params, Body>, params: Params, options?: AskOptions): Promise<Dated<Body>>;
  /** What is known of each key and API, or of one key, without asking. */
  standing(apis: readonly string[], options?: Pick<AskOptions, 'key'>): Promise<KeyStanding[]>;
  /** Remembers for an hour what the key whose turn it is may see: networks change, and so does what they grant. */
  learn(api: string, fact: string, value: string, options?: AskOptions): Promise<void>;
  learnt(api: string, fact: string, options?: AskOptions): Promise<string | undefined>;
  /** For messages: hides keys, tokens and the proxy's password. */
  readonly scrubber: Scrubber;
  /** For works: the same, but for a proxy password that is an ordinary word, which titles may hold. */
  readonly dataScrubber: Scrubber;
  readonly clock: Clock;
  /** Closes idle connections; what is under way ends first. */
  close(): Promise<void>;
}

/** @throws ElsevierError `untrusted-host` when the base address must not get a key, `bad-input` when it or the proxy cannot be read. */
export function createClient(config: ClientOptions = {}): Client {
  const { retries = 5, timeoutMs = 30_000, perSecond = {}, userAgent, ledger = memoryLedger(), cache, clock = systemClock, random = Math.random } = config;
  const credentials = (config.keys ?? []).map(asCredential);
  const proxy = config.proxy ? parseProxy(config.proxy) : undefined;
  const secrets = new Set(credentials.flatMap(({ key, insttoken }) => [key, insttoken]));
  let { messages, data } = scrubbers();
  const scrub: Scrubber = { text: (text) => messages.text(text), tree: (value) => messages.tree(value), bytes: (body) => messages.bytes(body) };
  const scrubData: Scrubber = { text: (text) => data.text(text), tree: (value) => data.tree(value), bytes: (body) => data.bytes(body) };
  const base = trustedBase(config);
  const wire = undiciSend({ proxy, noProxy: config.noProxy, ca: config.ca });
  const send = config.send ?? wire;
  const fingerprint = fingerprintOf(credentials);
  const keyring = createKeyring({ credentials, ledger, clock });

  /**
   * Outside in. What is paid for or kept costs nothing, so run and cache come first, the run before it, as it holds what
   * belongs together; equal requests share one flight; a service that is out is not asked at all; each attempt of a retry
   * needs a key and its slot; the wait for the slot is not the server's fault, so the deadline stands inside; a redirect is
   * part of its attempt.
   */
  const layers: readonly Layer[] = [
    ofRun,
    cached({ cache, clock, fingerprint }),
    oneFlight(fingerprint),
    breaker(clock),
    retry({ clock, random }),
    keyring.layer,
    trace(clock),
    deadline(clock),
    redirects(config.trustedHosts ?? []),
  ];
  const through = compose(layers, async (request, { signal, onAnswer }) => {
    const came = await send(request, signal);
    const answer = { ...came, headers: scrubData.tree(came.headers), body: scrubData.bytes(came.body), answeredAt: clock.now() };
    onAnswer?.(answer);
    return answer;
  });

  function scrubbers() {
    const ofProxy = proxy?.secrets ?? [];
    return { messages: createScrubber([...secrets, ...ofProxy]), data: createScrubber([...secrets, ...ofProxy.filter((secret) => !/^\p{L}+$/u.test(secret))]) };
  }

  function credentialsOf({ key, insttoken }: AskOptions): readonly Credential[] | undefined {
    if (key === undefined && insttoken === undefined) return undefined;
    const chosen = key === undefined ? credentials[0] : { key: clean(key) };
    const [asked] = chosen ? [{ ...chosen, ...(insttoken === undefined ? {} : { insttoken: clean(insttoken) }) }] : [];
    if (asked && [asked.key, asked.insttoken].some((secret) => secret && !secrets.has(secret))) {
      secrets.add(asked.key).add(asked.insttoken);
      ({ messages, data } = scrubbers());
    }
    return asked ? [asked] : [];
  }

  const asking = (options: AskOptions) => credentialsOf(options) ?? credentials;

  function tell(options: AskOptions): OnEvent {
    return (event) => {
      const told = scrub.tree(event);
      config.onEvent?.(told);
      options.onEvent?.(told);
    };
  }

  async function askOnce<Params, Body>(endpoint: Endpoint<Params, Body>, params: Params, options: AskOptions): Promise<Dated<Body>> {
    const { method = 'GET', path, query, body, accept = 'application/json' } = endpoint.request(params);
    const url = new URL(base.href.replace(/\/$/, '') + path);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
    const attemptMs = options.timeoutMs ?? timeoutMs;
    const deadlineMs = config.deadlineMs ?? Math.max(180_000, 3 * attemptMs);
    const time = timeAllowed(clock, deadlineMs);
    const read = new WeakMap<Uint8Array, Body>();
    const call: Call = {
      api: endpoint.name,
      perSecond: perSecond[endpoint.name] ?? endpoint.perSecond,
      freshMs: options.maxAgeMs ?? config.maxAgeMs ?? endpoint.freshMs,
      retries: options.retries ?? retries,
      timeoutMs: attemptMs,
      deadline: time.deadline,
      onSent: time.begin,
      now: clock.now,
      signal: options.signal ? AbortSignal.any([options.signal, time.over]) : time.over,
      credentials: credentialsOf(options),
      refresh: options.refresh ?? config.refresh,
      offline: options.offline ?? config.offline,
      allowStale: options.allowStale ?? config.allowStale,
      run: options.run,
      kept: endpoint.kept,
      errorOf: (answer) => errorFrom(answer, endpoint.name, clock.now(), accept),
      check: (answer) => {
        const shaped = shapedBy(endpoint, answer);
        if ('body' in shaped) read.set(answer.body, shaped.body);
        return 'body' in shaped ? undefined : shaped.error;
      },
      onEvent: tell(options),
      onAnswer: options.onAnswer,
    };
    const headers = {
      accept,
      ...(options.origin === undefined ? {} : { origin: options.origin }),
      'user-agent': userAgent ? `${userAgent} scopekit/${version}` : `scopekit/${version}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const sent = body === undefined ? {} : { body: new TextEncoder().encode(JSON.stringify(body)) };
    const request: HttpRequest = { method, url: url.href, headers, ...sent };
    try {
      const answer = await through(request, call);
      const wrong = read.has(answer.body) ? undefined : call.check(answer);
      if (wrong) throw wrong;
      return { body: read.get(answer.body) as Body, retrievedAt: new Date(answer.answeredAt ?? clock.now()).toISOString() };
    } catch (error) {
      const ended = options.signal?.aborted ? 'cancelled' : time.over.aborted ? 'timeout' : undefined;
      throw atTheEdge(error, { api: endpoint.name, url: url.href, scrub, ended, deadlineMs });
    } finally {
      time.forget();
    }
  }

  async function askDated<Params, Body>(endpoint: Endpoint<Params, Body>, params: Params, options: AskOptions = {}): Promise<Dated<Body>> {
    for (;;) {
      try {
        return await askOnce(endpoint, params, options);
      } catch (error) {
        if (!options.waitForQuota || !(error instanceof ElsevierError) || error.reason !== 'quota-exceeded' || error.retryAt === undefined) throw error;
        tell(options)({ type: 'waiting', api: endpoint.name, until: error.retryAt });
        await clock.sleep(error.retryAt - clock.now() + afterResetMs, options.signal).catch(() => {
          throw new ElsevierError({ reason: 'cancelled', message: 'The wait for the quota was cancelled.', api: endpoint.name, retryAt: error.retryAt });
        });
      }
    }
  }

  return {
    ask: async (endpoint, params, options) => (await askDated(endpoint, params, options)).body,
    askDated,
    async standing(apis, { key } = {}) {
      const all = credentials
        .filter((credential) => key === undefined || credential.key === key)
        .flatMap((credential) => apis.map((api) => ({ credential, api })));
      return Promise.all(
        all.map(async ({ credential, api }) => ({
          key: keyLabel(credential),
          api,
          ...lasting((await ledger.standing(bucketOf(credential, api))) ?? {}, clock.now()),
        })),
      );
    },
    async learn(api, fact, value, options = {}) {
      const credential = await keyring.current(api, asking(options));
      if (credential) await ledger.learn(credentialId(credential), fact, `${clock.now()} ${value}`);
    },
    async learnt(api, fact, options = {}) {
      const credential = await keyring.current(api, asking(options));
      const [at, value] = ((credential && (await ledger.learnt(credentialId(credential), fact))) ?? '').split(' ');
      return value && clock.now() - Number(at) < learntForMs ? value : undefined;
    },
    scrubber: scrub,
    dataScrubber: scrubData,
    clock,
    close: wire.close,
  };
}

/** What still holds: a week that is over tells nothing of the next one. */
const lasting = ({ remaining, resetAt, restsUntil, ...standing }: Standing, now: number): Standing => ({
  ...standing,
  ...(resetAt !== undefined && resetAt <= now ? {} : { remaining, resetAt }),
  ...(restsUntil !== undefined && restsUntil <= now ? {} : { restsUntil }),
});

/** Clocks differ by seconds. */
const afterResetMs = 1_000;

const learntForMs = 3600 * 1000;
