export type { DecisionInput } from '../decision/decide.ts';
export { type Decision, decideLinks, type LinkAction } from '../decision/decide-links.ts';
export type { Entitlement } from '../entitlement/to-verdicts.ts';
export { checkAccess } from './check-access.ts';
export type { Asker } from './page-checks.ts';
