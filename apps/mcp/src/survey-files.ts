import { type SurveyResult, surveyManifest, writerOf } from '@scopekit/operations';
import type { SurveyFile } from './survey-uri.ts';

const texts: Readonly<Record<SurveyFile, { readonly mimeType: string; readonly text: (result: SurveyResult) => string }>> = {
  'works.csv': { mimeType: 'text/csv', text: (result) => written('csv', result) },
  'works.ris': { mimeType: 'application/x-research-info-systems', text: (result) => written('ris', result) },
  'works.jsonl': { mimeType: 'application/jsonl', text: (result) => written('jsonl', result) },
  'removed.jsonl': { mimeType: 'application/jsonl', text: ({ removed }) => removed.map((each) => `${JSON.stringify(each)}\n`).join('') },
  'manifest.json': { mimeType: 'application/json', text: surveyManifest },
};

/** A file of a survey; `undefined` for a name that there is not. */
export function surveyFile(name: string, result: SurveyResult): { readonly mimeType: string; readonly text: string } | undefined {
  const file = Object.hasOwn(texts, name) ? texts[name as SurveyFile] : undefined;
  return file && { mimeType: file.mimeType, text: file.text(result) };
}

function written(format: 'csv' | 'ris' | 'jsonl', { works = [], query }: SurveyResult): string {
  const writer = writerOf(format, { title: query });
  const rows = works.map((work) => writer.row(work));
  return writer.head + rows.join('') + writer.tail;
}
