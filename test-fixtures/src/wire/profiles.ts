import { topics } from '../corpus/vocabulary.ts';
import type { InventedAffiliation, InventedAuthor, InventedWork } from '../corpus/work.ts';
import { present } from './search-entry.ts';

export interface KnownAuthor {
  readonly author: InventedAuthor;
  readonly works: readonly InventedWork[];
}

export interface KnownAffiliation {
  readonly affiliation: InventedAffiliation;
  readonly works: number;
  readonly authors: number;
}

const forced = <T extends object>(value: T) => ({ '@_fa': 'true', ...value });
const api = 'https://api.elsevier.com/content';
const scopus = 'https://www.scopus.com';
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** Subjects of a person's works, most frequent first. */
function subjectsOf(works: readonly InventedWork[]) {
  const counts = new Map<string, { readonly subject: readonly string[]; count: number }>();
  for (const { topic } of works)
    for (const subject of topics[topic]?.subjects ?? []) {
      const known = counts.get(subject[0]) ?? { subject, count: 0 };
      known.count++;
      counts.set(subject[0], known);
    }
  return [...counts.values()]
    .sort((a, b) => b.count - a.count)
    .map(({ subject: [code = '', abbreviation = '', name = ''], count }) => ({ code, abbreviation, name, count }));
}

const hIndex = (works: readonly InventedWork[]) =>
  works
    .map(({ citedBy }) => citedBy)
    .sort((a, b) => b - a)
    .filter((cited, i) => cited > i).length;

/** An entry of Author Search. Source: recorded answers of 2017 and 2019. */
export function authorEntry({ author, works }: KnownAuthor): Record<string, unknown> {
  const { auid, family, given, initials, orcid, home } = author;
  const url = `${api}/author/author_id/${auid}`;
  const variant = forced({ surname: family, 'given-name': Number(auid) % 5 ? given.split(' ')[0] : null, initials });
  return present({
    '@_fa': 'true',
    link: [
      ['self', url],
      ['search', `${api}/search/author?query=au-id%28${auid}%29`],
      ['scopus-citedby', `${scopus}/author/citedby.uri?partnerID=HzOxMe3b&citedAuthorId=${auid}&origin=inward`],
      ['scopus-author', `${scopus}/authid/detail.uri?partnerID=HzOxMe3b&authorId=${auid}&origin=inward`],
    ].map(([ref, href]) => forced({ '@ref': ref, '@href': href })),
    'prism:url': url,
    'dc:identifier': `AUTHOR_ID:${auid}`,
    eid: `9-s2.0-${auid}`,
    orcid,
    'preferred-name': { surname: family, 'given-name': given, initials },
    'name-variant': given.includes(' ') ? [variant] : undefined,
    'document-count': String(works.length),
    'subject-area': subjectsOf(works).map(({ abbreviation, name, count }) => ({ '@abbrev': abbreviation, '@frequency': String(count), $: name })),
    'affiliation-current': {
      'affiliation-url': `${api}/affiliation/affiliation_id/${home.afid}`,
      'affiliation-id': home.afid,
      'affiliation-name': home.name,
      'affiliation-city': home.city,
      'affiliation-country': home.country,
    },
  });
}

const dated = (year: number) => ({ '@day': '03', '@month': '12', '@year': String(year) });

/** A department, and the institution it belongs to. */
function placed({ afid, name, department, city, country }: InventedAffiliation) {
  const id = String(Number(afid) + 10_000_000);
  return {
    '@affiliation-id': id,
    '@parent': afid,
    '@source': 'internal-ani',
    'ip-doc': {
      '@id': id,
      '@relationship': 'author',
      '@type': 'dept',
      address: { '@country': country.slice(0, 3).toLowerCase(), 'address-part': 'Main Road 1', city, country, 'postal-code': '1001' },
      afdispname: `${name}, ${department}`,
      'org-URL': `https://${afid}.invalid/`,
      'org-domain': `${afid}.invalid`,
      'parent-preferred-name': { '@source': 'internal-ani', $: name },
      'preferred-name': { '@source': 'internal-ani', $: department },
      'sort-name': department,
    },
  };
}

/** An element of Author Retrieval. Source: four recorded profiles, and Elsevier's guide for the smaller views. */
export function authorProfile({ author, works }: KnownAuthor, view: string): Record<string, unknown> {
  const { auid, family, given, initials, orcid, home } = author;
  const url = `${api}/author/author_id/${auid}`;
  const years = works.map(({ year }) => year);
  const subjects = subjectsOf(works);
  const name = { initials, 'indexed-name': `${family} ${initials}`, surname: family, 'given-name': given };
  const cited = sum(works.map(({ citedBy }) => citedBy));
  const coauthors = new Set(works.flatMap((work) => work.authors.map(({ author: other }) => other.auid))).size - 1;
  const figures = { 'h-index': String(hIndex(works)), 'coauthor-count': String(Math.max(0, coauthors)) };
  const coredata = present({
    'prism:url': url,
    'dc:identifier': `AUTHOR_ID:${auid}`,
    eid: `9-s2.0-${auid}`,
    orcid,
    'document-count': String(works.length),
    'cited-by-count': String(Math.ceil(cited * 0.8)),
    'citation-count': String(cited),
    'historical-identifier': Number(auid) % 4 ? undefined : [forced({ $: `author_id:${Number(auid) - 500_000_000}` })],
    link: [
      ['scopus-author', `${scopus}/authid/detail.uri?partnerID=HzOxMe3b&authorId=${auid}&origin=inward`],
      ['self', url],
      ['search', `${api}/search/author?query=au-id%28${auid}%29`],
      ['coauthor-search', `${api}/search/author?co-author=${auid}`],
    ].map(([rel, href]) => forced({ '@rel': rel, '@href': href })),
  });
  if (view === 'METRICS') return { '@status': 'found', '@_fa': 'true', coredata, ...figures };
  if (view === 'LIGHT')
    return {
      '@status': 'found',
      '@_fa': 'true',
      coredata,
      'preferred-name': name,
      'name-variants': { 'name-variant': [{ ...name, '@doc-count': String(works.length) }] },
      'affiliation-current': { 'affiliation-name': home.name, 'affiliation-city': home.city, 'affiliation-country': home.country },
      'subject-areas': {
        'subject-area': subjects.map(({ code, abbreviation, name: subject }) => forced({ '@abbrev': abbreviation, '@code': code, $: subject })),
      },
      'publication-range': { start: String(Math.min(...years, 2026)), end: String(Math.max(...years, 1996)) },
    };
  return {
    '@status': 'found',
    '@_fa': 'true',
    coredata,
    ...(view === 'ENHANCED' ? figures : {}),
    'affiliation-current': { '@id': home.afid, '@href': `${api}/affiliation/affiliation_id/${home.afid}` },
    'affiliation-history': { affiliation: [forced({ '@id': home.afid, '@href': `${api}/affiliation/affiliation_id/${home.afid}` })] },
    'subject-areas': {
      'subject-area': subjects.map(({ code, abbreviation, name: subject }) => forced({ '@abbrev': abbreviation, '@code': code, $: subject })),
    },
    'author-profile': {
      status: 'update',
      'date-created': dated(2005),
      'preferred-name': { '@source': 'internal-ani', ...name },
      'name-variant': [{ '@doc-count': String(works.length), '@source': 'internal-ani', ...name, 'given-name': given.split(' ')[0] ?? given }],
      classificationgroup: {
        classifications: { '@type': 'ASJC', classification: subjects.map(({ code, count }) => ({ $: code, '@frequency': String(count) })) },
      },
      'publication-range': { '@start': String(Math.min(...years, 2026)), '@end': String(Math.max(...years, 1996)) },
      'affiliation-current': { affiliation: placed(home) },
      'affiliation-history': { affiliation: [placed(home)] },
    },
  };
}

/** An entry of Affiliation Search. Source: Elsevier's guide of 2023. */
export function affiliationEntry({ affiliation, works }: KnownAffiliation): Record<string, unknown> {
  const { afid, name, city, country } = affiliation;
  const url = `${api}/affiliation/affiliation_id/${afid}`;
  return {
    '@_fa': 'true',
    link: affiliationLinks(afid).map(([ref, href]) => forced({ '@ref': ref, '@href': href })),
    'prism:url': url,
    'dc:identifier': `AFFILIATION_ID:${afid}`,
    eid: `10-s2.0-${afid}`,
    'affiliation-name': name,
    'name-variant': [forced({ $: name }), forced({ $: `${name}, ${city}` })],
    'document-count': String(works),
    city,
    country,
    'parent-affiliation-id': '0',
  };
}

const affiliationLinks = (afid: string) => [
  ['self', `${api}/affiliation/affiliation_id/${afid}`],
  ['search', `${api}/search/scopus?query=af-id%28${afid}%29`],
  ['scopus-affiliation', `${scopus}/affil/profile.uri?afid=${afid}&partnerID=HzOxMe3b&origin=inward`],
];

/** An answer of Affiliation Retrieval. Source: two recorded answers of 2019. */
export function affiliationProfile({ affiliation, works, authors }: KnownAffiliation, view: string): Record<string, unknown> {
  const { afid, name, city, country } = affiliation;
  const variants = [
    forced({ $: name, '@doc-count': String(works), '@source': 'internal-ani' }),
    forced({ $: `${name}, ${city}`, '@doc-count': '1', '@source': 'internal-ani' }),
  ];
  const light = {
    coredata: {
      'prism:url': `${api}/affiliation/affiliation_id/${afid}`,
      'dc:identifier': `AFFILIATION_ID:${afid}`,
      eid: `10-s2.0-${afid}`,
      'author-count': String(authors),
      'document-count': String(works),
      link: affiliationLinks(afid).map(([rel, href]) => forced({ '@rel': rel, '@href': href })),
    },
    'affiliation-name': name,
    address: 'Main Road 1',
    city,
    country,
    'name-variants': { 'name-variant': variants },
  };
  if (view === 'LIGHT') return light;
  return {
    ...light,
    'institution-profile': {
      '@affiliation-id': afid,
      status: 'update',
      'date-created': { '@day': '10', '@month': '08', '@year': '2009' },
      'preferred-name': { '@source': 'internal-ani', $: name },
      'sort-name': name,
      'name-variant': variants.map(({ '@_fa': _, ...variant }) => variant),
      'org-type': 'univ',
      'org-URL': `https://${afid}.invalid/`,
      address: { '@country': country.slice(0, 3).toLowerCase(), 'address-part': 'Main Road 1', city, country, 'postal-code': '1001', state: 'XX' },
    },
  };
}
