import { type DepositItem, fieldsOf } from './item.ts';
import { tag } from './xml.ts';

/** Names of licences as EPrints has them. */
const licences: readonly (readonly [RegExp, string])[] = [
  [/by-nc-nd\/4/, 'cc_by_nc_nd_4'],
  [/by-nc-nd/, 'cc_by_nc_nd'],
  [/by-nc-sa\/4/, 'cc_by_nc_sa_4'],
  [/by-nc\/4/, 'cc_by_nc_4'],
  [/by\/4/, 'cc_by_4'],
];

/**
 * An item as EPrints XML. What concerns the accepted manuscript stands where EPrints keeps it: content, security, embargo and
 * licence of a document; not in a note.
 *
 * @param today `YYYY-MM-DD`: a day that has come is no embargo.
 */
function eprint(item: DepositItem, today: string): string {
  const { work, manuscript } = item;
  const fields = fieldsOf(item);
  const one = (name: (typeof fields)[number][0]) => fields.find(([each]) => each === name)?.[1];
  const creators = work.authors.map(({ family, given, name, orcid }) =>
    tag('item', [tag('name', [tag('family', family ?? name), tag('given', given ?? '')]), tag('orcid', orcid ?? '')]),
  );
  const pages = [one('pageStart'), one('pageEnd')].filter(Boolean).join('-');
  const keywords = fields.flatMap(([name, value]) => (name === 'keyword' ? value : [])).join(', ');
  return tag('eprint', [
    tag('type', one('isbn') && !one('issn') ? 'book_section' : 'article'),
    tag('title', one('title') ?? ''),
    tag('creators', creators),
    tag('ispublished', 'pub'),
    tag('refereed', 'TRUE'),
    tag('date', one('date') ?? ''),
    tag('date_type', 'published'),
    tag('publication', one('source') ?? ''),
    tag('publisher', one('publisher') ?? ''),
    tag('volume', one('volume') ?? ''),
    tag('number', one('issue') ?? ''),
    tag('pagerange', pages),
    tag('article_number', one('articleNumber') ?? ''),
    tag('issn', one('issn') ?? ''),
    tag('isbn', one('isbn') ?? ''),
    tag('id_number', one('doi') ?? ''),
    tag('official_url', one('link') ?? ''),
    tag('keywords', keywords),
    tag('abstract', one('abstract') ?? ''),
    manuscript ? tag('documents', [documentOf(manuscript, today)]) : '',
  ]);
}

function documentOf({ status, publicFrom, licence }: NonNullable<DepositItem['manuscript']>, today: string): string {
  const open = status === 'allowed' && (publicFrom === undefined || publicFrom <= today);
  const known = licences.find(([pattern]) => pattern.test(licence ?? ''))?.[1];
  return tag('document', [
    tag('format', 'text'),
    tag('content', 'accepted'),
    tag('security', open ? 'public' : status === 'allowed' ? 'validuser' : 'staffonly'),
    tag('license', known ?? ''),
    tag('date_embargo', !open && publicFrom ? publicFrom : ''),
  ]);
}

export async function* eprintsXml(items: AsyncIterable<DepositItem>, { today }: { readonly today: string }): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<eprints xmlns="http://eprints.org/ep2/data/2.0">\n';
  for await (const item of items) yield `${eprint(item, today)}\n`;
  yield '</eprints>\n';
}
