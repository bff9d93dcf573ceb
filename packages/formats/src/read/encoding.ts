import { Buffer, isAscii, isUtf8 } from 'node:buffer';
import chardet from 'chardet';

export interface Utf8 {
  /** As `TextDecoder` names it; `UTF-8 with BOM` tells the mark. Known for sure when all is read: a file may begin with nothing but ASCII. */
  readonly encoding: string;
  /** Whether bytes were met that are no text in it, and became U+FFFD. */
  readonly invalid: boolean;
  /** The same text in UTF-8, without byte order mark. */
  readonly bytes: AsyncIterable<Buffer>;
  /** The beginning of it, up to 64 KiB, as text. */
  readonly head: string;
  /** The very first bytes, as they came. */
  readonly magic: Buffer;
  /** Ends the source, also where its bytes were not read. */
  close(): Promise<void>;
}

/** Pieces of a file: bytes, or text already decoded. */
export type Chunks = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

const sniffed = 64 * 1024;

/**
 * A text in any encoding as UTF-8. The encoding is found out from the first 64 KiB with more than ASCII in them: by the byte
 * order mark, else UTF-8 where that fits, else UTF-16 by its zeros, else by statistics.
 */
export async function toUtf8(chunks: Chunks): Promise<Utf8> {
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
  const head = start.subarray(0, sniffed);
  const { label, mark } = sniff(head);
  const found = { label, invalid: false };
  const rest = async function* () {
    try {
      yield start.subarray(mark);
      for (;;) {
        const { done, value } = await source.next();
        if (done) return;
        yield value;
      }
    } finally {
      await source.return?.(undefined);
    }
  };
  return {
    get encoding() {
      return found.label.toUpperCase() + (mark ? ' with BOM' : '');
    },
    get invalid() {
      return found.invalid;
    },
    bytes: label === 'utf-8' ? valid(rest(), found, mark > 0) : transcoded(rest(), found),
    head: new TextDecoder(label).decode(head.subarray(mark)).replace(/\uFFFD$/, ''),
    magic: start.subarray(0, 16),
    close: async () => void (await source.return?.(undefined)),
  };
}

/** A character of two halves may be cut between two texts. */
async function* asBuffers(chunks: Chunks): AsyncGenerator<Buffer> {
  let half = '';
  for await (const chunk of chunks) {
    if (typeof chunk !== 'string') {
      if (chunk.byteLength) yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      continue;
    }
    const text = half + chunk;
    half = /[\uD800-\uDBFF]$/.test(text) ? text.slice(-1) : '';
    if (text.length > half.length) yield Buffer.from(half ? text.slice(0, -1) : text);
  }
  if (half) yield Buffer.from(half);
}

function sniff(start: Buffer): { readonly label: string; readonly mark: number } {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return { label: 'utf-8', mark: 3 };
  if (start[0] === 0xff && start[1] === 0xfe) return { label: 'utf-16le', mark: 2 };
  if (start[0] === 0xfe && start[1] === 0xff) return { label: 'utf-16be', mark: 2 };
  return { label: zeros(start) ?? (isMostlyUtf8(start) ? 'utf-8' : byStatistics(start)), mark: 0 };
}

/** UTF-16 without a mark: every second byte of most texts is zero. */
function zeros(start: Buffer): string | undefined {
  const counts = [0, 0];
  for (let i = 0; i < start.length; i++) if (start[i] === 0) counts[i % 2] = (counts[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = counts;
  if (Math.max(even, odd) < start.length / 5) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/** A few damaged bytes do not make another encoding of a text whose other characters are all of UTF-8. */
function isMostlyUtf8(start: Buffer): boolean {
  const whole = start.subarray(0, completeUtf8(start));
  if (isUtf8(whole)) return true;
  const text = whole.toString();
  const invalid = text.split('\uFFFD').length - 1;
  const valid = text.match(/[\u0080-\uFFFC\u{10000}-\u{10FFFF}]/gu)?.length ?? 0;
  return valid > 10 * invalid;
}

function byStatistics(start: Buffer): string {
  const found = chardet.detect(start) ?? 'windows-1252';
  try {
    const { encoding } = new TextDecoder(found);
    return encoding === 'utf-8' ? 'windows-1252' : encoding;
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

interface Found {
  label: string;
  invalid: boolean;
}

/** UTF-8 as it is; where all was ASCII until the first byte that fits nowhere, it is another encoding after all. */
async function* valid(pieces: AsyncIterable<Buffer>, found: Found, sure: boolean): AsyncGenerator<Buffer> {
  let kept: Buffer = Buffer.alloc(0);
  let decided = sure;
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const piece of pieces) {
    if (decoder) {
      yield encoded(decoder.decode(piece, { stream: true }), found);
      continue;
    }
    const joined = kept.length ? Buffer.concat([kept, piece]) : piece;
    const end = completeUtf8(joined);
    const whole = joined.subarray(0, end);
    if (!decided && !isAscii(joined)) {
      decided = true;
      if (!isMostlyUtf8(joined)) {
        found.label = byStatistics(joined);
        decoder = new TextDecoder(found.label);
        yield encoded(decoder.decode(joined, { stream: true }), found);
        continue;
      }
    }
    kept = joined.subarray(end);
    yield isUtf8(whole) ? whole : encoded(whole.toString(), found);
  }
  if (decoder) yield encoded(decoder.decode(), found);
  else if (kept.length) yield encoded(kept.toString(), found);
}

async function* transcoded(pieces: AsyncIterable<Buffer>, found: Found): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(found.label);
  for await (const piece of pieces) yield encoded(decoder.decode(piece, { stream: true }), found);
  yield encoded(decoder.decode(), found);
}

function encoded(text: string, found: Found): Buffer {
  if (text.includes('\uFFFD')) found.invalid = true;
  return Buffer.from(text);
}
