import { ElsevierError } from '@scopekit/elsevier-http';
import { type Loss, type WriteFormat, writeFormats } from '@scopekit/formats';
import { z } from 'zod';
import { endingOf } from './files.ts';

const outputFormats = writeFormats.filter((format) => format !== 'as-input');
export type OutputFormat = Exclude<WriteFormat, 'as-input'>;

/** The input about the file for works, the same for every operation that gives some. */
export const fileInput = {
  out: z.string().min(1).optional().describe('File for the works; its ending decides the format'),
  format: z.enum(outputFormats).optional().describe('Format of the works, whatever the ending'),
  plain: z.boolean().default(false).describe('CSV without byte order mark and formula guard, for programs'),
};

const endings: Readonly<Record<string, OutputFormat>> = {
  '.csv': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.html': 'html',
  '.htm': 'html',
  '.ris': 'ris',
  '.bib': 'bibtex',
  '.json': 'csl-json',
};

/**
 * The format of a file, as asked for or by its ending.
 *
 * @throws ElsevierError `bad-input` for an ending nobody knows.
 */
export function formatOf<Format extends WriteFormat>(path: string, asked?: Format): Format | OutputFormat {
  const format = asked ?? endings[endingOf(path)];
  if (!format)
    throw new ElsevierError({
      reason: 'bad-input',
      message: `The ending of ${path} tells no format.`,
      next: `End it in ${Object.keys(endings).join(', ')}, or say --format ${outputFormats.join('|')}.`,
    });
  return format;
}

/** What a format has no place for, in a sentence; `undefined` when it holds everything. */
export function lossNotice(format: WriteFormat, losses: readonly Loss[]): string | undefined {
  if (!losses.length) return undefined;
  const shown = losses.slice(0, 6).map(({ field, works }) => `${field} (${works.toLocaleString('en')})`);
  const others = losses.length > 6 ? ` and ${losses.length - 6} more` : '';
  return `${format} has no place for ${shown.join(', ')}${others}; .jsonl keeps everything.`;
}

/** The CSV of works and the page are for looking at: what they leave out is known. Of other formats it is told. */
export const tellsLosses = (format: WriteFormat): boolean => format !== 'csv' && format !== 'html';
