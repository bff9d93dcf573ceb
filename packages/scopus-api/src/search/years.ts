/** A span of publication years, both ends included. */
export interface Years {
  readonly from: number;
  readonly to: number;
}

const earliest = 1500;

/** `2019` or `2019-2023` as years; anything else is the caller's mistake and `undefined`. */
export function yearsOf(date: string): Years | undefined {
  const [, from, to] = /^(\d{4})(?:-(\d{4}))?$/.exec(date) ?? [];
  if (!from) return undefined;
  const years = { from: Number(from), to: Number(to ?? from) };
  return years.from <= years.to ? years : undefined;
}

export const dateOf = ({ from, to }: Years): string => (from === to ? String(from) : `${from}-${to}`);

/** Where cutting by year stands: what is still to come, and the newest year not yet asked for. */
export interface Cutting {
  readonly within: Years | undefined;
  readonly remaining: number;
  readonly newest: number;
  readonly thisYear: number;
  readonly wall: number;
}

/** Scopus lists issues years ahead of their date. */
export const newestYear = (within: Years | undefined, thisYear: number): number => within?.to ?? thisYear + 10;

/** The next span, newest first: the future at once, then single years, and all that is left as soon as it fits under the wall. */
export function nextSpan({ within, remaining, newest, thisYear, wall }: Cutting): Years | undefined {
  const oldest = within?.from ?? earliest;
  if (remaining <= 0 || newest < oldest) return undefined;
  if (remaining <= wall) return { from: oldest, to: newest };
  return { from: Math.max(oldest, Math.min(newest, thisYear + 1)), to: newest };
}
