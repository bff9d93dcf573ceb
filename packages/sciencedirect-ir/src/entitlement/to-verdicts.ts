import { type Identifier, piiOfEid } from '@scopekit/record';
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

/** The verdicts of an answer: one entry or several, as `document-entitlement` or, where nothing was found, as `entry`. */
export function toVerdicts(root: WireNode): AnsweredVerdict[] {
  return [...root.all('document-entitlement'), ...root.all('entry')].map((entry) => {
    const [message, link] = [textOf(entry, 'message'), linkOf(entry, 'scidir')];
    return { ...idsOf(entry), entitlement: entitlementOf(entry), ...(message ? { message } : {}), ...(link ? { link } : {}) };
  });
}

/** JSON has true and false, and the text `open_access`; older answers and XML have texts. Any other word is no verdict. */
function entitlementOf(entry: WireNode): Entitlement {
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
export function verdictOf(identifier: Identifier, answered: readonly AnsweredVerdict[], asked: number): AnsweredVerdict {
  const only = asked === 1 && answered.length === 1 ? answered[0] : undefined;
  return answered.find((each) => isOf(each, identifier)) ?? only ?? { entitlement: 'not_found' };
}

function isOf(verdict: AnsweredVerdict, { kind, value }: Identifier): boolean {
  if (kind === 'eid') return verdict.eid === value || (verdict.pii !== undefined && verdict.pii === piiOfEid(value));
  return verdict[kind] === value;
}
