import { z } from 'zod';
import { ToolError } from './tool-error.ts';

const Position = z.tuple([z.literal(1), z.string(), z.number().int().min(0)]);

/** A place in an answer as an opaque text, bound to the question it belongs to. */
export const cursorAt = (question: string, start: number): string => Buffer.from(JSON.stringify([1, question, start])).toString('base64url');

/** @throws ToolError CURSOR_EXPIRED for a text that is no cursor, or one of another question. */
export function positionIn(cursor: string, question: string): number {
  try {
    const [, of, start] = Position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (of === question) return start;
  } catch {}
  throw new ToolError(
    'CURSOR_EXPIRED',
    'This cursor does not belong to this question.',
    'Ask again without cursor, and use its nextCursor with the same other arguments.',
  );
}
