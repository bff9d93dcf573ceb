import { createHash } from 'node:crypto';
import type { Ledger } from '@scopekit/store';
import type { Call, Layer } from './call.ts';
import type { Clock } from './clock.ts';
import { ElsevierError } from './elsevier-error.ts';
import type { HttpAnswer } from './http.ts';
import { createPace } from './pace.ts';
import { rateLimitOf } from './rate-limit.ts';

/** A key and, where the institution has one for it, its token. */
export interface Credential {
  readonly key: string;
  readonly insttoken?: string;
  /** What messages call it; by default its last four characters. */
  readonly label?: string;
}

const digest = (text: string): string => createHash('sha256').update(`scopekit:${text}`).digest('hex').slice(0, 16);

/** A name for a key and its token that is neither: the same in every process. A key sees more with its token than without. */
export const credentialId = ({ key, insttoken }: Credential): string => digest(JSON.stringify([key, insttoken]));

/** How a key is called in messages. */
export const keyLabel = ({ key, label }: Credential): string => label ?? `…${key.slice(-4)}`;

/** Names the bucket of a key and API in the ledger: the quota is the key's, whatever the token. */
export const bucketOf = ({ key }: Credential, api: string): string => `${digest(key)}:${api}`;

export interface Keyring {
  readonly layer: Layer;
  /** The credential that would be asked with now. */
  current(api: string, among?: readonly Credential[]): Promise<Credential | undefined>;
}

const throttledForMs = 1_000;

/**
 * Chooses a key, waits for its slot and adds it to the request.
 *
 * The keys of one user are used in turn: a spent key rests until its reset, a refused one is set aside for the life of
 * the client, and every change is an event. An entitlement refusal is never replayed on another key. A throttling answer
 * makes the bucket of key and API slower for a minute, for all processes.
 */
export function createKeyring({
  credentials,
  ledger,
  clock,
}: {
  readonly credentials: readonly Credential[];
  readonly ledger: Ledger;
  readonly clock: Clock;
}): Keyring {
  const refused = new Map<string, ElsevierError>();
  const slotOf = createPace({ ledger, clock });

  async function rests(credential: Credential, api: string): Promise<boolean> {
    const standing = await ledger.standing(bucketOf(credential, api));
    return (standing?.restsUntil ?? 0) > clock.now();
  }

  async function current(api: string, among = credentials): Promise<Credential | undefined> {
    for (const credential of among) if (!refused.has(credentialId(credential)) && !(await rests(credential, api))) return credential;
    return undefined;
  }

  const layer: Layer = async (request, next, call) => {
    const usable = call.credentials ?? credentials;
    if (!usable.length) throw new ElsevierError({ reason: 'key-missing', message: 'No Elsevier API key is set.', api: call.api });
    const resting: number[] = [];
    let refusal: ElsevierError | undefined;
    for (const [place, credential] of usable.entries()) {
      refusal = refused.get(credentialId(credential)) ?? refusal;
      if (refused.has(credentialId(credential))) continue;
      const bucket = bucketOf(credential, call.api);
      const slot = await slotOf(bucket, call);
      if ('restsUntil' in slot) {
        resting.push(slot.restsUntil);
        continue;
      }
      call.onSent();
      const secrets = { 'x-els-apikey': credential.key, ...(credential.insttoken ? { 'x-els-insttoken': credential.insttoken } : {}) };
      const answer = await next({ ...request, headers: { ...request.headers, ...secrets } }, { ...call, credential }).catch(async (error: unknown) => {
        await ledger.land(bucket, slot.flight, { now: clock.now() });
        throw error;
      });
      const told = rateLimitOf(answer.headers, clock.now());
      await ledger.land(bucket, slot.flight, { now: clock.now(), ...told });
      if (told.remaining !== undefined) call.onEvent({ type: 'quota', api: call.api, key: keyLabel(credential), ...told });
      const outcome = await turnOf(answer, credential, usable.slice(place + 1), call);
      if (outcome === 'answered') return answer;
      if (outcome instanceof ElsevierError) refusal = outcome;
      else resting.push(outcome);
    }
    throw resting.length ? allSpent(call.api, resting, usable.length) : (refusal as ElsevierError);
  };

  /** Whether an answer stands, or it is the next key's turn: because this one rests until then, or is refused. */
  async function turnOf(answer: HttpAnswer, credential: Credential, others: readonly Credential[], call: Call): Promise<'answered' | number | ElsevierError> {
    const now = clock.now();
    const error = call.errorOf(answer);
    if (error?.reason === 'throttled') await ledger.slow(bucketOf(credential, call.api), { now, until: now + throttledForMs });
    if (error?.reason !== 'quota-exceeded' && error?.reason !== 'unauthorized') return 'answered';
    const known = refused.has(credentialId(credential)) || (await rests(credential, call.api));
    const following = await current(call.api, others);
    const told = { type: 'keySwitch', api: call.api, key: keyLabel(credential), next: following && keyLabel(following) } as const;
    if (error.reason === 'unauthorized') {
      refused.set(credentialId(credential), error);
      if (!known) call.onEvent({ ...told, why: 'refused', message: error.message });
      return error;
    }
    const until = error.retryAt ?? now;
    await ledger.rest(bucketOf(credential, call.api), until);
    if (!known) call.onEvent({ ...told, why: 'spent', until });
    return until;
  }

  return { layer, current };
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
