import type { Work } from '@scopekit/record';
import { bibtexWriter } from '../bibtex/write.ts';
import { htmlTable } from '../html-table.ts';
import { cslJsonWriter } from '../json/csl-writer.ts';
import { jsonLines } from '../json-lines.ts';
import type { Reading } from '../read/read.ts';
import { risWriter } from '../ris/write.ts';
import { scopusCsvWriter } from '../scopus/write.ts';
import { worksCsv } from '../works-csv.ts';
import { type Writer, written } from '../writer.ts';
import { asInputCsv } from './as-input.ts';
import { type Loss, lossCounter } from './losses.ts';

/** The formats that works are written in. */
export const writeFormats = ['csv', 'jsonl', 'html', 'ris', 'bibtex', 'csl-json', 'scopus-csv', 'as-input'] as const;
export type WriteFormat = (typeof writeFormats)[number];

export interface WriteOptions {
  /** `csv` without byte order mark and formula guard. */
  readonly plain?: boolean;
  /** Heading and lines under it, for `html`. */
  readonly title?: string;
  readonly about?: readonly string[];
  /** What the works were read by, with `raw`; for `as-input`. */
  readonly reading?: Pick<Reading, 'table'>;
}

/** A text in pieces. */
export interface Writing extends AsyncIterable<string> {
  /** What the format has no place for; whole when all is written. */
  readonly losses: readonly Loss[];
}

/** Works in a format, to be iterated once; memory for one work at a time. */
export function write(works: AsyncIterable<Work> | Iterable<Work>, format: WriteFormat, options: WriteOptions = {}): Writing {
  const counter = lossCounter(format);
  const counted = async function* () {
    for await (const work of works) {
      counter.count(work);
      yield work;
    }
  };
  return {
    [Symbol.asyncIterator]: () => written(writerOf(format, options), counted()),
    get losses() {
      return counter.losses();
    },
  };
}

/** The writer of a format. */
export function writerOf(format: WriteFormat, { plain, title = 'Works', about = [], reading = { table: undefined } }: WriteOptions = {}): Writer {
  const writers: Readonly<Record<WriteFormat, () => Writer>> = {
    csv: () => worksCsv({ plain }),
    jsonl: () => jsonLines,
    html: () => htmlTable({ title, about }),
    ris: risWriter,
    bibtex: bibtexWriter,
    'csl-json': cslJsonWriter,
    'scopus-csv': scopusCsvWriter,
    'as-input': () => asInputCsv(reading),
  };
  return writers[format]();
}
