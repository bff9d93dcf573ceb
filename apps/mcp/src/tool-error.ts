import { ElsevierError, type ReasonName, reasons } from '@scopekit/operations';
import { clean } from './clean.ts';

/** A failure that a tool finds itself, in the words for a model. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly code: string;
  readonly next: string;

  constructor(code: string, message: string, next: string) {
    super(message);
    this.code = code;
    this.next = next;
  }
}

/** The code a model sees for one of our reasons. */
export const codeOf = (reason: ReasonName): string => reasons[reason].mcp;

const mostQuoted = 400;

/** `CODE: what happened. Do this: … (retry after …)`: one paragraph, without upstream text beyond the message. */
export function errorText(error: unknown): string {
  if (error instanceof ToolError) return `${error.code}: ${error.message} Do this: ${error.next}`;
  if (error instanceof ElsevierError) {
    const retry = error.retryAt === undefined ? '' : ` (retry after ${new Date(error.retryAt).toISOString()})`;
    const [line = ''] = error.message.split('\n');
    // it may quote what Elsevier, or something between, said
    const message = clean(line).slice(0, mostQuoted);
    return `${codeOf(error.reason)}: ${message} Do this: ${error.next}${retry}`;
  }
  return 'INTERNAL: the tool failed in a way it should not. Do this: report it with the call that led to it; the log of the server on standard error says more.';
}

export const tooLong = (maxChars: number) =>
  new ToolError(
    'BUDGET',
    `Even the shortest answer is longer than the ${maxChars.toLocaleString('en')} characters that one of this server may have.`,
    'Ask for less: fewer parts, authors or characters of the abstract, or narrower words; --max-chars of the server allows more.',
  );
