import type { Work } from '@scopekit/record';
import { bibtex } from '../bibtex/bibtex.ts';
import { genericCsv } from '../csv/generic.ts';
import { jsonFile, jsonLinesWorks } from '../json/json.ts';
import { endnoteXml } from '../other/endnote-xml.ts';
import { nbib } from '../other/nbib.ts';
import { wos, wosTab } from '../other/wos.ts';
import { ris } from '../ris/ris.ts';
import { scopusCsv } from '../scopus/csv.ts';
import { scopusText } from '../scopus/text.ts';
import { type Detected, detect, type InputFormat, inputFormats, isOldMacintosh } from './detect.ts';
import { type Chunks, toUtf8 } from './encoding.ts';
import { FormatError } from './format-error.ts';
import { createReport, type ReadReport } from './report.ts';
import type { Parts, Source } from './source.ts';

export interface ReadOptions {
  /** Name of the file, for messages and for `from.file`. It never decides the format. */
  readonly file?: string;
  /** The first repair or refusal is an error. */
  readonly strict?: boolean;
  /** Keep each record as it stood in the file in `raw`; `as-input` writes it again. */
  readonly raw?: boolean;
}

/** Works of a file, to be iterated once. */
export interface Reading extends AsyncIterable<Work> {
  /** Grows while works are read; whole when they are. */
  readonly report: ReadReport;
  /** How the table is written down, for `as-input`; only of tables, and once reading has begun. */
  readonly table: TableForm | undefined;
}

/** All of a CSV that is not in its rows. */
export interface TableForm {
  readonly header: readonly string[];
  /** For each cell of the header `1` when it stood in quotation marks, else `0`. */
  readonly headerQuoted: string;
  readonly delimiter: string;
  readonly end: string;
  readonly mark: boolean;
  /** What stands above the header. */
  readonly above: string;
  /** Which generation of the format it is, where that matters. */
  readonly variant: string;
  /** Whether the last row ends like the others. */
  readonly endsWithLine: boolean;
}

type Reader = (source: Source, detected: Exclude<Detected, { seems: string }>) => Parts;

const readers: Readonly<Record<InputFormat, Reader>> = {
  'scopus-csv': (source, { dialect }) => scopusCsv(source, dialect as NonNullable<typeof dialect>),
  'scopus-ris': (source) => ris(source, true),
  'scopus-bibtex': (source) => bibtex(source, true),
  'scopus-text': scopusText,
  csv: (source, { dialect }) => genericCsv(source, dialect as NonNullable<typeof dialect>),
  ris: (source) => ris(source, false),
  bibtex: (source) => bibtex(source, false),
  nbib,
  'endnote-xml': endnoteXml,
  wos,
  'wos-tab': (source, { dialect }) => wosTab(source, dialect as NonNullable<typeof dialect>),
  json: jsonFile,
  jsonl: jsonLinesWorks,
};

/**
 * Any bibliographic file as works: what it is, and in which encoding, is found out from its content. Takes the memory of a
 * few hundred records, whatever the size of the file (JSON that is not JSON Lines aside).
 *
 * @param chunks Bytes, or text, in pieces of any size: `createReadStream(path)`, `[text]`, `response.body`.
 * @throws FormatError while iterating: `not-a-format`, telling what the file seems to be; `damaged` beyond repair, after the
 * works before that place; `strict`.
 */
export function read(chunks: Chunks, { file, strict = false, raw = false }: ReadOptions = {}): Reading {
  const counted = createReport({ file, strict });
  let table: TableForm | undefined;

  async function* works(): AsyncGenerator<Work> {
    const decoded = await toUtf8(chunks);
    try {
      const detected = recognized(detect(decoded.head, decoded.magic), file);
      counted.begin(detected.format, () => decoded.encoding);
      if (detected.variant) counted.told.variant(detected.variant);
      const { dialect } = detected;
      let last = 0;
      const onHeader = (header: readonly string[], headerQuoted: string) => {
        const { delimiter = ',', end = '\n' } = dialect ?? {};
        table = { header, headerQuoted, delimiter, end, mark: decoded.encoding.endsWith('BOM'), endsWithLine: true, above: detected.above ?? '', variant: '' };
      };
      const bytes = watched(below(unreturned(decoded.bytes, decoded.head), detected.above ?? ''), (byte) => {
        last = byte;
      });
      const source = `file.${detected.format}`;
      const named = file === undefined ? {} : { file };
      for await (const batch of readers[detected.format]({ bytes, told: counted.told, raw, onHeader }, detected))
        for (const work of batch) {
          if (!work) continue;
          if (decoded.invalid && JSON.stringify(work).includes('\uFFFD')) counted.told.repair('invalid-bytes');
          yield Object.assign(work, { from: { source, ...work.from, ...named, row: counted.told.rows() } });
        }
      if (table) table = { ...table, endsWithLine: last === 0x0a };
    } finally {
      await decoded.close();
    }
  }

  return {
    [Symbol.asyncIterator]: works,
    get report() {
      return counted.report;
    },
    get table() {
      return table && { ...table, variant: counted.variant() ?? '' };
    },
  };
}

/**
 * What a file is, by its first 64 KiB.
 *
 * @throws FormatError `not-a-format`, telling what it seems to be.
 */
export async function recognize(chunks: Chunks, file?: string): Promise<{ readonly format: InputFormat; readonly variant?: string }> {
  const { head, magic, close } = await toUtf8(chunks);
  await close();
  const { format, variant } = recognized(detect(head, magic), file);
  return variant === undefined ? { format } : { format, variant };
}

function recognized(detected: Detected, file = 'The file'): Exclude<Detected, { seems: string }> {
  if ('format' in detected) return detected;
  throw new FormatError({
    reason: 'not-a-format',
    message: `${file} cannot be read: it seems to be ${detected.seems}.`,
    next: detected.next ?? `These are read: ${Object.values(inputFormats).join('; ')}.`,
  });
}

/** Old Macintoshes ended lines with `\r` alone: where the first line does, all do. */
async function* unreturned(bytes: AsyncIterable<Buffer>, head: string): AsyncGenerator<Buffer> {
  if (!isOldMacintosh(head)) return yield* bytes;
  for await (const piece of bytes) yield Buffer.from(piece.map((byte) => (byte === 0x0d ? 0x0a : byte)));
}

/** The bytes of a table without what stands above it. */
async function* below(bytes: AsyncIterable<Buffer>, above: string): AsyncGenerator<Buffer> {
  let left = Buffer.byteLength(above);
  for await (const piece of bytes) {
    yield left ? piece.subarray(Math.min(left, piece.length)) : piece;
    left = Math.max(0, left - piece.length);
  }
}

async function* watched(bytes: AsyncIterable<Buffer>, onLast: (byte: number) => void): AsyncGenerator<Buffer> {
  for await (const piece of bytes) {
    const last = piece.at(-1);
    if (last !== undefined) onLast(last);
    yield piece;
  }
}
