import { type Affiliation, type Author, type Note, type Provenance, plainText, type Source, type Work, withoutEmpty } from '@scopekit/record';
import { indexOf } from '../search/to-authors.ts';
import { identifiersFrom } from '../wire/identifiers.ts';
import { isbnsFrom } from '../wire/isbns.ts';
import { openAccessFrom } from '../wire/open-access.ts';
import { pagesFrom } from '../wire/pages.ts';
import { items, members, text, whole } from '../wire/values.ts';
import type { AbstractAnswer, AbstractAuthor } from './endpoint.ts';
import { headOf } from './head.ts';
import { referencesFrom } from './references.ts';

const plain = (found: string | undefined) => found && plainText(found);

/** An answer of Abstract Retrieval as a work, whichever view it is of. */
export function toWork(answer: AbstractAnswer, from: Provenance): Work {
  const core = answer.coredata;
  const head = headOf(answer.item?.head);
  const found = identifiersFrom({
    eid: core.eid,
    identifier: core['dc:identifier'],
    url: core['prism:url'],
    doi: core['prism:doi'],
    pii: core.pii,
    pmid: core['pubmed-id'],
  });
  const { authors, affiliations, notes, extra: authorship } = authorshipFrom(answer, head.orcids);
  const access = openAccessFrom({ openaccess: core.openaccess, flag: core.openaccessFlag });
  const serial = issnsFrom(core['prism:issn'], head);
  const coverDate = core['prism:coverDate'];
  const range = pagesFrom(core['prism:pageRange'] ?? head.pages);
  const allNotes = [...found.notes, ...notes, ...serial.notes, ...access.notes];
  const extra = { ...found.extra, ...access.extra, ...serial.extra, ...authorship };
  return withoutEmpty<Work>({
    ...found.ids,
    title: plain(core['dc:title'] ?? head.title),
    authors,
    affiliations,
    year: coverDate ? Number(coverDate.slice(0, 4)) || undefined : undefined,
    coverDate,
    volume: core['prism:volume'] ?? head.volume,
    issue: core['prism:issueIdentifier'] ?? head.issue,
    issueTitle: head.issueTitle,
    articleNumber: core['article-number'],
    pageStart: core['prism:startingPage'] ?? head.pageFirst ?? range.pageStart,
    pageEnd: core['prism:endingPage'] ?? head.pageLast ?? range.pageEnd,
    language: answer.language,
    source: withoutEmpty({
      title: plain(core['prism:publicationName']),
      abbreviatedTitle: plain(head.abbreviatedTitle),
      type: core['prism:aggregationType'] ?? core.srctype,
      typeCode: core.srctype,
      sourceId: core['source-id'],
      ...serial.issns,
      isbn: [...new Set([...isbnsFrom(core['prism:isbn']), ...head.isbns])],
      coden: head.coden,
      publisher: plain(core['dc:publisher'] ?? head.publisher),
      publisherAddress: head.publisherAddress,
      website: head.website,
    }),
    conference: head.conference,
    type: withoutEmpty({ code: core.subtype, name: core.subtypeDescription }),
    citedBy: core['citedby-count'],
    counts: withoutEmpty({
      authors: answer.authors?.length || undefined,
      references: whole(members(answer.item?.bibliography)['@refcount']) ?? whole(members(answer.references)['@total-references']),
    }),
    abstract: plain(core['dc:description'] ?? head.abstract),
    authorKeywords: answer.authkeywords?.map(plainText),
    indexKeywords: answer.idxterms?.map(plainText),
    subjects: answer['subject-areas']?.map((area) => withoutEmpty({ code: area['@code'], name: area.$, abbreviation: area['@abbrev'] })),
    funding: fundingFrom(answer.item?.funding),
    references: referencesFrom(answer.item?.bibliography) ?? referencesFrom(answer.references),
    editors: head.contributors?.filter(({ role }) => role === undefined || /^edit/.test(role)).map(({ name }) => name),
    contributors: head.contributors,
    authorGroups: head.authorGroups,
    correspondence: head.correspondence,
    chemicals: head.chemicals,
    sequences: head.sequences,
    openAccess: access.openAccess,
    rights: withoutEmpty({ statement: text(answer.item?.copyright), type: text(members(items(answer.item?.copyright)[0])['@type']) }),
    created: answer.item?.created,
    links: linksFrom(answer),
    notes: allNotes.length ? allNotes : undefined,
    extra: Object.keys(extra).length ? extra : undefined,
    from,
  });
}

interface Authorship {
  readonly authors: Author[];
  readonly affiliations: Affiliation[];
  readonly notes: Note[];
  readonly extra: Record<string, string>;
}

/**
 * The META view of a key without subscription names the first author only, as `dc:creator`, and lists affiliations without
 * ids: which of them is the author's is not known, so its id is kept apart.
 */
function authorshipFrom(answer: AbstractAnswer, orcids: ReadonlyMap<string, string>): Authorship {
  const affiliations = (answer.affiliation ?? []).map((wire) =>
    withoutEmpty({
      affiliationId: wire['@id'],
      name: plain(wire.affilname),
      city: plain(wire['affiliation-city']),
      country: plain(wire['affiliation-country']),
    }),
  );
  if (answer.authors?.length) return { authors: answer.authors.map((author) => toAuthor(author, affiliations, orcids)), affiliations, notes: [], extra: {} };
  const creators = answer.coredata['dc:creator'] ?? [];
  const notes: Note[] = creators.length ? [{ kind: 'first-author-only', text: 'The source names the first author only.' }] : [];
  const nameless = affiliations.length > 0 && affiliations.every(({ affiliationId }) => affiliationId === undefined);
  const ids = nameless ? creators.flatMap(({ affiliation }) => affiliation ?? []) : [];
  return {
    authors: creators.map((author) => toAuthor(nameless ? { ...author, affiliation: [] } : author, affiliations, orcids)),
    affiliations,
    notes,
    extra: ids.length ? { firstAuthorAffiliationId: ids.join(' ') } : {},
  };
}

function toAuthor(wire: AbstractAuthor, affiliations: Affiliation[], orcids: ReadonlyMap<string, string>): Author {
  const preferred = wire['preferred-name'];
  const family = plain(wire['ce:surname'] ?? preferred?.['ce:surname']);
  const given = plain(preferred?.['ce:given-name'] ?? wire['ce:given-name']);
  const initials = wire['ce:initials'] ?? preferred?.['ce:initials'];
  const indexedName = plain(wire['ce:indexed-name'] ?? preferred?.['ce:indexed-name']);
  const name = family ? [family, given ?? initials].filter(Boolean).join(', ') : (indexedName ?? given ?? '');
  const at = (wire.affiliation ?? []).map((id) => indexOf(id, affiliations));
  return withoutEmpty({
    name,
    family,
    given,
    initials,
    indexedName,
    authorId: wire['@auid'],
    orcid: wire['@orcid'] ?? orcids.get(wire['@auid'] ?? ''),
    affiliations: at.length ? [...new Set(at)] : undefined,
  });
}

/**
 * ISSNs: typed in FULL; in the other views one text of one or two, in no certain order. Two without types are both kept,
 * the first as `issn`, and told.
 */
function issnsFrom(
  text: string | undefined,
  head: ReturnType<typeof headOf>,
): { issns: Pick<Source, 'issn' | 'eissn'>; notes: Note[]; extra: Record<string, string> } {
  if (head.issn || head.eissn) return { issns: { issn: head.issn, eissn: head.eissn }, notes: [], extra: {} };
  const [first, second, ...more] = (text ?? '').split(/[\s,;]+/).filter(Boolean);
  const notes: Note[] = second ? [{ kind: 'issns-untyped', text: `The source gives the ISSNs ${text} without saying which is the electronic one.` }] : [];
  return { issns: { issn: first, eissn: second }, notes, extra: more.length ? { issn: more.join(' ') } : {} };
}

function fundingFrom(list: unknown): Work['funding'] {
  const funders = items(members(list)['xocs:funding']).map((entry) => {
    const wire = members(entry);
    const numbers = items(wire['xocs:funding-id']).flatMap((id) => text(id) ?? []);
    return withoutEmpty({
      agency: text(wire['xocs:funding-agency']) ?? text(wire['xocs:funding-agency-matched-string']),
      matched: text(wire['xocs:funding-agency-matched-string']),
      agencyId: text(wire['xocs:funding-agency-id']),
      acronym: text(wire['xocs:funding-agency-acronym']),
      country: text(wire['xocs:funding-agency-country']),
      numbers: numbers.length ? numbers : undefined,
    });
  });
  const statements = items(members(list)['xocs:funding-text']).flatMap((entry) => text(entry) ?? []);
  const all = [...funders.filter((funder) => Object.keys(funder).length), ...statements.map((statement) => ({ text: plainText(statement) }))];
  return all.length ? all : undefined;
}

function linksFrom(answer: AbstractAnswer): Work['links'] {
  const href = (rel: string) => answer.coredata.link?.find((link) => (link['@rel'] ?? link['@ref']) === rel)?.['@href'];
  return withoutEmpty({ scopus: href('scopus'), citedBy: href('scopus-citedby'), api: answer.coredata['prism:url'] ?? href('self') });
}
