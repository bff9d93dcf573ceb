/** `S` + ISSN (8) + year (2) + item (5) + check, or `B` + ISBN (13 or 10) + item (5) + check. */
const compact = /^(?:S\d{7}[\dX]\d{2}[\dX]{5}[\dX]|B(?:97[89]\d{10}|\d{9}[\dX])[\dX]{5}[\dX])$/;
/** Before the PII: ISSN (8) + year (2) + item (5) + check, which may be a letter. Still the name of articles up to 1995. */
const older = /^\d{7}[\dX]\d{7}[\dA-Z]$/;
const olderFormatted = /^\d{4}-\d{3}[\dX]\(\d{2}\)\d{5}-[\dA-Z]$/;

/**
 * A PII, formatted (`S9900-0016(14)00284-8`) or compact, as the compact 17, 20 or, of older articles, 16 characters.
 *
 * Publishers' own item ids that Scopus puts into the same field (`INVENTED1932`) are not PIIs. Sixteen digits are one when
 * they are formatted as one or begin with a valid ISSN: an ORCID is no PII.
 *
 * @returns `undefined` when the text is not a PII; never throws. A wrong check character is accepted: see {@link readPii}.
 */
export function parsePii(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^pii\s*[:=]?\s*/i, '')
    .toUpperCase();
  const pii = bare.replace(/[-()./\s]/g, '');
  if (compact.test(pii)) return pii;
  return older.test(pii) && (olderFormatted.test(bare) || (!pii.startsWith('0000') && issnCheckHolds(pii))) ? pii : undefined;
}

/** The way in which the check character of an identifier was made. */
export type PiiScheme = 'pii' | 'ssdi' | 'adonis';

/** What a PII says. */
export interface Pii {
  /** Compact: the form that addresses and the APIs take. */
  readonly pii: string;
  /** With hyphens and parentheses; absent for books, as nobody can place the hyphens of an ISBN without its registry. */
  readonly formatted?: string;
  readonly kind: 'article' | 'chapter' | 'issue' | 'older article';
  readonly issn?: string;
  readonly isbn?: string;
  /** Of assignment, which may be another one than of publication; absent for books. */
  readonly year?: number;
  readonly item: string;
  readonly check: string;
  /** The scheme of its year that its check character follows; absent when it follows none. */
  readonly scheme?: PiiScheme;
  /** `false` is a warning, never a reason to refuse: other publishers have S-PIIs of their own, and some years knew several schemes. */
  readonly checksumOk: boolean;
  /** Of ScienceDirect: `1-s2.0-…`, of chapters `3-s2.0-…`; issues have none. */
  readonly eid?: string;
}

/** Takes a PII apart; `undefined` for any other text. */
export function readPii(text: string): Pii | undefined {
  const pii = parsePii(text);
  if (pii === undefined) return undefined;
  const check = pii.slice(-1);
  const item = pii.slice(-6, -1);
  const rest = /^[SB]/.test(pii) ? pii.slice(1, -6) : pii.slice(0, -6);
  const scheme = schemeOf(pii);
  const common = { pii, item, check, ...(scheme ? { scheme } : {}), checksumOk: scheme !== undefined };
  if (pii.startsWith('B')) return { ...common, kind: 'chapter', isbn: rest, eid: eidOfPii(pii) };
  const [issn, year] = [`${rest.slice(0, 4)}-${rest.slice(4, 8)}`, rest.slice(8)];
  const kind = !pii.startsWith('S') ? 'older article' : item.startsWith('X') ? 'issue' : 'article';
  const eid = kind === 'issue' ? {} : { eid: eidOfPii(pii) };
  return { ...common, formatted: `${pii.startsWith('S') ? 'S' : ''}${issn}(${year})${item}-${check}`, kind, issn, year: fullYear(Number(year)), ...eid };
}

/** Two digits from 1950 on: the scheme for serials began in 1996, older ones reach back. */
const fullYear = (short: number) => (short >= 50 ? 1900 : 2000) + short;

/** Eleven is left out: the sum is taken modulo 11, so a weight of 11 would ignore its digit. Source: Green and Bide, Unique Identifiers, 1999; of ISBN-13 found by solving. */
const primes = [2, 3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67];
const adonisWeights = [1, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47];
const adonisLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ23456789';

const digit = (char: string) => (char === 'X' ? 10 : Number(char));
const written = (value: number) => (value === 10 ? 'X' : String(value));

/** Sum of the digits, the last first, each times its weight. */
const weighed = (digits: string, weight: (place: number) => number, value = digit) =>
  [...digits].reverse().reduce((sum, char, place) => sum + weight(place) * value(char), 0);

const byPrimes = (body: string) => written(weighed(body, (place) => primes[place] ?? 0) % 11);
/** As of an ISSN, over year and item alone. */
const bySsdi = (body: string) => written((11 - (weighed(body.slice(-7), (place) => place + 2) % 11)) % 11);
const byAdonis = (body: string) =>
  adonisLetters[
    (weighed(
      body,
      (place) => adonisWeights[place] ?? 0,
      (char) => (char === 'X' ? 32 : char === '0' ? 10 : Number(char)),
    ) +
      1) %
      34
  ];

/**
 * Which scheme was in use in the year of an identifier, and holds for its check character. Derived from 11,717 identifiers in
 * public files, of which 99.85 % follow it: primes until 1989 and from 1996 on, the ADONIS number 1990–93, SSDI or either
 * other 1994–95. With an `S`, an identifier of 1990–93 may have been assigned later, as a PII.
 */
function schemeOf(pii: string): PiiScheme | undefined {
  const serial = pii.startsWith('S');
  const body = serial || pii.startsWith('B') ? pii.slice(1, -1) : pii.slice(0, -1);
  const check = pii.slice(-1);
  const year = pii.startsWith('B') ? undefined : fullYear(Number(body.slice(8, 10)));
  const schemes: readonly PiiScheme[] =
    year === undefined || year < 1990 || year > 1995 ? ['pii'] : year > 1993 ? ['ssdi', 'adonis', 'pii'] : serial ? ['adonis', 'pii'] : ['adonis'];
  const checks = { pii: byPrimes, ssdi: bySsdi, adonis: byAdonis };
  return schemes.find((scheme) => checks[scheme](body) === check);
}

const issnCheckHolds = (pii: string) => [...pii.slice(0, 8)].reduce((sum, char, place) => sum + (8 - place) * digit(char), 0) % 11 === 0;

/** The EID of ScienceDirect for a compact PII. */
export const eidOfPii = (pii: string): string => `${pii.startsWith('B') ? 3 : 1}-s2.0-${pii}`;

/** The PII in an EID of ScienceDirect; `undefined` for any other EID. */
export function piiOfEid(eid: string): string | undefined {
  const [, rest] = /^[13]-s2\.0-(.+)$/i.exec(eid.trim()) ?? [];
  return rest === undefined ? undefined : parsePii(rest);
}

const doiOfElsevier = /^(10\.1016)\/(.+)$/i;

/** The PII that a DOI of Elsevier spells out (`10.1016/S9900-0016(14)00284-8`); most DOIs since 2001 hold none. */
export function piiOfDoi(doi: string): string | undefined {
  const [, , suffix] = doiOfElsevier.exec(doi.trim()) ?? [];
  return suffix === undefined ? undefined : parsePii(suffix);
}

/** A DOI as Elsevier's APIs find it: they mind the case of a PII inside. Source: https://github.com/paperhive/paperhive-frontend/pull/501 */
export function doiForElsevier(doi: string): string {
  const [, prefix, suffix = ''] = doiOfElsevier.exec(doi) ?? [];
  return prefix !== undefined && parsePii(suffix) !== undefined ? `${prefix}/${suffix.toUpperCase()}` : doi;
}

/** Whether the check character of a compact PII is right, by the scheme of its year. */
export const piiCheckDigitHolds = (pii: string): boolean => schemeOf(pii) !== undefined;
