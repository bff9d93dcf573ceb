import type { Deduplicated } from '@scopekit/dedupe';
import { removedCsv, type Writer, writerOf } from '@scopekit/formats';
import type { Work } from '@scopekit/record';
import type { Files } from '../files.ts';
import { writeManifest } from '../manifest.ts';
import type { Context } from '../operation.ts';
import { formatOf } from '../output-format.ts';
import { noticeLosses, saveWorks } from '../save-works.ts';
import type { SurveyInput } from './input.ts';
import type { SurveyResult } from './output.ts';

type Saved = SurveyResult['files'];

export interface Survey {
  readonly input: SurveyInput;
  readonly cleaned: Deduplicated;
  readonly result: Omit<SurveyResult, 'files'>;
  readonly searchedAt: number;
}

/**
 * Whether all files of a survey can be written, before anything is paid for.
 *
 * @throws ElsevierError `bad-input`
 */
export async function checkOutputs(input: SurveyInput, files: Files): Promise<void> {
  if (input.out) formatOf(input.out, input.format);
  await files.checkAll([input.out, input.removed, input.table].filter((path) => path !== undefined));
}

/** Writes the works, the removed ones, the table and the manifest. */
export async function saveSurvey({ input, cleaned, result, searchedAt }: Survey, context: Context): Promise<Saved> {
  const { kept, removed } = cleaned;
  const page = { title: input.query ?? input.keywords.join(' · '), about: aboutSurvey(result, searchedAt), plain: input.plain };
  const saved: Saved[number][] = [];
  const incomplete = result.stopped !== undefined;
  const save = async (kind: Saved[number]['kind'], path: string, writer: Writer, works: readonly Work[]) =>
    void saved.push(await saveWorks({ kind, path, writer, works, incomplete }, context));
  const gone = removed.map(({ work }) => work);
  if (input.out) {
    const format = formatOf(input.out, input.format);
    await save('works', input.out, writerOf(format, page), kept);
    noticeLosses(format, kept, context);
  }
  if (input.removed) await save('removed', input.removed, removedCsv(removed, { plain: input.plain }), gone);
  if (input.table) await save('table', input.table, writerOf('html', page), kept);
  const { query, years, view, dedupe, counts, requests, missing, notices, stopped } = result;
  const { limit, sort, retrieve, abstracts } = input;
  return [
    ...saved,
    ...(await writeManifest(context.files, saved, {
      searchedAt,
      query,
      years,
      limit,
      sort,
      view,
      retrieve,
      abstracts,
      dedupe,
      counts,
      requests,
      missing,
      notices,
      stopped,
    })),
  ];
}

function aboutSurvey({ query, years, counts, dedupe }: Omit<SurveyResult, 'files'>, searchedAt: number): string[] {
  return [
    `Query: ${query}${years ? ` · years ${years}` : ''}`,
    `${counts.found} found, ${counts.received} taken, ${counts.exact + counts.similar} duplicates removed (${dedupe}), ${counts.kept} kept. Source: Scopus, ${new Date(searchedAt).toISOString().slice(0, 10)}.`,
  ];
}
