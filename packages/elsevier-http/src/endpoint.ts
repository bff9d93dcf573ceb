import type { z } from 'zod';
import type { HttpAnswer } from './http.ts';

/** One API as a value: how to ask it, how fast, how often a week, and what comes back. */
export interface Endpoint<Params, Body> {
  /** `scopus.search`: names the pace and quota bucket, too. */
  readonly name: string;
  /** Requests per second and key. Elsevier's contracts differ: a client option overrides it. */
  readonly perSecond: number;
  /** Requests per week and key. */
  readonly weeklyQuota: number;
  /** Where these figures and the parameters are documented. */
  readonly source: string;
  /** How long an answer may be reused, in milliseconds. */
  readonly freshMs: number;
  request(params: Params): EndpointRequest;
  /** What of an answer `body` reads, by default its JSON. May throw: the answer is unreadable then. */
  readonly read?: (answer: HttpAnswer) => unknown;
  /** `false`: an answer is about who asks, or is a full text, and is kept nowhere. */
  readonly kept?: false;
  readonly body: z.ZodType<Body>;
}

/** What an answer may be written in. */
export type MediaType = 'application/json' | 'text/xml' | 'application/pdf' | '*/*';

/** A request without credentials. */
export interface EndpointRequest {
  readonly method?: 'GET' | 'PUT';
  /** Each part already percent-encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string | number | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Default JSON. */
  readonly accept?: MediaType;
}
