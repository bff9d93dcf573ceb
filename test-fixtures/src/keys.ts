import type { ElsevierOptions } from './elsevier.ts';
import { serviceError, type WireAnswer, type WireRequest } from './wire/answer.ts';

export type KeyKind = 'subscriber' | 'non-subscriber' | 'spent';

export interface Key {
  readonly kind: KeyKind;
  /** Entitles a key that is not entitled by its network; any other token is refused. */
  readonly insttoken?: string;
}

/** The keys that every sandbox knows; any other key is unknown to it. */
export const sandboxKeys = {
  subscriber: 'sandbox0000subscriber00000000001',
  nonSubscriber: 'sandbox0000nonsubscriber00000002',
  spent: 'sandbox0000spent0000000000000003',
  remote: 'sandbox0000remote000000000000004',
  remoteToken: 'sandboxinsttoken0000000000000004',
  unknown: 'sandbox0000unknown00000000000005',
} as const;

const known: Readonly<Record<string, Key>> = {
  [sandboxKeys.subscriber]: { kind: 'subscriber' },
  [sandboxKeys.nonSubscriber]: { kind: 'non-subscriber' },
  [sandboxKeys.spent]: { kind: 'spent' },
  [sandboxKeys.remote]: { kind: 'non-subscriber', insttoken: sandboxKeys.remoteToken },
};

const week = 7 * 24 * 3600 * 1000;

interface Api {
  readonly name: string;
  /** Requests a week. */
  readonly quota: number;
  /** Requests a second. */
  readonly rate: number;
}

type Admission = { readonly entitled: boolean; readonly headers: Record<string, string> } | { readonly refused: WireAnswer };

/** Who asks, what is left of the week, and whether this second is full. */
export function keyring({ keys = {}, quota, rate, resetForm = 's' }: ElsevierOptions, now: () => number) {
  const all = new Map(Object.entries({ ...known, ...keys }).map(([key, value]) => [key, typeof value === 'string' ? { kind: value } : value]));
  const buckets = new Map<string, { used: number; resetAt: number; second: number; inSecond: number }>();

  function admit(request: WireRequest, api: Api): Admission {
    const given = request.headers['x-els-apikey'] ?? request.url.searchParams.get('apiKey') ?? '';
    const key: Key | undefined = all.get(given);
    if (!key) return { refused: serviceError(401, 'AUTHENTICATION_ERROR', 'Invalid API Key') };
    const token = request.headers['x-els-insttoken'];
    if (token !== undefined && token !== key.insttoken)
      return { refused: serviceError(401, 'AUTHENTICATION_ERROR', 'Institution Token is not associated with API Key') };

    const bucket = buckets.get(given + api.name) ?? { used: 0, resetAt: now() + week, second: 0, inSecond: 0 };
    buckets.set(given + api.name, bucket);
    const limit = quota ?? api.quota;
    const reset = resetText(bucket.resetAt, resetForm);
    if (key.kind === 'spent' || bucket.used >= limit) return { refused: quotaExceeded(reset) };
    const second = Math.floor(now() / 1000);
    bucket.inSecond = bucket.second === second ? bucket.inSecond + 1 : 1;
    bucket.second = second;
    if (bucket.inSecond > (rate ?? api.rate)) return { refused: throttled() };
    bucket.used++;
    return {
      entitled: key.kind === 'subscriber' || (key.insttoken !== undefined && token === key.insttoken),
      headers: {
        'x-els-apikey': given,
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(limit - bucket.used),
        'x-ratelimit-reset': reset,
      },
    };
  }

  return { admit };
}

function resetText(at: number, form: 's' | 'ms' | 'text'): string {
  if (form === 'ms') return String(at);
  if (form === 'text') return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
  return String(Math.floor(at / 1000));
}

/** The week is spent: status and reset are told, limit and remaining are not. */
function quotaExceeded(reset: string): WireAnswer {
  const { status, headers, body } = serviceError(429, 'QUOTA_EXCEEDED', 'Quota Exceeded');
  return { status, headers: { ...headers, 'x-ratelimit-reset': reset }, body };
}

/** Too many in one second: neither a status that tells nor a time to wait. */
function throttled(): WireAnswer {
  return {
    status: 429,
    headers: {},
    body: JSON.stringify({ 'error-response': { 'error-code': 'RATE_LIMIT_EXCEEDED', 'error-message': 'Too many requests' } }),
  };
}
