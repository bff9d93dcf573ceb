import type { Comparison } from './compare.ts';
import type { Looked } from './record.ts';

export type Verdict = 'duplicate' | 'maybe' | 'distinct';

/**
 * How sure it has to be. `careful`: nothing is put together that may be two works. `balanced`: also what is republished within
 * a volume. `screen`: as careful, and everything that may be the same is told for a person to decide.
 */
export const presets = ['careful', 'balanced', 'screen'] as const;
export type Preset = (typeof presets)[number];

/** What decides about a pair of records. The first that fits does. */
export interface Rule {
  readonly name: string;
  /** Where the idea is from. */
  readonly source: string;
  readonly verdict: Verdict;
  /** Under other presets. */
  readonly else?: Readonly<Partial<Record<Preset, Verdict>>>;
  readonly when: (pair: Comparison, a: Looked, b: Looked) => boolean;
}
