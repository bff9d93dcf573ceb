import { type Cache, type Ledger, memoryLedger, type Standing } from '@scopekit/store';
import { cached } from './cache.ts';
import { type Call, compose, type Layer } from './call.ts';
import { type Clock, systemClock } from './clock.ts';
import { deadline } from './deadline.ts';
import { fingerprintOf } from './digest.ts';
import { ElsevierError } from './elsevier-error.ts';
import type { Endpoint } from './endpoint.ts';
import type { OnEvent } from './events.ts';
import { type TrustOptions, trustedBase } from './hosts.ts';
import { jsonOf, type Send } from './http.ts';
import { bucketOf, type Credential, keyId, keyLabel, keys } from './keys.ts';
import { oneFlight } from './one-flight.ts';
import { pace } from './pace.ts';
import { parseProxy } from './proxy.ts';
import { redirects } from './redirects.ts';
import { retry } from './retry.ts';
import { createScrubber, type Scrubber } from './scrubber.ts';
import { undiciSend } from './send.ts';
import { trace } from './trace.ts';
import { version } from './version.ts';

export interface ClientOptions extends TrustOptions {
  /** One key, or several, used in turn. */
  readonly keys?: readonly (Credential | string)[];
  /** `http://user:password@host:port`; SOCKS too. */
  readonly proxy?: string;
  readonly noProxy?: string;
  /** How often a failed request is sent again; default 5. */
  readonly retries?: number;
  /** Milliseconds for one attempt; default 30,000. */
  readonly timeoutMs?: number;
  /** Milliseconds for a request with all its attempts and waits; default 180,000. */
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

/** What a single question may set for itself. */
export interface AskOptions {
  readonly signal?: AbortSignal;
  /** This key instead of the configured ones. */
  readonly key?: string;
  /** A token for that key, or for the first configured one. */
  readonly insttoken?: string;
  readonly retries?: number;
  readonly timeoutMs?: number;
  /** Ask again although an answer is kept. */
  readonly refresh?: boolean;
  /** What happens on the way to this answer. */
  readonly onEvent?: OnEvent;
}

export interface KeyStanding extends Standing {
  /** The last four characters. */
  readonly key: string;
  readonly api: string;
}

/** Asks any Elsevier API. Knows no bibliography. */
export interface Client {
  /**
   * Asks one endpoint once and decodes the answer.
   *
   * @throws ElsevierError
   */
  ask<Params, Body>(endpoint: Endpoint<Params, Body>, params: Params, options?: AskOptions): Promise<Body>;
  /** What is known of each key and API, without asking. */
  standing(apis: readonly string[]): Promise<KeyStanding[]>;
  /** Remembers what the asking key may see. */
  learn(fact: string, value: string, options?: AskOptions): Promise<void>;
  learnt(fact: string, options?: AskOptions): Promise<string | undefined>;
  /** For whoever prints or stores what this client gave. */
  readonly scrubber: Scrubber;
  readonly clock: Clock;
}

/** @throws ElsevierError `untrusted-host` when the base address must not get a key, `bad-input` when it or the proxy cannot be read. */
export function createClient(config: ClientOptions = {}): Client {
  const {
    retries = 5,
    timeoutMs = 30_000,
    deadlineMs = 180_000,
    perSecond = {},
    userAgent,
    ledger = memoryLedger(),
    cache,
    clock = systemClock,
    random = Math.random,
  } = config;
  const credentials = (config.keys ?? []).map(asCredential);
  const proxy = config.proxy ? parseProxy(config.proxy) : undefined;
  const secrets = new Set([...credentials.flatMap(({ key, insttoken }) => [key, insttoken]), ...(proxy?.secrets ?? [])]);
  let scrubber = createScrubber([...secrets]);
  const scrub: Scrubber = { text: (text) => scrubber.text(text), tree: (value) => scrubber.tree(value), bytes: (body) => scrubber.bytes(body) };
  const base = trustedBase(config);
  const send = config.send ?? undiciSend({ proxy, noProxy: config.noProxy });
  const fingerprint = fingerprintOf(credentials);

  /**
   * Outside in. What is kept costs nothing, so the cache comes first; equal requests share one flight; each attempt of a
   * retry needs a key, each key its own slot, so both stand inside; the wait for the slot is not the server's fault, so
   * the deadline stands inside the pace; a redirect is part of its attempt.
   */
  const layers: readonly Layer[] = [
    ...(cache ? [cached({ cache, clock, fingerprint })] : []),
    oneFlight(fingerprint),
    retry({ clock, random }),
    keys({ credentials, ledger, clock }),
    pace({ ledger, clock }),
    trace(clock),
    deadline(clock),
    redirects(config.trustedHosts ?? []),
  ];
  const through = compose(layers, async (request, { signal }) => {
    const answer = await send(request, signal);
    return { ...answer, body: scrub.bytes(answer.body) };
  });

  function credentialsOf({ key, insttoken }: AskOptions): readonly Credential[] | undefined {
    if (key === undefined && insttoken === undefined) return undefined;
    const chosen = key === undefined ? credentials[0] : { key: clean(key) };
    const [asked] = chosen ? [{ ...chosen, ...(insttoken === undefined ? {} : { insttoken: clean(insttoken) }) }] : [];
    if (asked && [asked.key, asked.insttoken].some((secret) => secret && !secrets.has(secret))) {
      secrets.add(asked.key).add(asked.insttoken);
      scrubber = createScrubber([...secrets]);
    }
    return asked ? [asked] : [];
  }

  const asking = (options: AskOptions) => credentialsOf(options) ?? credentials;

  return {
    async ask(endpoint, params, options = {}) {
      const { path, query } = endpoint.request(params);
      const url = new URL(base.href.replace(/\/$/, '') + path);
      for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
      const over = clock.after(deadlineMs);
      const signal = options.signal ? AbortSignal.any([options.signal, over]) : over;
      const call: Call = {
        api: endpoint.name,
        perSecond: perSecond[endpoint.name] ?? endpoint.perSecond,
        freshMs: endpoint.freshMs,
        retries: options.retries ?? retries,
        timeoutMs: options.timeoutMs ?? timeoutMs,
        deadline: clock.now() + deadlineMs,
        signal,
        credentials: credentialsOf(options),
        refresh: options.refresh,
        onEvent: (event) => {
          const told = scrub.tree(event);
          config.onEvent?.(told);
          options.onEvent?.(told);
        },
      };
      const headers = { accept: 'application/json', 'user-agent': userAgent ? `${userAgent} scopekit/${version}` : `scopekit/${version}` };
      try {
        const answer = await through({ method: 'GET', url: url.href, headers }, call);
        return decode(endpoint, jsonOf(answer), answer.url);
      } catch (error) {
        throw atTheEdge(error, {
          api: endpoint.name,
          url: url.href,
          scrub,
          ended: options.signal?.aborted ? 'cancelled' : over.aborted ? 'timeout' : undefined,
          deadlineMs,
        });
      }
    },
    async standing(apis) {
      const all = credentials.flatMap((credential) => apis.map((api) => ({ credential, api })));
      return Promise.all(all.map(async ({ credential, api }) => ({ key: keyLabel(credential), api, ...(await ledger.standing(bucketOf(credential, api))) })));
    },
    async learn(fact, value, options = {}) {
      const [first] = asking(options);
      if (first) await ledger.learn(knownAs(first), fact, value);
    },
    async learnt(fact, options = {}) {
      const [first] = asking(options);
      return first && ledger.learnt(knownAs(first), fact);
    },
    scrubber: scrub,
    clock,
  };
}

/** The same key sees more with its token than without. */
const knownAs = (credential: Credential) => keyId({ key: JSON.stringify([credential.key, credential.insttoken]) });

function asCredential(given: Credential | string): Credential {
  const { key, insttoken } = typeof given === 'string' ? { key: given } : given;
  return { key: clean(key), ...(insttoken ? { insttoken: clean(insttoken) } : {}) };
}

/** A key that a header can carry. */
function clean(secret: string): string {
  const text = secret.trim();
  if (!/^[\x21-\x7e]+$/.test(text))
    throw new ElsevierError({
      reason: 'bad-input',
      message: 'An API key or institution token is empty or has a character that no key has.',
      next: 'Copy it again from https://dev.elsevier.com/apikey/manage, without blanks or quotes.',
    });
  return text;
}

function decode<Body>(endpoint: Endpoint<never, Body>, body: unknown, url: string): Body {
  const read = endpoint.body.safeParse(body);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ElsevierError({
    reason: 'unreadable',
    message: `The answer of ${endpoint.name} is not of the expected shape: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}.`,
    api: endpoint.name,
    url,
    cause: read.error,
  });
}

/** One error class, its texts scrubbed, whatever ended the request; a mistake of our own passes as it is. */
function atTheEdge(
  error: unknown,
  { api, url, scrub, ended, deadlineMs }: { api: string; url: string; scrub: Scrubber; ended: 'cancelled' | 'timeout' | undefined; deadlineMs: number },
): unknown {
  const known = error instanceof ElsevierError && error.reason !== 'cancelled' ? error : endedBy(ended, deadlineMs, error);
  if (!known) return error;
  const { reason, next, status, requestId, retryAt } = known;
  return new ElsevierError({
    reason,
    message: scrub.text(known.message),
    next,
    api,
    status,
    requestId,
    retryAt,
    url: scrub.text(known.url ?? url),
    cause: causeOf(known, scrub),
  });
}

function endedBy(ended: 'cancelled' | 'timeout' | undefined, deadlineMs: number, cause: unknown): ElsevierError | undefined {
  if (ended === 'timeout')
    return new ElsevierError({ reason: 'timeout', message: `Not answered within ${deadlineMs / 1000} s, all attempts and waits included.`, cause });
  return ended && new ElsevierError({ reason: 'cancelled', message: 'The request was cancelled.', cause });
}

/** What broke underneath, in its own words but without secrets and without the objects it held. */
function causeOf(error: ElsevierError, scrub: Scrubber): Error | undefined {
  return error.cause instanceof Error ? new Error(scrub.text(error.cause.message)) : undefined;
}
