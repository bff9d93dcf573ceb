import { StringDecoder } from 'node:string_decoder';
import { FormatError } from './format-error.ts';

/**
 * The text of bytes in UTF-8, piece by piece. Small pieces are forgotten before the collector of garbage takes what comes of
 * them for lasting: half the memory.
 */
export async function* texts(bytes: AsyncIterable<Buffer>, pieceSize = 2 * 1024): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  for await (const piece of bytes) for (let at = 0; at < piece.length; at += pieceSize) yield decoder.write(piece.subarray(at, at + pieceSize));
  const rest = decoder.end();
  if (rest) yield rest;
}

/** The greatest record or line that is taken in: a hundred times the largest seen. */
export const largest = 16 * 1024 * 1024;

/** Lines without their ends (`\n`, `\r\n` or `\r`), as many as have come in at a time. */
export async function* lines(bytes: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  let open: string[] = [];
  let size = 0;
  for await (const piece of texts(bytes)) {
    const last = Math.max(piece.lastIndexOf('\n'), piece.lastIndexOf('\r', piece.length - 2));
    if (last < 0) {
      open.push(piece);
      size += piece.length;
      if (size > largest) throw new FormatError({ reason: 'damaged', message: `A line is longer than ${largest / 1024 / 1024} MB.` });
      continue;
    }
    open.push(piece.slice(0, last + 1));
    yield split(open.join(''));
    open = [piece.slice(last + 1)];
    size = piece.length - last - 1;
  }
  const rest = open.join('');
  if (rest) yield split(rest);
}

/** What ends with a line end has no further line after it. */
function split(text: string): string[] {
  const found = text.includes('\r') ? text.split(/\r\n|\r|\n/) : text.split('\n');
  if (found.at(-1) === '') found.pop();
  return found;
}
