import type { Deduplicated } from '@scopekit/dedupe';
import { removedCsv, type Writer, writerOf } from '@scopekit/formats';
import type { Work } from '@scopekit/record';
import type { Files } from '../files.ts';
import { manifestText, writeManifest } from '../manifest.ts';
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
export async function saveSurvey({ input, cleaned, result }: Survey, context: Context): Promise<Saved> {
  const { kept, removed } = cleaned;
  const page = { title: input.query ?? input.keywords.join(' · '), about: aboutSurvey(result), plain: input.plain };
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
  return [...saved, ...(await writeManifest(context.files, saved, factsOf(result)))];
}

/** What a search report tells of a survey: as the manifest beside its files has it. */
export const surveyManifest = ({ files, ...result }: SurveyResult): string => manifestText(files, factsOf(result));

function factsOf({ query, years, searchedAt, asked, view, dedupe, counts, requests, answersBefore, missing, notices, stopped }: Omit<SurveyResult, 'files'>) {
  return { searchedAt, query, years, ...asked, view, dedupe, counts, requests, answersBefore, missing, notices, stopped };
}

function aboutSurvey({ query, years, counts, dedupe, searchedAt }: Omit<SurveyResult, 'files'>): string[] {
  return [
    `Query: ${query}${years ? ` · years ${years}` : ''}`,
    `${counts.found} found, ${counts.received} taken, ${counts.exact + counts.similar} duplicates removed (${dedupe}), ${counts.kept} kept. Source: Scopus, ${searchedAt.slice(0, 10)}.`,
  ];
}
