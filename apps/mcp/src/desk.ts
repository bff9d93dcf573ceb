import {
  type Config,
  createJobs,
  createScopekit,
  createSurveys,
  type ExportResult,
  type ScopekitOptions,
  type Stores,
  type SurveyWorkers,
} from '@scopekit/operations';
import type { Desk } from './tool.ts';

export interface DeskOptions {
  /** Where surveys write their files, and where files are read. */
  readonly folder: string;
  /** Whose runs it sees; by default those of the user of this machine. */
  readonly person?: string;
  readonly onEvent?: ScopekitOptions['onEvent'];
  /** Surveys under way of this person at any desk. */
  readonly working?: SurveyWorkers;
}

export interface OpenDesk extends Desk {
  /** Whether something is under way. */
  busy(): boolean;
  /** Pauses what is under way and closes connections, in at most so many milliseconds. */
  close(graceMs: number): Promise<void>;
}

/** A place for one person's questions; quota, answers and runs are in the stores, which outlive it. */
export function openDesk(config: Config, stores: Stores, { folder, person, onEvent, working }: DeskOptions): OpenDesk {
  const runs = person === undefined ? stores.runs : stores.runs.of(person);
  const scopekit = createScopekit(config, {
    ledger: stores.ledger,
    cache: stores.cache,
    runs,
    folder,
    onEvent,
    replaceFiles: false,
    confined: true,
    makeFolder: person !== undefined,
  });
  const surveys = createSurveys({ scopekit, runs, working });
  const exports = createJobs<ExportResult>();
  let closed: Promise<void> | undefined;
  let calls = 0;
  return {
    scopekit,
    surveys,
    exports,
    enter() {
      calls++;
      return () => void calls--;
    },
    busy: () => calls > 0 || surveys.busy() || exports.busy(),
    close(graceMs) {
      closed ??= Promise.all([surveys.endAll(graceMs), exports.endAll(graceMs)]).then(scopekit.close);
      return closed;
    },
  };
}
