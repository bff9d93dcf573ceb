import { type DecisionInput, decide, type PlainAction, type PlainDecision } from './decide.ts';
import { reasons } from './reasons.ts';

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
  const reason = (reasons[cell[0]] as Record<string, string>)[cell[1]];
  const nothing = actions.every(({ action }) => action === 'metadata-only') ? ' There is nothing to link to.' : '';
  return {
    ...known,
    actions: actions.map(
      ({ instead, ...action }: PlainAction & { instead?: string }) => ({ ...action, why: `${reason}${instead ? elsewhere(instead) : nothing}` }) as LinkAction,
    ),
  };
}

const elsewhere = (lacking: string) => ` Without a ${lacking} the ${lacking === 'PII' ? 'DOI' : 'PII'} leads there.`;
