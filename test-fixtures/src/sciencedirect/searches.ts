import type { Corpus } from '../corpus/corpus.ts';
import type { InventedWork } from '../corpus/work.ts';
import { searcher } from '../query/search.ts';
import { MalformedQuery, UnknownField } from '../query/tokens.ts';
import type { WireAnswer, WireRequest } from '../wire/answer.ts';
import { abstractText, type articlesOf, coverDate, formattedPii, keywords, onlineDate } from './articles.ts';
import { el, type Tree } from './tree.ts';
import { invalid, licence, spaces, written } from './written.ts';

/** The searches of ScienceDirect: Article Metadata, Search v2 by PUT and by GET, and the one that was switched off. */
export function sciencedirectSearches(corpus: Corpus, articles: ReturnType<typeof articlesOf>) {
  const search = searcher(corpus);

  /** Works of ScienceDirect that a query finds; its own fields are told in Scopus's words, dates are taken out. */
  function found(query: string, sort?: string): InventedWork[] | WireAnswer {
    const dates: [field: string, operator: string, day: string][] = [];
    const rest = query
      .replace(
        /\b((?:vor-)?available-online-date|pub-date)\s+(is|AFT|BEF)\s+(\d{4})-?(\d{2})?-?(\d{2})?/gi,
        (_, field: string, operator: string, year: string, month = '', day = '') => {
          dates.push([field.toLowerCase(), operator.toLowerCase(), `${year}${month}${day}`]);
          return 'PUBYEAR > 0';
        },
      )
      .replace(/\bYEAR\((\d{4})\)/gi, 'PUBYEAR = $1')
      .replace(/\baff\(/gi, 'AFFIL(')
      .replace(/\bcontent-type\(JL\)/gi, 'PUBYEAR > 0');
    try {
      const indices = search({ query: rest, sort });
      const all = [...indices].map((index) => corpus.work(index)).filter(({ pii }) => pii !== undefined && articles.all().has(pii));
      return all.filter((work) => inDates(work, dates));
    } catch (error) {
      if (error instanceof MalformedQuery || error instanceof UnknownField) return invalid('Error translating query');
      throw error;
    }
  }

  /** Within the window of one of the two dates of a work; AFT and BEF leave out the day itself. */
  function inDates(work: InventedWork, dates: readonly (readonly [string, string, string])[]): boolean {
    const fields = [...new Set(dates.map(([field]) => field))];
    if (!fields.length) return true;
    return fields.some((field) => {
      const own = (field === 'available-online-date' ? onlineDate(work) : coverDate(work)).replaceAll('-', '');
      return dates.every(
        ([name, operator, day]) =>
          name !== field || (operator === 'is' ? own.startsWith(day) : operator === 'aft' ? own.slice(0, day.length) > day : own.slice(0, day.length) < day),
      );
    });
  }

  function page(
    request: WireRequest,
    { largest, wall, entry, path }: { largest: number; wall: number; entry: (work: InventedWork) => Tree; path: string },
  ): WireAnswer {
    const params = request.url.searchParams;
    const [start, count] = [Number(params.get('start') ?? 0), Number(params.get('count') ?? 25)];
    if (count > largest || count < 1) return invalid('Exceeds the maximum number allowed for the service level');
    if (start + count > wall + largest || start > wall) return invalid('Exceeds the number of search results that can be returned');
    const works = found(params.get('query') ?? '');
    if (!Array.isArray(works)) return works;
    const shown = works.slice(start, start + count);
    const address = (at: number) => {
      const next = new URLSearchParams(params);
      next.set('start', String(at));
      next.set('count', String(count));
      return `http://api.elsevier.com:80${path}?${next}`;
    };
    const links: [string, number][] = [
      ['self', start],
      ['first', 0],
      ...(start + count < works.length ? ([['next', start + count]] as [string, number][]) : []),
    ];
    const tree = el(
      'search-results',
      [
        el('opensearch:totalResults', String(works.length)),
        el('opensearch:startIndex', String(start)),
        el('opensearch:itemsPerPage', String(shown.length)),
        ...links.map(([ref, at]) => el('link', undefined, { ref, href: address(at), type: 'application/json' })),
        ...(shown.length ? shown.map((work) => ({ ...entry(work), list: true })) : [{ ...el('entry', [el('error', 'Result set was empty')]), list: true }]),
      ],
      { ...spaces, 'xmlns:opensearch': 'http://a9.com/-/spec/opensearch/1.1/' },
    );
    return written(tree, request);
  }

  const commonEntry = (work: InventedWork) => [
    el('link', undefined, { ref: 'self', href: `https://api.elsevier.com/content/article/pii/${work.pii}` }),
    work.doi ? el('dc:identifier', `DOI:${work.doi}`) : undefined,
    el('prism:url', `https://api.elsevier.com/content/article/pii/${work.pii}`),
    el('dc:title', work.title.replace(/<[^>]+>/g, '')),
    el('prism:publicationName', work.source.title),
    el('prism:volume', work.volume),
    ...(work.pages ? [el('prism:startingPage', work.pages[0]), el('prism:endingPage', work.pages[1])] : []),
    work.doi ? el('prism:doi', work.doi) : undefined,
  ];

  function metadataEntry(complete: boolean) {
    return (work: InventedWork): Tree =>
      el('entry', [
        ...commonEntry(work),
        el('link', undefined, { ref: 'scidir', href: `https://www.sciencedirect.com/science/article/pii/${work.pii}` }),
        el('eid', `1-s2.0-${work.pii}`),
        el('pii', formattedPii(work.pii ?? '')),
        el('prism:coverDate', coverDate(work)),
        el('prism:issn', work.source.issn),
        el('prism:aggregationType', 'Journal'),
        el('pubType', 'fla'),
        el('prism:copyright', `© ${work.year} ${work.source.publisher}`),
        el('openaccess', work.freeToRead.length ? '1' : '0'),
        el('openaccessArticle', work.freeToRead.length > 0),
        el('openArchiveArticle', false),
        el('openaccessUserLicense', work.freeToRead.length ? licence : undefined),
        el('available-online-date', onlineDate(work)),
        el('vor-available-online-date', coverDate(work)),
        ...work.authors.slice(0, 1).map(({ author }) => ({ ...el('dc:creator', `${author.family}, ${author.given}`, {}), list: true })),
        complete
          ? el(
              'authors',
              work.authors.map(({ author }) => ({ ...el('author', `${author.family}, ${author.given}`), list: true })),
            )
          : undefined,
        complete && work.hasAbstract ? el('dc:description', `Abstract ${abstractText(work)}`) : undefined,
        complete ? el('authkeywords', keywords(work).join(' | ')) : undefined,
        el('scopus-id', work.scopusId),
        work.pmid ? el('pubmed-id', work.pmid) : undefined,
      ]);
  }

  function metadata(request: WireRequest): WireAnswer {
    const complete = request.url.searchParams.get('view') === 'COMPLETE';
    return page(request, { largest: complete ? 25 : 200, wall: 5_000, entry: metadataEntry(complete), path: '/content/metadata/article' });
  }

  const getEntry = (work: InventedWork): Tree =>
    el('entry', [
      ...commonEntry(work),
      el('load-date', `${onlineDate(work)}T00:00:00.000Z`),
      el('link', undefined, { ref: 'scidir', href: `https://www.sciencedirect.com/science/article/pii/${work.pii}?dgcid=api_sd_search-api-endpoint` }),
      el('dc:creator', `${work.authors[0]?.author.given} ${work.authors[0]?.author.family}`),
      el('prism:coverDate', coverDate(work)),
      el('openaccess', work.freeToRead.length > 0),
      el('pii', work.pii),
      el(
        'authors',
        work.authors.map(({ author }) => ({ ...el('author', `${author.given} ${author.family}`, {}), list: true })),
      ),
    ]);

  function searchByGet(request: WireRequest): WireAnswer {
    if (![10, 25, 50, 100].includes(Number(request.url.searchParams.get('count') ?? 25))) return invalid('count must be one of 10, 25, 50, 100');
    return page(request, { largest: 100, wall: 6_000, entry: getEntry, path: '/content/search/sciencedirect' });
  }

  function searchByPut(request: WireRequest): WireAnswer {
    const asked = JSON.parse(request.body || '{}') as Record<string, unknown>;
    const { offset = 0, show = 25 } = (asked.display ?? {}) as { offset?: number; show?: number };
    if (![10, 25, 50, 100].includes(show) || offset > 6_000) return invalid('Invalid display');
    const parts = [
      asked.qs && `ALL(${asked.qs})`,
      asked.title && `TITLE(${asked.title})`,
      asked.authors && `AUTH(${asked.authors})`,
      asked.pub && `SRCTITLE(${asked.pub})`,
    ].filter(Boolean);
    if (!parts.length && !asked.date) return invalid('At least one search field is required');
    const works = found(parts.join(' AND ') || 'PUBYEAR > 0');
    if (!Array.isArray(works)) return works;
    const [from = '0', to = from === '0' ? '9999' : from] = String(asked.date ?? '')
      .split('-')
      .filter(Boolean);
    const open = (asked.filters as { openAccess?: boolean } | undefined)?.openAccess;
    const matching = works.filter(
      (work) => work.year >= Number(from) && work.year <= Number(to) && (open === undefined || work.freeToRead.length > 0 === open),
    );
    const results = matching.slice(offset, offset + show).map((work) => ({
      authors: work.authors.map(({ author }, i) => ({ order: i + 1, name: `${author.given} ${author.family}` })),
      doi: work.doi,
      loadDate: `${onlineDate(work)}T00:00:00.000Z`,
      openAccess: work.freeToRead.length > 0,
      pages: work.pages ? { first: work.pages[0], last: work.pages[1] } : undefined,
      pii: work.pii,
      publicationDate: coverDate(work),
      sourceTitle: work.source.title,
      title: work.title.replace(/<[^>]+>/g, ''),
      uri: `https://www.sciencedirect.com/science/article/pii/${work.pii}?dgcid=api_sd_search-api-endpoint`,
      volumeIssue: work.issue ? `Volume ${work.volume}, Issue ${work.issue}` : `Volume ${work.volume}`,
    }));
    const body = results.length || matching.length ? { resultsFound: matching.length, results } : { results: [] };
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  }

  const scidir = (request: WireRequest): WireAnswer => {
    const complete = request.url.searchParams.get('view') === 'COMPLETE';
    return page(request, { largest: 200, wall: 6_000, entry: metadataEntry(complete), path: '/content/search/scidir' });
  };

  return { metadata, scidir, search: (request: WireRequest) => (request.method === 'PUT' ? searchByPut(request) : searchByGet(request)) };
}
