import { FormatError } from '../read/format-error.ts';
import { largest, lines } from '../read/lines.ts';
import type { Mended } from '../read/report.ts';

/** A tag with its text; lines without a tag behind it belong to it. */
export interface Field {
  readonly tag: string;
  readonly text: string;
  readonly more: string[];
}

export interface TaggedForm {
  /** The tag of a line and where its text begins; `undefined` for a line that continues the one before. */
  readonly tagOf: (line: string) => { readonly tag: string; readonly text: string } | undefined;
  readonly begins: string;
  /** `undefined`: a record ends where the next begins. */
  readonly ends?: string;
  /** Where another line begins within one, as no line end was set before it. */
  readonly gluedAt?: (line: string) => number;
}

export interface TaggedRecord {
  readonly fields: Field[];
  readonly mended: Mended[];
}

/** Records of a format with a tag at the beginning of each line. A record without its beginning or its end is kept, and told. */
export async function* taggedRecords(bytes: AsyncIterable<Buffer>, { tagOf, begins, ends, gluedAt }: TaggedForm): AsyncGenerator<TaggedRecord[]> {
  let record: TaggedRecord | undefined;
  let size = 0;
  const open = (...mended: Mended[]): TaggedRecord => {
    size = 0;
    return { fields: [], mended };
  };
  const unended = (): TaggedRecord[] => {
    if (ends !== undefined) record?.mended.push({ kind: 'end-missing', column: begins });
    return record ? [record] : [];
  };
  const apart = (line: string): string[] => {
    const at = gluedAt?.(line) ?? -1;
    if (at <= 0) return [line];
    record?.mended.push({ kind: 'lines-glued', column: line.slice(at, at + 2), was: line.slice(Math.max(0, at - 30)) });
    return [line.slice(0, at).trimEnd(), ...apart(line.slice(at))];
  };
  for await (const batch of lines(bytes)) {
    const records: TaggedRecord[] = [];
    for (const whole of batch)
      for (const line of gluedAt ? apart(whole) : [whole]) {
        const tagged = tagOf(line);
        size += line.length;
        if (size > largest) throw new FormatError({ reason: 'damaged', message: `A record is longer than ${largest / 1024 / 1024} MB.` });
        if (!tagged) {
          if (line.trim() !== '') record?.fields.at(-1)?.more.push(line.trim());
        } else if (tagged.tag === begins) {
          records.push(...unended());
          record = open();
          record.fields.push({ ...tagged, more: [] });
        } else if (tagged.tag === ends) {
          if (record) records.push(record);
          record = undefined;
        } else if (record || ends !== undefined) {
          record ??= open({ kind: 'begin-missing', column: begins });
          record.fields.push({ ...tagged, more: [] });
        }
      }
    if (records.length) yield records;
  }
  if (record) yield unended();
}

/**
 * `TY  - JOUR`: two characters, two blanks, a hyphen. Some programs set one blank, or indent their lines: then all are so,
 * and the first tells.
 */
export function risTags(): TaggedForm['tagOf'] {
  let odd: RegExp | undefined;
  let known = false;
  return (line) => {
    const text = line.charCodeAt(0) === 0xfeff ? line.slice(1) : line;
    if (!known) {
      const [, indent = '', gap = ''] = /^( {0,8})TY( {1,4})- ?\S/.exec(text) ?? [];
      known = gap !== '';
      if (known && (indent || gap !== '  ')) odd = new RegExp(`^ {${indent.length}}([A-Z][A-Z0-9]) {${Math.min(gap.length, 2)},4}-(.*)$`);
    }
    const [, tag, rest = ''] = odd ? (odd.exec(text) ?? []) : isTagged(text) ? ['', text.slice(0, 2), text.slice(5)] : [];
    // A line of prose may begin like an end.
    return tag === undefined || (tag === 'ER' && rest.trim() !== '') ? undefined : { tag, text: rest.trim() };
  };
}

const isCapital = (code: number) => code >= 65 && code <= 90;

/** `AU  -`, without the cost of an expression for each line. */
function isTagged(line: string): boolean {
  if (line.charCodeAt(4) !== 45 || line.charCodeAt(3) !== 32 || line.charCodeAt(2) !== 32 || !isCapital(line.charCodeAt(0))) return false;
  const second = line.charCodeAt(1);
  return isCapital(second) || (second >= 48 && second <= 57);
}

/** Tags that begin lines of Scopus's records; the text before one of them within a line is the end of another line. */
const withinLine = /(?<=\S *)(?:TY|AU|TI|PY|T2|J2|VL|IS|SP|EP|DO|SN|AD|AB|KW|PB|N1|M3|DB|LA|UR|ER) {2}-(?: |$)/;

/** Scopus sets no line end behind a reference that it holds as mere text, not even before the next tag; nor do those who join files. */
export function gluedTag(line: string): number {
  if (line.indexOf('  -', 5) < 0) return -1;
  const body = line.slice(5);
  const at = body.search(withinLine);
  if (at >= 0) return at + 5;
  // The end of a record holds nothing, so whatever follows it is glued.
  return /^ {0,8}ER {2}- ?TY {2}-/.test(line) ? line.indexOf('TY  -') : -1;
}
