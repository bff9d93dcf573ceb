import { methods, type SurveyEstimate } from '@scopekit/operations';
import { z } from 'zod';
import { asQuery } from '../query.ts';
import { scopusOrder, sorts } from '../sorts.ts';
import { apiErrors, defineTool, localErrors, type ToolContext } from '../tool.ts';
import { ToolError } from '../tool-error.ts';
import { estimated, Status, statusOf, unknownRun } from './survey-status.ts';

const waitSeconds = z.number().int().min(0).max(50).default(20).describe('Seconds to wait for the end');
const run = z.string().min(3).max(60);

export const surveyStart = defineTool({
  name: 'survey_start',
  title: 'Survey a subject',
  toolset: 'survey',
  errors: [...apiErrors, 'JOB_UNKNOWN', 'NOT_WRITTEN', 'TOO_MANY_RESULTS'],
  description:
    'Collect the works on a subject from Scopus, with abstracts, duplicates taken out. Costs 1 request per 25 works and 1 for each work without abstract: dryRun tells before. Answers with the result, or after waitSeconds with a run for survey_status. What was paid for is kept: resume goes on with a paused run, also after a restart.',
  input: z.object({
    keywords: z.array(z.string().min(1)).max(20).default([]).describe('All must be in title, abstract or keywords; several words are a phrase'),
    query: z.string().min(1).max(2_000).optional().describe('Instead of keywords, in Scopus syntax'),
    years: z.string().optional().describe('2024, 2019-2024 or 2019-'),
    limit: z.number().int().min(1).max(5_000).default(200).describe('At most so many works'),
    sort: z.enum(sorts).optional().describe('Which come first, for limit'),
    retrieve: z.enum(['missing', 'all', 'never']).default('missing').describe('What to complete by Abstract Retrieval'),
    dedupe: z.enum(methods).default('rules').describe('rules: by all that records say'),
    file: z
      .string()
      .regex(/^[\w][\w .-]{0,100}\.(?:csv|jsonl|html)$/, 'must be a file name ending in .csv, .jsonl or .html')
      .optional()
      .describe('New file in the folder of this server'),
    dryRun: z.boolean().default(false).describe('Ask once and tell hits, requests and minutes'),
    resume: run.optional().describe('Instead of all else: a paused run to go on with'),
    waitSeconds,
  }),
  output: Status,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  async run({ file, waitSeconds: seconds, resume, sort, ...words }, context) {
    const input = { ...words, query: words.query && asQuery(words.query), sort: sort && scopusOrder[sort] };
    const { scopekit, surveys, signal, onProgress } = context;
    if (resume === undefined && !input.query && !input.keywords.length)
      throw new ToolError('BAD_INPUT', 'Nothing says what is wanted.', 'Give keywords, such as ["machine learning", "python"], or a query in Scopus syntax.');
    if (input.dryRun && resume === undefined) return estimated((await scopekit.survey(input, { signal })) as SurveyEstimate);
    const { id, ours } = resume === undefined ? { id: await surveys.start({ ...input, out: file }), ours: true } : await resumed(resume, context);
    const stop = () => surveys.stop(id);
    // who takes the call back ends what the call began, and nothing else
    if (ours) signal.addEventListener('abort', stop, { once: true });
    if (ours && signal.aborted) stop();
    const standing = await surveys.wait(id, seconds * 1000, onProgress);
    signal.removeEventListener('abort', stop);
    // of what failed before anything was paid for there is no run
    if (standing?.state === 'failed') throw standing.error;
    return statusOf(standing, context);
  },
});

/** Goes on with a run that is paused; one that works is only followed. */
async function resumed(run: string, { surveys }: ToolContext): Promise<{ readonly id: string; readonly ours: boolean }> {
  const standing = await surveys.wait(run, 0);
  if (!standing) throw unknownRun();
  if (standing.state === 'completed')
    throw new ToolError('BAD_INPUT', 'This run is done.', 'survey_status pages through its works; leave resume out to begin another survey.');
  return standing.state === 'paused' ? { id: await surveys.start({ resume: standing.run }), ours: true } : { id: standing.run, ours: false };
}

export const surveyStatus = defineTool({
  name: 'survey_status',
  title: 'State and works of a survey',
  toolset: 'survey',
  errors: [...localErrors, 'JOB_UNKNOWN', 'CURSOR_EXPIRED'],
  description: 'See how far a survey is, wait for its end, and page through its works. Costs no request and starts nothing.',
  input: z.object({
    run: run.describe('From survey_start'),
    waitSeconds,
    limit: z.number().int().min(0).max(50).default(10).describe('Works to show once it is done or paused'),
    cursor: z.string().optional().describe('nextCursor of the page before'),
  }),
  output: Status,
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  async run({ run: id, waitSeconds: seconds, limit, cursor }, context) {
    return statusOf(await context.surveys.wait(id, seconds * 1000, context.onProgress), context, { limit, cursor });
  },
});

/** A request that is under way ends within it. */
const longestEndMs = 30_000;

export const surveyCancel = defineTool({
  name: 'survey_cancel',
  title: 'End a survey',
  toolset: 'survey',
  errors: [...localErrors, 'JOB_UNKNOWN'],
  description: 'End a survey early. What is under way comes in, and what there is stays its result: survey_status pages through it. Costs nothing.',
  input: z.object({ run }),
  output: Status,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  async run({ run: id }, context) {
    context.surveys.stop(id);
    const now = await context.surveys.wait(id, 0);
    return statusOf(now?.elsewhere ? now : await context.surveys.wait(id, longestEndMs), context);
  },
});
