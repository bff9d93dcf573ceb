import type { Work } from '@scopekit/record';
import type { HostingPermission } from '../hosting/to-permission.ts';

/** An article as a repository takes it in. */
export interface DepositItem {
  readonly work: Work;
  /** Of the accepted manuscript, where hosting permission was asked. */
  readonly manuscript?: ManuscriptRights;
}

export interface ManuscriptRights {
  readonly status: 'not-allowed' | 'forthcoming' | 'allowed' | 'unknown';
  /** First day for the public, `YYYY-MM-DD`; absent with `allowed`: at once. */
  readonly publicFrom?: string;
  /** Address of the licence. */
  readonly licence?: string;
}

/** What a permission says of the accepted manuscript and the public; or of the version of record, of which it speaks alone for open access. */
export function manuscriptRights({ versions }: Pick<HostingPermission, 'versions'>, wanted: 'AM' | 'VoR' = 'AM'): ManuscriptRights {
  const manuscripts = versions.filter(({ version }) => version === wanted);
  const grants = manuscripts.flatMap(({ grants: each }) => each).filter(({ audience }) => audience === 'public');
  const licence = manuscripts.find((each) => each.licence)?.licence;
  const days = grants.map(({ from }) => from ?? '').sort();
  const status = grants.length ? 'allowed' : (manuscripts.find((each) => each.status !== 'allowed')?.status ?? 'unknown');
  return { status, ...(days[0] ? { publicFrom: days[0] } : {}), ...(licence ? { licence } : {}) };
}

/** Names of what a deposit can say, whatever a format calls it. */
export const fieldNames = [
  'title',
  'creator',
  'date',
  'abstract',
  'doi',
  'pii',
  'eid',
  'pmid',
  'link',
  'source',
  'issn',
  'isbn',
  'volume',
  'issue',
  'pageStart',
  'pageEnd',
  'articleNumber',
  'publisher',
  'type',
  'keyword',
  'language',
  'rights',
  'licence',
  'embargo',
  'openAccess',
] as const;
export type FieldName = (typeof fieldNames)[number];

/**
 * What an item says, in the mapping of Elsevier's guide for repositories. Abstracts of Scopus are left out: they must not be
 * shown publicly; those of ScienceDirect may be.
 */
export function fieldsOf({ work, manuscript }: DepositItem): readonly (readonly [FieldName, string])[] {
  const { source = {}, rights, openAccess, links } = work;
  const ofScopus = /^(?:scopus|gateway|file\.scopus)/.test(work.from.source);
  const values: Readonly<Record<FieldName, string | readonly string[] | undefined>> = {
    title: work.title,
    creator: work.authors.map(({ name }) => name),
    date: work.coverDate ?? (work.year === undefined ? undefined : String(work.year)),
    abstract: ofScopus ? undefined : work.abstract,
    doi: work.doi,
    pii: work.pii,
    eid: work.eid,
    pmid: work.pmid,
    link: links?.publisher ?? (work.pii ? `https://www.sciencedirect.com/science/article/pii/${work.pii}` : undefined),
    source: source.title,
    issn: [source.issn, source.eissn].filter((each) => each !== undefined),
    isbn: source.isbn,
    volume: work.volume,
    issue: work.issue,
    pageStart: work.pageStart,
    pageEnd: work.pageEnd,
    articleNumber: work.articleNumber,
    publisher: source.publisher,
    type: work.type?.name ?? work.type?.code,
    keyword: work.authorKeywords,
    language: work.language,
    rights: rights?.statement,
    licence: manuscript?.licence ?? openAccess?.licence,
    embargo: manuscript?.publicFrom,
    openAccess: openAccess?.open === undefined ? undefined : String(openAccess.open),
  };
  return fieldNames.flatMap((name) => [values[name] ?? []].flat().flatMap((value) => (clean(value) ? [[name, clean(value)] as const] : [])));
}

/** XML 1.0 knows no control characters but these three. */
const clean = (text: string): string => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '').trim();
