import { type EntryIds, idsOf, linkOf } from '../wire/ids.ts';
import { textOf, type WireNode } from '../wire/node.ts';

/**
 * Whether whoever asked may read an article. `unknown` is neither yes nor no: nothing was answered.
 */
export const entitlements = ['yes', 'open_access', 'no', 'not_found', 'unknown'] as const;
export type Entitlement = (typeof entitlements)[number];

/** What an answer says of one article. */
export interface AnsweredVerdict extends EntryIds {
  readonly entitlement: Entitlement;
  /** In Elsevier's words. */
  readonly message?: string;
  /** The article at ScienceDirect. */
  readonly link?: string;
}

/** The verdicts of an answer. */
export function toVerdicts(root: WireNode): AnsweredVerdict[] {
  return verdictEntries(root).map((entry) => {
    const [message, link] = [textOf(entry, 'message'), linkOf(entry, 'scidir')];
    return { ...idsOf(entry), entitlement: entitlementOf(entry), ...(message ? { message } : {}), ...(link ? { link } : {}) };
  });
}

/** One entry or several, as `document-entitlement` or, where nothing was found, as `entry`. */
export const verdictEntries = (root: WireNode): readonly WireNode[] => [...root.all('document-entitlement'), ...root.all('entry')];

/** JSON has true and false, and the text `open_access`; older answers and XML have texts. Any other word is no verdict. */
export function entitlementOf(entry: WireNode): Entitlement {
  if (entry.attribute('status') === 'not_found') return 'not_found';
  switch (textOf(entry, 'entitled')?.toLowerCase()) {
    case 'true':
      return 'yes';
    case 'open_access':
      return 'open_access';
    case 'false':
      return 'no';
    default:
      return 'unknown';
  }
}

/** The verdict on one of the ids of a request that succeeded: what its answer leaves out is not there. */
export const verdictOf = <T>(answered: readonly T[], asked: number, isIt: (verdict: T) => boolean): T | { readonly entitlement: 'not_found' } =>
  answered.find(isIt) ?? (asked === 1 && answered.length === 1 ? (answered[0] as T) : { entitlement: 'not_found' });
