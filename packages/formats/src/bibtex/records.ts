import { FormatError } from '../read/format-error.ts';
import { largest, texts } from '../read/lines.ts';
import type { Mended } from '../read/report.ts';

export interface BibtexRecord {
  /** `article`, in lower case. */
  readonly type: string;
  /** As it stands there; not unique. */
  readonly key: string;
  /** The fields and the bracket that ends them. */
  readonly body: string;
  readonly mended: readonly Mended[];
}

/** Where a record begins: at the beginning of a line, or right behind the one before; its key ends with a comma or the line. */
const begins = /(^|\n|\}|\uFEFF)([ \t]*)@(?:([A-Za-z]+)[ \t]*\{(?=[^\n{}=]{0,250}(?:,|\n))|(string|comment|preamble)[ \t]*[{(])/gi;
const plainKey = /^[\w:.+/'*?!&-]+$/;

/**
 * The records of a BibTeX file. Scopus sent a hundred at a time to 2025 and set no line between the hundreds: such records
 * are separated. Strings are given once, before everything else that comes.
 */
export async function* bibtexRecords(bytes: AsyncIterable<Buffer>): AsyncGenerator<{ readonly records: BibtexRecord[]; readonly strings: string }> {
  let pending: string[] = [];
  let size = 0;
  /** The end of what is pending: a head may begin there. */
  let tail = '';
  let strings = '';
  let glued = false;
  let begun = false;

  const cut = (text: string, ended: boolean): { records: BibtexRecord[]; rest: string } => {
    const heads = [...text.matchAll(begins)];
    const records: BibtexRecord[] = [];
    if (!ended && heads.length < 2) return { records, rest: text };
    const last = ended ? heads.length : heads.length - 1;
    if (!begun) records.push(...headless(text.slice(0, heads[0]?.index ?? 0)));
    begun = true;
    for (const [i, head] of heads.slice(0, last).entries()) {
      const from = head.index + (head[1] as string).length;
      const next = heads[i + 1];
      const to = next ? next.index + (next[1] === '}' ? 1 : 0) : text.length;
      const type = (head[3] ?? (head[4] as string)).toLowerCase();
      const record = text.slice(from, to).trim();
      if (type === 'string') strings += `${record}\n`;
      else if (type !== 'comment' && type !== 'preamble') {
        const { key, body } = keyOf(text.slice(head.index + head[0].length, to));
        const mended: Mended[] = [];
        if (glued) mended.push({ kind: 'records-glued' });
        if (!plainKey.test(key) && key !== '') mended.push({ kind: 'key-odd', was: key });
        records.push({ type, key, body, mended });
        records.push(...headless(body.slice(closedAt(body))));
      }
      glued = next?.[1] === '}';
    }
    const rest = heads[last];
    // The sign before a glued head is no longer there to be seen.
    return { records, rest: rest ? text.slice(rest.index + (rest[1] === '}' ? 1 : 0)) : '' };
  };

  for await (const piece of texts(bytes)) {
    pending.push(piece);
    size += piece.length;
    const window = tail + piece;
    tail = window.slice(-longestHead);
    if (!window.includes('@') || window.search(begins) < 0) {
      if (size > largest) throw new FormatError({ reason: 'damaged', message: `A record is longer than ${largest / 1024 / 1024} MB.` });
      continue;
    }
    const { records, rest } = cut(pending.join(''), false);
    pending = [rest];
    size = rest.length;
    if (records.length) yield { records, strings };
  }
  const { records } = cut(pending.join(''), true);
  yield { records, strings };
}

const longestHead = 300;

/** Where the bracket of a record closes. */
function closedAt(body: string): number {
  let depth = 1;
  for (let at = 0; at < body.length; at++) {
    const code = body.charCodeAt(at);
    if (code === 0x7b) depth++;
    else if (code === 0x7d && --depth === 0) return at + 1;
  }
  return body.length;
}

const fieldLine = /^[ \t]*(?:title|author|year|journal|doi)[ \t]*=[ \t]*[{"]/im;

/** Fields behind the end of a record: the line that begins theirs is gone. */
function headless(text: string): BibtexRecord[] {
  const at = text.search(fieldLine);
  return at < 0 ? [] : [{ type: 'article', key: '', body: text.slice(at), mended: [{ kind: 'begin-missing' }] }];
}

/** The key ends with the line, whatever is in it; in a record on one line, at the first comma. */
function keyOf(text: string): { readonly key: string; readonly body: string } {
  const lineEnd = text.indexOf('\n');
  const line = text.slice(0, lineEnd < 0 ? text.length : lineEnd).trimEnd();
  if (lineEnd >= 0 && line.endsWith(',') && !line.includes('=')) return { key: line.slice(0, -1).trim(), body: text.slice(lineEnd + 1) };
  if (lineEnd >= 0 && line !== '' && !/[,=]/.test(line)) return { key: line.trim(), body: text.slice(lineEnd + 1) };
  const comma = text.indexOf(',');
  return comma < 0 ? { key: '', body: text } : { key: text.slice(0, comma).trim(), body: text.slice(comma + 1) };
}
