import { parseDoi, withoutEmpty } from '@scopekit/record';
import { at, idIn, items, members, plain, text, texts, whole } from '../wire/values.ts';
import type { CitationAnswer } from './endpoint.ts';

/** How often a work was cited, year by year. */
export interface WorkCitations {
  scopusId?: string;
  doi?: string;
  pii?: string;
  title?: string;
  authors?: { name?: string; family?: string; initials?: string; authorId?: string; url?: string }[];
  type?: { code?: string; name?: string };
  /** Publication year. */
  year?: number;
  source?: string;
  issn?: string;
  volume?: string;
  issue?: string;
  pageStart?: string;
  pageEnd?: string;
  /** Citations before the years asked for, in each of them, in all of them, after them, and in all. */
  before?: number;
  byYear: Readonly<Record<string, number>>;
  inRange?: number;
  after?: number;
  total?: number;
  url?: string;
}

export interface CitationTotals {
  before?: number;
  byYear: Readonly<Record<string, number>>;
  inRange?: number;
  after?: number;
  total?: number;
}

export interface CitationOverview {
  /** In the order of the answer. */
  readonly works: readonly WorkCitations[];
  readonly totals: CitationTotals;
  /** Of the works asked for together. */
  readonly hIndex?: number;
  /** What Scopus does not have, as it was asked for. */
  readonly missing?: readonly string[];
}

/** The members of a value without the prefixes of their names, of which the documentation is not sure. */
const unprefixed = (value: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(members(value)).map(([name, part]) => [name.replace(/^[a-z]+:/, ''), part]));

/** An answer of Citation Overview. The counts of a year are a list, one text, or absent when there are none. */
export function toOverview(answer: CitationAnswer): CitationOverview {
  const header = members(at(answer, 'citeColumnTotalXML', 'citeCountHeader'));
  const years = texts(header.columnHeading);
  const legend = items(members(answer['identifier-legend']).identifier).map(unprefixed);
  const byYear = (counts: readonly (number | undefined)[]) => Object.fromEntries(years.map((year, i) => [year, counts[i] ?? 0]));
  const works = items(members(at(answer, 'citeInfoMatrix', 'citeInfoMatrixXML', 'citationMatrix')).citeInfo).map((entry, place) => {
    const wire = unprefixed(entry);
    const scopusId = idIn(wire.identifier);
    const ids = legend.find((one) => scopusId !== undefined && idIn(one.scopus_id ?? one.identifier) === scopusId) ?? legend[place] ?? {};
    const type = members(wire.citationType);
    return withoutEmpty<WorkCitations>({
      scopusId: scopusId ?? idIn(ids.scopus_id),
      doi: parseDoi(text(ids.doi) ?? text(wire.doi) ?? ''),
      pii: text(ids.pii),
      title: plain(wire.title),
      authors: items(wire.author).map((author) => {
        const { 'index-name': name, surname, initials, authid, 'author-url': url } = unprefixed(author);
        return withoutEmpty({ name: plain(name), family: plain(surname), initials: text(initials), authorId: text(authid), url: text(url) });
      }),
      type: withoutEmpty({ code: text(type['@code']), name: text(type.$) }),
      year: whole(wire['sort-year']),
      source: plain(wire.publicationName),
      issn: text(wire.issn),
      volume: text(wire.volume),
      issue: text(wire.issueIdentifier),
      pageStart: text(wire.startingPage),
      pageEnd: text(wire.endingPage),
      before: whole(wire.pcc),
      byYear: byYear(items(wire.cc).map(whole)),
      inRange: whole(wire.rangeCount),
      after: whole(wire.lcc),
      total: whole(wire.rowTotal),
      url: text(wire.url),
    });
  });
  const totals = withoutEmpty<CitationTotals>({
    before: whole(header.prevColumnTotal),
    byYear: byYear(items(header.columnTotal).map(whole)),
    inRange: whole(header.rangeColumnTotal),
    after: whole(header.laterColumnTotal),
    total: whole(header.grandTotal),
  });
  return { works, totals, hIndex: whole(answer['h-index']) };
}
