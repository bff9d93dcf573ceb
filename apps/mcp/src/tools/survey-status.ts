import { ElsevierError, type SurveyEstimate, type SurveyResult, type SurveyStanding } from '@scopekit/operations';
import { z } from 'zod';
import { clean } from '../clean.ts';
import { cursorAt, positionIn } from '../cursor.ts';
import { fit } from '../fit.ts';
import { Hit, toHit } from '../hit.ts';
import { surveyFiles, surveyUri } from '../survey-uri.ts';
import type { ToolContext } from '../tool.ts';
import { errorText, ToolError } from '../tool-error.ts';

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

/** What survey_start, survey_status and survey_cancel answer. */
export const Status = z.object({
  run: z.string().optional(),
  state: z.enum(['working', 'paused', 'completed', 'failed', 'estimated']),
  paused: z.string().optional().describe('Why: needs-key, quota-exceeded, cancelled, interrupted, network …'),
  phase: z.string().optional(),
  done: z.number().optional(),
  total: z.number().optional(),
  etaSeconds: z.number().optional(),
  estimate: z
    .object({
      hits: z.number(),
      works: z.number(),
      view: z.string(),
      requests: z.record(z.string(), z.number()).describe('Those of Abstract Retrieval as the first page suggests'),
      retrieveAtMost: z.number().describe('Most requests of Abstract Retrieval that it could take'),
      minutes: z.number(),
    })
    .optional(),
  query: z.string().optional(),
  years: z.string().optional(),
  counts: Counts.optional(),
  requests: z.record(z.string(), z.number()).optional().describe('Spent, by API; since it was gone on with'),
  answersBefore: z.record(z.string(), z.number()).optional().describe('Answers kept from before that'),
  quotaLeft: z.record(z.string(), z.number()).optional(),
  missing: z.number().optional().describe('Records that could not be retrieved'),
  files: z.array(z.object({ kind: z.string(), path: z.string(), bytes: z.number() })).optional(),
  resources: z.array(z.string()).optional().describe('The whole result, for a host that reads resources'),
  works: z.array(Hit).optional(),
  nextCursor: z.string().optional().describe('For more works: survey_status with cursor'),
  stopped: z.string().optional().describe('Why it ended early; what had come in is kept'),
  notices: z.array(z.string()).optional(),
  error: z.string().optional(),
  nextStep: z.string().optional(),
});
type Told = z.input<typeof Status>;

export const unknownRun = () =>
  new ToolError(
    'JOB_UNKNOWN',
    'There is no survey with this run: it is not yours, or older than your last 20 that are done.',
    'Take the run that survey_start gave; of an older one read the file it wrote, or start it anew.',
  );

export function estimated({ hits, works, view, requests, retrieveAtMost, seconds, query, years, quotaLeft, notices }: SurveyEstimate): Told {
  return {
    state: 'estimated',
    query,
    years,
    estimate: { hits, works, view, requests, retrieveAtMost, minutes: Math.max(1, Math.ceil(seconds / 60)) },
    quotaLeft,
    notices: notices.length ? [...notices] : undefined,
    nextStep: hits
      ? (tooDear(requests, quotaLeft) ??
        `${works < hits ? `limit takes ${works} of ${hits} works: the first in the order that sort names, else the newest. ` : ''}Call survey_start without dryRun to run it, with another limit if this is too much or too little.`)
      : 'Nothing matches: try fewer or other keywords, or more years.',
  };
}

/** What the week's quota does not suffice for. */
function tooDear(requests: Readonly<Record<string, number>>, left: Readonly<Record<string, number>>): string | undefined {
  const lacking = Object.entries(requests).filter(([api, needed]) => needed > (left[api] ?? Number.POSITIVE_INFINITY));
  if (!lacking.length) return undefined;
  const told = lacking.map(([api, needed]) => `${needed} requests of ${api} and ${left[api]} are left`).join('; ');
  return `This needs ${told} this week: lower limit, or retrieve never. A survey that meets the end of its quota is paused, and can go on by resume.`;
}

/** How a survey stands, and a page of its works, for a model. @throws ToolError JOB_UNKNOWN, CURSOR_EXPIRED */
export async function statusOf(
  standing: SurveyStanding | undefined,
  { scopekit, maxChars }: Pick<ToolContext, 'scopekit' | 'maxChars'>,
  { limit = 5, cursor }: { readonly limit?: number; readonly cursor?: string } = {},
): Promise<Told> {
  if (!standing) throw unknownRun();
  const { run, state, progress, result, why, error, elsewhere } = standing;
  if (state === 'failed') return { run, state, error: errorText(error) };
  if (state === 'working')
    return {
      run,
      state,
      phase: progress?.phase,
      done: progress?.done,
      total: progress?.total,
      etaSeconds: progress?.etaSeconds,
      quotaLeft: progress?.quotaLeft,
      nextStep: elsewhere ? 'Another process works on it, which alone can end it: call survey_status with this run.' : 'Call survey_status with this run.',
    };
  const reason = error instanceof ElsevierError ? error.reason : (result?.stopped?.reason ?? 'interrupted');
  const keyless = state === 'paused' && !(await scopekit.quota({})).keys;
  const paused =
    state === 'paused'
      ? {
          paused: keyless ? 'needs-key' : reason,
          stopped:
            reason === 'cancelled'
              ? 'It was ended; what had come in is kept.'
              : error
                ? errorText(error)
                : result?.stopped
                  ? `${result.stopped.message} ${result.stopped.next}`
                  : why,
          nextStep: keyless
            ? 'Nothing is asked without a key: call survey_start with resume and this run, with a key.'
            : 'Call survey_start with resume and this run to go on; what was paid for is not paid again.',
        }
      : {};
  if (!result)
    return clean({
      run,
      state,
      nextStep: 'Its works are not kept: it was done elsewhere, and wrote them to its file. Start it anew to have them here.',
      ...paused,
    });
  const start = cursor === undefined ? 0 : positionIn(cursor, run);
  const works = result.works ?? [];
  const { query, years, counts, requests, answersBefore, quotaLeft, missing, files, notices } = result;
  // said with the first page, and not again with each
  const about = {
    counts,
    requests,
    answersBefore,
    quotaLeft,
    missing: missing.length || undefined,
    files: files.length ? files.map(({ kind, path, bytes }) => ({ kind, path, bytes })) : undefined,
    resources: works.length ? surveyFiles.map((name) => surveyUri(run, name)) : undefined,
  };
  const page = (besides: Partial<typeof about>) =>
    fit(works.slice(start, start + limit), { maxChars, rest: 'nextCursor goes on.', least: cursor === undefined ? 0 : 1 }, (shown, truncated) =>
      clean({
        run,
        state,
        query,
        years,
        ...besides,
        works: shown.map(toHit),
        nextCursor: start + shown.length < works.length ? cursorAt(run, start + shown.length) : undefined,
        notices: notices.length ? [...notices] : undefined,
        nextStep: counts.found ? cutBy(counts) : 'Nothing matches: try fewer or other keywords, or more years.',
        ...paused,
        truncated,
      }),
    );
  try {
    return page(cursor === undefined ? about : {});
  } catch (error) {
    if (!(error instanceof ToolError) || error.code !== 'BUDGET') throw error;
    // the run was paid for: whatever does not fit, its handle does
    return clean({
      run,
      state,
      ...paused,
      counts,
      truncated: { shown: 0, of: works.length, rest: 'survey_status with this run; --max-chars of the server allows more.' },
    });
  }
}

/** A survey that took fewer works than there are says so: the model would take it for all of them. */
function cutBy({ found, received }: SurveyResult['counts']): string | undefined {
  return received < found
    ? `${received} of ${found} works were taken, as limit says: the first in the order that sort named, else the newest. A higher limit takes more.`
    : undefined;
}
