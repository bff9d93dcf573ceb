/** What of a survey can be read as a resource: its works in several formats, what was removed, and how it was asked. */
export const surveyFiles = ['works.csv', 'works.ris', 'works.jsonl', 'removed.jsonl', 'manifest.json'] as const;
export type SurveyFile = (typeof surveyFiles)[number];

export const surveyUri = (run: string, file: SurveyFile): string => `survey://${run}/${file}`;
