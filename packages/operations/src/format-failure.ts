import { ElsevierError } from '@scopekit/elsevier-http';
import { FormatError } from '@scopekit/formats';

/** A file that cannot be read, as every other failure is told; what is none of ours is thrown on. */
export function formatFailure(error: unknown): ElsevierError {
  if (error instanceof ElsevierError) return error;
  if (!(error instanceof FormatError)) throw error;
  return new ElsevierError({ reason: error.reason === 'damaged' ? 'unreadable' : 'bad-input', message: error.message, next: error.next, cause: error });
}
