import { configure, ScienceDirectAccess } from './access-element.ts';

export type { PlainAction, PlainDecision } from '../decision/decide.ts';
export type { Entitlement } from '../entitlement/to-verdicts.ts';
export { configure, grantConsent, ScienceDirectAccess, translate } from './access-element.ts';
export type { AccessMessages } from './messages.ts';
export type { PageSettings } from './question.ts';
export type { AccessResolved } from './resolve.ts';

if (globalThis.customElements) {
  // <script src data-api-key>: what a page without a build says once
  configure({ ...document.currentScript?.dataset });
  if (!customElements.get('sciencedirect-access')) customElements.define('sciencedirect-access', ScienceDirectAccess);
}
