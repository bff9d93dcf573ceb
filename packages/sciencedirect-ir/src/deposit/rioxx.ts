import { type DepositItem, fieldsOf } from './item.ts';
import { tag } from './xml.ts';

const spaces = {
  'xmlns:ali': 'http://www.niso.org/schemas/ali/1.0/',
  'xmlns:dcterms': 'http://purl.org/dc/terms/',
  'xmlns:pr': 'http://pubrouter.jisc.ac.uk/rioxxplus/v2.0/',
  'xmlns:rioxxterms': 'http://www.rioxx.net/schema/v2.0/rioxx/',
};

/**
 * An item as RIOXX, in the shape in which Jisc's Publications Router deposits it: version, licence with its first day, embargo
 * with its last.
 *
 * @see https://www.rioxx.net/profiles/v2-0-final/
 */
export function rioxxEntry(item: DepositItem): string {
  const { work, manuscript } = item;
  const fields = fieldsOf(item);
  const one = (name: (typeof fields)[number][0]) => fields.find(([each]) => each === name)?.[1];
  const many = (name: (typeof fields)[number][0]) => fields.flatMap(([each, value]) => (each === name ? value : []));
  const from = manuscript?.publicFrom ?? one('date');
  return tag(
    'entry',
    [
      tag('rioxxterms:version', manuscript ? 'AM' : 'VoR'),
      tag('rioxxterms:version_of_record', one('doi') ?? ''),
      tag('rioxxterms:type', one('isbn') && !one('issn') ? 'Book chapter' : 'Journal Article/Review'),
      tag('rioxxterms:publication_date', one('date') ?? ''),
      one('licence') ? tag('ali:license_ref', one('licence'), { start_date: from }) : '',
      manuscript?.publicFrom ? tag('pr:embargo', [], { end_date: manuscript.publicFrom, start_date: one('date') }) : '',
      tag('pr:source', one('source') ?? '', { issue: one('issue'), volume: one('volume') }),
      ...many('issn').map((issn) => tag('pr:source_id', issn, { type: 'issn' })),
      tag('dcterms:publisher', one('publisher') ?? ''),
      tag('dcterms:title', one('title') ?? ''),
      tag('dcterms:type', 'article'),
      tag('pr:start_page', one('pageStart') ?? ''),
      tag('pr:end_page', one('pageEnd') ?? ''),
      tag('dcterms:language', one('language') ?? ''),
      tag('dcterms:abstract', one('abstract') ?? ''),
      one('doi') ? tag('pr:identifier', one('doi'), { type: 'doi' }) : '',
      one('pii') ? tag('pr:identifier', one('pii'), { type: 'pii' }) : '',
      ...many('keyword').map((word) => tag('dcterms:subject', word)),
      one('rights') ? tag('dcterms:rights', one('rights')) : '',
      ...work.authors.map(({ family, given, name, orcid, collaboration }) =>
        tag('pr:author', [
          tag('pr:type', 'http://www.loc.gov/loc.terms/relators/AUT'),
          ...(collaboration ? [tag('pr:org_name', name)] : [tag('pr:surname', family ?? name), tag('pr:firstnames', given ?? '')]),
          orcid ? tag('pr:id', orcid, { type: 'orcid' }) : '',
        ]),
      ),
    ],
    spaces,
  );
}

/** Entries one after the other; each is a deposit of its own. */
export async function* rioxxXml(items: AsyncIterable<DepositItem>): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<entries>\n';
  for await (const item of items) yield `${rioxxEntry(item)}\n`;
  yield '</entries>\n';
}
