import { texts } from './values.ts';

/** ISBNs in every form seen: text, `[{ $ }]`, and a bracketed list inside one text (`"[978…, 978…]"`). */
export function isbnsFrom(value: unknown): string[] {
  return texts(value).flatMap((text) =>
    text
      .replace(/^\[|\]$/g, '')
      .split(/[,;\s]+/)
      .filter(Boolean),
  );
}
