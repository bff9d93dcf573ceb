import type { Deduplicated } from '@scopekit/dedupe';
import { ElsevierError, version } from '@scopekit/elsevier-http';
import { removedCsv, type Writer, written } from '@scopekit/formats';
import type { Work } from '@scopekit/record';
import { beside, type Files } from '../files.ts';
import { formatOf, writerOf } from '../output-format.ts';
import type { SurveyInput } from './input.ts';
import type { SurveyResult } from './output.ts';

type Saved = SurveyResult['files'];

/**
 * Whether all files of a survey can be written, before anything is paid for.
 *
 * @throws ElsevierError `bad-input`
 */
export async function checkOutputs(input: SurveyInput, files: Files): Promise<void> {
  const paths = [input.out, input.removed, input.table].filter((path) => path !== undefined);
  if (new Set(paths).size < paths.length)
    throw new ElsevierError({ reason: 'bad-input', message: `Two results would be written to ${paths.find((path, i) => paths.indexOf(path) !== i)}.` });
  if (input.out) formatOf(input.out, input.format);
  for (const path of paths) await files.check(path);
}

/** Writes the works, the removed ones, the table and the manifest. A result that is not whole never replaces a file that is there. */
export async function saveSurvey(
  input: SurveyInput,
  { kept, removed }: Deduplicated,
  result: Omit<SurveyResult, 'files'>,
  files: Files,
  now: Date,
): Promise<Saved> {
  const page = { title: input.query ?? input.keywords.join(' · '), about: aboutSurvey(result, now), plain: input.plain };
  const saved: Saved[number][] = [];
  const save = async (kind: Saved[number]['kind'], path: string, writer: Writer, works: readonly Work[]) => {
    saved.push({ kind, ...(await files.write(path, written(writer, works), { incomplete: () => result.stopped !== undefined })) });
  };
  const gone = removed.map(({ work }) => work);
  if (input.out) await save('works', input.out, writerOf(formatOf(input.out, input.format), page), kept);
  if (input.removed) await save('removed', input.removed, removedCsv(removed, { plain: input.plain }), gone);
  if (input.table) await save('table', input.table, writerOf('html', page), kept);
  const [main] = saved;
  if (main) saved.push({ kind: 'manifest', ...(await files.write(beside(main.path, '.manifest.json'), [manifestOf(result, saved, now)])) });
  return saved;
}

function aboutSurvey({ query, years, counts, dedupe }: Omit<SurveyResult, 'files'>, now: Date): string[] {
  return [
    `Query: ${query}${years ? ` · years ${years}` : ''}`,
    `${counts.found} found, ${counts.exact + counts.similar} duplicates removed (${dedupe}), ${counts.kept} kept. Source: Scopus, ${now.toISOString().slice(0, 10)}.`,
  ];
}

/** What PRISMA-S asks a search report to tell, and what it cost, as JSON. */
function manifestOf(result: Omit<SurveyResult, 'files'>, files: Saved, now: Date): string {
  const { query, years, view, dedupe, counts, requests, missing, notices, stopped } = result;
  const manifest = {
    source: 'Scopus',
    interface: 'Scopus Search API and Abstract Retrieval API of Elsevier',
    query,
    years,
    searchedAt: now.toISOString(),
    view,
    dedupe,
    counts,
    requests,
    missing,
    notices,
    stopped,
    files,
    tool: `scopekit ${version}`,
    standard: 'PRISMA-S, https://doi.org/10.1186/s13643-020-01542-z',
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
