import type { Provenance, Work } from '@scopekit/record';
import { dayOf, textOf, truthOf, type WireNode } from '../wire/node.ts';
import { toWork } from '../wire/to-work.ts';

/** What ScienceDirect says of an article beside its metadata. */
export interface Article {
  readonly work: Work;
  /** Whether the full text is in the answer. Elsevier gives metadata instead, with status 200, to those who have no access. */
  readonly full: boolean;
  /** The second source of the embargo, beside hosting permission; with the full view only. */
  readonly selfArchiving?: SelfArchiving;
  readonly openAccess?: ArticleOpenAccess;
  /** As `S300`. */
  readonly itemStage?: string;
  /** Days, `YYYY-MM-DD`. */
  readonly dates: Readonly<Partial<Record<'online' | 'versionOfRecordOnline' | 'loaded' | 'changed', string>>>;
}

/** From when an author's manuscript may be public, and under which licence. */
export interface SelfArchiving {
  /** `YYYY-MM-DD`. */
  readonly from?: string;
  readonly licence?: string;
}

export interface ArticleOpenAccess {
  readonly open?: boolean;
  readonly openArchive?: boolean;
  /** Since when, `YYYY-MM-DD`. */
  readonly from?: string;
  readonly licence?: string;
  readonly sponsor?: string;
  /** As `Author`, `FundingBody`. */
  readonly sponsorType?: string;
}

/** The article of an answer of Article Retrieval. */
export function toArticle(root: WireNode, from: Provenance): Article {
  const core = root.one('coredata');
  const original = root.one('originalText');
  const meta = metaIn(original);
  const work = core ? toWork(core, from) : { authors: [], affiliations: [], from };
  const [scopusId, eid, pmid] = [textOf(root, 'scopus-id'), textOf(root, 'scopus-eid'), textOf(root, 'pubmed-id')];
  return {
    work: { ...work, ...(scopusId ? { scopusId } : {}), ...(pmid ? { pmid } : {}), ...(eid && work.eid === undefined ? { eid } : {}) },
    full: isFull(original),
    ...present('selfArchiving', selfArchivingOf(meta)),
    ...present('openAccess', openAccessOf(meta)),
    ...present('itemStage', textOf(meta, 'item-stage')),
    dates: Object.fromEntries(
      Object.entries({
        online: 'available-online-date',
        versionOfRecordOnline: 'vor-available-online-date',
        loaded: 'orig-load-date',
        changed: 'timestamp',
      }).flatMap(([name, wire]) => {
        const day = dayOf(textOf(meta, wire));
        return day ? [[name, day]] : [];
      }),
    ),
  };
}

/** `xocs:meta` of an answer, of `xocs:doc`, or of nothing but itself. */
function metaIn(original: WireNode | undefined): WireNode | undefined {
  return original?.one('doc')?.one('meta') ?? original?.one('meta');
}

/** In JSON the full text is a text, and an object without it; in XML there is something beside `xocs:meta`. */
function isFull(original: WireNode | undefined): boolean {
  if (!original) return false;
  const inside = (original.one('doc') ?? original).children.filter(({ name }) => name !== 'meta' && name !== 'doc');
  return inside.length > 0 || (!original.children.length && (original.text?.length ?? 0) > 0);
}

/** From `xocs:meta`. */
function selfArchivingOf(meta: WireNode | undefined): SelfArchiving | undefined {
  const node = meta?.one('self-archiving');
  if (!node) return undefined;
  return { ...present('from', dayOf(textOf(node, 'sa-start-date'))), ...present('licence', textOf(node, 'sa-user-license')) };
}

function openAccessOf(meta: WireNode | undefined): ArticleOpenAccess | undefined {
  const node = meta?.one('open-access');
  if (!node) return undefined;
  const status = node.one('oa-article-status');
  return {
    ...present('open', truthOf(status?.attribute('is-open-access') ?? status?.text)),
    ...present('openArchive', truthOf(status?.attribute('is-open-archive'))),
    ...present('from', dayOf(textOf(node, 'oa-access-effective-date'))),
    ...present('licence', textOf(node, 'oa-user-license')),
    ...present('sponsor', textOf(node.one('oa-sponsor'), 'oa-sponsor-name')),
    ...present('sponsorType', textOf(node.one('oa-sponsor'), 'oa-sponsor-type')),
  };
}

const present = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]: Value });
