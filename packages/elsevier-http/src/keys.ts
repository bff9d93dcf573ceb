import { createHash } from 'node:crypto';
import type { Ledger } from '@scopekit/store';
import type { Layer } from './call.ts';
import type { Clock } from './clock.ts';
import { ElsevierError } from './elsevier-error.ts';
import { errorFrom } from './error-from.ts';
import { slotMs } from './pace.ts';
import { rateLimitOf } from './rate-limit.ts';

/** A key and, where the institution has one for it, its token. */
export interface Credential {
  readonly key: string;
  readonly insttoken?: string;
}

/** A name for a key that is not the key: the same in every process. */
export const keyId = ({ key }: Credential): string => createHash('sha256').update(`scopekit:${key}`).digest('hex').slice(0, 16);

/** How a key is called in messages. */
export const keyLabel = ({ key }: Credential): string => `…${key.slice(-4)}`;

/** Names the bucket of a key and API in the ledger. */
export const bucketOf = (credential: Credential, api: string): string => `${keyId(credential)}:${api}`;

/**
 * Chooses a key and adds it to the request.
 *
 * The keys of one user are used in turn: a spent key rests until its reset, a refused one is set aside for the life of
 * the client, and every change is an event. An entitlement refusal is never replayed on another key.
 */
export function keys({ credentials, ledger, clock }: { readonly credentials: readonly Credential[]; readonly ledger: Ledger; readonly clock: Clock }): Layer {
  const refused = new Map<string, ElsevierError>();

  return async (request, next, call) => {
    const usable = call.credentials ?? credentials;
    if (!usable.length) throw new ElsevierError({ reason: 'key-missing', message: 'No Elsevier API key is set.', api: call.api });
    const resting: number[] = [];
    let refusal: ElsevierError | undefined;
    for (const [place, credential] of usable.entries()) {
      const id = keyId(credential);
      refusal = refused.get(id) ?? refusal;
      if (refused.has(id)) continue;
      const bucket = bucketOf(credential, call.api);
      const admission = await ledger.admit(bucket, { now: clock.now(), intervalMs: slotMs(call.perSecond) });
      if ('restsUntil' in admission) {
        resting.push(admission.restsUntil);
        continue;
      }
      const secrets = { 'x-els-apikey': credential.key, ...(credential.insttoken ? { 'x-els-insttoken': credential.insttoken } : {}) };
      const answer = await next({ ...request, headers: { ...request.headers, ...secrets } }, { ...call, credential, startAt: admission.startAt });
      const now = clock.now();
      await ledger.observe(bucket, { now, ...rateLimitOf(answer.headers, now) });
      const error = errorFrom(answer, call.api, now);
      const following = usable.slice(place + 1).find((other) => !refused.has(keyId(other)));
      if (error?.reason === 'quota-exceeded') {
        const until = error.retryAt ?? now;
        await ledger.rest(bucket, until);
        resting.push(until);
        call.onEvent({ type: 'key-rests', api: call.api, key: keyLabel(credential), until, next: following && keyLabel(following) });
      } else if (error?.reason === 'unauthorized') {
        refused.set(id, error);
        refusal = error;
        call.onEvent({ type: 'key-refused', api: call.api, key: keyLabel(credential), message: error.message, next: following && keyLabel(following) });
      } else {
        return answer;
      }
    }
    throw resting.length ? allSpent(call.api, resting, usable.length) : (refusal as ElsevierError);
  };
}

function allSpent(api: string, resting: readonly number[], known: number): ElsevierError {
  const retryAt = Math.min(...resting);
  const whose = known === 1 ? 'The key has' : `All ${resting.length} usable keys have`;
  return new ElsevierError({
    reason: 'quota-exceeded',
    message: `${whose} spent the weekly quota of ${api}; the reset is at ${new Date(retryAt).toISOString()}.`,
    api,
    status: 429,
    retryAt,
  });
}
