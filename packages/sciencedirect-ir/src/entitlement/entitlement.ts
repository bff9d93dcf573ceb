import { type AskOptions, type Client, ElsevierError, type ReasonName } from '@scopekit/elsevier-http';
import { type Identifier, identifierKinds, piiOfEid } from '@scopekit/record';
import { identified } from '../wire/identified.ts';
import { entitlementBatch } from './batch.ts';
import { entitlementEndpoint } from './endpoint.ts';
import { type AnsweredVerdict, type Entitlement, toVerdicts, verdictOf } from './to-verdicts.ts';

export interface EntitlementOptions extends Pick<AskOptions, 'signal' | 'key' | 'insttoken' | 'retries' | 'timeoutMs' | 'onEvent' | 'origin' | 'onAnswer'> {
  /** The form of the answer; default JSON. */
  readonly wire?: 'json' | 'xml';
}

/** The verdict on one id, as it was asked. */
export interface EntitlementVerdict extends Omit<AnsweredVerdict, 'entitlement'> {
  readonly id: string;
  readonly entitlement: Entitlement;
  /**
   * Whose access was judged: Elsevier looks at the address that asks, or at the institution token. A server's answer is
   * true for that server, not for a reader elsewhere.
   */
  readonly judgedFor: 'caller-ip' | 'insttoken';
  /** Why nothing is known. */
  readonly problem?: { readonly reason: ReasonName; readonly message: string; readonly next: string };
}

/**
 * Whether whoever asks may read articles: every id gets a verdict, in the order given.
 *
 * @throws ElsevierError when the asker as such is refused (no key, key refused, cancelled); what fails for some ids is theirs.
 */
export async function entitlement(client: Client, ids: readonly string[], options: EntitlementOptions = {}): Promise<EntitlementVerdict[]> {
  const { wire = 'json', ...ask } = options;
  const judgedFor = options.insttoken === undefined ? 'caller-ip' : 'insttoken';
  const verdicts = new Map<string, Omit<EntitlementVerdict, 'id' | 'judgedFor'>>();
  const wanted: { readonly id: string; readonly identifier: Identifier }[] = [];
  for (const id of new Set(ids)) {
    try {
      wanted.push({ id, identifier: identified(id) });
    } catch (error) {
      verdicts.set(id, failed(error));
    }
  }
  for (const kind of identifierKinds) {
    const ofKind = wanted.filter(({ identifier }) => identifier.kind === kind);
    const size = kind === 'scopusId' || kind === 'pmid' ? 1 : entitlementBatch;
    for (let start = 0; start < ofKind.length; start += size) await askBatch(ofKind.slice(start, start + size));
  }
  return ids.map((id) => ({ id, judgedFor, ...(verdicts.get(id) ?? { entitlement: 'unknown' as const }) }));

  async function askBatch(batch: typeof wanted): Promise<void> {
    try {
      const answered = toVerdicts(await client.ask(entitlementEndpoint, { ids: batch.map(({ identifier }) => identifier), wire }, ask));
      for (const { id, identifier } of batch)
        verdicts.set(
          id,
          verdictOf(answered, batch.length, (verdict) => isOf(verdict, identifier)),
        );
    } catch (error) {
      if (!(error instanceof ElsevierError) || ends.has(error.reason)) throw error;
      if (error.reason === 'not-found' && batch.length === 1) for (const { id } of batch) verdicts.set(id, { entitlement: 'not_found' });
      else if (batch.length > 1 && spoilt.has(error.reason)) for (const one of batch) await askBatch([one]);
      else for (const { id } of batch) verdicts.set(id, failed(error));
    }
  }
}

/** Goes on with the same failure for every id. */
const ends = new Set(['key-missing', 'unauthorized', 'quota-exceeded', 'cancelled', 'untrusted-host', 'bad-input']);
/** One bad id spoils a list. */
const spoilt = new Set(['bad-request', 'not-found', 'query-too-long', 'unreadable']);

function failed(error: unknown): Omit<EntitlementVerdict, 'id' | 'judgedFor'> {
  if (!(error instanceof ElsevierError)) throw error;
  const { reason, message, next } = error;
  return { entitlement: 'unknown', problem: { reason, message, next } };
}

function isOf(verdict: AnsweredVerdict, { kind, value }: Identifier): boolean {
  if (kind === 'eid') return verdict.eid === value || (verdict.pii !== undefined && verdict.pii === piiOfEid(value));
  return verdict[kind] === value;
}
