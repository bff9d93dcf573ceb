import { type CiteScore, type Provenance, type SourceProfile, withoutEmpty, type YearOfSource, type YearValue } from '@scopekit/record';
import { compactIssn } from '../wire/entity-id.ts';
import { at, decimal, items, linksBy, members, plain, text, truth, whole } from '../wire/values.ts';

/** An entry of Serial Title as a source with its metrics, whichever view it is of. */
export function toSource(wire: Readonly<Record<string, unknown>>, from: Provenance): SourceProfile {
  const coverage = withoutEmpty({ from: whole(wire.coverageStartYear), to: whole(wire.coverageEndYear) });
  const licence = text(wire.openaccessUserLicense);
  const type = text(wire.openaccessType);
  return withoutEmpty<SourceProfile>({
    sourceId: text(wire['source-id']),
    title: plain(wire['dc:title']),
    publisher: plain(wire['dc:publisher']),
    issn: compactIssn(text(wire['prism:issn'])),
    eissn: compactIssn(text(wire['prism:eIssn'])),
    type: text(wire['prism:aggregationType']),
    coverage,
    subjects: items(wire['subject-area']).map((area) => {
      const { $: name, '@code': code, '@abbrev': abbreviation } = members(area);
      return withoutEmpty({ code: text(code), name: text(name), abbreviation: text(abbreviation) });
    }),
    openAccess: withoutEmpty({
      open: truth(wire.openaccess),
      articles: truth(wire.openaccessArticle),
      archive: truth(wire.openArchiveArticle),
      type: type === 'None' ? undefined : type,
      from: text(wire.openaccessStartDate),
      authorPays: truth(wire.oaAllowsAuthorPaid),
      sponsor: text(wire.openaccessSponsorName),
      sponsorType: text(wire.openaccessSponsorType),
      licence,
    }),
    metrics: withoutEmpty({
      citeScore: citeScores(wire.citeScoreYearInfoList),
      sjr: yearValues(at(wire, 'SJRList') === undefined ? undefined : members(wire.SJRList).SJR),
      snip: yearValues(at(wire, 'SNIPList') === undefined ? undefined : members(wire.SNIPList).SNIP),
    }),
    yearly: items(at(wire, 'yearly-data') === undefined ? undefined : members(wire['yearly-data']).info).flatMap(toYear),
    links: linksOf(wire),
    from,
  });
}

function linksOf(wire: Readonly<Record<string, unknown>>): SourceProfile['links'] {
  const api = text(wire['prism:url']);
  return { ...linksBy(wire.link), ...(api && { api }) };
}

function yearValues(value: unknown): YearValue[] {
  return items(value).flatMap((entry) => {
    const [year, figure] = [whole(members(entry)['@year']), decimal(entry)];
    return year === undefined || figure === undefined ? [] : [{ year, value: figure }];
  });
}

/** Every year in the CITESCORE view; in the others the last whole year and the tracker of the running one. */
function citeScores(value: unknown): CiteScore[] {
  const list = members(value);
  const years = items(list.citeScoreYearInfo).flatMap((entry) => {
    const year = whole(members(entry)['@year']);
    const info = members(
      items(at(entry, 'citeScoreInformationList', 'citeScoreInfo') && members(items(members(entry).citeScoreInformationList)[0]).citeScoreInfo)[0],
    );
    if (year === undefined) return [];
    return [
      withoutEmpty<CiteScore>({
        year,
        status: text(members(entry)['@status']),
        value: decimal(info.citeScore),
        works: whole(info.scholarlyOutput),
        citations: whole(info.citationCount),
        percentCited: decimal(info.percentCited),
        ranks: items(info.citeScoreSubjectRank).map((rank) => {
          const { subjectCode, rank: place, percentile } = members(rank);
          return withoutEmpty({ subjectCode: text(subjectCode) ?? '', rank: whole(place), percentile: decimal(percentile) });
        }),
      }),
    ];
  });
  if (years.length) return years;
  const one = (status: string, year: unknown, figure: unknown): CiteScore[] => {
    const at = whole(year);
    return at === undefined ? [] : [withoutEmpty<CiteScore>({ year: at, status, value: decimal(figure) })];
  };
  return [
    ...one('Complete', list.citeScoreCurrentMetricYear, list.citeScoreCurrentMetric),
    ...one('In-Progress', list.citeScoreTrackerYear, list.citeScoreTracker),
  ];
}

function toYear(entry: unknown): YearOfSource[] {
  const wire = members(entry);
  const year = whole(wire['@year']);
  if (year === undefined) return [];
  return [
    withoutEmpty<YearOfSource>({
      year,
      works: whole(wire.publicationCount),
      reviewPercent: decimal(wire.revPercent),
      uncited: whole(wire.zeroCitesSCE),
      uncitedPercent: decimal(wire.zeroCitesPercentSCE),
      citations: whole(wire.citeCountSCE),
    }),
  ];
}
