/** First and last page of a range such as `101-113` or `S46-S50`; any other text is kept whole as the first page. */
export function pagesFrom(range: string | undefined): { pageStart?: string; pageEnd?: string } {
  if (!range) return {};
  const [, first, last] = /^([^-–,;\s]+)\s*[-–]\s*([^-–,;\s]+)$/.exec(range) ?? [];
  return first ? { pageStart: first, pageEnd: last } : { pageStart: range };
}
