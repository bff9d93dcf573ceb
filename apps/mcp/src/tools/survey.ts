import { type Job, methods, type SurveyEstimate, type SurveyResult, type Work } from '@scopekit/operations';
import { z } from 'zod';
import { clean } from '../clean.ts';
import { cursorAt, positionIn } from '../cursor.ts';
import { Hit, toHit } from '../hit.ts';
import { defineTool, type ToolContext } from '../tool.ts';
import { errorText, ToolError } from '../tool-error.ts';

const waitSeconds = z.number().int().min(0).max(50).default(20).describe('Seconds to wait for the end before answering with the state so far');

const Counts = z.object({
  found: z.number(),
  received: z.number(),
  repeated: z.number(),
  retrieved: z.number(),
  withAbstract: z.number(),
  exact: z.number(),
  similar: z.number(),
  kept: z.number(),
});

const Status = z.object({
  jobId: z.string().optional(),
  state: z.enum(['working', 'completed', 'failed', 'estimated']),
  phase: z.string().optional(),
  done: z.number().optional(),
  total: z.number().optional(),
  etaSeconds: z.number().optional(),
  estimate: z
    .object({
      hits: z.number(),
      works: z.number(),
      view: z.string(),
      requests: z.record(z.string(), z.number()),
      retrieveAtMost: z.number(),
      seconds: z.number(),
    })
    .optional(),
  query: z.string().optional(),
  counts: Counts.optional(),
  requests: z.record(z.string(), z.number()).optional().describe('Spent, by API'),
  quotaLeft: z.record(z.string(), z.number()).optional(),
  missing: z.number().optional().describe('Records that could not be retrieved'),
  files: z.array(z.object({ kind: z.string(), path: z.string(), bytes: z.number() })).optional(),
  works: z.array(Hit).optional(),
  nextCursor: z.string().optional().describe('For more works: survey_status with cursor'),
  stopped: z.string().optional().describe('Why it ended early; what had come in is kept'),
  notices: z.array(z.string()).optional(),
  error: z.string().optional(),
  nextStep: z.string().optional(),
});

export const surveyStart = defineTool({
  name: 'survey_start',
  title: 'Survey a subject',
  description:
    'Collect the works on a subject from Scopus, up to limit, with abstracts, duplicates taken out. Costs 1 search request per 25 works and 1 Abstract Retrieval request for each work without abstract: dryRun tells before. Answers with the result, or after waitSeconds with a jobId for survey_status, good as long as this server runs.',
  input: z.object({
    keywords: z.array(z.string().min(1)).max(20).default([]).describe('All must be in title, abstract or keywords; several words are a phrase'),
    query: z.string().min(1).max(2_000).optional().describe('A whole query in Scopus syntax instead of keywords'),
    years: z.string().optional().describe('Publication years: 2024, 2019-2024 or 2019-'),
    limit: z.number().int().min(1).max(5_000).default(200).describe('At most so many works'),
    retrieve: z.enum(['missing', 'all', 'never']).default('missing').describe('Which records to complete by Abstract Retrieval'),
    dedupe: z.enum(methods).default('rules').describe('rules: by all that records say'),
    file: z
      .string()
      .regex(/^[\w][\w .-]{0,100}\.(?:csv|jsonl|html)$/, 'a file name ending in .csv, .jsonl or .html')
      .optional()
      .describe('File in the folder of this server, e.g. reefs.csv; never written over'),
    dryRun: z.boolean().default(false).describe('Ask once and tell hits and requests'),
    waitSeconds,
  }),
  output: Status,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  async run({ file, waitSeconds: seconds, ...input }, context) {
    const { scopekit, surveys, signal, onProgress } = context;
    if (input.dryRun) return estimated((await scopekit.survey(input, { signal })) as SurveyEstimate);
    const keep: Work[] = [];
    const id = surveys.start(async ({ stop, signal: ended, onProgress: report }) => {
      const result = (await scopekit.survey(
        { ...input, out: file },
        { stop, signal: ended, onProgress: report, onWork: (work) => void keep.push(work) },
      )) as SurveyResult;
      return { ...result, works: result.works ?? keep };
    });
    const stop = () => surveys.stop(id);
    signal.addEventListener('abort', stop, { once: true });
    const job = await surveys.wait(id, seconds * 1000, onProgress);
    signal.removeEventListener('abort', stop);
    return statusOf(job, {});
  },
});

export const surveyStatus = defineTool({
  name: 'survey_status',
  title: 'State and works of a survey',
  description: 'See how far a survey is, wait for its end, and page through its works. Costs no request.',
  input: z.object({
    jobId: z.string().min(1).describe('From survey_start'),
    waitSeconds,
    limit: z.number().int().min(0).max(50).default(10).describe('Works to show of a finished survey'),
    cursor: z.string().optional().describe('nextCursor of the page before'),
  }),
  output: Status,
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  async run({ jobId, waitSeconds: seconds, limit, cursor }, { surveys, onProgress }: ToolContext) {
    return statusOf(await surveys.wait(jobId, seconds * 1000, onProgress), { limit, cursor });
  },
});

export const surveyCancel = defineTool({
  name: 'survey_cancel',
  title: 'End a survey',
  description: 'End a survey early. What is under way comes in, and what there is stays its result: survey_status pages through it. Costs nothing.',
  input: z.object({ jobId: z.string().min(1) }),
  output: Status,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  async run({ jobId }, { surveys }: ToolContext) {
    surveys.stop(jobId);
    return statusOf(await surveys.wait(jobId, longestEndMs), {});
  },
});

/** A request that is under way ends within it. */
const longestEndMs = 30_000;

function estimated({ hits, works, view, requests, retrieveAtMost, seconds, query, quotaLeft, notices }: SurveyEstimate): z.input<typeof Status> {
  return {
    state: 'estimated',
    query,
    estimate: { hits, works, view, requests, retrieveAtMost, seconds },
    quotaLeft,
    notices: notices.length ? [...notices] : undefined,
    nextStep: hits
      ? 'Call survey_start without dryRun to run it, with a limit if this is too much.'
      : 'Nothing matches: try fewer or other keywords, or more years.',
  };
}

/** A survey that took fewer works than there are says so: the model would take it for all of them. */
function cutBy({ found, received }: SurveyResult['counts']): string | undefined {
  return received < found ? `${received} of ${found} works were taken, as limit says; a higher limit takes more.` : undefined;
}

function statusOf(job: Job<SurveyResult | SurveyEstimate> | undefined, { limit = 5, cursor }: { limit?: number; cursor?: string }): z.input<typeof Status> {
  if (!job)
    throw new ToolError(
      'JOB_UNKNOWN',
      'There is no survey with this jobId; it may have been of an earlier run of this server.',
      'Start it again with survey_start.',
    );
  const { id, state, progress, result, error } = job;
  if (state === 'failed') return { jobId: id, state, error: errorText(error) };
  if (state === 'working' || !result || !('counts' in result)) {
    return {
      jobId: id,
      state: 'working',
      phase: progress?.phase,
      done: progress?.done,
      total: progress?.total,
      etaSeconds: progress?.etaSeconds,
      quotaLeft: progress?.quotaLeft,
      nextStep: 'Call survey_status with this jobId.',
    };
  }
  const start = cursor === undefined ? 0 : positionIn(cursor, id);
  const works = result.works ?? [];
  const shown = works.slice(start, start + limit);
  const { query, counts, requests, quotaLeft, missing, files, stopped, notices } = result;
  return clean({
    jobId: id,
    state,
    query,
    counts,
    requests,
    quotaLeft,
    missing: missing.length || undefined,
    files: files.length ? files.map(({ kind, path, bytes }) => ({ kind, path, bytes })) : undefined,
    works: shown.map(toHit),
    nextCursor: start + shown.length < works.length ? cursorAt(id, start + shown.length) : undefined,
    stopped: stopped && `${stopped.message} ${stopped.next}`,
    notices: notices.length ? [...notices] : undefined,
    nextStep: counts.found ? cutBy(counts) : 'Nothing matches: try fewer or other keywords, or more years.',
  });
}
