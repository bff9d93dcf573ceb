import { createHash } from 'node:crypto';
import { limits } from './limits.ts';

const many = (n: number) => n.toLocaleString('en');

/** What somebody agrees to before the export may be used: shown whole, recorded by its digest. */
export const terms = {
  /** Of the wording: a change of it has to be agreed to anew. */
  version: '2026-11',
  text: `The Scopus web export

This repeats, with your own session, the export that you could click on www.scopus.com. It uses addresses that are
undocumented and may stop any day. Elsevier's API is the supported way and comes first: scopekit search, scopekit survey.

1. Your institution's licence for Scopus applies. Many licences forbid robots and the systematic download of large parts;
   your library can tell. A breach can cost your whole institution its access.
2. The session is yours alone: it is not shared, and neither are the exported records beyond what the licence allows.
3. One request at a time, 2 to 3 seconds apart; ${many(limits.works)} works an export unless you raise it, ${many(limits.mostWorks)} at the very most, ${many(limits.worksADay)} a day.
4. It stops at the first challenge ("are you a human?") and when Scopus says twice that it is too fast. Nothing is evaded or
   solved, and nothing pretends to be another browser than yours.
5. What you publish names its source: Scopus.`,
} as const;

const termsDigest = createHash('sha256').update(terms.text).digest('hex');

/** Who agreed to what, and when. */
export interface Consent {
  readonly who: string;
  /** ISO 8601. */
  readonly at: string;
  /** Of {@link terms}. */
  readonly version: string;
  /** SHA-256 of the text that was shown. */
  readonly digest: string;
}

/** The consent to the terms as they are worded now. */
export const consentOf = (who: string, now: number): Consent => ({ who, at: new Date(now).toISOString(), version: terms.version, digest: termsDigest });

export const isConsent = (consent: Consent | undefined): consent is Consent => consent?.digest === termsDigest && consent.version === terms.version;
