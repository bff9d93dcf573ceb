import { json, serviceError, type WireAnswer, type WireRequest } from '../wire/answer.ts';
import { invalid } from './written.ts';

/** An article of an invented institution: what a harvest looks at. */
export interface InstitutionArticle {
  readonly pii: string;
  readonly title: string;
  /** `YYYY-MM-DD`: when it came online, and when as the version of record. */
  readonly online: string;
  readonly versionOfRecord: string;
}

const dayMs = 24 * 3600 * 1000;
const dayAt = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** An institution with so many articles, spread over the years from 2001 to 2025, more of them later. */
export function institution(count: number): InstitutionArticle[] {
  const [begin, end] = [Date.parse('2001-01-01'), Date.parse('2025-12-31')];
  return Array.from({ length: count }, (_, i) => {
    const online = begin + Math.floor(((end - begin) / dayMs) * Math.sqrt((i + 0.5) / count)) * dayMs;
    const pii = `S990000162${String(i).padStart(6, '0')}${i % 10}`;
    return { pii, title: `Article ${i}`, online: dayAt(online), versionOfRecord: dayAt(online + 45 * dayMs) };
  });
}

export interface InstitutionApis {
  answer(request: Pick<WireRequest, 'url'>): WireAnswer;
  /** Addresses asked so far, oldest first. */
  readonly log: string[];
  /** The articles have changed. */
  forget(): void;
}

/** Article Metadata over these articles, so many positions of a question at most, and Article Retrieval for one by one. `Nowhere` has none. */
export function institutionApis(articles: () => readonly InstitutionArticle[], { cap = 5_000 } = {}): InstitutionApis {
  const log: string[] = [];
  const answered = new Map<string, InstitutionArticle[]>();
  const bare = (day: string) => day.replaceAll('-', '');

  function within(query: string): InstitutionArticle[] {
    const [, from = '', to = ''] = /available-online-date AFT (\d{8}) AND available-online-date BEF (\d{8})/.exec(query) ?? [];
    const inside = (day: string) => bare(day) > from && bare(day) < to;
    return query.includes('Nowhere') ? [] : articles().filter(({ online, versionOfRecord }) => inside(online) || inside(versionOfRecord));
  }

  function retrieval(pathname: string): WireAnswer {
    const there = articles().find(({ pii }) => pathname.endsWith(pii));
    if (!there) return serviceError(404, 'RESOURCE_NOT_FOUND', 'not there');
    return { status: 200, headers: {}, body: `<full-text-retrieval-response><coredata><pii>${there.pii}</pii></coredata></full-text-retrieval-response>` };
  }

  return {
    log,
    forget: () => answered.clear(),
    answer({ url: { href, pathname, searchParams } }) {
      log.push(href);
      if (!pathname.includes('metadata')) return retrieval(pathname);
      const query = searchParams.get('query') ?? '';
      const found = answered.get(query) ?? within(query);
      answered.set(query, found);
      const [start, count] = [Number(searchParams.get('start')), Number(searchParams.get('count'))];
      if (start >= cap) return invalid('Exceeds the number of search results');
      const entry = found
        .slice(start, start + count)
        .map(({ pii, title, online }) => ({ pii, 'dc:title': title, 'prism:coverDate': online, 'dc:identifier': `DOI:10.5555/${pii}` }));
      return json({ 'search-results': { 'opensearch:totalResults': String(found.length), entry: entry.length ? entry : [{ error: 'Result set was empty' }] } });
    },
  };
}
