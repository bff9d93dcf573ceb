import { type ReasonName, reasons } from './reasons.ts';

export interface ErrorDetails {
  readonly reason: ReasonName;
  readonly message: string;
  readonly api?: string;
  readonly status?: number;
  /** Elsevier's id of the request, to quote to their support. */
  readonly requestId?: string;
  /** Without secrets. */
  readonly url?: string;
  /** When asking again makes sense, milliseconds of the epoch. */
  readonly retryAt?: number;
  /** What to do; by default the advice of the reason. */
  readonly next?: string;
  readonly cause?: unknown;
}

/** Everything that can go wrong between a question and its answer. Switch on `reason`. */
export class ElsevierError extends Error {
  override readonly name = 'ElsevierError';
  readonly reason: ReasonName;
  readonly api?: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly url?: string;
  readonly retryAt?: number;
  readonly next: string;

  constructor({ message, cause, ...details }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = details.reason;
    this.next = details.next ?? reasons[details.reason].next;
    if (details.api !== undefined) this.api = details.api;
    if (details.status !== undefined) this.status = details.status;
    if (details.requestId !== undefined) this.requestId = details.requestId;
    if (details.url !== undefined) this.url = details.url;
    if (details.retryAt !== undefined) this.retryAt = details.retryAt;
  }

  /** The error as data: what `--json` prints. */
  toJSON(): Record<string, unknown> {
    const { reason, message, next, api, status, requestId, url, retryAt } = this;
    return { reason, message, next, api, status, requestId, url, retryAt: retryAt === undefined ? undefined : new Date(retryAt).toISOString() };
  }
}
