import { ElsevierError } from '@scopekit/elsevier-http';
import { type Loss, lossCounter, type Reading, type ReadReport, type Repairs, read, recognize, write, writeFormats } from '@scopekit/formats';
import type { Work } from '@scopekit/record';
import { z } from 'zod';
import type { OpenedFile } from './files.ts';
import { formatFailure } from './format-failure.ts';
import type { WrittenFile } from './manifest.ts';
import type { Context, Operation } from './operation.ts';
import { formatOf, lossNotice } from './output-format.ts';
import { type Stopped, stoppedBy } from './stopped.ts';
import type { Missing } from './survey/output.ts';
import { wholeNumber } from './years.ts';

const ConvertInput = z.object({
  files: z.array(z.string().min(1)).min(1, 'must name at least one').describe('Bibliographic files of any kind; - is standard input'),
  out: z.string().min(1).optional().describe('File for the works; its ending decides the format'),
  format: z.enum(writeFormats).optional().describe('Format of the works, whatever the ending; as-input: the table as it came in'),
  plain: z.boolean().default(false).describe('CSV without byte order mark and formula guard, for programs'),
  report: z.string().min(1).optional().describe('File for the report: every repair with its row and column, as JSON'),
  strict: z.boolean().default(false).describe('Stop at the first thing that would have to be mended'),
  start: wholeNumber(0, 1_000_000_000).default(0).describe('Number of the first work wanted, from 0'),
  limit: wholeNumber(0, 1_000_000_000).optional().describe('At most so many works; all are read and counted'),
});

/** What became of one file. */
export interface ConvertedFile extends Omit<ReadReport, 'repairs' | 'file'> {
  readonly file: string;
  readonly repairs: readonly Omit<Repairs, 'places'>[];
}

export interface ConvertResult {
  readonly inputs: readonly ConvertedFile[];
  /** Works read of all files. */
  readonly total: number;
  readonly shown: number;
  /** Records that are no works, each with the reason. */
  readonly missing: readonly Missing[];
  /** What the format has no place for. */
  readonly losses: readonly Loss[];
  /** Why the last file ends early. */
  readonly stopped?: Stopped;
  readonly files: readonly WrittenFile<'works' | 'report'>[];
  readonly works?: readonly Work[];
}

interface Opened extends OpenedFile {
  readonly file: string;
}

/** Files of any bibliographic format as one of another, work by work; all are looked at before anything is written. */
export const convert: Operation<typeof ConvertInput, ConvertResult> = {
  name: 'convert',
  description: 'Turn bibliographic files of any kind (Scopus exports, RIS, BibTeX, PubMed, EndNote, Web of Science, CSV …) into one clean file.',
  input: ConvertInput,
  async run(input, context) {
    const { out, strict } = input;
    const asInput = input.format === 'as-input';
    const format = out === undefined ? input.format : formatOf(out, input.format);
    if (asInput && out === undefined) throw badInput('as-input needs a file to write to.', 'Add --out FILE.');
    const results = [out, input.report].filter((path) => path !== undefined);
    if (results.length) await context.files.checkAll(results, { manifest: false });
    if (input.plain && format !== 'csv') throw badInput('--plain is about CSV, and these works become something else.', 'Leave it out, or add --format csv.');
    if (input.files.filter((file) => file === '-').length > 1) throw badInput('Standard input can be read once.', 'Name - once.');
    const opened = await lookedAt(input.files, context);
    const readings: Reading[] = [];
    let total = 0;
    let shown = 0;
    let stopped: ElsevierError | undefined;

    const works = async function* (): AsyncGenerator<Work> {
      const bytes = opened.reduce((sum, file) => sum + file.bytes, 0);
      let done = 0;
      const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          if (context.stop.aborted) throw new ElsevierError({ reason: 'cancelled', message: 'Interrupted.' });
          done += chunk.byteLength;
          if (bytes) context.onProgress?.({ phase: 'read', done, total: bytes, quotaLeft: {} });
          yield chunk;
        }
      };
      try {
        for (const { file, chunks, close } of opened) {
          const reading = read(counted(chunks()), { file, strict, raw: asInput });
          readings.push(reading);
          for await (const work of reading) {
            if (asInput && !sameColumns(reading, readings[0]))
              throw badInput(
                `${file} has other columns than ${opened[0]?.file}: they cannot become one table as it came in.`,
                'Choose another format, or convert them one by one.',
              );
            const wanted = total >= input.start && (input.limit === undefined || shown < input.limit);
            total++;
            if (!wanted) continue;
            shown++;
            yield work;
          }
          await close();
        }
      } catch (error) {
        for (const { close } of opened) await close().catch(() => {});
        const told = formatFailure(error);
        if (strict || !total || !(told.reason === 'unreadable' || told.reason === 'cancelled')) throw told;
        stopped = told;
      }
    };

    const files: WrittenFile<'works' | 'report'>[] = [];
    const collected: Work[] = [];
    let losses: readonly Loss[] = [];
    if (out && format) {
      const about = [`From ${opened.map(({ file }) => file).join(', ')}`];
      const writing = write(works(), format, {
        plain: input.plain,
        title: 'Works',
        about,
        reading: {
          get table() {
            return readings[0]?.table;
          },
        },
      });
      const written = await context.files.write(out, writing, { incomplete: () => stopped !== undefined }).catch((error: unknown) => {
        throw formatFailure(error);
      });
      files.push({ kind: 'works', ...written });
      losses = writing.losses;
    } else {
      const counter = lossCounter(format ?? 'jsonl');
      for await (const work of works()) {
        counter.count(work);
        await (context.onWork ? context.onWork(work) : collected.push(work));
      }
      losses = counter.losses();
    }
    const lost = format && lossNotice(format, losses);
    if (lost) context.onNotice?.(lost);
    const reports = readings.map((reading) => reading.report);
    if (input.report) {
      const told = { at: new Date(context.clock.now()).toISOString(), works: { total, written: shown }, inputs: reports, losses, stopped: stoppedBy(stopped) };
      files.push({ kind: 'report', ...(await context.files.write(input.report, [`${JSON.stringify(told, null, 2)}\n`])) });
    }
    return {
      inputs: reports.map(({ repairs, file = '', ...report }) => ({ file, ...report, repairs: repairs.map(({ places: _, ...each }) => each) })),
      total,
      shown,
      missing: reports.flatMap(({ file, refusals }) =>
        refusals.map(({ row, why }) => ({ id: `${file}, record ${row}`, reason: 'unreadable' as const, message: why })),
      ),
      losses,
      stopped: stoppedBy(stopped),
      files,
      works: out || context.onWork ? undefined : collected,
    };
  },
};

/** Opens all files and finds out what they are, so that nothing is written when one cannot be read. */
async function lookedAt(paths: readonly string[], { files }: Context): Promise<Opened[]> {
  const opened: Opened[] = [];
  try {
    for (const file of paths) {
      const found = await files.open(file);
      opened.push({ file, ...found });
      // What comes through a pipe comes once.
      if (found.bytes) await recognize(found.chunks(64 * 1024), file);
    }
    return opened;
  } catch (error) {
    for (const { close } of opened) await close().catch(() => {});
    throw formatFailure(error);
  }
}

const sameColumns = (a: Reading, b: Reading | undefined): boolean => a === b || a.table?.header.join('\n') === b?.table?.header.join('\n');

const badInput = (message: string, next: string) => new ElsevierError({ reason: 'bad-input', message, next });
