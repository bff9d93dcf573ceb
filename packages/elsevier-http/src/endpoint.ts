import type { z } from 'zod';

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
  /** Path, each part already percent-encoded, and query parameters, without credentials. */
  request(params: Params): { readonly path: string; readonly query: Readonly<Record<string, string | number | undefined>> };
  readonly body: z.ZodType<Body>;
}
