import type { Comparison } from './compare.ts';
import type { Looked } from './record.ts';
import type { Preset, Rule, Verdict } from './rule.ts';
import { nothing, rules } from './rules.ts';

export interface Decided {
  readonly verdict: Verdict;
  readonly rule: Rule;
}

/** @param active the rules that decide, in their order. */
export function decide(pair: Comparison, a: Looked, b: Looked, preset: Preset, active: readonly Rule[] = rules): Decided {
  const rule = active.find(({ when }) => when(pair, a, b)) ?? nothing;
  return { verdict: rule.else?.[preset] ?? rule.verdict, rule };
}

/** Rules that keep records apart whatever joins them to others. */
export const vetoes: ReadonlySet<string> = new Set([
  'of one search answer',
  'titles contradict',
  'PubMed numbers differ',
  'PubMed numbers differ, and authors',
  'conference against journal',
]);

export const rulesOfIdentifiers: ReadonlySet<string> = new Set(['same record', 'same DOI and title', 'same DOI and authors, no title to compare']);
