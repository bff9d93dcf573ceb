import type { Layer } from './call.ts';
import { nameOf } from './digest.ts';

/**
 * Answers from what the run of this question has paid for before, and keeps what it pays for now, before anything else
 * is asked. Whoever pays: the name of an answer knows no key.
 */
export const ofRun: Layer = async (request, next, call) => {
  const { run } = call;
  if (!run || call.kept === false) return next(request, call);
  const name = nameOf(request);
  const paid = await run.answer(name);
  if (paid) {
    call.onEvent({ type: 'cacheHit', api: call.api, url: request.url, storedAt: paid.storedAt, from: 'run' });
    return { ...paid, url: request.url, answeredAt: paid.storedAt };
  }
  const answer = await next(request, call);
  const { status, headers, body } = answer;
  if (status === 200 && !answer.stale && !call.errorOf(answer)) await run.keep(name, { status, headers, body, storedAt: answer.answeredAt ?? call.now() });
  return answer;
};
