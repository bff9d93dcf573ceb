import type { ElsevierError, ReasonName } from '@scopekit/elsevier-http';

/** Why a result is not whole: what had come in by then is in it. */
export interface Stopped {
  readonly reason: ReasonName;
  readonly message: string;
  readonly next: string;
  /** ISO 8601. */
  readonly retryAt?: string;
}

export function stoppedBy(error: ElsevierError | undefined): Stopped | undefined {
  if (!error) return undefined;
  const { reason, message, next, retryAt } = error;
  return { reason, message, next, ...(retryAt === undefined ? {} : { retryAt: new Date(retryAt).toISOString() }) };
}
