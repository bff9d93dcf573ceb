import { type Author, type Work, withoutEmpty } from '@scopekit/record';

/** An item of CSL-JSON, as reference managers and citation processors take it. */
export interface CslItem {
  id: string;
  type: string;
  title?: string;
  author?: CslName[];
  editor?: CslName[];
  issued?: { 'date-parts': number[][] };
  'container-title'?: string;
  'container-title-short'?: string;
  volume?: string;
  issue?: string;
  page?: string;
  number?: string;
  DOI?: string;
  PMID?: string;
  ISSN?: string;
  ISBN?: string;
  publisher?: string;
  'event-title'?: string;
  'event-place'?: string;
  URL?: string;
  abstract?: string;
  language?: string;
}

interface CslName {
  family?: string;
  given?: string;
  literal?: string;
}

/** Types of CSL as those of Scopus. */
export const cslTypes: ReadonlyMap<string, string> = new Map([
  ['article-journal', 'Article'],
  ['article', 'Article'],
  ['paper-conference', 'Conference paper'],
  ['chapter', 'Book chapter'],
  ['book', 'Book'],
  ['report', 'Report'],
  ['dataset', 'Data paper'],
]);

/** Document types of Scopus as those of CSL; all others are articles. */
const types: ReadonlyMap<string, string> = new Map([
  ['cp', 'paper-conference'],
  ['ch', 'chapter'],
  ['bk', 'book'],
  ['rp', 'report'],
  ['dp', 'dataset'],
]);

/**
 * A work as an item of CSL-JSON; its id is its EID.
 *
 * @see https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables
 */
export function toCsl(work: Work): CslItem {
  const { source, conference, coverDate, year } = work;
  const date = coverDate?.split('-').map(Number) ?? (year === undefined ? undefined : [year]);
  const pages = [work.pageStart, work.pageEnd].filter(Boolean).join('-');
  return withoutEmpty<CslItem>({
    id: work.eid ?? work.doi ?? work.title ?? '',
    type: types.get(work.type?.code ?? '') ?? 'article-journal',
    title: work.title,
    author: work.authors.map(nameOf),
    editor: work.editors?.map((name) => named(name)),
    issued: date && { 'date-parts': [date] },
    'container-title': source?.title,
    'container-title-short': source?.abbreviatedTitle,
    volume: work.volume,
    issue: work.issue,
    page: pages || undefined,
    number: work.articleNumber,
    DOI: work.doi,
    PMID: work.pmid,
    ISSN: [source?.issn, source?.eissn].filter(Boolean).join(', ') || undefined,
    ISBN: source?.isbn?.[0],
    publisher: source?.publisher,
    'event-title': conference?.name,
    'event-place': conference?.location,
    URL: work.doi ? `https://doi.org/${work.doi}` : (work.links?.scopus ?? work.links?.publisher),
    abstract: work.abstract,
    language: work.language,
  });
}

const nameOf = ({ family, given, initials, name, collaboration }: Author): CslName =>
  collaboration || !family ? (collaboration ? { literal: name } : named(name)) : withoutEmpty<CslName>({ family, given: given ?? initials });

function named(name: string): CslName {
  const [family, given] = name.split(', ');
  return given ? { family, given } : { literal: name };
}
