import { type Provenance, plainText, type Work, withoutEmpty } from '@scopekit/record';
import { identifiersFrom } from '../wire/identifiers.ts';
import { isbnsFrom } from '../wire/isbns.ts';
import { openAccessFrom } from '../wire/open-access.ts';
import { pagesFrom } from '../wire/pages.ts';
import { items, members, plain, text, texts, truth, whole } from '../wire/values.ts';
import { authorshipFrom } from './to-authors.ts';

type Wire = Readonly<Record<string, unknown>>;

/**
 * An entry of Scopus Search as a work, whichever of its fields were asked for. Nothing that the entry holds is lost; what it
 * cut or doubled stands in `notes`.
 */
export function toWork(entry: Wire, from: Provenance): Work {
  const url = text(entry['prism:url']);
  const found = identifiersFrom({
    eid: text(entry.eid),
    identifier: text(entry['dc:identifier']),
    url,
    doi: text(entry['prism:doi']),
    pii: text(entry.pii),
    pmid: text(entry['pubmed-id']),
  });
  const { authors, affiliations, count, notes } = authorshipFrom(entry);
  const access = openAccessFrom({
    openaccess: text(entry.openaccess),
    flag: truth(entry.openaccessFlag),
    codes: valuesOf(entry.freetoread),
    labels: valuesOf(entry.freetoreadLabel),
  });
  const coverDate = text(entry['prism:coverDate']);
  const shownDate = text(entry['prism:coverDisplayDate']);
  const allNotes = [...found.notes, ...notes, ...access.notes];
  const extra = { ...found.extra, ...access.extra, ...(shownDate ? { coverDisplayDate: shownDate } : {}) };
  return withoutEmpty<Work>({
    ...found.ids,
    title: plain(entry['dc:title']),
    authors,
    affiliations,
    year: coverDate ? Number(coverDate.slice(0, 4)) || undefined : undefined,
    coverDate,
    volume: text(entry['prism:volume']),
    issue: text(entry['prism:issueIdentifier']),
    articleNumber: text(entry['article-number']),
    ...pagesFrom(text(entry['prism:pageRange'])),
    source: withoutEmpty({
      title: plain(entry['prism:publicationName']),
      type: text(entry['prism:aggregationType']),
      sourceId: text(entry['source-id']),
      issn: text(entry['prism:issn']),
      eissn: text(entry['prism:eIssn']),
      isbn: isbnsFrom(entry['prism:isbn']),
    }),
    type: withoutEmpty({ code: text(entry.subtype), name: text(entry.subtypeDescription) }),
    citedBy: whole(entry['citedby-count']),
    counts: withoutEmpty({ authors: count }),
    abstract: plain(entry['dc:description']),
    authorKeywords: texts(entry.authkeywords).flatMap((keywords) =>
      keywords
        .split('|')
        .map((keyword) => plainText(keyword))
        .filter(Boolean),
    ),
    funding: fundingFrom(entry),
    openAccess: access.openAccess,
    links: linksFrom(entry, url),
    notes: allNotes.length ? allNotes : undefined,
    extra: Object.keys(extra).length ? extra : undefined,
    from,
  });
}

const valuesOf = (list: unknown): string[] => texts(members(list).value);

/** The entry names one funder; `undefined` as a grant number is the wire's word for none. */
function fundingFrom(entry: Wire): Work['funding'] {
  const [agency, acronym, stated] = [text(entry['fund-sponsor']), text(entry['fund-acr']), text(entry['fund-no'])];
  const number = stated === 'undefined' ? undefined : stated;
  return agency || acronym || number ? [withoutEmpty({ agency, acronym, numbers: number ? [number] : undefined })] : undefined;
}

function linksFrom(entry: Wire, url: string | undefined): Work['links'] {
  const links = items(entry.link).map(members);
  const href = (ref: string) => text(links.find((link) => link['@ref'] === ref)?.['@href']);
  return withoutEmpty({ scopus: href('scopus'), citedBy: href('scopus-citedby'), api: url ?? href('self'), fullText: href('full-text') });
}
