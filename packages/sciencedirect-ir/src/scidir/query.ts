/** A day or a year: `2014`, `2014-06-30`. */
type Date = string;

export interface ScidirQuestion {
  readonly affiliations: readonly string[];
  /** Published on, after, before. */
  readonly is?: Date;
  readonly after?: Date;
  readonly before?: Date;
}

/** A query of the old search: `(aff(a) or aff(b)) and pub-date AFT 2014-06-30 AND pub-date BEF 2014-10-01`. Source: Elsevier's guide for repositories. */
export function scidirQuery({ affiliations, is, after, before }: ScidirQuestion): string {
  const names = affiliations.map((name) => `aff(${name.replace(/[()]/g, ' ').trim()})`);
  const whose = names.length > 1 ? `(${names.join(' or ')})` : (names[0] ?? '');
  const dates = [is && `pub-date is ${is}`, after && `pub-date AFT ${after}`, before && `pub-date BEF ${before}`].filter(Boolean).join(' AND ');
  return [whose, dates].filter(Boolean).join(' and ');
}
