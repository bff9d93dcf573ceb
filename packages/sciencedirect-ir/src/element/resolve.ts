import { decide, type PlainDecision } from '../decision/decide.ts';
import type { Entitlement } from '../entitlement/to-verdicts.ts';
import { checksOf } from './page-checks.ts';
import type { Question } from './question.ts';

/** What the element tells the page when it knows: nothing of the reader but the verdict. */
export interface AccessResolved extends PlainDecision {
  readonly entitlement: Entitlement;
}

/** Asks what has to be asked, and nothing else: hosting only where the manuscript depends on it. */
export async function resolve({ asker, id, known, ...question }: Question): Promise<AccessResolved> {
  const checks = checksOf(asker);
  const { entitlement, pii = question.pii } = await checks.entitlement(id);
  const open = entitlement === 'no' && !known && question.manuscript && question.audience === 'public';
  const versions = known ? [known] : open ? await checks.hosting(id) : undefined;
  const today = new Date().toISOString().slice(0, 10);
  return { entitlement, ...decide({ ...question, pii, entitlement, today, hosting: versions && { versions } }) };
}
