import { topics } from './corpus/vocabulary.ts';
import type { InventedWork } from './corpus/work.ts';
import { typeNames } from './wire/search-entry.ts';

type Values = (work: InventedWork) => readonly (readonly [value: string, label: string])[];

const one = (value: string | undefined, label = value): readonly (readonly [string, string])[] => (value === undefined ? [] : [[value, label ?? value]]);
const homes = (work: InventedWork) => [...new Set(work.authors.flatMap(({ affiliations }) => affiliations))];

/** What the facets count by. Source: the WADL of Scopus Search. */
const facets: Readonly<Record<string, Values>> = {
  'af-id': (work) => homes(work).map(({ afid, name }) => [afid, name] as const),
  aucite: () => [],
  'au-id': (work) => work.authors.map(({ author }) => [author.auid, `${author.family} ${author.initials}`] as const),
  authname: (work) => work.authors.map(({ author }) => [`${author.family} ${author.initials}`, `${author.family} ${author.initials}`] as const),
  country: (work) => [...new Set(homes(work).map(({ country }) => country))].map((country) => [country, country] as const),
  exactsrctitle: (work) => one(work.source.title),
  'fund-sponsor': (work) => one(work.funding?.agency),
  language: () => one('English'),
  openaccess: (work) => one(work.freeToRead.length ? '1' : '0', work.freeToRead.length ? 'Open Access' : 'Other'),
  pubyear: (work) => one(String(work.year)),
  restype: (work) => one(work.type, typeNames[work.type]),
  srctype: (work) => one(work.source.code, work.source.aggregation),
  subjarea: (work) => (topics[work.topic]?.subjects ?? []).map(([, abbreviation, name]) => [abbreviation, name] as const),
};

/** The counts that `facets=` asks for, or `undefined` when it cannot be read. */
export function facetCounts(asked: string, works: readonly InventedWork[]): unknown[] | undefined {
  const found = asked.split(';').map((part) => {
    const [, name = '', words = ''] = /^([\w-]+)(?:\(([^)]*)\))?$/.exec(part.trim()) ?? [];
    const values = facets[name];
    if (!values) return undefined;
    const { count = '20', sort = 'fd', prefix = '' } = Object.fromEntries(words.split(',').map((word) => word.split('='))) as Record<string, string>;
    const counts = new Map<string, { label: string; hits: number }>();
    for (const work of works) for (const [value, label] of values(work)) counts.set(value, { label, hits: (counts.get(value)?.hits ?? 0) + 1 });
    const rows = [...counts].filter(([value]) => value.startsWith(prefix)).sort(([a, x], [b, y]) => (sort === 'na' ? 0 : y.hits - x.hits) || (a < b ? -1 : 1));
    return {
      '@_fa': 'true',
      name,
      attribute: name,
      category: rows.slice(0, Number(count)).map(([value, { label, hits }]) => ({ '@_fa': 'true', name: value, label, value, hitCount: String(hits) })),
    };
  });
  return found.includes(undefined) ? undefined : found;
}
