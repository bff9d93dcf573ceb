import type { Corpus } from '../corpus/corpus.ts';
import { searcher } from '../query/search.ts';
import { MalformedQuery, UnknownField } from '../query/tokens.ts';
import type { WireAnswer, WireRequest } from '../wire/answer.ts';
import type { ExportGeneration } from '../wire/scopus-export.ts';
import { cookiesIn, newSession, newToken, tokenEnd, type WebCookies, type WebSession } from './cookies.ts';
import { exportFile } from './export-file.ts';
import { faultAnswers, forwarded, refused, type WebFault } from './faults.ts';

export type WebEndpoint = 'home' | 'search' | 'export' | 'refresh' | 'job' | 'file';

export interface WebOptions {
  /** Milliseconds that a token lasts; default 15 minutes, as Scopus's. */
  readonly tokenMs?: number;
  /** Which service of Scopus answers an export; default `C`, the older one. Jobs give `E`. */
  readonly generation?: ExportGeneration;
  /** EIDs that a search finds and an export leaves out. */
  readonly withheld?: readonly string[];
  /** What goes wrong, and at which request of an address, counted from 1. */
  readonly faults?: readonly PlannedFault[];
}

export interface PlannedFault {
  readonly on: WebEndpoint;
  readonly nth: number;
  readonly fault: WebFault;
}

export interface WebLogged {
  readonly at: number;
  readonly endpoint: WebEndpoint;
  readonly status: number;
  readonly path: string;
  readonly userAgent: string;
  /** Whether cookies came with it. */
  readonly cookies: boolean;
  /** Of a search or an export. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** www.scopus.com, as far as its export needs it. */
export interface ScopusWeb {
  serves(request: WireRequest): boolean;
  answer(request: WireRequest): WireAnswer;
  /** A new session, as a browser has it after opening the page. */
  begin(options?: { readonly guest?: boolean }): WebCookies;
  plan(fault: PlannedFault): void;
  readonly log: readonly WebLogged[];
}

const endpoints: readonly (readonly [WebEndpoint, string, RegExp])[] = [
  ['home', 'GET', /^\/$/],
  ['search', 'POST', /^\/api\/documents\/search\/eids$/],
  ['export', 'POST', /^\/gateway\/export-service\/export$/],
  ['refresh', 'GET', /^\/api\/auth\/refresh-scopus-jwt$/],
  ['job', 'POST', /^\/gateway\/export-service-reactive\/export\/bulk-job\/(initiate)$/],
  ['job', 'GET', /^\/gateway\/export-service-reactive\/export\/(bulk-jobs)$/],
  ['job', 'POST', /^\/gateway\/export-service-reactive\/export\/bulk-job\/(\w+)\/(generate-url)$/],
  ['file', 'GET', /^\/invented-bucket\/(\w+)$/],
];

const sorts: Readonly<Record<string, string>> = { 'plf-f': '-coverDate', 'plf-t': '+coverDate', 'cp-f': '-citedby-count', 'r-f': 'relevancy' };
/** A job is done when it has been looked at so often. */
const looks = 2;

const json = (body: unknown, status = 200): WireAnswer => ({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** Scopus's own page, invented: a session by cookies, a token that ends, search and export. Source: the public clients of its addresses. */
export function scopusWeb(corpus: Corpus, now: () => number, { tokenMs = 900_000, generation = 'C', withheld = [], faults = [] }: WebOptions = {}): ScopusWeb {
  const search = searcher(corpus);
  const sessions = new Map<string, WebSession>();
  const planned = [...faults];
  const counts = new Map<WebEndpoint, number>();
  const jobs = new Map<string, { readonly file: () => string; looked: number }>();
  const log: WebLogged[] = [];
  const hidden = new Set(withheld);
  let tokens = 0;

  const tokenFor = (session: WebSession) => newToken(session, ++tokens, now(), tokenMs);

  function begin({ guest = false } = {}): WebCookies {
    const session = newSession(sessions.size + 1, guest);
    sessions.set(session.SCSessionID, session);
    const { guest: _, ...cookies } = session;
    return { ...cookies, SCOPUS_JWT: tokenFor(session) };
  }

  function answer(request: WireRequest): WireAnswer {
    const [endpoint, , path] = endpointOf(request) ?? (['home', '', /^/] as const);
    const nth = (counts.get(endpoint) ?? 0) + 1;
    counts.set(endpoint, nth);
    const fault = planned.find((plan) => plan.on === endpoint && plan.nth === nth)?.fault;
    const cookies = cookiesIn(request.headers.cookie);
    const given = fault ? faultAnswers[fault](request.headers) : answered(endpoint, request, cookies, path.exec(request.url.pathname)?.slice(1) ?? []);
    if (fault === 'ended' || fault === 'signIn') sessions.delete(cookies.SCSessionID ?? '');
    log.push({
      at: now(),
      endpoint,
      status: given.status,
      path: request.url.pathname + request.url.search,
      userAgent: request.headers['user-agent'] ?? '',
      cookies: request.headers.cookie !== undefined,
      body: bodyOf(request),
    });
    return given.status ? { ...given, headers: { date: new Date(now()).toUTCString(), ...given.headers } } : given;
  }

  function answered(endpoint: WebEndpoint, request: WireRequest, cookies: Record<string, string>, parts: readonly string[]): WireAnswer {
    if (endpoint === 'home') return home();
    if (endpoint === 'file') return file(parts[0] ?? '', request);
    const session = sessions.get(cookies.SCSessionID ?? '');
    if (!session) return forwarded();
    if (cookies.AWSELB !== session.AWSELB || cookies.scopusSessionUUID !== session.scopusSessionUUID) return refused(401);
    const ends = tokenEnd(cookies.SCOPUS_JWT ?? '');
    if (ends === undefined) return refused(401);
    if (endpoint === 'refresh') return { ...json({}), setCookies: [`SCOPUS_JWT=${tokenFor(session)}; Domain=.scopus.com; Path=/; Secure; HttpOnly`] };
    if (ends <= now() || session.guest) return refused(403);
    if (endpoint === 'search') return found(bodyOf(request));
    return endpoint === 'export' ? exported(bodyOf(request)) : job(request, parts);
  }

  function home(): WireAnswer {
    const cookies = begin();
    return {
      status: 200,
      headers: { 'content-type': 'text/html; charset=UTF-8' },
      body: '<!DOCTYPE html><html lang="en-US"><head><title>Scopus, invented</title></head><body>A session has begun.</body></html>',
      setCookies: Object.entries(cookies).map(([name, value]) => `${name}=${value}; Path=/${name === 'AWSELB' ? '' : '; HttpOnly'}`),
    };
  }

  function found({ query = '', offset = 0, itemcount = 20, sort = 'plf-f' }: Readonly<Record<string, unknown>> = {}): WireAnswer {
    if (typeof itemcount !== 'number' || itemcount < 1 || itemcount > 2_000 || typeof offset !== 'number') return json({ message: 'Bad Request' }, 400);
    try {
      const works = search({ query: String(query), sort: sorts[String(sort)] ?? '-coverDate' });
      const docs = [...works.subarray(offset, offset + itemcount)].map((index) => corpus.work(index).eid);
      return json({ response: { numFound: works.length, docs } });
    } catch (error) {
      if (error instanceof MalformedQuery || error instanceof UnknownField) return json({ message: 'Bad Request' }, 400);
      throw error;
    }
  }

  /** In another order than asked for: nothing promises one. What is not there is left out without a word. */
  function worksOf(eids: readonly unknown[]) {
    return eids.flatMap((eid) => (hidden.has(String(eid)) ? [] : (corpus.byScopusId(String(eid).replace('2-s2.0-', '')) ?? []))).reverse();
  }

  function exported({ eids, fileType, fieldGroupIdentifiers, locale }: Readonly<Record<string, unknown>> = {}): WireAnswer {
    if (!Array.isArray(eids) || !eids.length || eids.length > 100 || locale !== 'en-US') return json({ message: 'Bad Request' }, 400);
    const made = exportFile(worksOf(eids), String(fileType), fieldGroupIdentifiers as string[] | undefined, generation);
    return made ? { status: 200, headers: { 'content-type': made.contentType }, body: made.body } : json({ message: 'Bad Request' }, 400);
  }

  function job(request: WireRequest, [first = '', action]: readonly string[]): WireAnswer {
    if (first === 'initiate') return initiated(bodyOf(request));
    if (first === 'bulk-jobs')
      return json({ jobs: [...jobs].map(([jobId, each]) => ({ jobId, status: each.looked++ >= looks ? 'COMPLETED' : 'PROCESSING' })) });
    if (action !== 'generate-url' || !jobs.has(first)) return json({ message: 'Not Found' }, 404);
    return json({ presignedUrl: `http://${request.headers.host}/invented-bucket/${first}?X-Amz-Signature=5ec4e7${first.repeat(12)}` });
  }

  function initiated({ searchRequest, fileType, fieldGroupIdentifiers }: Readonly<Record<string, unknown>> = {}): WireAnswer {
    const { query = '', resultSet = { offset: 0, itemCount: 0 } } = (searchRequest ?? {}) as {
      query?: string;
      resultSet?: { offset: number; itemCount: number };
    };
    const works = search({ query });
    const eids = [...works.subarray(resultSet.offset, resultSet.offset + resultSet.itemCount)].map((index) => corpus.work(index).eid);
    const id = `job${jobs.size + 1}`;
    jobs.set(id, { looked: 0, file: () => exportFile(worksOf(eids), String(fileType), fieldGroupIdentifiers as string[] | undefined, 'E')?.body ?? '' });
    return json({ bulkExportId: id });
  }

  function file(id: string, { url }: WireRequest): WireAnswer {
    const made = jobs.get(id);
    if (!made || !url.searchParams.get('X-Amz-Signature'))
      return { status: 403, headers: { 'content-type': 'application/xml' }, body: '<Error><Code>AccessDenied</Code></Error>' };
    return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: made.file() };
  }

  return { serves: (request) => endpointOf(request) !== undefined, answer, begin, plan: (fault) => void planned.push(fault), log };
}

const endpointOf = ({ method, url }: WireRequest) => endpoints.find(([, verb, path]) => verb === method && path.test(url.pathname));

function bodyOf({ body }: WireRequest): Readonly<Record<string, unknown>> | undefined {
  try {
    return body ? (JSON.parse(body) as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
