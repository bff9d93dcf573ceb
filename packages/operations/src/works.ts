import { readFile } from 'node:fs/promises';
import { ElsevierError } from '@scopekit/elsevier-http';
import { writerOf } from '@scopekit/formats';
import type { Work } from '@scopekit/record';
import { abstractViews, identifierOf } from '@scopekit/scopus-api';
import { z } from 'zod';
import { formatted } from './formatted.ts';
import { type WrittenFile, writeManifest } from './manifest.ts';
import type { Operation } from './operation.ts';
import { fileInput, formatOf } from './output-format.ts';
import { resumeInput } from './resumed.ts';
import { noticeLosses, saveWorks } from './save-works.ts';
import { spending } from './spending.ts';
import { type Stopped, stoppedBy } from './stopped.ts';
import type { Missing } from './survey/output.ts';

const WorksInput = z.object({
  ids: z.array(z.string()).min(1, 'must hold at least one').describe('EIDs, Scopus ids, DOIs, PIIs or PMIDs, in any form'),
  view: z
    .enum([...abstractViews, 'best'])
    .default('best')
    .describe('How much of each record; the fullest the key may see by default'),
  cite: z.string().trim().min(1).optional().describe('Give formatted references instead: apa, vancouver, harvard1, or a .csl file'),
  ...fileInput,
  ...resumeInput,
});

export interface WorksResult {
  readonly asked: number;
  readonly retrieved: number;
  /** Ids that gave no work, each with the reason. */
  readonly missing: readonly Missing[];
  readonly stopped?: Stopped;
  /** When it stopped: the run that `resume` goes on with. */
  readonly run?: string;
  readonly requests: Readonly<Record<string, number>>;
  readonly quotaLeft: Readonly<Record<string, number>>;
  readonly files: readonly WrittenFile[];
  readonly works?: readonly Work[];
  /** In the style asked for, in the order of the works. */
  readonly references?: readonly string[];
}

/** Records of works by their identifiers, in the order asked for. A wrong id is told and costs nothing. */
export const works: Operation<typeof WorksInput, WorksResult> = {
  name: 'works',
  description: 'Get the full records of works by EID, Scopus id, DOI, PII or PMID.',
  input: WorksInput,
  title: ({ ids: [first, ...others] }) => `${first}${others.length ? ` and ${others.length} more` : ''}`,
  async run(input, context) {
    const { ids, view, out } = input;
    if (input.cite !== undefined && out !== undefined)
      throw new ElsevierError({
        reason: 'bad-input',
        message: 'References in a style are text, and --out writes works.',
        next: 'Leave --out out and send them to a file: > references.txt',
      });
    const format = out === undefined ? undefined : formatOf(out, input.format);
    if (out) await context.files.checkAll([out]);
    const style = input.cite === undefined ? undefined : await styleOf(input.cite);
    if (style !== undefined) await formatted([], { style });
    const spent = spending(context.onEvent);
    const searchedAt = new Date(context.clock.now()).toISOString();
    const found: (Work | undefined)[] = [];
    const missing: Missing[] = [];
    const asked = readable(ids, missing);
    let stopped: ElsevierError | undefined;
    try {
      for await (const outcome of context.scopus.abstracts(
        untilStopped(
          asked.map(({ id }) => id),
          context.stop,
        ),
        { view, ...context.ask, onEvent: spent.onEvent },
      )) {
        if ('work' in outcome) found[asked[outcome.index]?.place ?? 0] = outcome.work;
        else missing.push({ id: outcome.id, reason: outcome.error.reason, message: outcome.error.message });
        context.onProgress?.({ phase: 'retrieve', done: found.filter(Boolean).length + missing.length, total: ids.length, quotaLeft: { ...spent.quotaLeft } });
      }
    } catch (error) {
      if (!(error instanceof ElsevierError) || !found.some(Boolean)) throw error;
      stopped = error;
    }
    const retrieved = found.filter((work) => work !== undefined);
    if (context.stop.aborted && retrieved.length + missing.length < ids.length) stopped ??= new ElsevierError({ reason: 'cancelled', message: 'Interrupted.' });
    const files: WrittenFile<'works'>[] = [];
    if (out && format) {
      const writer = writerOf(format, { plain: input.plain, title: 'Works', about: ['Source: Scopus'] });
      const incomplete = stopped !== undefined || missing.length > 0;
      files.push(await saveWorks({ kind: 'works', path: out, writer, works: retrieved, incomplete }, context));
      noticeLosses(format, retrieved, context);
    } else {
      for (const work of context.onWork && !input.cite ? retrieved : []) await context.onWork?.(work);
    }
    const references = style === undefined ? undefined : await formatted(retrieved, { style });
    const told = { missing, stopped: stoppedBy(stopped), ...spent.told() };
    return {
      asked: ids.length,
      retrieved: retrieved.length,
      ...told,
      ...(references ? { references } : {}),
      quotaLeft: spent.quotaLeft,
      files: [
        ...files,
        ...(await writeManifest(context.files, files, { searchedAt, ids, view, counts: { asked: ids.length, retrieved: retrieved.length }, ...told })),
      ],
      works: out || context.onWork ? undefined : retrieved,
    };
  },
};

/** A style by its name, or the text of a file. */
async function styleOf(cite: string): Promise<string> {
  if (!cite.toLowerCase().endsWith('.csl')) return cite;
  return readFile(cite, 'utf8').catch(() => {
    throw new ElsevierError({ reason: 'bad-input', message: `The style ${cite} cannot be read.` });
  });
}

function* untilStopped<T>(values: readonly T[], stop: AbortSignal): Generator<T> {
  for (const value of values) {
    if (stop.aborted) return;
    yield value;
  }
}

/** The ids that name a work; the others are missing before anything is asked. */
function readable(ids: readonly string[], missing: Missing[]): { id: string; place: number }[] {
  return ids.flatMap((id, place) => {
    try {
      identifierOf(id);
      return [{ id, place }];
    } catch (error) {
      if (!(error instanceof ElsevierError)) throw error;
      missing.push({ id, reason: error.reason, message: `${error.message} ${error.next}` });
      return [];
    }
  });
}
