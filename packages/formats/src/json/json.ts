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
      if (isItem(parsed)) return [cslToWork(parsed, told)];
      told.refuse(parsed === undefined ? 'not JSON' : 'neither a work as scopekit writes it nor an item of CSL-JSON', line);
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
    else if (isItem(item)) yield [raw ? { ...cslToWork(item, told), raw: item } : cslToWork(item, told)];
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
  const { items, works, message } = (parsed ?? {}) as { items?: unknown; works?: unknown; message?: { items?: unknown } };
  const list = [works, items, message?.items].find(Array.isArray);
  return list ?? [parsed];
}

function attempt(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const plainTexts =
  'eid scopusId doi pii pmid title coverDate volume issue issueTitle articleNumber pageStart pageEnd language publicationStage abstract created'.split(' ');
const lists = 'alternativeTitles authorKeywords indexKeywords editors tradenames manufacturers'.split(' ');
const records = 'authors affiliations subjects funding references contributors correspondence authorGroups chemicals sequences notes'.split(' ');
const objects = 'source conference type counts openAccess rights links extra from'.split(' ');

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether it is a work as scopekit writes it: its members are of the kinds that everybody relies on. */
export function isWork(given: unknown): given is Work {
  if (!isObject(given) || !Array.isArray(given.authors) || !Array.isArray(given.affiliations)) return false;
  const holds = (names: readonly string[], test: (value: unknown) => boolean) => names.every((name) => given[name] === undefined || test(given[name]));
  return (
    holds(plainTexts, (value) => typeof value === 'string') &&
    holds(['year', 'citedBy'], (value) => typeof value === 'number') &&
    holds(lists, (value) => Array.isArray(value) && value.every((item) => typeof item === 'string')) &&
    holds(records, (value) => Array.isArray(value) && value.every(isObject)) &&
    holds(objects, isObject) &&
    given.authors.every(({ name }) => typeof name === 'string')
  );
}

/** Whether it is an item of CSL-JSON. */
function isItem(given: unknown): given is object {
  const { title, type, author, DOI } = (given ?? {}) as Record<string, unknown>;
  return typeof given === 'object' && given !== null && typeof type === 'string' && (title !== undefined || author !== undefined || DOI !== undefined);
}
