import { z } from 'zod';
import { type OperationName, operations, type RunOptions, type Scopekit } from './scopekit.ts';

/** An operation as frameworks for assistants take tools: plain values, no SDK. */
export interface ToolDefinition {
  /** In snake case: `survey`, `ir_harvest`. */
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the input. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  /**
   * Does it. The input is checked first.
   *
   * @returns The operation's output: an object that can be written as JSON
   * @throws ElsevierError whose `next` tells what to do
   */
  readonly run: (input: unknown, options?: RunOptions) => Promise<object>;
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * The operations, or some of them, as tools for any framework. The MCP server has fewer of them, made for models: with short
 * answers, pages, and questions to a human. Here the caller decides what a model sees.
 */
export function toolDefinitions(scopekit: Scopekit, names: readonly OperationName[] = Object.keys(operations) as OperationName[]): ToolDefinition[] {
  return names.map((name) => {
    const { description, input } = operations[name];
    return {
      name: snake(name),
      description,
      inputSchema: z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }),
      run: (given, options) => (scopekit[name] as (input: unknown, options?: RunOptions) => Promise<object>)(given ?? {}, options),
    };
  });
}
