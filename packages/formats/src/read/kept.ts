import type { Told } from './report.ts';

/** What of a record has no place in a work, by its name in the file. */
export interface Kept {
  keep(name: string, text: string | undefined): void;
  /** A value that its field takes; what it does not take is kept, and told. */
  parsed<Value>(name: string, text: string | undefined, parse: (text: string) => Value | undefined): Value | undefined;
  /** `undefined` when there is nothing. */
  extra(): Record<string, string> | undefined;
}

export function kept(told: Pick<Told, 'repair'>): Kept {
  const found = new Map<string, string>();
  const keep = (name: string, text: string | undefined) => {
    const before = found.get(name);
    if (text) found.set(name, before === undefined ? text : `${before}; ${text}`);
  };
  return {
    keep,
    parsed(name, text, parse) {
      if (text === undefined || text === '') return undefined;
      const value = parse(text);
      if (value === undefined) {
        told.repair('value-unreadable', name, text);
        keep(name, text);
      }
      return value;
    },
    // Own properties, whatever their names.
    extra: () => (found.size ? Object.fromEntries(found) : undefined),
  };
}

/** A year of four digits, wherever in the text. */
export const yearOf = (text: string): number | undefined => {
  const year = /(?<!\d)(?:1[4-9]|20)\d\d(?!\d)/.exec(text)?.[0];
  return year === undefined ? undefined : Number(year);
};

/** `1,234` or `12`. */
export const countOf = (text: string): number | undefined => (/^\d{1,3}(?:,\d{3})+$|^\d+(?:\.0)?$/.test(text) ? Number(text.replaceAll(',', '')) : undefined);
