import { plainText } from '@scopekit/record';
import { z } from 'zod';

/** Elsevier's JSON is made from XML: a value may be a string, a number, `{ $: … }`, a list of one, `null` or absent. These readers take each of them and never throw. */

/** No recorded text lies deeper than two. */
const deepest = 8;

/** The items of what may be one, many, `null` or `''`. */
export function items(value: unknown): unknown[] {
  if (value === undefined || value === null || value === '' || typeof value === 'boolean') return [];
  return Array.isArray(value) ? value : [value];
}

/** The text of `"x"`, `{ $: "x" }` or `[{ $: "x" }]`; `undefined` for `null`, blanks, anything without text, or too deep inside. */
export function text(value: unknown, depth = 0): string | undefined {
  if (depth > deepest) return undefined;
  if (Array.isArray(value)) return text(value[0], depth + 1);
  if (typeof value === 'string') return value.trim() || undefined;
  if (typeof value === 'number') return String(value);
  return value && typeof value === 'object' && '$' in value ? text(value.$, depth + 1) : undefined;
}

/** All texts of a list of them. */
export function texts(value: unknown): string[] {
  const found: string[] = [];
  for (const item of items(value)) {
    const one = text(item);
    if (one !== undefined) found.push(one);
  }
  return found;
}

/** A whole number, or `undefined` for anything else. */
export function whole(value: unknown): number | undefined {
  const digits = text(value);
  return digits && /^\d+$/.test(digits) ? Number(digits) : undefined;
}

/** `true`, `"true"` and `"1"`; `false`, `"false"` and `"0"`; `undefined` for anything else. */
function flag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return { true: true, '1': true, false: false, '0': false }[text(value) ?? ''];
}

/** The members of an object, also of one in a list of its own; otherwise none. */
export function members(value: unknown): Readonly<Record<string, unknown>> {
  if (Array.isArray(value) && value.length === 1) return members(value[0]);
  return value && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export const Text = z
  .unknown()
  .transform((value) => text(value))
  .optional();
export const Texts = z.unknown().transform(texts).optional();
export const Whole = z.unknown().transform(whole).optional();
export const Flag = z.unknown().transform(flag).optional();

/** A list of records; what is not a record is left out. */
export const listOf = <T extends z.ZodType>(record: T) =>
  z
    .unknown()
    .transform((value) => items(value).flatMap((item) => (record.safeParse(item).data as z.output<T> | undefined) ?? []))
    .optional();

/** What lies at a path of members; of a list on the way, its first item. */
export const at = (value: unknown, ...path: string[]): unknown => path.reduce<unknown>((inner, name) => members(items(inner)[0])[name], value);

/** A number with or without a fraction, or `undefined` for anything else. */
export function decimal(value: unknown): number | undefined {
  const digits = text(value);
  return digits && /^-?\d+(?:\.\d+)?$/.test(digits) ? Number(digits) : undefined;
}

/** `true` or `false` in any of the wire's forms. */
export const truth = (value: unknown): boolean | undefined => flag(value);

/** The value after the last colon of `AUTHOR_ID:57900000001`, or of an address' last part. */
export const idIn = (value: unknown): string | undefined => /(\d[\d.]*)$/.exec(text(value) ?? '')?.[1];

/** `{ @year, @month, @day }` as `YYYY-MM-DD`, as far as it goes. */
export function dateIn(value: unknown): string | undefined {
  const parts = members(value);
  return [parts['@year'], parts['@month'], parts['@day']].flatMap((part) => text(part)?.padStart(2, '0') ?? []).join('-') || undefined;
}

/** The addresses of links by what they are for, whichever attribute tells it; never by their place. */
export function linksBy(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    items(value).flatMap((link) => {
      const { '@rel': rel, '@ref': ref, '@href': href } = members(link);
      const [name, address] = [text(rel ?? ref), text(href)];
      return name && address ? [[name, address] as const] : [];
    }),
  );
}

/** The text of a value without markup and entities. */
export const plain = (value: unknown): string | undefined => {
  const found = text(value);
  return found && plainText(found);
};
