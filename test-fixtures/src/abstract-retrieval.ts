import type { Corpus } from './corpus/corpus.ts';
import type { InventedWork } from './corpus/work.ts';
import { type AbstractView, abstractAnswer, referencesAnswer } from './wire/abstract.ts';
import { json, serviceError, type WireAnswer, type WireRequest } from './wire/answer.ts';
import { workFinder } from './work-finder.ts';

const views = ['META', 'META_ABS', 'FULL'] as const;

/** Answers GET /content/abstract/{kind}/{id}. */
export function abstractRetrieval(corpus: Corpus) {
  const find = workFinder(corpus);
  return (request: WireRequest, entitled: boolean, [kind = '', id = '']: readonly string[]): WireAnswer => {
    const asked = (request.url.searchParams.get('view') ?? 'META').toUpperCase();
    if (asked === 'ENTITLED') return json({ 'document-entitlement': { '@_fa': 'true', status: entitled ? 'ENTITLED' : 'NOT_ENTITLED' } });
    if (asked === 'REF') return references(request.url, entitled, find(kind, decodeURIComponent(id)));
    const view: AbstractView | undefined = views.find((name) => name === (request.url.searchParams.get('view') ?? 'META').toUpperCase());
    if (!view) return serviceError(400, 'INVALID_INPUT', 'View parameter specified in request is not valid');
    if (view !== 'META' && !entitled)
      return serviceError(401, 'AUTHORIZATION_ERROR', 'The requestor is not authorized to access the requested view or fields of the resource');
    const work = find(kind, decodeURIComponent(id));
    if (!work || work.dummy) return serviceError(404, 'RESOURCE_NOT_FOUND', 'The resource specified cannot be found.');
    return json(abstractAnswer(work, view));
  };
}

const pageSize = 40;

/** The REF view: 40 references a page, numbered from 1; 0 and a `refcount` are refused. */
function references(url: URL, entitled: boolean, work: InventedWork | undefined): WireAnswer {
  if (!entitled) return serviceError(401, 'AUTHORIZATION_ERROR', 'The requestor is not authorized to access the requested view or fields of the resource');
  const from = Number(url.searchParams.get('startref') ?? 1);
  if (!(from >= 1) || url.searchParams.has('refcount')) return serviceError(400, 'INVALID_INPUT', 'Invalid Input');
  if (!work || work.dummy) return serviceError(404, 'RESOURCE_NOT_FOUND', 'The resource specified cannot be found.');
  return json(referencesAnswer(work, from, pageSize));
}
