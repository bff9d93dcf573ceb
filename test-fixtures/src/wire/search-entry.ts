import { abstractOf, keywordsOf } from '../corpus/abstract.ts';
import type { InventedWork, Signature } from '../corpus/work.ts';

/** How many author rows the COMPLETE view gives before it cuts the list. */
const authorLimit = 100;

const forced = <T extends object>(value: T) => ({ '@_fa': 'true', ...value });
const api = 'https://api.elsevier.com/content';
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const two = (n: number) => String(n).padStart(2, '0');

export const typeNames: Readonly<Record<InventedWork['type'], string>> = {
  ar: 'Article',
  cp: 'Conference Paper',
  re: 'Review',
  ch: 'Book Chapter',
  ed: 'Editorial',
  er: 'Erratum',
};
export const coverDate = (work: InventedWork) => `${work.year}-${two(work.month)}-${two(work.day)}`;
const indexedName = ({ author }: Signature) => `${author.family} ${author.initials}`;

/** One entry of a Scopus Search answer, with the oddities of the wire. Source: recorded answers of 2014–2025. */
export function searchEntry(work: InventedWork, view: 'STANDARD' | 'COMPLETE'): Record<string, unknown> {
  return view === 'COMPLETE' ? { ...standard(work), ...complete(work) } : standard(work);
}

function standard(work: InventedWork): Record<string, unknown> {
  const { source } = work;
  const url = `${api}/abstract/scopus_id/${work.scopusId}`;
  const scopus = (page: string) => `https://www.scopus.com/inward/${page}.uri?partnerID=HzOxMe3b&scp=${work.scopusId}&origin=inward`;
  const links = [
    ['self', url],
    ['author-affiliation', `${url}?field=author,affiliation`],
    ['scopus', scopus('record')],
    ['scopus-citedby', scopus('citedby')],
    ...(work.pii?.startsWith('S') ? [['full-text', `${api}/article/eid/1-s2.0-${work.pii}`]] : []),
  ];
  return present({
    '@_fa': 'true',
    link: links.map(([ref, href]) => forced({ '@ref': ref, '@href': href })),
    'prism:url': work.index % 50 === 7 ? url.replace('scopus_id/', 'scopus_id:').replace('https', 'http') : url,
    'dc:identifier': `SCOPUS_ID:${work.scopusId}`,
    eid: work.eid,
    'dc:title': work.title,
    'dc:creator': work.authors[0] && indexedName(work.authors[0]),
    'prism:publicationName': source.title,
    'prism:isbn': isbns(work),
    'prism:issn': work.isbn && source.code === 'b' ? undefined : source.issn,
    'prism:eIssn': work.index % 3 ? source.eissn : undefined,
    'prism:volume': work.volume,
    'prism:issueIdentifier': work.issue,
    'prism:pageRange': work.pages ? work.pages.join('-') : null,
    'prism:coverDate': work.index % 40 === 11 ? [forced({ $: coverDate(work) })] : coverDate(work),
    'prism:coverDisplayDate': work.day === 1 ? `${months[work.month - 1]} ${work.year}` : `${work.day} ${months[work.month - 1]} ${work.year}`,
    'prism:doi': work.doi,
    pii: work.pii,
    'citedby-count': String(work.citedBy),
    affiliation: affiliations(work).map(({ name, city, country }, i) =>
      forced({
        affilname: name,
        'affiliation-city': (work.index + i) % 60 === 3 ? null : city,
        'affiliation-country': (work.index + i) % 90 === 5 ? null : country,
      }),
    ),
    'pubmed-id': work.pmid,
    'prism:aggregationType': source.aggregation,
    subtype: work.type,
    subtypeDescription: typeNames[work.type],
    'article-number': work.articleNumber,
    'source-id': source.id,
    openaccess: work.year < 2005 ? undefined : work.freeToRead.some((kind) => kind === 'publisherfullgold') ? '1' : '0',
    openaccessFlag: work.year < 2005 ? undefined : work.freeToRead.includes('publisherfullgold'),
    freetoread: work.freeToRead.length ? { value: ['all', ...work.freeToRead].map(($) => ({ $ })) } : undefined,
    freetoreadLabel: work.freeToRead.length ? { value: ['All Open Access', ...work.freeToRead.map((kind) => labels[kind])].map(($) => ({ $ })) } : undefined,
  });
}

const labels = { publisherfullgold: 'Gold', publisherhybridgold: 'Hybrid Gold', publisherfree2read: 'Bronze', repository: 'Green' } as const;

function complete(work: InventedWork): Record<string, unknown> {
  const rows = authorRows(work);
  const cut = rows.length > authorLimit;
  return present({
    'dc:description': work.hasAbstract && work.abstractInSearch ? abstractOf(work) : undefined,
    affiliation: affiliations(work).map(({ afid, name, city, country }, i) =>
      forced({
        'affiliation-url': `${api}/affiliation/affiliation_id/${afid}`,
        afid,
        affilname: name,
        'affiliation-city': (work.index + i) % 60 === 3 ? null : city,
        'affiliation-country': country,
      }),
    ),
    message: cut ? `Author list of ${rows.length} truncated at ${authorLimit}; retrieve the full abstract for a complete list of authors.` : undefined,
    'author-count': rows.length
      ? { '@limit': String(authorLimit), ...(work.index % 3 === 0 ? { '@total': String(rows.length) } : {}), $: String(rows.length) }
      : { '@limit': String(authorLimit), '@total': '0' },
    author: rows.length ? rows.slice(0, authorLimit) : undefined,
    authkeywords: work.index % 2 ? keywordsOf(work).join(' | ') : undefined,
    'fund-acr': work.funding?.acronym,
    'fund-no': work.funding?.number ?? 'undefined',
    'fund-sponsor': work.funding?.agency,
  });
}

/** Authors with several affiliations stand in several rows of some answers, each row listing all affiliations. */
function authorRows(work: InventedWork): Record<string, unknown>[] {
  return work.authors.flatMap((signature, i) => {
    const { author, given, affiliations: at } = signature;
    const row = present({
      '@_fa': 'true',
      '@seq': String(i + 1),
      'author-url': `${api}/author/author_id/${author.auid}`,
      authid: author.auid,
      orcid: author.orcid,
      authname: indexedName(signature),
      surname: author.family,
      'given-name': given,
      initials: author.initials,
      afid: at.length ? at.map(({ afid }) => forced({ $: afid })) : undefined,
    });
    return work.index % 4 === 1 && at.length > 1 ? at.map(() => row) : [row];
  });
}

export function affiliations(work: InventedWork) {
  return [...new Set(work.authors.flatMap((signature) => signature.affiliations))];
}

function isbns({ isbn, index }: InventedWork): unknown {
  if (!isbn) return undefined;
  if (isbn.length > 1) return [forced({ $: `[${isbn.join(', ')}]` })];
  return index % 20 === 4 ? isbn[0] : [forced({ $: isbn[0] })];
}

/** The record without keys that hold `undefined`; `null` stays, as on the wire. */
export function present(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
