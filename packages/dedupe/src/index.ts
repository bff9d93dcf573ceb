export { type Deduplicated, dedupe, type Method, methods, type Removal, type Removed } from './dedupe.ts';
export { atLeast, ratio } from './ratio.ts';
export { asCoded, documented, type SurveyMethod } from './survey.ts';
