import { type ReasonName, reasons } from '@scopekit/operations';

interface Ended {
  readonly stopped?: { readonly reason: ReasonName };
  readonly reason?: ReasonName;
  readonly missing?: readonly unknown[];
  readonly files?: readonly { readonly insteadOf?: string }[];
}

/** The exit code of a result: why it stopped, what it found wrong, whether a file went elsewhere, else whether something named is missing. */
export function exitCodeOf({ stopped, reason, missing, files }: Ended): number {
  const why = stopped?.reason ?? reason;
  if (why) return reasons[why].exit;
  if (files?.some(({ insteadOf }) => insteadOf !== undefined)) return reasons['not-written'].exit;
  return missing?.length ? 5 : 0;
}
