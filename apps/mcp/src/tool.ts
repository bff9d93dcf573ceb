import type { ExportResult, Jobs, Progress, Scopekit, SurveyEstimate, SurveyResult } from '@scopekit/operations';
import type { z } from 'zod';
import type { Human } from './human.ts';

/** What a tool works with; knows no SDK. */
export interface ToolContext {
  readonly scopekit: Scopekit;
  readonly surveys: Jobs<SurveyResult | SurveyEstimate>;
  readonly exports: Jobs<ExportResult>;
  readonly human: Human;
  /** Whether abstracts may be shown to the model. */
  readonly abstracts: boolean;
  /** Aborts when the client takes its call back. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** A tool as a value: schemas, words for the model, and the translation of an operation. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** First sentence: when to use it. Then what it costs, and what comes next. At most 600 bytes. */
  readonly description: string;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  readonly annotations: {
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly idempotentHint: boolean;
    readonly openWorldHint: boolean;
  };
  readonly run: (input: never, context: ToolContext) => Promise<Record<string, unknown>>;
}

/** Keeps the types of a tool together where it is written. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Omit<Tool, 'input' | 'output' | 'run'> & {
    input: Input;
    output: Output;
    run: (input: z.output<Input>, context: ToolContext) => Promise<z.input<Output>>;
  },
): Tool {
  return tool as unknown as Tool;
}

export const reading = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true } as const;
