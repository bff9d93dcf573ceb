/**
 * A part of an answer, whether it came as XML or as JSON: Elsevier's JSON is its XML written another way, with `@` before
 * attributes, `$` for text, and one thing or a list of them where XML has elements of one name.
 */
export interface WireNode {
  /** Without its prefix. */
  readonly name: string;
  /** Children of a name, without its prefix; in order. */
  all(name: string): readonly WireNode[];
  one(name: string): WireNode | undefined;
  /** Without its prefix. */
  attribute(name: string): string | undefined;
  /** With all texts below, trimmed; `undefined` when there is none. */
  readonly text: string | undefined;
  readonly children: readonly WireNode[];
}

/** `xocs:meta` → `meta`. */
export const localName = (name: string): string => name.slice(name.lastIndexOf(':') + 1);

/** Text of the first child of a name. */
export const textOf = (node: WireNode | undefined, name: string): string | undefined => node?.one(name)?.text;

/** Texts of all children of a name. */
export const textsOf = (node: WireNode | undefined, name: string): string[] => (node?.all(name) ?? []).flatMap((child) => child.text ?? []);

/** `true`, `1`, `"1"`, `Full`: Elsevier writes truth in every way; `undefined` when it says nothing. */
export function truthOf(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (/^(?:true|1|yes|full)$/i.test(text)) return true;
  return /^(?:false|0|no|none)$/i.test(text) ? false : undefined;
}

/** A calendar day at the beginning of a text; `undefined` for anything else. */
export const dayOf = (text: string | undefined): string | undefined => /^(\d{4}-\d{2}-\d{2})(?:T|$)/.exec(text ?? '')?.[1];
