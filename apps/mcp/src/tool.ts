import type { ExportResult, Jobs, Progress, Scopekit, Surveys } from '@scopekit/operations';
import { z } from 'zod';
import type { Truncated } from './fit.ts';
import type { Human } from './human.ts';

/** Where one person's questions are worked on. */
export interface Desk {
  readonly scopekit: Scopekit;
  readonly surveys: Surveys;
  readonly exports: Jobs<ExportResult>;
  /** A call begins; what is returned ends it. */
  readonly enter: () => () => void;
}

/** What a tool works with; knows no SDK. */
export interface ToolContext extends Desk {
  readonly human: Human;
  /** Whether abstracts may be shown to the model. */
  readonly abstracts: boolean;
  /** Most characters of an answer. */
  readonly maxChars: number;
  /** Aborts when the client takes its call back. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Something the user should know, which the answer then tells. */
  readonly onNotice: (text: string) => void;
}

/** Which tools go together; all of them but `export` and `files` are listed unasked. */
export const toolsets = ['scopus', 'sciencedirect', 'survey', 'files', 'export'] as const;
export type Toolset = (typeof toolsets)[number];

/** Codes of failures that any tool may have. */
export const localErrors = ['BAD_INPUT', 'BUDGET', 'STATE', 'CANCELLED'] as const;
/** Those of a tool that asks Elsevier. */
export const apiErrors = [
  ...localErrors,
  'AUTH_MISSING',
  'AUTH_INVALID',
  'NOT_ENTITLED',
  'QUOTA_EXCEEDED',
  'THROTTLED',
  'QUERY_SYNTAX',
  'NOT_FOUND',
  'UPSTREAM_DOWN',
  'UPSTREAM_CHANGED',
] as const;

/** A tool as a value: schemas, words for the model, and the translation of an operation. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly toolset: Toolset;
  /** Codes of the failures it may answer with; nothing else but INTERNAL. */
  readonly errors: readonly string[];
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

/** What any result may say beside its own. */
const tail = {
  truncated: z.object({ shown: z.number(), of: z.number(), rest: z.string() }).optional(),
  warnings: z.array(z.string()).optional(),
};

/** Keeps the types of a tool together where it is written. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>({
  output,
  ...tool
}: Omit<Tool, 'input' | 'output' | 'run'> & {
  input: Input;
  output: Output;
  run: (input: z.output<Input>, context: ToolContext) => Promise<z.input<Output> & { readonly truncated?: Truncated }>;
}): Tool {
  return { ...tool, output: output.extend(tail) } as unknown as Tool;
}

export const reading = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true } as const;
