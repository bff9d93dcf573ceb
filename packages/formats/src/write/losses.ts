import type { Work } from '@scopekit/record';
import { scopusColumns } from '../scopus/columns.ts';
import type { WriteFormat } from './write.ts';

type Held = Exclude<WriteFormat, 'jsonl' | 'html' | 'as-input'>;

const words = (text: string) => text.trim().split(/\s+/);
const names = words('authors.name authors.family authors.given authors.initials authors.indexedName');
const common = [
  ...names,
  ...words(
    'doi title year volume issue pageStart pageEnd articleNumber source.title source.issn source.publisher abstract editors language type.code type.name',
  ),
];
const affiliation = words('affiliations.name affiliations.city affiliations.country affiliations.department');

/** What each format has a place for. */
const held: Readonly<Record<Held, ReadonlySet<string>>> = {
  'scopus-csv': new Set([
    ...scopusColumns.flatMap(({ home }) => ('refused' in home ? [] : home)),
    ...names,
    ...affiliation,
    ...words('scopusId type.code type.name openAccess.open openAccess.kinds sequences.bank sequences.number chemicals.name chemicals.casNumbers'),
    ...words('references.fullText references.text references.year references.confidence'),
    ...words('correspondence.text correspondence.email correspondence.family correspondence.initials correspondence.organisations'),
  ]),
  csv: new Set([
    ...common,
    ...affiliation.filter((path) => path !== 'affiliations.department'),
    ...words('eid scopusId pii pmid coverDate links.scopus authors.authorId authors.orcid affiliations.affiliationId'),
    ...words('source.type source.sourceId source.abbreviatedTitle source.eissn source.isbn counts.authors counts.references citedBy'),
    ...words('authorKeywords indexKeywords subjects.name funding.agency funding.numbers openAccess.open openAccess.kinds notes.text'),
  ]),
  ris: new Set([
    ...common,
    ...affiliation.filter((path) => path !== 'affiliations.department'),
    ...words('eid scopusId pmid coverDate links.scopus links.publisher source.abbreviatedTitle source.eissn source.isbn authorKeywords authors.collaboration'),
    ...words('conference.name conference.date conference.location'),
  ]),
  bibtex: new Set([...common, ...words('pmid links.scopus links.publisher source.isbn authorKeywords authors.collaboration')]),
  'csl-json': new Set([
    ...common,
    ...words('eid scopusId pmid coverDate source.abbreviatedTitle source.eissn source.isbn authors.collaboration conference.name conference.location'),
  ]),
};

const holdsSemicolon = (items: readonly (string | undefined)[] | undefined) => items?.some((item) => item?.includes(';')) ?? false;
const isConference = ({ type }: Work) => type?.code === 'cp';

type Case = readonly [field: string, isLost: (work: Work) => boolean];

/** Lists are separated by semicolons. */
const inLists: readonly Case[] = [
  ['authorKeywords', ({ authorKeywords }) => holdsSemicolon(authorKeywords)],
  ['indexKeywords', ({ indexKeywords }) => holdsSemicolon(indexKeywords)],
  ['affiliations.name', ({ affiliations }) => holdsSemicolon(affiliations.map(({ name }) => name))],
];

/** What has a place only in some works. */
const sometimes: Readonly<Record<Held, readonly Case[]>> = {
  'scopus-csv': [
    ...inLists,
    ['authors.authorId', ({ authors }) => !authors.every(({ authorId }) => authorId)],
    ['source.eissn', ({ source }) => source?.eissn !== undefined && !source.issn],
    ['openAccess.open', ({ openAccess }) => openAccess?.open === false],
    ['scopusId', ({ eid, scopusId }) => scopusId !== undefined && !eid],
  ],
  csv: [...inLists, ['affiliations.affiliationId', ({ affiliations }) => holdsSemicolon(affiliations.map(({ name }) => name))]],
  ris: [
    ['source.eissn', ({ source }) => source?.eissn !== undefined && !source.issn],
    ['scopusId', ({ eid, scopusId }) => scopusId !== undefined && !eid],
    ['conference.date', (work) => !isConference(work)],
    ['conference.location', (work) => !isConference(work)],
  ],
  bibtex: [
    ['links.publisher', ({ links }) => links?.scopus !== undefined],
    ['authorKeywords', ({ authorKeywords }) => holdsSemicolon(authorKeywords)],
  ],
  'csl-json': [
    ['type.code', ({ type }) => !['ar', 'cp', 'ch', 'bk', 'rp', 'dp'].includes(type?.code ?? '')],
    ['type.name', ({ type }) => !['ar', 'cp', 'ch', 'bk', 'rp', 'dp'].includes(type?.code ?? '')],
    ['source.isbn', ({ source }) => (source?.isbn?.length ?? 0) > 1],
    ['source.eissn', ({ source }) => source?.eissn !== undefined && !source.issn],
  ],
};

/** A field that a format has no place for, and in how many works it stood. */
export interface Loss {
  readonly field: string;
  readonly works: number;
}

const aside = new Set(['from', 'raw']);

/** What a format cannot hold of works. */
export function lossesOf(works: Iterable<Work>, format: WriteFormat): Loss[] {
  const counter = lossCounter(format);
  for (const work of works) counter.count(work);
  return counter.losses();
}

/** Counts, while works are written, what the format cannot hold. */
export function lossCounter(format: WriteFormat): { count(work: Work): void; losses(): Loss[] } {
  const holds = (held as Partial<Record<WriteFormat, ReadonlySet<string>>>)[format];
  const cases = (sometimes as Partial<Record<WriteFormat, readonly Case[]>>)[format] ?? [];
  const keys = new Set([...(holds ?? [])].map((path) => path.split('.')[0] as string));
  const lost = new Map<string, number>();
  return {
    count(work) {
      if (!holds) return;
      const fields = new Set<string>();
      for (const [key, value] of Object.entries(work)) {
        if (aside.has(key) || value === undefined) continue;
        const lacking = pathsOf(key, value).filter((path) => !holds.has(path) || cases.some(([field, isLost]) => field === path && isLost(work)));
        // Of what has no place at all, the parts need not be told.
        for (const path of lacking) fields.add(keys.has(key) ? path : key);
      }
      for (const field of fields) lost.set(field, (lost.get(field) ?? 0) + 1);
    },
    losses: () => [...lost].map(([field, works]) => ({ field, works })).sort((a, b) => b.works - a.works),
  };
}

/** `title`, `source.issn`, `authors.orcid`: where there is something. */
function pathsOf(key: string, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [key];
  if (key === 'extra') return ['extra'];
  const members = (Array.isArray(value) ? value : [value]) as unknown[];
  return members.flatMap((member) =>
    typeof member === 'object' && member !== null ? Object.entries(member).flatMap(([name, each]) => (each === undefined ? [] : [`${key}.${name}`])) : [key],
  );
}
