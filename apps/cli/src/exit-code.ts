import { type ReasonName, reasons } from '@scopekit/operations';

interface Ended {
  readonly stopped?: { readonly reason: ReasonName };
  readonly reason?: ReasonName;
  readonly missing?: readonly unknown[];
}

/** The exit code of a result: why it stopped, what it found wrong, else whether something named is missing. */
export function exitCodeOf({ stopped, reason, missing }: Ended): number {
  const why = stopped?.reason ?? reason;
  if (why) return reasons[why].exit;
  return missing?.length ? 5 : 0;
}
