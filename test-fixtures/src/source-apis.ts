import type { Corpus } from './corpus/corpus.ts';
import { topics } from './corpus/vocabulary.ts';
import type { InventedSource, InventedWork } from './corpus/work.ts';
import { json, serviceError, type WireAnswer, type WireRequest } from './wire/answer.ts';
import { present } from './wire/search-entry.ts';

type Answer = (request: WireRequest, entitled: boolean, path: readonly string[]) => WireAnswer;
const notFound = () => serviceError(404, 'RESOURCE_NOT_FOUND', 'The resource specified cannot be found.');
const forced = <T extends object>(value: T) => ({ '@_fa': 'true', ...value });
const api = 'https://api.elsevier.com/content';
const hyphenated = (issn: string) => `${issn.slice(0, 4)}-${issn.slice(4)}`;
const content: Readonly<Record<InventedSource['code'], string>> = { j: 'journal', p: 'conferenceproceeding', k: 'bookseries', b: 'book' };

/** Serial and Nonserial Title, and Subject Classifications. Source: Elsevier's guide of 2023 and the golden table. */
export function sourceApis(corpus: Corpus): Readonly<Record<'serialSearch' | 'serial' | 'nonserial' | 'subjects', Answer>> {
  let worksOf: Map<InventedSource, InventedWork[]> | undefined;
  const works = (source: InventedSource) => {
    worksOf ??= Map.groupBy(corpus.works(), (work) => work.source);
    return worksOf.get(source) ?? [];
  };
  const response = (url: URL, sources: readonly InventedSource[]) => {
    const view = (url.searchParams.get('view') ?? 'STANDARD').toUpperCase();
    if (!['STANDARD', 'ENHANCED', 'CITESCORE'].includes(view)) return serviceError(400, 'INVALID_INPUT', 'View parameter specified in request is not valid');
    if (!sources.length) return notFound();
    const self = forced({ '@ref': 'self', '@href': `https://api.elsevier.com${url.pathname}${url.search}`, '@type': 'application/json' });
    return json({
      'serial-metadata-response': {
        link: [self],
        entry: sources.map((source) => sourceEntry(source, works(source), view, yearsIn(url.searchParams.get('date')))),
      },
    });
  };
  return {
    serialSearch({ url }) {
      const asked = (name: string) => url.searchParams.get(name)?.toLowerCase();
      const [title, issn, pub, subj, code, kind] = [asked('title'), asked('issn'), asked('pub'), asked('subj'), asked('subjCode'), asked('content')];
      const subjects = (source: InventedSource) => (topics[source.topic]?.subjects ?? []).map(([, abbreviation]) => abbreviation.toLowerCase());
      const found = corpus.sources.filter(
        (source) =>
          (!title || source.title.toLowerCase().includes(title)) &&
          (!issn || [source.issn, source.eissn].includes(issn.replace('-', '').toUpperCase())) &&
          (!pub || source.publisher.toLowerCase().includes(pub)) &&
          (!subj || subjects(source).includes(subj)) &&
          (!code || (topics[source.topic]?.subjects ?? []).some(([subject]) => subject === code)) &&
          (!kind || content[source.code] === kind),
      );
      const [start, count] = [Number(url.searchParams.get('start') ?? 0), Number(url.searchParams.get('count') ?? 25)];
      return response(url, found.slice(start, start + Math.min(count, 200)));
    },
    serial({ url }, _, [issn = '']) {
      const wanted = issn.replace('-', '').toUpperCase();
      return response(
        url,
        corpus.sources.filter((source) => source.issn === wanted || source.eissn === wanted),
      );
    },
    nonserial(_, __, [isbn = '']) {
      for (const work of corpus.works()) if (work.isbn?.includes(isbn)) return json({ 'nonserial-metadata-response': { entry: [bookEntry(work, isbn)] } });
      return notFound();
    },
    subjects({ url }) {
      const asked = (name: string) => url.searchParams.get(name)?.toLowerCase();
      const all = [...new Map(topics.flatMap(({ subjects }) => subjects.map((subject) => [subject[0], subject] as const))).values()];
      const found = all.filter(
        ([code, abbreviation, name]) =>
          (!asked('code') || code === asked('code')) &&
          (!asked('abbrev') || abbreviation.toLowerCase() === asked('abbrev')) &&
          (!asked('detail') || name.toLowerCase().includes(asked('detail') ?? '')) &&
          (!asked('description') || name.toLowerCase().includes(asked('description') ?? '')),
      );
      const rows = found.map(([code, abbrev, name]) => ({ code, description: areas[abbrev] ?? name, detail: name, abbrev }));
      return rows.length ? json({ 'subject-classifications': { 'subject-classification': rows.length === 1 ? rows[0] : rows } }) : notFound();
    },
  };
}

/** The areas of the subjects that the corpus uses. */
const areas: Readonly<Record<string, string>> = {
  AGRI: 'Agricultural and Biological Sciences',
  BIOC: 'Biochemistry, Genetics and Molecular Biology',
  COMP: 'Computer Science',
  EART: 'Earth and Planetary Sciences',
  ENER: 'Energy',
  ENGI: 'Engineering',
  ENVI: 'Environmental Science',
  IMMU: 'Immunology and Microbiology',
  MATE: 'Materials Science',
  MEDI: 'Medicine',
  SOCI: 'Social Sciences',
};

function yearsIn(date: string | null): [from: number, to: number] {
  const [, from, to] = /^(\d{4})(?:-(\d{4}))?$/.exec(date ?? '') ?? [];
  return from ? [Number(from), Number(to ?? from)] : [2024, 2025];
}

const lastWhole = 2025;

function sourceEntry(source: InventedSource, works: readonly InventedWork[], view: string, [from, to]: [number, number]): Record<string, unknown> {
  const factor = 1 + (Number(source.id) % 37) / 10;
  const years = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const list = (name: string, figure: number) => ({
    [name]: years.map((year) => forced({ '@year': String(year), $: (figure + (year % 7) / 100).toFixed(3) })),
  });
  const url = `${api}/serial/title/issn/${hyphenated(source.issn)}`;
  return present({
    '@_fa': 'true',
    'dc:title': source.title,
    'dc:publisher': source.publisher,
    coverageStartYear: '1996',
    coverageEndYear: '2026',
    'prism:aggregationType': content[source.code],
    'source-id': source.id,
    'prism:issn': hyphenated(source.issn),
    'prism:eIssn': hyphenated(source.eissn),
    openaccess: source.openAccess ? '1' : '0',
    openaccessArticle: source.openAccess,
    openArchiveArticle: false,
    openaccessType: source.openAccess ? 'Full' : 'None',
    openaccessStartDate: null,
    oaAllowsAuthorPaid: source.openAccess,
    'subject-area': (topics[source.topic]?.subjects ?? []).map(([code, abbreviation, name]) => forced({ '@code': code, '@abbrev': abbreviation, $: name })),
    SNIPList: list('SNIP', factor / 2),
    SJRList: list('SJR', factor / 3),
    citeScoreYearInfoList: {
      citeScoreCurrentMetric: citeScoreIn(lastWhole, factor),
      citeScoreCurrentMetricYear: String(lastWhole),
      citeScoreTracker: citeScoreIn(lastWhole + 1, factor),
      citeScoreTrackerYear: String(lastWhole + 1),
      ...(view === 'CITESCORE' ? { citeScoreYearInfo: [lastWhole + 1, lastWhole, lastWhole - 1].map((year) => citeScoreYear(year, factor, works)) } : {}),
    },
    'yearly-data': view === 'ENHANCED' ? { info: years.map((year) => yearOf(year, works)) } : undefined,
    link: [
      forced({ '@ref': 'scopus-source', '@href': `https://www.scopus.com/source/sourceInfo.url?sourceId=${source.id}` }),
      forced({ '@ref': 'homepage', '@href': `https://${source.id}.invalid/` }),
      forced({ '@ref': 'coverimage', '@href': `${url}?view=coverimage` }),
    ],
    'prism:url': url,
  });
}

const citeScoreIn = (year: number, factor: number) => (factor + (year % 5) / 10).toFixed(1);

function citeScoreYear(year: number, factor: number, works: readonly InventedWork[]) {
  const recent = works.filter((work) => work.year <= year && work.year > year - 4);
  return {
    '@year': String(year),
    '@status': year > lastWhole ? 'In-Progress' : 'Complete',
    citeScoreInformationList: [
      {
        '@_fa': 'true',
        citeScoreInfo: [
          {
            '@_fa': 'true',
            docType: 'all',
            scholarlyOutput: String(recent.length),
            citationCount: String(recent.reduce((sum, { citedBy }) => sum + citedBy, 0)),
            citeScore: citeScoreIn(year, factor),
            percentCited: '71',
            citeScoreSubjectRank: [{ '@_fa': 'true', subjectCode: topics[works[0]?.topic ?? 0]?.subjects[0]?.[0] ?? '1000', rank: '12', percentile: '88' }],
          },
        ],
      },
    ],
  };
}

function yearOf(year: number, works: readonly InventedWork[]) {
  const own = works.filter((work) => work.year === year);
  const uncited = own.filter(({ citedBy }) => citedBy === 0).length;
  return {
    '@year': String(year),
    publicationCount: String(own.length),
    revPercent: '2.55',
    zeroCitesSCE: String(uncited),
    zeroCitesPercentSCE: own.length ? ((uncited / own.length) * 100).toFixed(2) : '0',
    citeCountSCE: String(own.reduce((sum, { citedBy }) => sum + citedBy, 0)),
  };
}

function bookEntry(work: InventedWork, isbn: string) {
  return {
    '@_fa': 'true',
    'dc:title': work.source.title,
    'prism:isbn': isbn,
    'prism:edition': '1',
    'prism:aggregationType': 'ebook',
    'dc:publisher': { '@id': '7', $: work.source.publisher },
    authors: work.authors.map(({ author }) => `${author.family}, ${author.initials}`).join('; '),
    description: 'An invented book.',
    link: [
      ['homepage', 'https://book.invalid/'],
      ['coverimage', 'https://book.invalid/cover.jpg'],
      ['search', `${api}/search/scopus?query=isbn%28${isbn}%29`],
    ].map(([rel, href]) => forced({ '@rel': rel, '@href': href })),
    'prism:url': `${api}/nonserial/title/isbn/${isbn}`,
  };
}
