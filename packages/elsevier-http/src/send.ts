import { getCACertificates } from 'node:tls';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { ElsevierError } from './elsevier-error.ts';
import type { HttpAnswer, HttpRequest, Send } from './http.ts';
import type { ProxyAddress } from './proxy.ts';
import type { ReasonName } from './reasons.ts';

export interface SendOptions {
  readonly proxy?: ProxyAddress;
  /** Hosts that are asked directly, in the form of `NO_PROXY`. */
  readonly noProxy?: string;
  /** Certificates in PEM to trust beside the usual ones. */
  readonly ca?: string;
  /** Largest body, compressed or not. */
  readonly maxBytes?: number;
  readonly connectTimeoutMs?: number;
  /** Hand the cookies that an answer sets to the caller; by default nobody sees them. */
  readonly cookies?: boolean;
}

/** Largest body by default: seventy times the largest page recorded, and room for a record with ten thousand authors. */
const defaultMaxBytes = 16 * 1024 * 1024;

/**
 * Sends over real sockets with undici: HTTP/1.1, no redirects, no retries, no time limit but the signal's, no settings of
 * the environment.
 *
 * The only code that knows undici, which is loaded at the first request.
 */
export function undiciSend(options: SendOptions = {}): Send & { close(): Promise<void> } {
  const { proxy, noProxy = '', ca, maxBytes = defaultMaxBytes, connectTimeoutMs = 10_000, cookies = false } = options;
  let loaded: Promise<{ request: typeof import('undici').request; dispatcher: Dispatcher }> | undefined;
  const load = async () => {
    const { Agent, EnvHttpProxyAgent, request } = await import('undici');
    const trusted = ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] };
    const options = { allowH2: false, headersTimeout: 0, bodyTimeout: 0, connect: { timeout: connectTimeoutMs, ...trusted } };
    const direct = ['localhost', '127.0.0.1', '[::1]', noProxy].filter(Boolean).join(',');
    // undici speaks TLS to a SOCKS proxy as soon as proxyTls is there
    const tls = { requestTls: trusted, ...(proxy?.url.startsWith('https:') ? { proxyTls: trusted } : {}) };
    const proxied = { httpProxy: '', httpsProxy: proxy?.url, noProxy: direct, ...tls, ...ofSocks(proxy) };
    return { request, dispatcher: proxy ? new EnvHttpProxyAgent({ ...options, ...proxied }) : new Agent(options) };
  };

  const large = oneAtATime();

  const send: Send = async (request, signal) => {
    try {
      loaded ??= load();
      const { request: ask, dispatcher } = await loaded;
      const response = await ask(request.url, {
        method: request.method,
        headers: { 'accept-encoding': 'gzip', ...request.headers },
        body: request.body,
        dispatcher,
        signal,
      });
      const headers = plainHeaders(response.headers);
      const raw = await whole(response.body, maxBytes, large);
      const body = decompressed(raw, headers['content-encoding'], maxBytes);
      const setCookies = cookies ? { setCookies: [response.headers['set-cookie'] ?? []].flat() } : {};
      return { status: response.statusCode, headers, body, url: request.url, ...setCookies } satisfies HttpAnswer;
    } catch (error) {
      throw failure(error, request, signal);
    }
  };
  return Object.assign(send, {
    async close() {
      await (await loaded)?.dispatcher.close();
    },
  });
}

/** undici gives a SOCKS proxy the percent-encoded user and password of its address, unless they are told apart. */
function ofSocks(proxy: ProxyAddress | undefined): { username?: string; password?: string } {
  return proxy?.url.startsWith('socks') && proxy.user !== undefined ? { username: proxy.user, password: proxy.password } : {};
}

/** Without what must not be kept: the key that Elsevier echoes, and cookies. */
function plainHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const dropped = new Set(['x-els-apikey', 'x-els-insttoken', 'set-cookie']);
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined || dropped.has(name) ? [] : [[name, String(value)]])));
}

class TooLarge extends Error {}

/** An ordinary answer is smaller; of larger ones only one is taken in at a time, so that many at once are no danger. */
const ordinaryBytes = 2 * 1024 * 1024;

async function whole(body: AsyncIterable<Uint8Array>, maxBytes: number, large: OneAtATime): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const rest = body[Symbol.asyncIterator]();
  let bytes = 0;
  const take = async (upTo: number): Promise<boolean> => {
    while (bytes <= upTo) {
      const { done, value } = await rest.next();
      if (done) return true;
      bytes += value.byteLength;
      chunks.push(value);
    }
    return false;
  };
  const complete = (await take(ordinaryBytes)) || (await large(() => take(maxBytes)));
  if (!complete) {
    await rest.return?.();
    throw new TooLarge();
  }
  return Buffer.concat(chunks);
}

type OneAtATime = <T>(work: () => Promise<T>) => Promise<T>;

/** Does one piece of work after the other, whoever asks. */
function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => {});
    return mine;
  };
}

/** At once rather than in other threads: a page takes a millisecond or two, and never are two of them large at the same time. */
function decompressed(body: Buffer, encoding: string | undefined, maxOutputLength: number): Uint8Array {
  const unpack = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflateSync, br: brotliDecompressSync }[encoding?.trim().toLowerCase() ?? ''];
  return unpack && body.byteLength ? unpack(body, { maxOutputLength }) : body;
}

/** What broke, as one of our reasons. The words of the cause may hold an address, so they are not repeated. */
function failure(error: unknown, request: HttpRequest, signal: AbortSignal): ElsevierError {
  const { code = '', message = '' } = rootOf(error);
  const { host } = new URL(request.url);
  const make = (reason: ReasonName, text: string) => new ElsevierError({ reason, message: text, url: request.url, cause: error });
  if (signal.aborted) return make('cancelled', 'The request was cancelled.');
  if (error instanceof TooLarge || code === 'ERR_BUFFER_TOO_LARGE') return make('answer-too-large', `The answer of ${host} is larger than allowed.`);
  if (/^Z_|^ERR__ERROR_FORMAT/.test(code)) return make('unreadable', `The compressed answer of ${host} is damaged or cut (${code}).`);
  if (/Proxy response \((\d+)\)/.test(message)) return make('proxy', `The proxy refused the connection (HTTP ${/\((\d+)\)/.exec(message)?.[1]}).`);
  if (/TIMEOUT/.test(code)) return make('timeout', `${host} did not answer in time (${code}).`);
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return make('certificate', `The certificate of ${host} is not trusted (${code}).`);
  if (/SOCKS/i.test(`${code} ${message}`)) return make('proxy', `The SOCKS proxy refused the connection (${code || message}).`);
  if (/^(?:HPE_|UND_ERR_HEADERS_OVERFLOW)/.test(code) || (error as Error).name === 'HTTPParserError')
    return make('unreadable', `The answer of ${host} is not HTTP${code ? ` (${code})` : ''}.`);
  return make('network', `The connection to ${host} failed${code ? ` (${code})` : ''}.`);
}

function rootOf(error: unknown): { code?: string; message?: string } {
  const { code, message, cause, errors } = error as { code?: string; message?: string; cause?: unknown; errors?: unknown[] };
  if (code) return { code, message };
  const inner = cause ?? errors?.[0];
  return inner ? rootOf(inner) : { message };
}
