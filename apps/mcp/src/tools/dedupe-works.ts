import { z } from 'zod';
import { fit } from '../fit.ts';
import { defineTool, localErrors } from '../tool.ts';
import { ToolError } from '../tool-error.ts';
import { unknownRun } from './survey-status.ts';

const shownMost = 25;
const Named = z.object({ id: z.string(), title: z.string().optional() });

export const dedupeWorks = defineTool({
  name: 'dedupe_works',
  title: 'Take duplicates out of bibliographic files',
  toolset: 'survey',
  errors: [...localErrors, 'JOB_UNKNOWN', 'NOT_WRITTEN', 'UPSTREAM_CHANGED'],
  description:
    'Find second records of the same work in files of the allowed folder and in surveys, say of each why, and name pairs a person should decide. Costs no request. With file it writes the works that stay, the removed ones and the pairs to review beside them.',
  input: z.object({
    paths: z.array(z.string().min(1).max(500)).max(10).default([]).describe('Names of files in the allowed folder'),
    runs: z.array(z.string().min(3).max(60)).max(10).default([]).describe('Runs of surveys whose works are records, too'),
    preset: z
      .enum(['careful', 'balanced', 'screen'])
      .default('careful')
      .describe('careful: no wrong merge; balanced: also what is republished in one volume; screen: more pairs to review'),
    file: z
      .string()
      .regex(/^[\w-][\w.-]{0,99}\.(?:csv|ris|bib|jsonl|json|nbib)$/, 'must be a plain file name ending in .csv, .ris, .bib, .nbib, .json or .jsonl')
      .optional()
      .describe('Name of a new file for the works that stay'),
  }),
  output: z.object({
    records: z.number(),
    removed: z.number(),
    kept: z.number(),
    toReview: z.number().describe('Pairs that may be the same'),
    removals: z.array(z.object({ id: z.string(), title: z.string().optional(), keptId: z.string(), why: z.string() })).describe(`The first ${shownMost}`),
    pairs: z.array(z.object({ a: Named, b: Named, why: z.string() })).describe(`The first ${shownMost}`),
    files: z.array(z.string()),
    notice: z.string().optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  async run({ paths, runs, preset, file }, { scopekit, surveys, maxChars, signal, onProgress, onNotice }) {
    if (!paths.length && !runs.length) throw new ToolError('BAD_INPUT', 'Neither files nor surveys are named.', 'Name files in paths, or surveys in runs.');
    for (const run of runs) if (!(await surveys.wait(run, 0))) throw unknownRun();
    const files = [...paths, ...runs.map((run) => `survey:${run}`)];
    const beside = (ending: string) => file?.replace(/\.\w+$/, `.${ending}.csv`);
    const written = file === undefined ? {} : { out: file, removed: beside('removed'), review: beside('review') };
    const {
      counts,
      removed,
      maybe,
      files: wrote,
      missing,
    } = await scopekit.dedupe({ files, preset, ...written }, { signal, stop: signal, onProgress, onNotice });
    const pairs = Array.from({ length: Math.min(shownMost, Math.max(removed.length, maybe.length)) }, (_, i) => i);
    const rest = file ? 'the files have all' : 'with file they are written, all of them';
    // the files are written: whatever does not fit, that is told
    return fit(pairs, { maxChars, rest: `Of removals and pairs ${rest}.`, least: 0 }, ({ length: shown }, truncated) => {
      const cut = (all: readonly unknown[], what: string) => (all.length > shown ? [`${shown} of ${all.length} ${what} are shown; ${rest}.`] : []);
      const notices = [...missing.slice(0, 1).map(({ id, message }) => `${id}: ${message}`), ...cut(removed, 'removals'), ...cut(maybe, 'pairs')];
      return {
        records: counts.records,
        removed: counts.removed,
        kept: counts.kept,
        toReview: counts.maybe,
        removals: removed.slice(0, shown).map(({ id, title, keptId, why }) => ({ id, ...(title ? { title } : {}), keptId, why })),
        pairs: maybe.slice(0, shown),
        files: wrote.map(({ path }) => path),
        ...(notices.length ? { notice: notices.join(' ') } : {}),
        ...(truncated ? { truncated } : {}),
      };
    });
  },
});
