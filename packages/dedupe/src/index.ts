export {
  type DedupeOptions,
  type DedupeTurns,
  type Deduplicated,
  dedupe,
  dedupeInTurns,
  type Maybe,
  type Removal,
  type Removed,
} from './dedupe.ts';
export { type Method, methods } from './methods.ts';
export { atLeast, ratio } from './ratio.ts';
export type { Comparison } from './rules/compare.ts';
export { type Explanation, explain, sharedKeys } from './rules/explain.ts';
export type { Step } from './rules/find.ts';
export { type Preset, presets, type Rule, type Verdict } from './rules/rule.ts';
export { rules } from './rules/rules.ts';
export { asCoded, documented, type SurveyMethod } from './survey.ts';
export { type Filled, merged, type SurvivorPolicy, survivorPolicies } from './survivor.ts';
export { type Kernel, type TurnOptions, titlePairs, titlePairsInTurns } from './titles/title-pairs.ts';
