/** What a harvest asks: whose articles, and of which days. */
export interface MetadataQuestion {
  /** Names of the institution, any of which will do. */
  readonly affiliations: readonly string[];
  /** First and last day of a window, `YYYY-MM-DD`, both within. */
  readonly online?: { readonly from: string; readonly to: string };
  readonly year?: number;
}

const dayMs = 24 * 3600 * 1000;
const shifted = (day: string, by: number) => new Date(Date.parse(day) + by * dayMs).toISOString().slice(0, 10).replaceAll('-', '');

/**
 * A query of Article Metadata. AFT and BEF leave out the day they name, so windows are widened by one on either side; an article
 * in press comes online twice, so both dates are asked.
 */
export function metadataQuery({ affiliations, online, year }: MetadataQuestion): string {
  const names = affiliations.map((name) => `AFFIL("${name.replaceAll('"', ' ').trim()}")`);
  const whose = names.length > 1 ? `(${names.join(' OR ')})` : (names[0] ?? '');
  const within = (date: string, { from, to }: { from: string; to: string }) => `(${date} AFT ${shifted(from, -1)} AND ${date} BEF ${shifted(to, 1)})`;
  const when = online && `(${within('available-online-date', online)} OR ${within('vor-available-online-date', online)})`;
  return [whose, when, year === undefined ? undefined : `YEAR(${year})`].filter(Boolean).join(' AND ');
}
