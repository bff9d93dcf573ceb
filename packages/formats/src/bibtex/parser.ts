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
      const braced = bracedFields(body, told);
      if (braced) return braced;
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
function cleanNames(told: Told): (name: string) => string {
  const seen = new Map<string, number>();
  return (name) => {
    const clean = name.includes('\u00a0') ? name.replace(/\u00a0/g, '_') : name;
    if (clean !== name) told.repair('field-renamed', name);
    const times = (seen.get(clean) ?? 0) + 1;
    seen.set(clean, times);
    if (times === 1) return clean;
    told.repair('field-repeated', clean);
    return `${clean}_${times}`;
  };
}

/**
 * The fields of a record whose values are all in braces, as Scopus writes them: they need no grammar, and are read twice as
 * fast without. `undefined` for any other record.
 */
function bracedFields(body: string, told: Told): Fields | undefined {
  const found: [name: string, from: number, to: number][] = [];
  let at = 0;
  for (;;) {
    between.lastIndex = at;
    at += between.exec(body)?.[0].length ?? 0;
    if (body.charCodeAt(at) === closing) break;
    opened.lastIndex = at;
    const [head, name] = opened.exec(body) ?? [];
    if (head === undefined || name === undefined) return undefined;
    const from = at + head.length;
    let depth = 1;
    for (at = from; depth > 0; at++) {
      const code = body.charCodeAt(at);
      if (code === opening) depth++;
      else if (code === closing) depth--;
      else if (Number.isNaN(code)) return undefined;
    }
    found.push([name, from, at - 1]);
  }
  if (body.slice(at + 1).trim() !== '') return undefined;
  const clean = cleanNames(told);
  return Object.fromEntries(found.map(([name, from, to]) => [clean(name).toLowerCase(), body.slice(from, to)]));
}

const [opening, closing] = [0x7b, 0x7d];
const between = /[\s,]*/y;
const opened = /([A-Za-z][\w\u00a0:.-]*)[ \t]*=[ \t]*\{/y;

/** The same names in a record as it stands there. */
function mended(body: string, told: Told): string {
  const clean = cleanNames(told);
  let text = '';
  let from = 0;
  for (const { at, name } of fieldNames(body)) {
    const cleaned = clean(name);
    if (cleaned === name) continue;
    text += body.slice(from, at) + cleaned;
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
