export { type PastedForm, pastedForms } from './cookies/pasted.ts';
export {
  type ExportAccount,
  type ExportedChunk,
  type ExportFormat,
  type Exporting,
  type ExportOptions,
  type ExportStrategy,
  exportable,
  exportFormats,
  exportStrategies,
  fieldGroupsOf,
} from './export-works.ts';
export { allFieldGroups, type FieldGroup, fieldGroups } from './field-groups.ts';
export { createGateway, type Gateway, type GatewayAsk, type GatewayOptions } from './gateway.ts';
export { limits } from './limits.ts';
export type { FoundEids, SearchOptions } from './search-eids.ts';
export {
  type GatewaySession,
  gatewaySession,
  memorySessions,
  type ReadSession,
  readSession,
  requiredCookies,
  type SessionData,
  type SessionStatus,
  type SessionStore,
  secretsOf,
  sessionStatus,
} from './session.ts';
export { type Consent, consentOf, isConsent, terms } from './terms.ts';
export type { Account } from './token.ts';
