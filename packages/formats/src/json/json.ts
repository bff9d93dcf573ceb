import type { Work } from '@scopekit/record';
import { FormatError } from '../read/format-error.ts';
import { lines, texts } from '../read/lines.ts';
import type { Parts, Source } from '../read/source.ts';
import { cslToWork } from './csl-to-work.ts';

/** Works as JSON Lines: what scopekit writes itself. A line that is none is refused alone. */
export async function* jsonLinesWorks({ bytes, told }: Source): Parts {
  for await (const batch of lines(bytes))
    yield batch.values().flatMap((line) => {
      if (line.trim() === '') return [];
      told.row();
      const parsed = attempt(line);
      if (isWork(parsed)) return [parsed];
      told.refuse(parsed === undefined ? 'not JSON' : 'not a work: it has no list of authors', line);
      return [undefined];
    });
}

/** What a whole JSON file may be at most: it cannot be read piece by piece. */
const largestFile = 256 * 1024 * 1024;

/** CSL-JSON, or a list of works as scopekit's `--json` gives it. */
export async function* jsonFile({ bytes, told, raw }: Source): Parts {
  const pieces: string[] = [];
  let size = 0;
  for await (const piece of texts(bytes)) {
    pieces.push(piece);
    size += piece.length;
    if (size > largestFile)
      throw new FormatError({ reason: 'damaged', message: `The JSON is larger than ${largestFile / 1024 / 1024} MB.`, next: 'Split it, or use JSON Lines.' });
  }
  const items = itemsOf(pieces.join(''));
  for (const item of items) {
    told.row();
    if (isWork(item)) yield [item];
    else if (isItem(item)) yield [raw ? { ...cslToWork(item), raw: item } : cslToWork(item)];
    else {
      told.refuse('neither an item of CSL-JSON nor a work', JSON.stringify(item));
      yield [undefined];
    }
  }
}

function itemsOf(text: string): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new FormatError({
      reason: 'damaged',
      message: `The JSON is damaged: ${(error as Error).message}.`,
      next: 'Export it again: JSON cannot be read in part.',
      cause: error,
    });
  }
  if (Array.isArray(parsed)) return parsed;
  const { items, works } = (parsed ?? {}) as { items?: unknown; works?: unknown };
  return Array.isArray(works) ? works : Array.isArray(items) ? items : [parsed];
}

function attempt(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Whether it is a work as scopekit writes it. */
export function isWork(given: unknown): given is Work {
  const { authors, affiliations } = (given ?? {}) as Partial<Work>;
  return Array.isArray(authors) && authors.every((author) => typeof author?.name === 'string') && Array.isArray(affiliations);
}

/** Whether it is an item of CSL-JSON. */
export function isItem(given: unknown): given is object {
  const { title, type, author, DOI } = (given ?? {}) as Record<string, unknown>;
  return typeof given === 'object' && given !== null && typeof type === 'string' && (title !== undefined || author !== undefined || DOI !== undefined);
}
