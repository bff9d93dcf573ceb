import type { Corpus } from './corpus/corpus.ts';
import type { InventedWork } from './corpus/work.ts';
import { type AbstractView, abstractAnswer } from './wire/abstract.ts';
import { json, serviceError, type WireAnswer, type WireRequest } from './wire/answer.ts';

const views = ['META', 'META_ABS', 'FULL'] as const;

/** Answers GET /content/abstract/{kind}/{id}. */
export function abstractRetrieval(corpus: Corpus) {
  const find = finder(corpus);
  return (request: WireRequest, entitled: boolean, [kind = '', id = '']: readonly string[]): WireAnswer => {
    const view: AbstractView | undefined = views.find((name) => name === (request.url.searchParams.get('view') ?? 'META').toUpperCase());
    if (!view) return serviceError(400, 'INVALID_INPUT', 'View parameter specified in request is not valid');
    if (view !== 'META' && !entitled)
      return serviceError(401, 'AUTHORIZATION_ERROR', 'The requestor is not authorized to access the requested view or fields of the resource');
    const work = find(kind, decodeURIComponent(id));
    if (!work || work.dummy) return serviceError(404, 'RESOURCE_NOT_FOUND', 'The resource specified cannot be found.');
    return json(abstractAnswer(work, view));
  };
}

/** Indexes of the identifiers that are asked for, made when first needed. */
function finder(corpus: Corpus) {
  const values: Record<string, (work: InventedWork) => string | undefined> = {
    doi: (work) => work.doi,
    pii: (work) => work.pii,
    pubmed_id: (work) => work.pmid,
  };
  const indexes = new Map<string, Map<string, number>>();
  return (kind: string, id: string): InventedWork | undefined => {
    if (kind === 'scopus_id' || kind === 'eid') return corpus.byScopusId(id.replace(/^2-s2\.0-/, ''));
    const value = values[kind];
    if (!value) return undefined;
    const index = indexes.get(kind) ?? indexOf(corpus, value);
    indexes.set(kind, index);
    const at = index.get(id.toLowerCase()) ?? index.get(id.toLowerCase().replace(/[-()]/g, ''));
    return at === undefined ? undefined : corpus.work(at);
  };
}

/** The first work that has an identifier answers for it. */
function indexOf(corpus: Corpus, value: (work: InventedWork) => string | undefined): Map<string, number> {
  const index = new Map<string, number>();
  for (const work of corpus.works()) {
    const id = value(work)?.toLowerCase();
    if (id !== undefined && !index.has(id)) index.set(id, work.index);
  }
  return index;
}
