import { type AffiliationProfile, type Provenance, withoutEmpty } from '@scopekit/record';
import { idIn, items, linksBy, plain, text, whole } from '../wire/values.ts';

/** An entry of Affiliation Search as a profile. `0` as a parent is the wire's word for none. */
export function toAffiliation(wire: Readonly<Record<string, unknown>>, from: Provenance): AffiliationProfile {
  const parentId = text(wire['parent-affiliation-id']);
  const links = linksBy(wire.link);
  return withoutEmpty<AffiliationProfile>({
    affiliationId: idIn(wire['dc:identifier']) ?? /^10-s2\.0-(\d+)$/.exec(text(wire.eid) ?? '')?.[1] ?? '',
    eid: text(wire.eid),
    name: plain(wire['affiliation-name']),
    nameVariants: items(wire['name-variant']).flatMap((variant) => {
      const name = plain(variant);
      return name ? [{ name }] : [];
    }),
    parentId: parentId === '0' ? undefined : parentId,
    counts: withoutEmpty({ works: whole(wire['document-count']) }),
    city: plain(wire.city),
    country: plain(wire.country),
    links: withoutEmpty({ scopus: links['scopus-affiliation'], api: text(wire['prism:url']) ?? links.self, search: links.search }),
    from,
  });
}
