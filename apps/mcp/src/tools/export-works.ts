import { createHash } from 'node:crypto';
import { type ExportEstimate, type ExportResult, exportLimits, type Job, type Work } from '@scopekit/operations';
import { z } from 'zod';
import { clean } from '../clean.ts';
import { cursorAt, positionIn } from '../cursor.ts';
import { fit } from '../fit.ts';
import { Hit, toHit } from '../hit.ts';
import { QuestionForHuman } from '../human.ts';
import { apiErrors, defineTool, type ToolContext } from '../tool.ts';
import { errorText, ToolError } from '../tool-error.ts';

const Input = z.object({
  query: z.string().min(1).max(2_000).optional().describe('Scopus syntax'),
  eids: z.array(z.string().min(1).max(40)).min(1).max(exportLimits.works).optional().describe('Instead of a query'),
  limit: z.number().int().min(1).max(exportLimits.mostWorks).default(exportLimits.works).describe('At most so many works'),
  file: z
    .string()
    .regex(/^[\w][\w .-]{0,100}\.(?:csv|jsonl|html)$/, 'a file name ending in .csv, .jsonl or .html')
    .optional()
    .describe('File for the works in the folder of this server'),
  dryRun: z.boolean().default(false).describe('Preview only'),
  jobId: z.string().min(1).optional().describe('Of an export that was begun: its state and works'),
  cursor: z.string().optional().describe('nextCursor of the page before'),
  waitSeconds: z.number().int().min(0).max(50).default(20).describe('Seconds to wait before answering with the state so far'),
});

const Output = z.object({
  state: z.enum(['preview', 'working', 'completed', 'failed']),
  jobId: z.string().optional(),
  hits: z.number().optional().describe('Works that match'),
  works: z.number().optional().describe('That would be, or were, exported'),
  requests: z.record(z.string(), z.number()).optional(),
  minutes: z.number().optional(),
  leftToday: z.number().optional(),
  terms: z.string().optional(),
  done: z.number().optional(),
  total: z.number().optional(),
  etaSeconds: z.number().optional(),
  counts: z.record(z.string(), z.number()).optional(),
  missing: z.array(z.string()).optional().describe('EIDs that did not come, the first 50'),
  files: z.array(z.object({ kind: z.string(), path: z.string(), bytes: z.number() })).optional(),
  rows: z.array(Hit).optional(),
  nextCursor: z.string().optional(),
  stopped: z.string().optional().describe('Why it ended early; what had come in is kept'),
  error: z.string().optional(),
  nextStep: z.string().optional(),
});

export const exportWorks = defineTool({
  name: 'export_works',
  title: "Export from Scopus's page",
  toolset: 'export',
  errors: [...apiErrors, 'CURSOR_EXPIRED', 'JOB_UNKNOWN', 'DECLINED', 'GATEWAY_SESSION', 'GATEWAY_CHALLENGE', 'NOT_WRITTEN', 'BAD_ID'],
  description:
    "Export works from www.scopus.com with the user's own browser session, only when the API cannot do it: prefer scopus_search and survey_start. First previews works, requests and minutes; then a human must confirm. Slow: 100 works in about 5 s, 5,000 a day. Answers with the result or a jobId to call again with.",
  input: Input,
  output: Output,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  async run(input, context): Promise<z.input<typeof Output>> {
    const { jobId, query, eids, limit, file, dryRun, cursor, waitSeconds } = input;
    const { scopekit, signal, human } = context;
    if (jobId !== undefined) return statusOf(await waited(jobId, waitSeconds, context), jobId, context, cursor);
    const wanted = { query, eids, limit, out: file };
    const about = createHash('sha256').update(JSON.stringify(wanted)).digest('hex');
    if (!dryRun && human.answer?.about === about) {
      if (human.answer.agrees) return begun(wanted, waitSeconds, context);
      throw new ToolError(
        'DECLINED',
        'The user did not agree to this export.',
        'Do not try again unless the user asks for it; scopus_search needs no consent.',
      );
    }
    const estimate = (await scopekit.exportWorks({ ...wanted, dryRun: true }, { signal, stop: signal })) as ExportEstimate;
    if (!dryRun && estimate.works && !estimate.leftToday)
      throw new ToolError('QUOTA_EXCEEDED', 'No works are left to export today.', 'Go on tomorrow, or use scopus_search, which has a quota of its own.');
    if (!dryRun && estimate.works && human.reachable) throw new QuestionForHuman(questionOf(estimate), about);
    return previewOf(estimate, wanted, dryRun);
  },
});

const minutesOf = ({ seconds }: ExportEstimate) => Math.max(1, Math.round(seconds / 60));

function questionOf(estimate: ExportEstimate): string {
  const { query, works, requests, leftToday } = estimate;
  const asked = Object.values(requests).reduce((sum, n) => sum + n, 0);
  return [
    `Export ${works.toLocaleString('en')} works from www.scopus.com with your own session${query === undefined ? '' : ` (query: ${query.slice(0, 300)})`}?`,
    `${asked} requests, about ${minutesOf(estimate)} min; ${leftToday.toLocaleString('en')} works are left today.`,
    "You accepted the terms of the web export: your institution's licence for Scopus applies, and may forbid systematic downloads.",
  ].join('\n');
}

function previewOf(estimate: ExportEstimate, { query, eids, limit, out }: Wanted, dryRun: boolean): z.input<typeof Output> {
  const { hits, works, requests, leftToday, terms } = estimate;
  const which = query === undefined ? '--eids FILE' : `--query '${query.replaceAll("'", `'\\''`)}'`;
  const command = `scopekit gateway export ${which} --limit ${limit} --out ${quoted(out ?? 'works.csv')}`;
  const nextStep = !works
    ? 'Nothing matches: try fewer or other words, or more years.'
    : dryRun
      ? 'Call it without dryRun: a human is then asked to confirm.'
      : `This client cannot ask the user. The user may run it: ${command}${eids ? ' (FILE holds the EIDs, one a line)' : ''}`;
  return clean({ state: 'preview' as const, hits, works, requests, minutes: minutesOf(estimate), leftToday, terms, nextStep });
}

const quoted = (text: string) => (/^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

interface Wanted {
  readonly query?: string;
  readonly eids?: string[];
  readonly limit: number;
  readonly out?: string;
}

async function begun(wanted: Wanted, waitSeconds: number, context: ToolContext): Promise<z.input<typeof Output>> {
  const { scopekit, exports, signal } = context;
  const keep: Work[] = [];
  const id = exports.start(async ({ stop, signal: ended, onProgress }) => {
    const result = (await scopekit.exportWorks(wanted, { stop, signal: ended, onProgress, onWork: (work) => void keep.push(work) })) as ExportResult;
    return { ...result, works: result.works ?? keep };
  });
  const stop = () => exports.stop(id);
  signal.addEventListener('abort', stop, { once: true });
  const job = await waited(id, waitSeconds, context);
  signal.removeEventListener('abort', stop);
  return statusOf(job, id, context);
}

const waited = (id: string, seconds: number, { exports, onProgress }: ToolContext) => exports.wait(id, seconds * 1000, onProgress);
const pageSize = 10;

function statusOf(job: Job<ExportResult> | undefined, id: string, { maxChars }: ToolContext, cursor?: string): z.input<typeof Output> {
  if (!job)
    throw new ToolError(
      'JOB_UNKNOWN',
      'There is no export with this jobId; it may have been of an earlier run of this server.',
      'Begin it again: what was exported is kept by its run.',
    );
  const { state, progress, result, error } = job;
  if (state === 'failed') return { jobId: id, state, error: errorText(error) };
  if (!result) {
    const { done, total, etaSeconds } = progress ?? {};
    return clean({ jobId: id, state: 'working' as const, done, total, etaSeconds, nextStep: 'Call export_works with this jobId.' });
  }
  const { hits, counts, requests, leftToday, missing, files, stopped, run, works = [] } = result;
  const start = cursor === undefined ? 0 : positionIn(cursor, id);
  const about = {
    jobId: id,
    state: 'completed' as const,
    hits,
    works: counts.received,
    counts: { ...counts },
    requests: { ...requests },
    leftToday,
    missing: missing.length ? missing.slice(0, 50).map(({ id: eid }) => eid) : undefined,
    files: files.length ? files.map(({ kind, path, bytes }) => ({ kind, path, bytes })) : undefined,
    stopped: stopped && `${stopped.message} ${stopped.next}`,
    nextStep: run && `The user may go on with it: scopekit gateway export --resume ${run}`,
  };
  return fit(works.slice(start, start + pageSize), { maxChars, rest: 'nextCursor goes on.', least: 0 }, (shown, truncated) =>
    clean({
      ...about,
      rows: shown.length ? shown.map(toHit) : undefined,
      nextCursor: start + shown.length < works.length ? cursorAt(id, start + shown.length) : undefined,
      truncated,
    }),
  );
}
