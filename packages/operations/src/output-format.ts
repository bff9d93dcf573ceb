import { ElsevierError } from '@scopekit/elsevier-http';
import { htmlTable, jsonLines, type Writer, worksCsv } from '@scopekit/formats';
import { z } from 'zod';
import { endingOf } from './files.ts';

const outputFormats = ['csv', 'jsonl', 'html'] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** The input about the file for works, the same for every operation that gives some. */
export const fileInput = {
  out: z.string().min(1).optional().describe('File for the works; its ending decides the format'),
  format: z.enum(outputFormats).optional().describe('Format of the works, whatever the ending'),
  plain: z.boolean().default(false).describe('CSV without byte order mark and formula guard, for programs'),
};

const endings: Readonly<Record<string, OutputFormat>> = { '.csv': 'csv', '.jsonl': 'jsonl', '.ndjson': 'jsonl', '.html': 'html', '.htm': 'html' };

/**
 * The format of a file, as asked for or by its ending.
 *
 * @throws ElsevierError `bad-input` for an ending nobody knows.
 */
export function formatOf(path: string, asked?: OutputFormat): OutputFormat {
  const format = asked ?? endings[endingOf(path)];
  if (!format)
    throw new ElsevierError({
      reason: 'bad-input',
      message: `The ending of ${path} tells no format.`,
      next: `End it in ${Object.keys(endings).join(', ')}, or say --format ${outputFormats.join('|')}.`,
    });
  return format;
}

export interface WriterOptions {
  readonly plain?: boolean;
  readonly title: string;
  readonly about: readonly string[];
}

export function writerOf(format: OutputFormat, { plain, title, about }: WriterOptions): Writer {
  if (format === 'jsonl') return jsonLines;
  return format === 'csv' ? worksCsv({ plain }) : htmlTable({ title, about });
}
