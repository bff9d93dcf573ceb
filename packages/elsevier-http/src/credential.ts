import { ElsevierError } from './elsevier-error.ts';
import type { Credential } from './keys.ts';

/** A credential as it was given, tidied. */
export function asCredential(given: Credential | string): Credential {
  const { key, insttoken, label } = typeof given === 'string' ? { key: given } : given;
  return { key: clean(key), ...(insttoken ? { insttoken: clean(insttoken) } : {}), ...(label ? { label } : {}) };
}

/**
 * A key or token that a header can carry.
 *
 * @throws ElsevierError `bad-input` for any other.
 */
export function clean(secret: string): string {
  const text = secret.trim();
  if (!/^[\x21-\x7e]+$/.test(text))
    throw new ElsevierError({
      reason: 'bad-input',
      message: 'An API key or institution token is empty or has a character that no key has.',
      next: 'Copy it again from https://dev.elsevier.com/apikey/manage, without blanks or quotes.',
    });
  return text;
}
