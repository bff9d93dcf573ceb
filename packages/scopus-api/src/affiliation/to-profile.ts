import { type AffiliationProfile, type Provenance, plainText, withoutEmpty } from '@scopekit/record';
import { dateIn, idIn, items, linksBy, members, plain, text, texts, whole } from '../wire/values.ts';
import type { AffiliationAnswer } from './endpoint.ts';

/** An answer of Affiliation Retrieval as a profile, whichever view it is of. */
export function toProfile(wire: AffiliationAnswer, asked: string | undefined, from: Provenance): AffiliationProfile {
  const core = members(wire.coredata);
  const profile = members(wire['institution-profile']);
  const address = members(profile.address);
  const links = linksBy(core.link);
  const variants = items(members(wire['name-variants'])['name-variant'] ?? profile['name-variant']);
  return withoutEmpty<AffiliationProfile>({
    affiliationId: idIn(core['dc:identifier']) ?? text(profile['@affiliation-id']) ?? asked ?? '',
    eid: text(core.eid),
    name: plain(wire['affiliation-name']) ?? plain(profile['preferred-name']),
    nameVariants: variants.flatMap((variant) => {
      const name = plain(variant);
      return name ? [withoutEmpty({ name, works: whole(members(variant)['@doc-count']) })] : [];
    }),
    counts: withoutEmpty({ works: whole(core['document-count']), authors: whole(core['author-count']) }),
    address: plain(wire.address) ?? texts(address['address-part']).map(plainText).join(', '),
    city: plain(wire.city) ?? plain(address.city),
    state: plain(address.state),
    postalCode: text(address['postal-code']),
    country: plain(wire.country) ?? plain(address.country),
    countryCode: text(address['@country']),
    type: text(profile['org-type']),
    domain: text(profile['org-domain']),
    url: text(profile['org-URL']),
    sortName: plain(profile['sort-name']),
    created: dateIn(profile['date-created']),
    status: text(profile.status),
    links: withoutEmpty({ scopus: links['scopus-affiliation'], api: text(core['prism:url']) ?? links.self, search: links.search }),
    from,
  });
}
