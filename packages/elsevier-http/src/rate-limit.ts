export interface RateLimit {
  readonly limit?: number;
  readonly remaining?: number;
  /** Milliseconds of the epoch, by our clock. */
  readonly resetAt?: number;
}

const week = 7 * 24 * 3600 * 1000;

/**
 * What the headers of an answer tell about the weekly quota.
 *
 * `X-RateLimit-Reset` was seen as seconds (2025), milliseconds (2020–21) and text in UTC (2019). The answer's `Date`
 * corrects our clock; a reset more than a week away is cut to a week.
 *
 * @see https://dev.elsevier.com/api_key_settings.html
 */
export function rateLimitOf(headers: Readonly<Record<string, string>>, now: number): RateLimit {
  const reset = timeOf(headers['x-ratelimit-reset']);
  const serverNow = Date.parse(headers.date ?? '');
  const wait = reset === undefined ? undefined : reset - (Number.isNaN(serverNow) ? now : serverNow);
  return {
    limit: wholeNumber(headers['x-ratelimit-limit']),
    remaining: wholeNumber(headers['x-ratelimit-remaining']),
    resetAt: wait === undefined ? undefined : now + Math.min(Math.max(wait, 0), week),
  };
}

function timeOf(text: string | undefined): number | undefined {
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text) > 1e11 ? Number(text) : Number(text) * 1000;
  const utc = Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(utc) ? undefined : utc;
}

function wholeNumber(text: string | undefined): number | undefined {
  return text && /^\d+$/.test(text) ? Number(text) : undefined;
}
