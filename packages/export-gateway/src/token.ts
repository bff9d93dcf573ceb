import { z } from 'zod';

/** What a `SCOPUS_JWT` says of itself. Nothing of it identifies a person. */
export interface Token {
  /** Milliseconds of the epoch, by Scopus's clock. */
  readonly expiresAt?: number;
  readonly account: Account;
}

export interface Account {
  /** A guest sees Scopus Preview and cannot export. */
  readonly kind: 'subscriber' | 'guest' | 'unknown';
  /** Whether a person has signed in, beside the institution. */
  readonly signedIn?: boolean;
}

const Claims = z.looseObject({
  exp: z.number().optional(),
  subscriber: z.boolean().optional(),
  indv_identity: z.string().optional(),
  analytics_info: z.looseObject({ accountName: z.string().optional() }).optional(),
});

/**
 * Reads the middle part of a `SCOPUS_JWT`; the signature is Scopus's business. A text that is no such token tells nothing.
 * The names of the claims are known from public excerpts.
 */
export function readToken(jwt: string): Token {
  const claims = Claims.safeParse(payloadOf(jwt));
  if (!claims.success) return { account: { kind: 'unknown' } };
  const { exp, subscriber, indv_identity: identity, analytics_info: info } = claims.data;
  const kind = subscriber === false || /^scopus preview$/i.test(info?.accountName ?? '') ? 'guest' : subscriber ? 'subscriber' : 'unknown';
  return {
    ...(exp === undefined ? {} : { expiresAt: exp * 1000 }),
    account: { kind, ...(identity === undefined ? {} : { signedIn: identity === 'REG' }) },
  };
}

function payloadOf(jwt: string): unknown {
  try {
    return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
  } catch {
    return undefined;
  }
}
