/** A span of publication years, both ends included. */
export interface Years {
  readonly from: number;
  readonly to: number;
}

/** `2019` or `2019-2023` as years; anything else is the caller's mistake and `undefined`. */
export function yearsOf(date: string): Years | undefined {
  const [, from, to] = /^(\d{4})(?:-(\d{4}))?$/.exec(date) ?? [];
  if (!from) return undefined;
  const years = { from: Number(from), to: Number(to ?? from) };
  return years.from <= years.to ? years : undefined;
}

export const dateOf = ({ from, to }: Years): string => (from === to ? String(from) : `${from}-${to}`);
