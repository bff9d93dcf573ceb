import { type AuthorProfile, type Organisation, type Provenance, withoutEmpty } from '@scopekit/record';
import { at, idIn, items, linksBy, members, plain, text, whole } from '../wire/values.ts';

/** An entry of Author Search as a profile: what a list needs; the rest is in Author Retrieval. */
export function toAuthor(wire: Readonly<Record<string, unknown>>, from: Provenance): AuthorProfile {
  const [family, given] = [plain(at(wire, 'preferred-name', 'surname')), plain(at(wire, 'preferred-name', 'given-name'))];
  const initials = text(at(wire, 'preferred-name', 'initials'));
  const now = members(items(wire['affiliation-current'])[0]);
  const home = withoutEmpty<Organisation>({
    affiliationId: text(now['affiliation-id']),
    name: plain(now['affiliation-name']),
    city: plain(now['affiliation-city']),
    country: plain(now['affiliation-country']),
  });
  const links = linksBy(wire.link);
  return withoutEmpty<AuthorProfile>({
    authorId: idIn(wire['dc:identifier']) ?? /^9-s2\.0-(\d+)$/.exec(text(wire.eid) ?? '')?.[1] ?? '',
    eid: text(wire.eid),
    orcid: text(wire.orcid),
    name: [family, given ?? initials].filter(Boolean).join(', ') || undefined,
    family,
    given,
    initials,
    nameVariants: items(wire['name-variant']).map((variant) => {
      const { surname, initials: short, 'given-name': first } = members(variant);
      return withoutEmpty({ family: plain(surname), given: plain(first), initials: text(short) });
    }),
    affiliations: Object.keys(home).length ? [home] : undefined,
    counts: withoutEmpty({ works: whole(wire['document-count']) }),
    subjects: items(wire['subject-area']).map((area) => {
      const { $: name, '@abbrev': abbreviation, '@frequency': works } = members(area);
      return withoutEmpty({ name: text(name), abbreviation: text(abbreviation), works: whole(works) });
    }),
    links: withoutEmpty({ scopus: links['scopus-author'], api: text(wire['prism:url']) ?? links.self, search: links.search, citedBy: links['scopus-citedby'] }),
    from,
  });
}
