import { type Command, Option } from 'commander';
import { z } from 'zod';

interface Property {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly default?: unknown;
}

const dashed = (name: string) => name.replace(/[A-Z]/g, (char) => `-${char.toLowerCase()}`);
const placeholders: Readonly<Record<string, string>> = { integer: '<n>', number: '<n>', string: '<text>' };
const files = new Set(['out', 'removed', 'table', 'report', 'eids', 'against', 'mark', 'review', 'verdicts', 'clusters']);

/** Lists whose values are given one by one; those of other lists stand between commas, or in a file. */
const repeated = new Set(['against', 'prefer']);

/** Options made from the input of an operation: its descriptions, defaults and choices. Values stay text, the operation reads them. */
export function addOptions(command: Command, input: z.ZodType, positional: string | undefined): void {
  const { properties = {} } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as { properties?: Record<string, Property> };
  for (const [name, property] of Object.entries(properties)) if (name !== positional) command.addOption(optionOf(name, property));
}

function optionOf(name: string, { type, enum: choices, description, default: preset }: Property): Option {
  if (type === 'boolean')
    return new Option(
      preset === true ? `--no-${dashed(name)}` : `--${dashed(name)}`,
      preset === true ? `No ${description?.charAt(0).toLowerCase()}${description?.slice(1)}` : description,
    );
  const several = type === 'array' && repeated.has(name);
  const words = several ? '<text>' : (placeholders[type ?? ''] ?? '<value>');
  const value = files.has(name) ? '<file>' : choices ? `<${choices.length > 4 ? name : choices.join('|')}>` : words;
  const option = new Option(`--${dashed(name)} ${value}`, several ? `${description}; may be given several times` : description);
  if (choices) option.choices(choices);
  if (several) return option.argParser((one: string, before: string[] | undefined) => [...(before ?? []), one]);
  if (preset !== undefined) option.default(preset);
  return option;
}
