import { ElsevierError } from '@scopekit/elsevier-http';
import { jsonLines, type RowColumn, rowsCsv, type Writer } from '@scopekit/formats';
import { z } from 'zod';
import { endingOf } from './files.ts';
import { type WrittenFile, writeManifest } from './manifest.ts';
import type { Context, Operation } from './operation.ts';
import { resumeInput } from './resumed.ts';
import { saveWorks } from './save-works.ts';
import { spending } from './spending.ts';
import { type Stopped, stoppedBy } from './stopped.ts';
import type { Missing } from './survey/output.ts';

/** What an operation gives that lists something else than works. */
export interface Listing<Row> {
  /** Without a file for them. */
  readonly rows?: readonly Row[];
  readonly shown: number;
  /** How many match, where Elsevier tells. */
  readonly total?: number;
  /** What was asked for and not found, each with the reason. */
  readonly missing: readonly Missing[];
  /** What goes beside the rows, such as totals. */
  readonly about?: Readonly<Record<string, unknown>>;
  readonly stopped?: Stopped;
  /** When it stopped: the run that `resume` goes on with. */
  readonly run?: string;
  readonly requests: Readonly<Record<string, number>>;
  readonly quotaLeft: Readonly<Record<string, number>>;
  readonly files: readonly WrittenFile[];
}

export type Found<Row> = { readonly row: Row } | { readonly missing: Missing } | { readonly about: Readonly<Record<string, unknown>> };

/** How questions of a listing are asked. */
export type ListingAsk = Context['ask'] & { readonly onEvent: ReturnType<typeof spending>['onEvent']; readonly onTotal: (total: number) => void };

interface Definition<Input extends z.ZodRawShape, Row> {
  readonly name: string;
  /** The APIs that are asked, for the manifest. */
  readonly source: string;
  readonly description: string;
  readonly input: Input;
  readonly title: (input: z.output<z.ZodObject<Input>>) => string;
  /** Whether it asks Elsevier at all; default always. What does not is no run. */
  readonly asks?: (input: z.output<z.ZodObject<Input>>) => boolean;
  /** Of its CSV. */
  readonly columns: readonly RowColumn<Row>[];
  readonly find: (input: z.output<z.ZodObject<Input>>, context: Context, ask: ListingAsk) => AsyncIterable<Found<Row>>;
}

const common = {
  out: z.string().min(1).optional().describe('File for the rows: .csv or .jsonl'),
  plain: z.boolean().default(false).describe('CSV without byte order mark and formula guard, for programs'),
  ...resumeInput,
};

/** An operation that lists records of one kind: what came before it was stopped is kept and shown. */
export function listing<Input extends z.ZodRawShape, Row extends object>({
  name,
  source,
  description,
  input,
  title,
  asks = () => true,
  columns,
  find,
}: Definition<Input, Row>): Operation<z.ZodObject<Input & typeof common>, Listing<Row>> {
  const schema = z.object({ ...input, ...common }) as unknown as z.ZodObject<Input & typeof common>;
  return {
    name,
    description,
    input: schema,
    title: (given) => (asks(given as never) ? title(given as never) : undefined),
    async run(given, context) {
      const { out, plain, limit } = given as { readonly out?: string; readonly plain: boolean; readonly limit?: number };
      const writer = out === undefined ? undefined : writerFor(out, columns, plain);
      if (out) await context.files.checkAll([out]);
      const spent = spending(context.onEvent);
      const searchedAt = new Date(context.clock.now()).toISOString();
      const rows: Row[] = [];
      const missing: Missing[] = [];
      let about: Readonly<Record<string, unknown>> | undefined;
      let total: number | undefined;
      let stopped: ElsevierError | undefined;
      const onTotal = (matching: number) => {
        total = matching;
      };
      try {
        for await (const found of find(given as never, context, { ...context.ask, onEvent: spent.onEvent, onTotal })) {
          if ('row' in found) rows.push(found.row);
          else if ('missing' in found) missing.push(found.missing);
          else about = found.about;
          const done = rows.length + missing.length;
          const wanted = Math.min(total ?? done, limit ?? Number.POSITIVE_INFINITY);
          context.onProgress?.({ phase: 'search', done, total: Math.max(done, wanted), quotaLeft: { ...spent.quotaLeft } });
          if (context.stop.aborted) throw new ElsevierError({ reason: 'cancelled', message: 'Interrupted.' });
        }
      } catch (error) {
        if (!(error instanceof ElsevierError) || !rows.length) throw error;
        stopped = error;
      }
      const files: WrittenFile[] = [];
      const incomplete = stopped !== undefined || missing.length > 0;
      if (out && writer) files.push(await saveWorks({ kind: 'rows', path: out, writer, works: rows, incomplete }, context));
      const told = { missing, stopped: stoppedBy(stopped), ...spent.told(), ...(about ? { about } : {}) };
      const manifest = await writeManifest(context.files, files, {
        interface: source,
        searchedAt,
        asked: title(given as never),
        counts: { shown: rows.length, ...(total === undefined ? {} : { total }) },
        ...told,
      });
      return {
        shown: rows.length,
        ...(total === undefined ? {} : { total }),
        ...told,
        quotaLeft: spent.quotaLeft,
        files: [...files, ...manifest],
        ...(out ? {} : { rows }),
      };
    },
  };
}

function writerFor<Row>(path: string, columns: readonly RowColumn<Row>[], plain: boolean): Writer<Row> {
  const ending = endingOf(path);
  if (ending === '.csv') return rowsCsv(columns, { plain });
  if (ending === '.jsonl' || ending === '.ndjson') return jsonLines;
  throw new ElsevierError({ reason: 'bad-input', message: `The ending of ${path} tells no format.`, next: 'End it in .csv or .jsonl.' });
}

/** The failure of one thing of many as a line of what is missing; any other failure ends the listing. */
export function missingOf(id: string, error: unknown): { readonly missing: Missing } {
  if (!(error instanceof ElsevierError) || !ofOneThing.has(error.reason)) throw error;
  return { missing: { id, reason: error.reason, message: error.message } };
}

const ofOneThing = new Set(['not-found', 'bad-id', 'redirected']);
