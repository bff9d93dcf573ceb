import { z } from 'zod';

/** A number as people type it. */
export function wholeNumber(low: number, high: number) {
  const error = `must be a whole number from ${low.toLocaleString('en')} to ${high.toLocaleString('en')}`;
  return z.coerce.number({ error }).int(error).min(low, error).max(high, error);
}

/** Publication years as `--years` takes them: `2024`, `2019-2024`, `2019-` (until next year). */
export const Years = z
  .string()
  .trim()
  .regex(/^\d{4}(\s*[-–]\s*(\d{4})?)?$/, 'must be written 2024, 2019-2024 or 2019-')
  .transform((text) => text.replace(/\s/g, '').replace('–', '-'))
  .refine((text) => {
    const [from = '', to] = text.split('-');
    return !to || from <= to;
  }, 'must not end before they begin');

/** From year to year, both written: `2024` is `2024-2024`, an open end is this year. */
export function yearSpan(years: string, thisYear: number): string {
  const [from = '', to = from] = years.split('-');
  return `${from}-${to || Math.max(thisYear, Number(from))}`;
}

/** As the API wants them; an open end reaches a year ahead, as Scopus lists issues before their date. */
export function dateParameter(years: string | undefined, thisYear: number): string | undefined {
  return years?.endsWith('-') ? `${years}${thisYear + 1}` : years;
}
