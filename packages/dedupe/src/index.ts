export { type DedupeOptions, type Deduplicated, dedupe, type Maybe, type Method, methods, type Removal, type Removed } from './dedupe.ts';
export { atLeast, ratio } from './ratio.ts';
export { type Preset, presets, type Rule, rules, type Verdict } from './rules/rules.ts';
export { asCoded, documented, type SurveyMethod } from './survey.ts';
export { type Filled, merged, type SurvivorPolicy, survivorPolicies } from './survivor.ts';
export { titlePairs } from './title-pairs.ts';
