import { Buffer, isUtf8 } from 'node:buffer';
import chardet from 'chardet';

export interface Utf8 {
  /** As `TextDecoder` names it; `UTF-8 with BOM` tells the mark. */
  readonly encoding: string;
  /** The same text in UTF-8, without byte order mark. */
  readonly bytes: AsyncIterable<Buffer>;
  /** The beginning of it, up to 64 KiB, as text. */
  readonly head: string;
  /** The very first bytes, as they came. */
  readonly magic: Buffer;
}

const sniffed = 64 * 1024;

/**
 * A text in any encoding as UTF-8. The encoding is found out from the first 64 KiB: by its byte order mark, else UTF-8
 * where that fits, else UTF-16 by its zeros, else by statistics.
 *
 * @param onInvalid Told how many characters could not be decoded.
 */
export async function toUtf8(chunks: Chunks, onInvalid: (count: number) => void): Promise<Utf8> {
  const source = asBuffers(chunks)[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let size = 0;
  while (size < sniffed) {
    const { done, value } = await source.next();
    if (done) break;
    first.push(value);
    size += value.length;
  }
  const start = Buffer.concat(first);
  const { label, mark } = sniff(start.subarray(0, sniffed), size <= sniffed);
  const rest = async function* () {
    yield start.subarray(mark);
    yield* { [Symbol.asyncIterator]: () => source };
  };
  const bytes = label === 'utf-8' ? valid(rest(), onInvalid) : transcoded(rest(), label, onInvalid);
  const head = new TextDecoder(label).decode(start.subarray(mark, sniffed)).replace(/\uFFFD$/, '');
  return { encoding: label.toUpperCase() + (mark ? ' with BOM' : ''), bytes, head, magic: start.subarray(0, 16) };
}

/** Pieces of a file: bytes, or text already decoded. */
export type Chunks = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

async function* asBuffers(chunks: Chunks): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    if (typeof chunk === 'string') yield Buffer.from(chunk);
    else if (chunk.byteLength) yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
}

function sniff(start: Buffer, whole: boolean): { readonly label: string; readonly mark: number } {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return { label: 'utf-8', mark: 3 };
  if (start[0] === 0xff && start[1] === 0xfe) return { label: 'utf-16le', mark: 2 };
  if (start[0] === 0xfe && start[1] === 0xff) return { label: 'utf-16be', mark: 2 };
  const label = zeros(start) ?? (isUtf8(whole ? start : start.subarray(0, completeUtf8(start))) ? 'utf-8' : byStatistics(start));
  return { label, mark: 0 };
}

/** UTF-16 without a mark: every second byte of most texts is zero. */
function zeros(start: Buffer): string | undefined {
  const counts = [0, 0];
  for (let i = 0; i < start.length; i++) if (start[i] === 0) counts[i % 2] = (counts[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = counts;
  if (Math.max(even, odd) < start.length / 5) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

function byStatistics(start: Buffer): string {
  const found = chardet.detect(start) ?? 'windows-1252';
  try {
    const { encoding } = new TextDecoder(found);
    return encoding === 'utf-8' ? 'utf-8' : encoding;
  } catch {
    return 'windows-1252';
  }
}

/** How much of a piece ends with a whole character. */
function completeUtf8(piece: Buffer): number {
  for (let back = 1; back <= Math.min(3, piece.length); back++) {
    const byte = piece[piece.length - back] as number;
    if (byte < 0x80) return piece.length;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? piece.length - back : piece.length;
  }
  return piece.length;
}

async function* valid(pieces: AsyncIterable<Buffer>, onInvalid: (count: number) => void): AsyncGenerator<Buffer> {
  let kept: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const joined = kept.length ? Buffer.concat([kept, piece]) : piece;
    const end = completeUtf8(joined);
    kept = joined.subarray(end);
    yield mended(joined.subarray(0, end), onInvalid);
  }
  if (kept.length) yield mended(kept, onInvalid);
}

function mended(piece: Buffer, onInvalid: (count: number) => void): Buffer {
  if (isUtf8(piece)) return piece;
  const text = piece.toString();
  onInvalid(count(text, '\uFFFD') - count(piece.toString('latin1'), 'ï¿½'));
  return Buffer.from(text);
}

async function* transcoded(pieces: AsyncIterable<Buffer>, label: string, onInvalid: (count: number) => void): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(label, { ignoreBOM: false });
  const encoded = (text: string) => {
    const invalid = count(text, '\uFFFD');
    if (invalid) onInvalid(invalid);
    return Buffer.from(text);
  };
  for await (const piece of pieces) yield encoded(decoder.decode(piece, { stream: true }));
  yield encoded(decoder.decode());
}

const count = (text: string, part: string) => text.split(part).length - 1;
