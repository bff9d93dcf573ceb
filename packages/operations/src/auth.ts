import { type Credential, ElsevierError } from '@scopekit/elsevier-http';
import type { CredentialSource } from './config.ts';
import type { KeyStore } from './key-store.ts';
import type { Scopekit } from './scopekit.ts';

export interface LoginResult {
  /** Where the keys are now. */
  readonly stored: CredentialSource;
  readonly keys: readonly KeyLine[];
}

/** A key as it may be shown. */
export interface KeyLine {
  /** Its label, or its last four characters. */
  readonly key: string;
  readonly insttoken: boolean;
  /** Elsevier took it; absent when that could not be found out. */
  readonly accepted?: boolean;
  readonly problem?: string;
}

export const keyName = ({ key, label }: Credential): string => label ?? `…${key.slice(-4)}`;

/**
 * Stores keys beside those that are stored already, once Elsevier has taken them: one request each. A key that cannot be
 * checked, because nothing answers or its week is spent, is stored and told.
 *
 * @throws ElsevierError `unauthorized` when one is refused; then none is stored.
 */
export async function login(given: readonly Credential[], store: KeyStore, ask: Pick<Scopekit, 'scopus'> | undefined): Promise<LoginResult> {
  if (!given.length) throw new ElsevierError({ reason: 'bad-input', message: 'No key was given.', next: 'Get one at https://dev.elsevier.com (My API Key).' });
  const keys: KeyLine[] = [];
  for (const credential of given) keys.push(ask ? await checked(credential, ask) : { key: keyName(credential), insttoken: credential.insttoken !== undefined });
  const before = (await store.read())?.credentials ?? [];
  const others = before.filter(({ key }) => !given.some((credential) => credential.key === key));
  return { stored: await store.write([...others, ...given]), keys };
}

async function checked(credential: Credential, { scopus }: Pick<Scopekit, 'scopus'>): Promise<KeyLine> {
  const line = { key: keyName(credential), insttoken: credential.insttoken !== undefined };
  const { key, insttoken } = credential;
  try {
    await Array.fromAsync(scopus.search('PUBYEAR > 2000', { key, insttoken, limit: 1, retries: 1, refresh: true }));
    return { ...line, accepted: true };
  } catch (error) {
    if (!(error instanceof ElsevierError)) throw error;
    if (error.reason === 'unauthorized')
      throw new ElsevierError({
        ...error,
        message: `Elsevier does not take the key ${line.key}: ${error.message}`,
        next: 'Nothing was stored. Check the key at https://dev.elsevier.com/apikey/manage; an institution token works only with the key it was issued for.',
        cause: error,
      });
    if (error.reason === 'bad-input' || error.reason === 'cancelled') throw error;
    return { ...line, problem: error.message };
  }
}
