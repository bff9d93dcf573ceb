import type { Corpus } from './corpus/corpus.ts';
import type { InventedWork } from './corpus/work.ts';
import { json, serviceError, type WireAnswer, type WireRequest } from './wire/answer.ts';
import { present, typeNames } from './wire/search-entry.ts';
import { workFinder } from './work-finder.ts';

type Answer = (request: WireRequest, entitled: boolean, path: readonly string[]) => WireAnswer;
const api = 'https://api.elsevier.com/content';
const lastYear = 2026;

/** Citation Overview, Citation Count, PlumX and SciVal. Source: WADLs, Elsevier's guide of 2023 and the golden table; no answer of the first two was ever recorded as JSON. */
export function citationApis(corpus: Corpus): Readonly<Record<'citations' | 'citationCount' | 'plumx' | 'scivalMetrics' | 'scivalPublication', Answer>> {
  const find = workFinder(corpus);
  const asked = (url: URL): InventedWork[] =>
    ['scopus_id', 'doi', 'pii', 'pubmed_id', 'eid'].flatMap((kind) =>
      url.searchParams
        .getAll(kind)
        .join(',')
        .split(',')
        .flatMap((id) => (id ? (find(kind, id) ?? []) : [])),
    );

  return {
    citations({ url }, entitled) {
      if (!entitled) return serviceError(403, 'AUTHORIZATION_ERROR', 'Requestor configuration settings insufficient for access to this resource.');
      const works = asked(url);
      if (!works.length) return serviceError(404, 'RESOURCE_NOT_FOUND', 'The resource specified cannot be found.');
      if (works.length > 25) return serviceError(400, 'INVALID_INPUT', 'Exceeds the number of ids');
      const [, from = String(lastYear - 2), to = String(lastYear)] = /^(\d{4})-(\d{4})$/.exec(url.searchParams.get('date') ?? '') ?? [];
      return json(overview(works, Number(from), Number(to), url.searchParams.get('citation') === 'exclude-self'));
    },
    citationCount({ url }) {
      return json({ 'citation-count-response': { document: asked(url).map(countOf) } });
    },
    plumx(_, __, [kind = '', id = '']) {
      const names: Readonly<Record<string, string>> = { doi: 'doi', elsevierPii: 'pii', pmid: 'pubmed_id', elsevierId: 'eid' };
      const work = find(names[kind] ?? kind, decodeURIComponent(id));
      return work ? json(attention(work, kind, id)) : serviceError(404, 'RESOURCE_NOT_FOUND', 'The resource specified cannot be found.');
    },
    scivalMetrics({ url }, entitled, [kind = '']) {
      if (!entitled) return serviceError(403, 'AUTHORIZATION_ERROR', 'The requestor is not authorized to access the requested view or fields of the resource');
      const names: Readonly<Record<string, string>> = { author: 'authors', institution: 'institutionIds', topic: 'topicIds' };
      const ids = (url.searchParams.get(names[kind] ?? '') ?? '').split(',');
      const metrics = (url.searchParams.get('metricTypes') ?? '').split(',');
      const byYear = url.searchParams.get('byYear') === 'true';
      return json({
        results: ids.map((id) => ({
          [kind]: {
            id: Number(id),
            name: `${kind} ${id}`,
            uri: `${kind}/${id}`,
            ...(kind === 'topic' ? { prominencePercentile: 94.5, scholarlyOutput: 822 } : {}),
          },
          metrics: metrics.map((metric) => metricOf(metric, Number(id), byYear)),
        })),
      });
    },
    scivalPublication(_, entitled, [id = '']) {
      if (!entitled) return serviceError(403, 'AUTHORIZATION_ERROR', 'The requestor is not authorized to access the requested view or fields of the resource');
      const work = find('scopus_id', id);
      return work ? json(looked(work)) : serviceError(404, 'RESOURCE_NOT_FOUND', 'The resource specified cannot be found.');
    },
  };
}

/** Citations of a work spread over the years since it came out; the same for the same work. */
function yearly(work: InventedWork, self: boolean): Map<number, number> {
  const years = Array.from({ length: Math.max(1, lastYear - work.year + 1) }, (_, i) => work.year + i);
  const counts = new Map(years.map((year) => [year, Math.floor(work.citedBy / years.length)]));
  counts.set(lastYear, (counts.get(lastYear) ?? 0) + (work.citedBy % years.length));
  if (self) for (const [year, n] of counts) counts.set(year, Math.max(0, n - 1));
  return counts;
}

function overview(works: readonly InventedWork[], from: number, to: number, excludeSelf: boolean): unknown {
  const years = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const rows = works.map((work) => {
    const counts = yearly(work, excludeSelf);
    const sumOf = (holds: (year: number) => boolean) => [...counts].reduce((sum, [year, n]) => sum + (holds(year) ? n : 0), 0);
    return {
      work,
      cc: years.map((year) => counts.get(year) ?? 0),
      before: sumOf((year) => year < from),
      within: sumOf((year) => year >= from && year <= to),
      after: sumOf((year) => year > to),
    };
  });
  const total = (of: (row: (typeof rows)[number]) => number) => String(rows.reduce((sum, row) => sum + of(row), 0));
  const cited = rows.map(({ before, within, after }) => before + within + after).sort((a, b) => b - a);
  return {
    'abstract-citations-response': {
      'identifier-legend': {
        identifier: works.map((work) =>
          present({ '@_fa': 'true', 'dc:identifier': `SCOPUS_ID:${work.scopusId}`, 'prism:doi': work.doi, pii: work.pii, scopus_id: work.scopusId }),
        ),
      },
      citeInfoMatrix: {
        citeInfoMatrixXML: {
          citationMatrix: {
            citeInfo: rows.map(({ work, cc, before, within, after }) =>
              present({
                '@_fa': 'true',
                'dc:identifier': `SCOPUS_ID:${work.scopusId}`,
                'prism:url': `${api}/abstract/scopus_id/${work.scopusId}`,
                'dc:title': work.title,
                author: work.authors.map(({ author }) => ({
                  '@_fa': 'true',
                  'index-name': `${author.family} ${author.initials}`,
                  initials: author.initials,
                  surname: author.family,
                  authid: author.auid,
                  'author-url': `${api}/author/author_id/${author.auid}`,
                })),
                citationType: { '@code': work.type, $: typeNames[work.type] },
                'sort-year': String(work.year),
                'prism:publicationName': work.source.title,
                'prism:volume': work.volume,
                'prism:issueIdentifier': work.issue,
                'prism:startingPage': work.pages?.[0],
                'prism:endingPage': work.pages?.[1],
                'prism:issn': work.source.issn,
                pcc: String(before),
                cc: within ? cc.map((n) => ({ $: String(n) })) : work.index % 2 ? '0' : undefined,
                lcc: String(after),
                rangeCount: String(within),
                rowTotal: String(before + within + after),
              }),
            ),
          },
        },
      },
      citeColumnTotalXML: {
        citeCountHeader: {
          prevColumnHeading: 'previous',
          columnHeading: years.map(($) => ({ $: String($) })),
          laterColumnHeading: 'later',
          prevColumnTotal: total(({ before }) => before),
          columnTotal: years.map((_, i) => ({ $: total(({ cc }) => cc[i] ?? 0) })),
          laterColumnTotal: total(({ after }) => after),
          rangeColumnTotal: total(({ within }) => within),
          grandTotal: total(({ before, within, after }) => before + within + after),
        },
      },
      'h-index': String(cited.filter((n, i) => n > i).length),
    },
  };
}

const countOf = (work: InventedWork) =>
  present({
    '@_fa': 'true',
    '@status': 'found',
    'dc:identifier': `SCOPUS_ID:${work.scopusId}`,
    'prism:url': `${api}/abstract/scopus_id/${work.scopusId}`,
    'prism:doi': work.doi,
    pii: work.pii ?? null,
    pubmed_id: work.pmid ?? null,
    eid: work.eid,
    'article-number': work.articleNumber,
    'citation-count': String(work.citedBy),
    link: [
      { '@_fa': 'true', '@rel': 'scopus', '@href': `https://www.scopus.com/inward/record.uri?partnerID=HzOxMe3b&scp=${work.scopusId}&origin=inward` },
      { '@_fa': 'true', '@rel': 'scopus-citedby', '@href': `https://www.scopus.com/inward/citedby.uri?partnerID=HzOxMe3b&scp=${work.scopusId}&origin=inward` },
    ],
  });

function attention(work: InventedWork, kind: string, id: string) {
  const category = (name: string, types: readonly (readonly [string, number])[], sources?: readonly (readonly [string, number])[]) => ({
    name,
    total: types.reduce((sum, [, n]) => sum + n, 0),
    count_types: types.map(([type, n]) => ({
      name: type,
      total: n,
      ...(sources ? { sources: sources.map(([source, m]) => ({ name: source, total: m })) } : {}),
    })),
  });
  return {
    id_type: kind,
    id_value: id,
    count_categories: [
      category('capture', [
        ['READER_COUNT', work.citedBy * 3],
        ['EXPORTS_SAVES', work.index % 5],
      ]),
      category(
        'citation',
        [['CITED_BY_COUNT', work.citedBy]],
        [
          ['Scopus', work.citedBy],
          ['CrossRef', Math.max(0, work.citedBy - 2)],
        ],
      ),
      category('socialMedia', [['TWEET_COUNT', work.index % 30]]),
    ],
  };
}

function metricOf(metric: string, id: number, byYear: boolean) {
  const figure = (id % 97) + metric.length;
  const years = Object.fromEntries([2022, 2023, 2024].map((year) => [String(year), figure + (year % 10)]));
  const value = (n: number) => (byYear ? { valueByYear: Object.fromEntries(Object.entries(years).map(([year, m]) => [year, m + n])) } : { value: figure + n });
  if (metric === 'HIndices')
    return {
      metricType: metric,
      values: [
        { indexType: 'h-index', value: figure },
        { indexType: 'h5-index', value: Math.floor(figure / 2) },
      ],
    };
  if (/^(?:Academic|Collaboration)/.test(metric))
    return {
      metricType: metric,
      values: ['International collaboration', 'National collaboration'].map((collabType, i) => ({
        collabType,
        ...value(i),
        ...(byYear ? { percentageByYear: years } : { percentage: 12.5 + i }),
      })),
    };
  if (/Percentiles$/.test(metric)) return { metricType: metric, values: [1, 10].map((threshold) => ({ threshold, ...value(threshold) })) };
  if (metric === 'TopCitedPublications') return { metricType: metric, values: [{ id: id + 1, citationCount: figure }] };
  if (/^(?:Top|Core|Related|MostRecently)/.test(metric)) return { metricType: metric, values: [{ id, name: `${metric} of ${id}` }] };
  return { metricType: metric, ...value(0) };
}

const looked = (work: InventedWork) => ({
  link: { '@ref': 'self', '@href': `https://api.elsevier.com/analytics/scival/publication/${work.scopusId}` },
  publication: present({
    id: Number(work.scopusId),
    doi: work.doi,
    title: work.title,
    type: typeNames[work.type],
    publicationYear: work.year,
    citationCount: work.citedBy,
    sourceTitle: work.source.title,
    sdg: ['SDG 13'],
    topicId: work.topic,
    topicClusterId: work.topic % 3,
    authors: work.authors.map(({ author }) => ({ id: Number(author.auid), name: `${author.family}, ${author.initials}`, uri: `Author/${author.auid}` })),
    institutions: [...new Set(work.authors.flatMap(({ affiliations }) => affiliations))].map(({ afid, name, country }) => ({
      id: Number(afid),
      name,
      country,
      countryCode: country.slice(0, 3).toUpperCase(),
    })),
  }),
});
