import { lines } from '../read/lines.ts';
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

/** Records of a format with a tag at the beginning of each line. A record without its end is kept, and told. */
export async function* taggedRecords(bytes: AsyncIterable<Buffer>, { tagOf, begins, ends, gluedAt }: TaggedForm): AsyncGenerator<TaggedRecord[]> {
  let record: TaggedRecord | undefined;
  const unended = (): TaggedRecord[] => {
    if (ends !== undefined) record?.mended.push({ kind: 'end-missing', column: begins });
    return record ? [record] : [];
  };
  const apart = (line: string): string[] => {
    const at = gluedAt?.(line) ?? -1;
    if (at <= 0) return [line];
    record?.mended.push({ kind: 'lines-glued', column: line.slice(at, at + 2), was: line.slice(Math.max(0, at - 30)) });
    return [line.slice(0, at), line.slice(at)];
  };
  for await (const batch of lines(bytes)) {
    const records: TaggedRecord[] = [];
    for (const whole of batch)
      for (const line of gluedAt ? apart(whole) : [whole]) {
        const tagged = tagOf(line);
        if (!tagged) {
          if (line.trim() !== '') record?.fields.at(-1)?.more.push(line.trim());
        } else if (tagged.tag === begins) {
          records.push(...unended());
          record = { fields: [{ ...tagged, more: [] }], mended: [] };
        } else if (tagged.tag === ends) {
          if (record) records.push(record);
          record = undefined;
        } else record?.fields.push({ ...tagged, more: [] });
      }
    if (records.length) yield records;
  }
  yield unended();
}

const isCapital = (code: number) => code >= 65 && code <= 90;

/** `TY  - JOUR`: two characters, blanks, a hyphen. */
export function risTag(line: string): { readonly tag: string; readonly text: string } | undefined {
  const from = line.charCodeAt(0) === 0xfeff ? 1 : 0;
  if (!isCapital(line.charCodeAt(from)) || line.charCodeAt(from + 2) !== 32) return undefined;
  const second = line.charCodeAt(from + 1);
  if (!isCapital(second) && !(second >= 48 && second <= 57)) return undefined;
  let at = from + 2;
  while (line.charCodeAt(at) === 32) at++;
  if (line.charCodeAt(at) !== 45 || at - from > 5) return undefined;
  return { tag: line.slice(from, from + 2), text: line.slice(at + 1).trim() };
}

/** Scopus sets no line end behind a reference that it holds as mere text, not even before the next tag. */
export const gluedLink = (line: string): number => (line.includes('UR  - http') ? line.search(/UR {2}- https?:\/\/[^\s]*\/(?:inward|pages)\/\S*$/) : -1);
