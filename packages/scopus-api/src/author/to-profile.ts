import { type AuthorProfile, type Note, type Organisation, type Provenance, plainText, withoutEmpty } from '@scopekit/record';
import { at, dateIn, idIn, items, linksBy, members, plain, text, texts, whole } from '../wire/values.ts';

/** An element of Author Retrieval as a profile, whichever view it is of. */
export function toProfile(wire: Readonly<Record<string, unknown>>, asked: string | undefined, from: Provenance): AuthorProfile {
  const core = members(wire.coredata);
  const profile = members(wire['author-profile']);
  const merged = items(at(wire, 'alias', 'prism:url')).flatMap((url) => idIn(url) ?? []);
  const supersededBy = [...merged, ...items(core['superseding-identifier']).flatMap((id) => idIn(id) ?? [])];
  const name = members(items(profile['preferred-name'] ?? wire['preferred-name'])[0]);
  const [family, given, initials] = [plain(name.surname), plain(name['given-name']), text(name.initials)];
  const range = members(items(profile['publication-range'] ?? wire['publication-range'])[0]);
  const links = linksBy(core.link);
  const notes: Note[] = supersededBy.length ? [{ kind: 'merged', text: `This profile was merged into ${supersededBy.join(' and ')}.` }] : [];
  return withoutEmpty<AuthorProfile>({
    authorId: idIn(core['dc:identifier']) ?? /^9-s2\.0-(\d+)$/.exec(text(core.eid) ?? '')?.[1] ?? asked ?? '',
    eid: text(core.eid),
    orcid: text(core.orcid),
    name: [family, given ?? initials].filter(Boolean).join(', ') || undefined,
    family,
    given,
    initials,
    indexedName: plain(name['indexed-name']),
    nameVariants: items(profile['name-variant'] ?? at(wire, 'name-variants', 'name-variant')).map(toVariant),
    affiliations: organisations(at(profile, 'affiliation-current', 'affiliation') ?? wire['affiliation-current']),
    affiliationHistory: organisations(membersOf(profile['affiliation-history']) ?? membersOf(wire['affiliation-history'])),
    counts: withoutEmpty({
      works: whole(core['document-count']),
      citations: whole(core['citation-count']),
      citedBy: whole(core['cited-by-count']),
      coauthors: whole(wire['coauthor-count']),
    }),
    hIndex: whole(wire['h-index']),
    subjects: items(at(wire, 'subject-areas', 'subject-area') === undefined ? undefined : members(wire['subject-areas'])['subject-area']).map((area) => {
      const { $: subject, '@code': code, '@abbrev': abbreviation } = members(area);
      return withoutEmpty({ code: text(code), name: text(subject), abbreviation: text(abbreviation) });
    }),
    classifications: items(
      at(profile, 'classificationgroup', 'classifications', 'classification') === undefined ? undefined : classificationsOf(profile),
    ).flatMap((entry) => {
      const code = text(entry);
      return code ? [withoutEmpty({ code, works: whole(members(entry)['@frequency']) })] : [];
    }),
    publicationYears: withoutEmpty({ from: whole(range['@start'] ?? range.start), to: whole(range['@end'] ?? range.end) }),
    journals: items(members(profile['journal-history']).journal).map((journal) => {
      const { sourcetitle, 'sourcetitle-abbrev': abbreviated, issn, '@type': type } = members(journal);
      return withoutEmpty({ title: plain(sourcetitle), abbreviatedTitle: plain(abbreviated), issn: text(issn), type: text(type) });
    }),
    created: dateIn(profile['date-created']),
    status: text(profile.status),
    formerIds: [...items(core['historical-identifier']), ...items(members(profile.alias)['aliased-id'])].flatMap((id) => idIn(id) ?? []).filter(unique),
    supersededBy,
    links: withoutEmpty({
      scopus: links['scopus-author'],
      api: text(core['prism:url']) ?? links.self,
      search: links.search,
      coauthors: links['coauthor-search'],
    }),
    notes,
    from,
  });
}

const unique = (value: string, i: number, all: readonly string[]) => all.indexOf(value) === i;
const membersOf = (value: unknown): unknown => (value === undefined ? undefined : members(value).affiliation);
const classificationsOf = (profile: Readonly<Record<string, unknown>>): unknown =>
  items(members(profile.classificationgroup).classifications).flatMap((group) => items(members(group).classification));

function toVariant(value: unknown) {
  const { surname, 'given-name': given, initials, 'indexed-name': indexed, '@doc-count': works } = members(value);
  return withoutEmpty({ family: plain(surname), given: plain(given), initials: text(initials), indexedName: plain(indexed), works: whole(works) });
}

function organisations(value: unknown): Organisation[] {
  return items(value)
    .map(toOrganisation)
    .filter((organisation) => Object.keys(organisation).length);
}

/** An affiliation of the STANDARD view, with its parent and address, or of the LIGHT one, with name and place. */
function toOrganisation(value: unknown): Organisation {
  const wire = members(value);
  const doc = members(wire['ip-doc']);
  const address = members(doc.address);
  return withoutEmpty<Organisation>({
    affiliationId: text(wire['@affiliation-id'] ?? wire['@id']),
    parentId: text(wire['@parent']),
    type: text(doc['@type']),
    relationship: text(doc['@relationship']),
    name: plain(doc['preferred-name']) ?? plain(wire['affiliation-name']),
    displayName: plain(doc.afdispname ?? doc['@afdispname']),
    parentName: plain(doc['parent-preferred-name']),
    countryCode: text(address['@country']),
    country: plain(address.country) ?? plain(wire['affiliation-country']),
    address: texts(address['address-part']).map(plainText).join(', '),
    city: plain(address.city) ?? plain(wire['affiliation-city']),
    state: plain(address.state),
    postalCode: text(address['postal-code']),
    domain: text(doc['org-domain']),
    url: text(doc['org-URL']),
  });
}
