import { ElsevierError } from './elsevier-error.ts';
import type { MediaType } from './endpoint.ts';
import { type HttpAnswer, jsonOf, textOf } from './http.ts';
import { rateLimitOf } from './rate-limit.ts';
import type { ReasonName } from './reasons.ts';

interface Told {
  readonly code?: string;
  readonly text?: string;
}

const hour = 3600 * 1000;

/**
 * The error that an answer is, or `undefined` when it is what was asked for.
 *
 * Reads every envelope seen: `service-error` (JSON, XML, also inside 200), `error-response`, `message`, HTML pages.
 */
export function errorFrom(answer: HttpAnswer, api: string, now: number, accept: MediaType = 'application/json'): ElsevierError | undefined {
  const told = toldBy(answer, accept);
  const reason = reasonOf(answer, told, api);
  if (!reason) return undefined;
  return new ElsevierError({
    reason,
    message: messageOf(answer, told, reason, accept),
    api,
    status: answer.status,
    requestId: answer.headers['x-els-transid'] ?? answer.headers['x-els-reqid'],
    url: answer.url,
    retryAt: reason === 'quota-exceeded' ? (rateLimitOf(answer.headers, now).resetAt ?? now + hour) : undefined,
  });
}

function reasonOf({ status, headers }: HttpAnswer, told: Told | 'ok' | 'html' | 'broken', api: string): ReasonName | undefined {
  if (told === 'ok') return undefined;
  if (told === 'html' && (status < 300 || status === 403)) return status === 403 ? 'proxy' : 'unreadable';
  if (told === 'broken' && status < 300) return 'unreadable';
  const { code = '', text = '' } = typeof told === 'string' ? {} : told;
  const quota = /QUOTA_EXCEEDED/i.test(headers['x-els-status'] ?? '') || code === 'QUOTA_EXCEEDED';
  // ScienceDirect says so of a key that it knows and that lacks the settings for repositories
  if (api.startsWith('sciencedirect.') && /insufficient privileges/i.test(text)) return 'not-entitled';
  switch (status < 300 ? statusOf(code) : status) {
    case 400:
      return /service level/i.test(text) ? 'service-level' : 'bad-request';
    case 401:
      return code === 'AUTHORIZATION_ERROR' ? 'not-entitled' : 'unauthorized';
    case 403:
      return code === 'AUTHENTICATION_ERROR' ? 'unauthorized' : 'not-entitled';
    case 404:
      return 'not-found';
    case 407:
      return 'proxy';
    case 408:
      return 'timeout';
    case 413:
      return 'too-large';
    case 414:
      return 'query-too-long';
    case 429:
      return quota ? 'quota-exceeded' : 'throttled';
    default:
      return status >= 500 || status < 300 ? 'server' : status < 400 ? 'redirected' : 'bad-request';
  }
}

/** The status that a `service-error` inside 200 should have had. */
function statusOf(code: string): number {
  const statuses: Record<string, number> = {
    INVALID_INPUT: 400,
    AUTHENTICATION_ERROR: 401,
    AUTHORIZATION_ERROR: 403,
    RESOURCE_NOT_FOUND: 404,
    QUOTA_EXCEEDED: 429,
    RATE_LIMIT_EXCEEDED: 429,
  };
  return statuses[code] ?? 500;
}

function toldBy(answer: HttpAnswer, accept: MediaType): Told | 'ok' | 'html' | 'broken' {
  // 300 answers with the profiles that one was merged into
  const ok = answer.status >= 200 && answer.status <= 300;
  const start = textOf({ body: answer.body.subarray(0, 2_000) }).trimStart();
  if (ok && accept === 'application/pdf' && start.startsWith('%PDF')) return 'ok';
  // any file may come, but for the two forms in which failures are told
  if (ok && accept === '*/*' && !/^[<{]/.test(start)) return 'ok';
  if (/^<(?:!doctype html|html)/i.test(start) || /text\/html/.test(answer.headers['content-type'] ?? '')) return 'html';
  if (start.startsWith('<')) {
    const code = tag(start, 'statusCode');
    return ok && code === undefined ? (accept === 'text/xml' || accept === '*/*' ? 'ok' : 'broken') : { code, text: tag(start, 'statusText') };
  }
  let body: unknown;
  try {
    body = jsonOf(answer);
  } catch {
    return ok && accept === '*/*' ? 'ok' : 'broken';
  }
  return envelope(body) ?? (ok ? 'ok' : {});
}

const tag = (xml: string, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];

function envelope(body: unknown): Told | undefined {
  const root = body as {
    'service-error'?: { status?: { statusCode?: unknown; statusText?: unknown } };
    'error-response'?: { 'error-code'?: unknown; 'error-message'?: unknown };
    message?: unknown;
  } | null;
  const service = root?.['service-error']?.status;
  if (service) return { code: string(service.statusCode), text: string(service.statusText) };
  const edge = root?.['error-response'];
  if (edge) return { code: string(edge['error-code']), text: string(edge['error-message']) };
  if (root && typeof root === 'object' && typeof root.message === 'string' && Object.keys(root).length < 3) return { text: root.message };
  return undefined;
}

const string = (value: unknown) => (typeof value === 'string' ? value : undefined);

function messageOf(answer: HttpAnswer, told: Told | 'ok' | 'html' | 'broken', reason: ReasonName, accept: MediaType): string {
  const { status, headers, body } = answer;
  if (told === 'html') {
    const title = /<title[^>]*>([^<]{1,120})/i.exec(textOf({ body: body.subarray(0, 4_000) }))?.[1]?.trim();
    const by = headers['cf-ray'] ? ` from Cloudflare (cf-ray ${headers['cf-ray']})` : '';
    return `A web page${title ? ` ("${title}")` : ''}${by} came instead of data (HTTP ${status}).`;
  }
  if (told === 'broken') return `The answer (HTTP ${status}, ${body.byteLength} bytes) is not complete ${accept === 'application/json' ? 'JSON' : accept}.`;
  const { code, text } = told as Told;
  const words = [text, code && code !== text ? `(${code})` : ''].filter(Boolean).join(' ');
  return words ? `Elsevier answered ${status}: ${words}` : `Elsevier answered ${status} (${reason}).`;
}
