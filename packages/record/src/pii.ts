/** `S` + ISSN (8) + year (2) + item (5) + check, or `B` + ISBN (13 or 10) + item (5) + check. */
const compact = /^(?:S\d{7}[\dX]\d{2}[\dX]{5}[\dX]|B(?:\d{13}|\d{9}[\dX])[\dX]{5}[\dX])$/;

/** Eleven is left out: the sum is taken modulo 11, so a weight of 11 would ignore its digit. */
const weights = [2, 3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67];

/**
 * A PII, formatted (`S0049-3848(14)00284-9`) or compact, as the compact 17 or 20 characters.
 *
 * Publishers' own item ids that Scopus puts into the same field (`INVENTED1932`) are not PIIs.
 *
 * @returns `undefined` when the text is not a PII; never throws. A wrong check digit is accepted: see {@link piiCheckDigitHolds}.
 */
export function parsePii(text: string): string | undefined {
  const pii = text
    .trim()
    .replace(/^pii\s*[:=]?\s*/i, '')
    .toUpperCase()
    .replace(/[-()./\s]/g, '');
  return compact.test(pii) ? pii : undefined;
}

/**
 * Whether the last character of a compact PII is the check digit of the others.
 *
 * A warning, never a reason to refuse: about 0.7 % of the serial PIIs in use, mostly of 1994–95, follow older schemes.
 */
export function piiCheckDigitHolds(pii: string): boolean {
  let sum = 0;
  for (let i = pii.length - 2, k = 0; i > 0; i--, k++) sum += digit(pii.charAt(i)) * (weights[k] ?? 0);
  return digit(pii.slice(-1)) === sum % 11;
}

const digit = (char: string) => (char === 'X' ? 10 : Number(char));
