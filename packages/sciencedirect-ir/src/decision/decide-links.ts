import { type DecisionInput, decide, type PlainAction, type PlainDecision, tables } from './decide.ts';
import { notFound, reasons } from './reasons.ts';
import type { Cell } from './tables.ts';

/** What is to be shown, and why. */
export type LinkAction = PlainAction & { readonly why: string };

export interface Decision extends Omit<PlainDecision, 'actions' | 'cell'> {
  /** Best first. */
  readonly actions: readonly LinkAction[];
}

/**
 * Which links to show to whom looks: Tables 1, 2 and 3 of Elsevier's guide for repositories. Pure.
 *
 * The repository's own control of the file is its guard; this chooses links only.
 *
 * @see https://dev.elsevier.com/tecdoc_ir_cris_vivo.html
 */
export function decideLinks(input: DecisionInput): Decision {
  const { actions, cell, ...known } = decide(input);
  const [table, row] = cell;
  const reason = input.entitlement === 'not_found' ? notFound : (reasons[table] as Record<string, string>)[row];
  const { show } = (tables[table] as Record<string, Cell>)[row] as Cell;
  return { ...known, actions: actions.map((action) => ({ ...action, why: `${reason}${whyThis(action, actions, input, show)}` })) };
}

/** What else there is to say of one action: an identifier that stands in for the other, or that there is none. */
function whyThis({ action }: PlainAction, all: readonly PlainAction[], { pii, doi, manuscript }: DecisionInput, show: Cell['show']): string {
  if (action === 'doi-link' && pii === undefined && show.includes('publisher')) return ' Without a PII the DOI leads there.';
  if (action === 'publisher-link' && doi === undefined && !show.includes('publisher')) return ' Without a DOI the PII leads there.';
  if (action === 'metadata-only' && !manuscript && show.includes('manuscript')) return ' A manuscript of the repository would come first.';
  return all.every((each) => each.action === 'metadata-only') ? ' There is nothing to link to.' : '';
}
