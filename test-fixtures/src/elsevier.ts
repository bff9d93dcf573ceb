import { abstractRetrieval } from './abstract-retrieval.ts';
import { citationApis } from './citation-apis.ts';
import type { Corpus } from './corpus/corpus.ts';
import { type Key, type KeyKind, keyring } from './keys.ts';
import { peopleApis } from './people-apis.ts';
import { sciencedirectApis } from './sciencedirect/sciencedirect-apis.ts';
import { scopusSearch } from './scopus-search.ts';
import { sourceApis } from './source-apis.ts';
import { type ScopusWeb, scopusWeb, type WebOptions } from './web/scopus-web.ts';
import { serviceError, type WireAnswer, type WireRequest } from './wire/answer.ts';

export interface ElsevierOptions {
  readonly corpus: Corpus;
  /** Further keys beside the named ones of {@link sandboxKeys}. */
  readonly keys?: Readonly<Record<string, Key | KeyKind>>;
  /** Requests a week of each key and API; default as Elsevier's. */
  readonly quota?: number;
  /** Requests a second of each key and API; default as Elsevier's. */
  readonly rate?: number;
  /** How many works a search without cursor gives; default 5,000. */
  readonly wall?: number;
  /** How `X-RateLimit-Reset` is written: the three recorded forms. */
  readonly resetForm?: 's' | 'ms' | 'text';
  readonly now?: () => number;
  /** Sites whose pages may ask: the CORS domains of every key. Default: this machine, and `https://repo.example.edu`. */
  readonly origins?: readonly string[];
  /** How Scopus's own page behaves. */
  readonly web?: WebOptions;
}

export interface Logged {
  readonly at: number;
  readonly method: string;
  readonly api: string;
  readonly status: number;
  /** Path and query. */
  readonly path: string;
  readonly key: string;
}

/** An Elsevier that answers in this process: plain functions, no socket. */
export interface Elsevier {
  answer(request: WireRequest): WireAnswer;
  /** Every request answered so far, oldest first. */
  readonly log: readonly Logged[];
  /** www.scopus.com beside the APIs: a browser's session, search and export. */
  readonly web: ScopusWeb;
  /** Requests per API so far. */
  spent(): Record<string, number>;
}

type Api = {
  readonly name: string;
  readonly path: RegExp;
  readonly quota: number;
  readonly rate: number;
  /** Speaks XML, too, and is asked by PUT where that is so. */
  readonly sciencedirect?: true;
  readonly answer: (request: WireRequest, entitled: boolean, id: readonly string[]) => WireAnswer;
};

export function createElsevier(options: ElsevierOptions): Elsevier {
  const { corpus, now = Date.now } = options;
  const { wall } = options;
  const people = peopleApis(corpus);
  const sources = sourceApis(corpus);
  const citations = citationApis(corpus);
  const sd = sciencedirectApis(corpus);
  /** Path, requests a week and a second. Source: https://dev.elsevier.com/api_key_settings.html */
  const apis: readonly Api[] = [
    { name: 'scopus.search', path: /^\/content\/search\/scopus$/, quota: 20_000, rate: 9, answer: scopusSearch(corpus, wall) },
    { name: 'scopus.author-search', path: /^\/content\/search\/author$/, quota: 5_000, rate: 2, answer: people.authorSearch },
    { name: 'scopus.affiliation-search', path: /^\/content\/search\/affiliation$/, quota: 5_000, rate: 6, answer: people.affiliationSearch },
    { name: 'scopus.citations', path: /^\/content\/abstract\/citations\/?$/, quota: 20_000, rate: 4, answer: citations.citations },
    { name: 'scopus.citation-count', path: /^\/content\/abstract\/citation-count$/, quota: 50_000, rate: 10, answer: citations.citationCount },
    {
      name: 'scopus.abstract',
      path: /^\/content\/abstract\/(scopus_id|eid|doi|pii|pubmed_id)\/(.+)$/,
      quota: 10_000,
      rate: 9,
      answer: abstractRetrieval(corpus),
    },
    { name: 'scopus.author', path: /^\/content\/author(?:\/(author_id|orcid)\/(.+))?$/, quota: 5_000, rate: 3, answer: people.author },
    { name: 'scopus.affiliation', path: /^\/content\/affiliation\/affiliation_id\/(.+)$/, quota: 5_000, rate: 9, answer: people.affiliation },
    { name: 'scopus.serial', path: /^\/content\/serial\/title\/issn\/(.+)$/, quota: 20_000, rate: 6, answer: sources.serial },
    { name: 'scopus.serial', path: /^\/content\/serial\/title$/, quota: 20_000, rate: 6, answer: sources.serialSearch },
    { name: 'scopus.nonserial', path: /^\/content\/nonserial\/title\/isbn\/(.+)$/, quota: 20_000, rate: 6, answer: sources.nonserial },
    { name: 'scopus.subjects', path: /^\/content\/subject\/(?:scopus|scidir)\/?$/, quota: 20_000, rate: 6, answer: sources.subjects },
    { name: 'plumx', path: /^\/analytics\/plumx\/(\w+)\/(.+)$/, quota: 20_000, rate: 6, answer: citations.plumx },
    { name: 'scival.metrics', path: /^\/analytics\/scival\/(author|institution|topic)\/metrics\/?$/, quota: 5_000, rate: 6, answer: citations.scivalMetrics },
    {
      name: 'sciencedirect.entitlement',
      path: /^\/content\/article\/entitlement\/(\w+)\/(.+)$/,
      quota: 50_000,
      rate: 6,
      sciencedirect: true,
      answer: sd.entitlement,
    },
    {
      name: 'sciencedirect.hosting',
      path: /^\/content\/article\/hostingpermission\/(pii|doi|eid)\/(.+)$/,
      quota: 50_000,
      rate: 6,
      sciencedirect: true,
      answer: sd.hosting,
    },
    {
      name: 'sciencedirect.article',
      path: /^\/content\/article\/(pii|doi|eid|scopus_id|pubmed_id)\/(.+)$/,
      quota: 50_000,
      rate: 10,
      sciencedirect: true,
      answer: sd.article,
    },
    {
      name: 'sciencedirect.object',
      path: /^\/content\/object\/eid\/(1-s2\.0-S[\dX]{16}-.+)$/,
      quota: 50_000,
      rate: 6,
      sciencedirect: true,
      answer: sd.object,
    },
    {
      name: 'sciencedirect.object',
      path: /^\/content\/object\/(pii|doi|eid|scopus_id|pubmed_id)\/(.+)$/,
      quota: 50_000,
      rate: 6,
      sciencedirect: true,
      answer: sd.objects,
    },
    { name: 'sciencedirect.metadata', path: /^\/content\/metadata\/article$/, quota: 20_000, rate: 6, sciencedirect: true, answer: sd.metadata },
    { name: 'sciencedirect.search', path: /^\/content\/search\/sciencedirect$/, quota: 20_000, rate: 2, sciencedirect: true, answer: sd.search },
    { name: 'sciencedirect.scidir', path: /^\/content\/search\/scidir$/, quota: 20_000, rate: 6, sciencedirect: true, answer: sd.scidir },
    { name: 'scival.publication', path: /^\/analytics\/scival\/publication\/(\d+)$/, quota: 5_000, rate: 6, answer: citations.scivalPublication },
  ];
  const keys = keyring(options, now);
  const web = scopusWeb(corpus, now, options.web);
  const log: Logged[] = [];

  function answer(request: WireRequest): WireAnswer {
    if (web.serves(request)) return web.answer(request);
    const api = apis.find(({ path }) => path.test(request.url.pathname));
    const given = answerOf(request, api);
    log.push({
      at: now(),
      method: request.method,
      api: api?.name ?? 'unknown',
      status: given.status,
      path: request.url.pathname + request.url.search,
      key: request.headers['x-els-apikey'] ?? '',
    });
    const common = { 'content-type': 'application/json;charset=UTF-8', 'x-els-transid': String(log.length), ...allowed(request.headers.origin) };
    return { ...given, headers: { ...common, ...given.headers } };
  }

  /** Elsevier names a site that a key is registered for, and leaves all others without a word. */
  function allowed(origin: string | undefined): Record<string, string> {
    if (origin === undefined) return {};
    const known = options.origins
      ? options.origins.includes(origin)
      : /^http:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?$|^https:\/\/repo\.example\.edu$/.test(origin);
    return known ? { 'access-control-allow-origin': origin, vary: 'Origin' } : {};
  }

  function answerOf(request: WireRequest, api: Api | undefined): WireAnswer {
    if (!api) return serviceError(404, 'RESOURCE_NOT_FOUND', 'The resource specified cannot be found.');
    if (request.method !== 'GET' && !(api.sciencedirect && request.method === 'PUT')) return serviceError(405, 'METHOD_NOT_ALLOWED', 'Method not allowed');
    if (request.url.href.length > 8_000)
      return {
        status: 414,
        headers: { 'content-type': 'text/html' },
        body: '<html><head><title>414 Request-URI Too Large</title></head><body><h1>414 Request-URI Too Large</h1></body></html>',
      };
    const admission = keys.admit(request, api);
    if ('refused' in admission) return admission.refused;
    if (!api.sciencedirect && !/json|\*\/\*/.test(request.headers.accept ?? ''))
      return serviceError(406, 'NOT_ACCEPTABLE', 'This sandbox speaks JSON only', 'xml');
    const answered = api.answer(request, admission.entitled, api.path.exec(request.url.pathname)?.slice(1) ?? []);
    return { ...answered, headers: { ...admission.headers, ...answered.headers } };
  }

  return {
    answer,
    web,
    log,
    spent: () => {
      const counts: Record<string, number> = {};
      for (const { api } of log) counts[api] = (counts[api] ?? 0) + 1;
      return counts;
    },
  };
}
