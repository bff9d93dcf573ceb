import type { ReasonName } from '@scopekit/elsevier-http';
import type { Work } from '@scopekit/record';
import type { WrittenFile } from '../manifest.ts';
import type { Spent } from '../spending.ts';
import type { Stopped } from '../stopped.ts';

export interface SurveyCounts {
  /** All hits of the query. */
  readonly found: number;
  /** Works taken from the search. */
  readonly received: number;
  /** Works that came twice on the search's own pages. */
  readonly repeated: number;
  /** Works completed by Abstract Retrieval. */
  readonly retrieved: number;
  readonly withAbstract: number;
  /** Removed as the same record or identifier. */
  readonly exact: number;
  /** Removed by the rule asked for. */
  readonly similar: number;
  readonly kept: number;
}

/** A work that could not be completed. */
export interface Missing {
  readonly id: string;
  readonly reason: ReasonName;
  readonly message: string;
}

interface RemovedWork {
  readonly eid?: string;
  readonly title?: string;
  readonly keptEid?: string;
  readonly keptTitle?: string;
  readonly method: string;
  readonly why: string;
}

export interface SurveyResult extends Spent {
  /** ISO 8601. */
  readonly searchedAt: string;
  /** What else was asked for. */
  readonly asked: { readonly limit?: number; readonly sort?: string; readonly retrieve: string; readonly abstracts: boolean };
  readonly query: string;
  readonly years?: string;
  readonly view: string;
  readonly dedupe: string;
  readonly counts: SurveyCounts;
  readonly quotaLeft: Readonly<Record<string, number>>;
  readonly missing: readonly Missing[];
  readonly removed: readonly RemovedWork[];
  /** What the user was told on the way. */
  readonly notices: readonly string[];
  /** Why it ended early, if it did; what had come in by then is in the result. */
  readonly stopped?: Stopped;
  /** When it stopped: the run that `resume` goes on with. */
  readonly run?: string;
  readonly files: readonly WrittenFile<'works' | 'removed' | 'table' | 'manifest'>[];
  /** Without files for them. */
  readonly works?: readonly Work[];
}

/** What `dryRun` tells. */
export interface SurveyEstimate {
  readonly query: string;
  readonly years?: string;
  readonly view: string;
  readonly hits: number;
  /** Works that would be taken. */
  readonly works: number;
  /** So many works are taken only when `limit` says so. */
  readonly needsLimit: boolean;
  /** Requests that the survey would need, by API; those of Abstract Retrieval as the first works suggest. */
  readonly requests: Readonly<Record<string, number>>;
  /** Most requests of Abstract Retrieval that it could need. */
  readonly retrieveAtMost: number;
  readonly quotaLeft: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly notices: readonly string[];
}
