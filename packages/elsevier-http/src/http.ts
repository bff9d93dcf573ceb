/** A request as plain data: no secret, so it can be cached, logged and shown. */
export interface HttpRequest {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** An answer as plain data; the body is complete and decompressed. */
export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Where it came from, after redirects. */
  readonly url: string;
  /** The `Set-Cookie` lines, where the sender was asked for them: secrets, so nothing keeps them. */
  readonly setCookies?: readonly string[];
  /** When it came, milliseconds of the epoch; long ago for an answer that was kept. */
  readonly answeredAt?: number;
  /** It was kept and is too old, and nothing newer could be had. */
  readonly stale?: boolean;
}

/** Puts one request on the wire: no retry, no redirect. Rejects with an {@link ElsevierError}. */
export type Send = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;

/** The body as text: UTF-8, a byte order mark removed. */
export function textOf({ body }: Pick<HttpAnswer, 'body'>): string {
  return new TextDecoder('utf-8').decode(body);
}

const parsed = new WeakMap<Uint8Array, unknown>();

/**
 * The body as JSON, parsed once however often it is asked for.
 *
 * @throws SyntaxError when it is not JSON.
 */
export function jsonOf(answer: Pick<HttpAnswer, 'body'>): unknown {
  if (!parsed.has(answer.body)) parsed.set(answer.body, JSON.parse(textOf(answer)));
  return parsed.get(answer.body);
}
