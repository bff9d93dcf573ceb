import { StoreError, type StoreFault } from '@scopekit/store';
import type { ZodError } from 'zod';
import { ElsevierError } from './elsevier-error.ts';
import type { Endpoint } from './endpoint.ts';
import { type HttpAnswer, jsonOf } from './http.ts';
import type { Scrubber } from './scrubber.ts';

/** Cut after the secrets are out: a cut one would not be found. */
const longestMessage = 400;

/** What an endpoint promises, read from an answer; or why it is not that. */
export function shapedBy<Body>(
  { name, read = jsonOf, body }: Pick<Endpoint<never, Body>, 'name' | 'read' | 'body'>,
  answer: HttpAnswer,
): { readonly body: Body } | { readonly error: ElsevierError } {
  let value: unknown;
  try {
    value = read(answer);
  } catch (cause) {
    const message = `The answer of ${name} cannot be read: ${cause instanceof Error ? cause.message : cause}`;
    return { error: new ElsevierError({ reason: 'unreadable', message, api: name, url: answer.url, cause }) };
  }
  const { success, data, error } = body.safeParse(value);
  return success ? { body: data } : { error: unexpectedShape(name, error, answer.url) };
}

/** An answer that can be read but is not what the endpoint promises. */
function unexpectedShape(api: string, cause: ZodError, url: string): ElsevierError {
  const [issue] = cause.issues;
  const message = `The answer of ${api} is not of the expected shape: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}.`;
  return new ElsevierError({ reason: 'unreadable', message, api, url, cause });
}

/** One error class, its texts scrubbed, whatever ended the request; a mistake of our own passes as it is. */
export function atTheEdge(
  error: unknown,
  { api, url, scrub, ended, deadlineMs }: { api: string; url: string; scrub: Scrubber; ended: 'cancelled' | 'timeout' | undefined; deadlineMs: number },
): unknown {
  const known =
    error instanceof StoreError ? ofStore(error) : error instanceof ElsevierError && error.reason !== 'cancelled' ? error : endedBy(ended, deadlineMs, error);
  if (!known) return error;
  const { reason, next, status, requestId, retryAt } = known;
  return new ElsevierError({
    reason,
    message: scrub.text(known.message).slice(0, longestMessage),
    next,
    api,
    status,
    requestId,
    retryAt,
    url: scrub.text(known.url ?? url),
    cause: causeOf(known, scrub),
  });
}

const advice: Readonly<Record<StoreFault, string>> = {
  damaged: 'Move that file away to begin anew; what it knew of quota and unfinished runs is lost then.',
  newer: 'Use that later version, or move the file away to begin anew.',
  full: 'Make room and ask again; what had been kept is still there.',
  forbidden: 'Make it writable for you, or choose another folder with SCOPEKIT_HOME.',
  busy: 'End the other process, or wait for it.',
  taken: 'Nothing is lost: the other process goes on with it.',
};

/** What is wrong with our own files, as one of the reasons. */
export const ofStore = (error: StoreError): ElsevierError =>
  new ElsevierError({ reason: 'state', message: error.message, next: advice[error.fault], cause: error });

function endedBy(ended: 'cancelled' | 'timeout' | undefined, deadlineMs: number, cause: unknown): ElsevierError | undefined {
  if (ended === 'timeout')
    return new ElsevierError({ reason: 'timeout', message: `Not answered within ${deadlineMs / 1000} s, all attempts and waits included.`, cause });
  return ended && new ElsevierError({ reason: 'cancelled', message: 'The request was cancelled.', cause });
}

/** What broke underneath, in its own words but without secrets and without the objects it held. */
function causeOf(error: ElsevierError, scrub: Scrubber): Error | undefined {
  return error.cause instanceof Error ? new Error(scrub.text(error.cause.message)) : undefined;
}
