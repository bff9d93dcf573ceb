/** A file that cannot be read as asked. Its message says what was wrong and where, `next` what to do. */
export class FormatError extends Error {
  readonly reason: 'not-a-format' | 'damaged' | 'strict';
  /** Record in the file, from 1. */
  readonly row?: number;
  readonly column?: string;
  readonly next?: string;

  constructor({ reason, message, row, column, next, cause }: FormatProblem) {
    super(message, { cause });
    this.name = 'FormatError';
    Object.assign(this, { row, column, next });
    this.reason = reason;
  }
}

interface FormatProblem {
  readonly reason: FormatError['reason'];
  readonly message: string;
  readonly row?: number;
  readonly column?: string;
  readonly next?: string;
  readonly cause?: unknown;
}
