import { type Provenance, plainText, type Work, withoutEmpty } from '@scopekit/record';
import { identifiersFrom } from '../wire/identifiers.ts';
import { isbnsFrom } from '../wire/isbns.ts';
import { openAccessFrom } from '../wire/open-access.ts';
import { pagesFrom } from '../wire/pages.ts';
import { SearchEntry } from './endpoint.ts';
import { authorshipFrom } from './to-authors.ts';

/** An entry of Scopus Search as a work. Nothing that the entry holds is lost; what it cut or doubled stands in `notes`. */
export function toWork(wire: unknown, from: Provenance): Work {
  const entry = SearchEntry.parse(wire);
  const found = identifiersFrom({
    eid: entry.eid,
    identifier: entry['dc:identifier'],
    url: entry['prism:url'],
    doi: entry['prism:doi'],
    pii: entry.pii,
    pmid: entry['pubmed-id'],
  });
  const { authors, affiliations, count, notes } = authorshipFrom(entry);
  const access = openAccessFrom({ openaccess: entry.openaccess, flag: entry.openaccessFlag, codes: entry.freetoread, labels: entry.freetoreadLabel });
  const coverDate = entry['prism:coverDate'];
  const plain = (text: string | undefined) => text && plainText(text);
  const shownDate = entry['prism:coverDisplayDate'];
  const allNotes = [...found.notes, ...notes, ...access.notes];
  const extra = { ...found.extra, ...access.extra, ...(shownDate ? { coverDisplayDate: shownDate } : {}) };
  return withoutEmpty<Work>({
    ...found.ids,
    title: plain(entry['dc:title']),
    authors,
    affiliations,
    year: coverDate ? Number(coverDate.slice(0, 4)) || undefined : undefined,
    coverDate,
    volume: entry['prism:volume'],
    issue: entry['prism:issueIdentifier'],
    articleNumber: entry['article-number'],
    ...pagesFrom(entry['prism:pageRange']),
    source: withoutEmpty({
      title: plain(entry['prism:publicationName']),
      type: entry['prism:aggregationType'],
      sourceId: entry['source-id'],
      issn: entry['prism:issn'],
      eissn: entry['prism:eIssn'],
      isbn: isbnsFrom(entry['prism:isbn']),
    }),
    type: withoutEmpty({ code: entry.subtype, name: entry.subtypeDescription }),
    citedBy: entry['citedby-count'],
    counts: withoutEmpty({ authors: count }),
    abstract: plain(entry['dc:description']),
    authorKeywords: entry.authkeywords
      ?.split('|')
      .map((keyword) => plainText(keyword))
      .filter(Boolean),
    funding: fundingFrom(entry),
    openAccess: access.openAccess,
    links: linksFrom(entry),
    notes: allNotes.length ? allNotes : undefined,
    extra: Object.keys(extra).length ? extra : undefined,
    from,
  });
}

/** The entry names one funder; `undefined` as a grant number is the wire's word for none. */
function fundingFrom(entry: SearchEntry): Work['funding'] {
  const number = entry['fund-no'] === 'undefined' ? undefined : entry['fund-no'];
  const funding = withoutEmpty({ agency: entry['fund-sponsor'], acronym: entry['fund-acr'], numbers: number ? [number] : undefined });
  return Object.keys(funding).length ? [funding] : undefined;
}

function linksFrom(entry: SearchEntry): Work['links'] {
  const href = (ref: string) => entry.link?.find((link) => link['@ref'] === ref)?.['@href'];
  return withoutEmpty({ scopus: href('scopus'), citedBy: href('scopus-citedby'), api: entry['prism:url'] ?? href('self'), fullText: href('full-text') });
}
