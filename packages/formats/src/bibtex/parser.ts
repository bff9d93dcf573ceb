import type { CslItem } from '../csl.ts';
import type { Told } from '../read/report.ts';
import type { BibtexRecord } from './records.ts';

export type Fields = Readonly<Record<string, string>>;

interface Entry {
  readonly type: string;
  readonly label: string;
  readonly properties: Readonly<Record<string, string | number>>;
}

export interface BibtexParser {
  /**
   * The fields of a record, under lower-case names, as they stand there.
   *
   * @throws An error with the place within the record, where it is no BibTeX.
   */
  fields(record: BibtexRecord, strings: string, told: Told): Fields;
  /** The same with TeX decoded; `undefined` where that fails. */
  decoded(type: string, fields: Fields): CslItem | undefined;
}

/**
 * citation-js, loaded when it is first needed: it registers its formats with itself on import. Its own finding out of
 * formats is never used, as it fetches what looks like an address.
 *
 * @see https://citation.js.org/api/0.7/
 */
export async function bibtexParser(): Promise<BibtexParser> {
  const { plugins } = (await import('@citation-js/core')) as unknown as { plugins: { input: { data(input: unknown, type: string): unknown } } };
  await import('@citation-js/plugin-bibtex');
  return {
    fields({ body }, strings, told) {
      const [entry] = plugins.input.data(`${strings}@article{k,\n${mended(body, told)}`, '@bibtex/text') as Entry[];
      return Object.fromEntries(Object.entries(entry?.properties ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]));
    },
    decoded(type, fields) {
      try {
        const [item] = plugins.input.data([{ type, label: 'k', properties: fields }], '@bibtex/entries+list') as CslItem[];
        return item;
      } catch {
        return undefined;
      }
    },
  };
}

/** A no-break space in a field's name becomes an underscore, and a name that comes again gets a number. */
function mended(body: string, told: Told): string {
  const seen = new Map<string, number>();
  let text = '';
  let from = 0;
  for (const { at, name } of fieldNames(body)) {
    let clean = name.replace(/\u00a0/g, '_');
    if (clean !== name) told.repair('field-renamed', name);
    const times = (seen.get(clean) ?? 0) + 1;
    seen.set(clean, times);
    if (times > 1) {
      told.repair('field-repeated', clean);
      clean = `${clean}_${times}`;
    }
    if (clean === name) continue;
    text += body.slice(from, at) + clean;
    from = at + name.length;
  }
  return from ? text + body.slice(from) : body;
}

const nameThere = /[A-Za-z][\w\u00a0:.-]*(?=[ \t]*=)/y;

/** The names of the fields of a record, none of what looks like one within a value. */
function fieldNames(body: string): { readonly at: number; readonly name: string }[] {
  const names: { at: number; name: string }[] = [];
  let depth = 0;
  let inQuotes = false;
  for (let at = 0; at < body.length; at++) {
    const code = body.charCodeAt(at);
    if (code === 0x7b) depth++;
    else if (code === 0x7d) depth--;
    else if (code === 0x22 && depth === 0) inQuotes = !inQuotes;
    else if (depth === 0 && !inQuotes && ((code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a))) {
      nameThere.lastIndex = at;
      const name = nameThere.exec(body)?.[0];
      if (name) names.push({ at, name });
      at += (name?.length ?? 1) - 1;
    }
  }
  return names;
}
