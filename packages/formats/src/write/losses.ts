import type { Work } from '@scopekit/record';
import { scopusColumns } from '../scopus/columns.ts';
import type { WriteFormat } from './write.ts';

const names = 'authors.name authors.family authors.given authors.initials authors.indexedName';
const common = `doi title ${names} year volume issue pageStart pageEnd articleNumber source.title source.issn source.publisher abstract editors pmid links.scopus language type.code type.name`;

/** What each format has a place for; the CSV of works and JSON Lines are told apart from all others by what they keep. */
const held: Readonly<Record<Exclude<WriteFormat, 'jsonl' | 'html' | 'as-input'>, ReadonlySet<string>>> = {
  'scopus-csv': new Set([
    ...scopusColumns.flatMap(({ home }) =>
      'refused' in home
        ? []
        : home.flatMap((path) => (path === 'type' ? ['type.code', 'type.name'] : path === 'openAccess' ? ['openAccess.open', 'openAccess.kinds'] : [path])),
    ),
    ...names.split(' '),
    ...'scopusId affiliations.city affiliations.country affiliations.department sequences.bank sequences.number chemicals.name chemicals.casNumbers references.fullText references.text references.year references.confidence correspondence.text correspondence.email correspondence.family correspondence.initials correspondence.organisations'.split(
      ' ',
    ),
  ]),
  csv: new Set(
    `${common} eid scopusId pii coverDate authors.authorId authors.orcid affiliations.name affiliations.city affiliations.country affiliations.affiliationId source.type source.sourceId source.abbreviatedTitle source.eissn source.isbn counts.authors counts.references citedBy authorKeywords indexKeywords subjects.name subjects.code funding.agency funding.acronym funding.numbers funding.text openAccess.open openAccess.kinds notes.text notes.kind`.split(
      ' ',
    ),
  ),
  ris: new Set(
    `${common} eid scopusId coverDate source.abbreviatedTitle source.eissn source.isbn affiliations.name affiliations.city affiliations.country authorKeywords indexKeywords links.publisher conference.name conference.date conference.location`.split(
      ' ',
    ),
  ),
  bibtex: new Set(`${common} eid scopusId source.isbn authorKeywords indexKeywords links.publisher authors.collaboration`.split(' ')),
  'csl-json': new Set(
    `${common} eid scopusId coverDate source.abbreviatedTitle authors.collaboration conference.name conference.location links.publisher`.split(' '),
  ),
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
  const keys = new Set([...(holds ?? [])].map((path) => path.split('.')[0] as string));
  const lost = new Map<string, number>();
  return {
    count(work) {
      if (!holds) return;
      const fields = new Set<string>();
      for (const [key, value] of Object.entries(work)) {
        if (aside.has(key) || value === undefined) continue;
        const lacking = pathsOf(key, value).filter((path) => !holds.has(path));
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
