import type { AskOptions, Client, Clock, OnEvent } from '@scopekit/elsevier-http';
import type { Gateway } from '@scopekit/export-gateway';
import type { Work } from '@scopekit/record';
import type { Scopus } from '@scopekit/scopus-api';
import type { Cache, Runs } from '@scopekit/store';
import type { z } from 'zod';
import type { Config } from './config.ts';
import type { Files } from './files.ts';

/** Something a user can ask for: the CLI and the MCP server find it in the list and hold no logic of their own. */
export interface Operation<Input extends z.ZodType, Output> {
  readonly name: string;
  /** First sentence: when to use it. */
  readonly description: string;
  readonly input: Input;
  /** What its runs are called; an operation without it takes one request or none and is not resumed. */
  title?(input: z.output<Input>): string | undefined;
  /** What of its input cannot be another when it is gone on with: the answers would be others. */
  readonly fixed?: readonly string[];
  run(input: z.output<Input>, context: Context): Promise<Output>;
}

/** What an operation works with. */
export interface Context {
  readonly client: Client;
  readonly scopus: Scopus;
  /** Scopus's own page, where there is a place for a session and the count of the day. */
  readonly gateway?: Gateway;
  readonly config: Config;
  readonly cache?: Cache;
  readonly runs?: Runs;
  readonly clock: Clock;
  readonly files: Files;
  /** What every question of this operation is asked with: the signal, its run, whether to wait for the quota. */
  readonly ask: Pick<AskOptions, 'signal' | 'run' | 'waitForQuota'>;
  /** Ends at once. */
  readonly signal: AbortSignal;
  /** Ends as soon as what is under way has come in. */
  readonly stop: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Something the user should know now, in a sentence or two. */
  readonly onNotice?: (text: string) => void;
  readonly onEvent?: OnEvent;
  /** Takes works one by one instead of having them in the output. */
  readonly onWork?: (work: Work) => void | Promise<void>;
  /** The run keeps the result, works and all. */
  readonly keepResult?: boolean;
}

export interface Progress {
  readonly phase: 'search' | 'retrieve' | 'export' | 'harvest' | 'read' | 'look' | 'compare';
  /** Works; bytes while files are read; keys by which records are compared. */
  readonly done: number;
  readonly total: number;
  /** Requests left this week, by API, as far as known. */
  readonly quotaLeft: Readonly<Record<string, number>>;
  readonly etaSeconds?: number;
}
