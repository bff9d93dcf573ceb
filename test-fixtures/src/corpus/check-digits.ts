const digits = (text: string) => [...text].map(Number);
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
const elevenths = (rest: number) => (rest === 10 ? 'X' : String(rest));

/** ISO 3297: weights 8 … 2, modulo 11. */
export function issn(seven: string): string {
  return seven + elevenths((11 - (sum(digits(seven).map((digit, i) => digit * (8 - i))) % 11)) % 11);
}

/** ISO 2108, thirteen digits: weights 1 and 3, modulo 10. */
export function isbn13(twelve: string): string {
  return twelve + ((10 - (sum(digits(twelve).map((digit, i) => digit * (i % 2 ? 3 : 1))) % 10)) % 10);
}

/** ISO 7064 mod 11-2, as ORCID uses it, with hyphens. */
export function orcid(fifteen: string): string {
  const total = digits(fifteen).reduce((value, digit) => (value + digit) * 2, 0);
  return (fifteen + elevenths((12 - (total % 11)) % 11)).replace(/(.{4})(?!$)/g, '$1-');
}

const primes = [2, 3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67];

/** `S` + ISSN + two digits of the year + five of the item + check digit: prime weights from the right, modulo 11. */
export function pii(issnOfSource: string, year: number, item: number): string {
  const body = issnOfSource + String(year % 100).padStart(2, '0') + String(item % 100_000).padStart(5, '0');
  const values = [...body].reverse().map((char) => (char === 'X' ? 10 : Number(char)));
  return `S${body}${elevenths(sum(values.map((value, i) => value * (primes[i] ?? 0))) % 11)}`;
}
