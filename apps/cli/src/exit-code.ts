import { type ReasonName, reasons } from '@scopekit/operations';

/** The exit code of a result: why it stopped, else whether something named is missing. */
export function exitCodeOf(result: { readonly stopped?: { readonly reason: ReasonName }; readonly missing?: readonly unknown[] }): number {
  if (result.stopped) return reasons[result.stopped.reason].exit;
  return result.missing?.length ? 5 : 0;
}
