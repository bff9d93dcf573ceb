import { abstractOf, keywordsOf } from '../corpus/abstract.ts';
import { topics } from '../corpus/vocabulary.ts';
import type { InventedAffiliation, InventedWork, Signature } from '../corpus/work.ts';
import { affiliations, coverDate, present, typeNames } from './search-entry.ts';

export type AbstractView = 'META' | 'META_ABS' | 'FULL';

const forced = <T extends object>(value: T) => ({ '@_fa': 'true', ...value });
const api = 'https://api.elsevier.com/content';
const affiliationUrl = (afid: string) => `${api}/affiliation/affiliation_id/${afid}`;

/** An object when there is one, an array when there are several: what Elsevier's JSON makes of repeated XML. */
const oneOrMany = <T>(items: readonly T[]): T | readonly T[] | undefined => (items.length > 1 ? items : items[0]);

/** An answer of Abstract Retrieval as JSON. Source: recorded answers of 2018–2026 and Elsevier's guide to the views. */
export function abstractAnswer(work: InventedWork, view: AbstractView): unknown {
  const at = affiliations(work);
  const body = {
    affiliation: oneOrMany(at.map((affiliation) => affiliationOf(affiliation, view !== 'META'))),
    coredata: coredata(work, view),
    ...(view === 'META' ? {} : { authors: work.authors.length ? { author: work.authors.map((signature, i) => authorOf(signature, i)) } : undefined }),
    ...(view === 'FULL' ? full(work) : {}),
  };
  return { 'abstracts-retrieval-response': present(body) };
}

function coredata(work: InventedWork, view: AbstractView): Record<string, unknown> {
  const { source } = work;
  const url = `${api}/abstract/scopus_id/${work.scopusId}`;
  const first = work.authors[0];
  const link = [
    ['self', url],
    ['scopus', `https://www.scopus.com/inward/record.uri?partnerID=HzOxMe3b&scp=${work.scopusId}&origin=inward`],
    ['scopus-citedby', `https://www.scopus.com/inward/citedby.uri?partnerID=HzOxMe3b&scp=${work.scopusId}&origin=inward`],
  ].map(([rel, href]) => forced({ '@rel': rel, '@href': href }));
  return present({
    srctype: source.code,
    eid: work.eid,
    'pubmed-id': work.pmid,
    'prism:coverDate': coverDate(work),
    'prism:aggregationType': source.aggregation,
    'prism:url': url,
    'dc:creator': first && { author: [authorOf({ ...first, affiliations: first.affiliations.slice(0, 1) }, 0)] },
    link,
    'source-id': source.id,
    pii: work.pii,
    'citedby-count': String(work.citedBy),
    'prism:volume': work.volume,
    'prism:issueIdentifier': work.issue,
    subtype: work.type,
    subtypeDescription: typeNames[work.type],
    'dc:title': work.title,
    'dc:description': view !== 'META' && work.hasAbstract ? abstractOf(work) : undefined,
    openaccess: work.year < 2005 ? '2' : work.freeToRead.includes('publisherfullgold') ? '1' : '0',
    openaccessFlag: work.year < 2005 ? null : String(work.freeToRead.includes('publisherfullgold')),
    'prism:issn': `${source.eissn} ${source.issn}`,
    'prism:publicationName': source.title,
    'prism:pageRange': work.pages?.join('-'),
    'prism:startingPage': work.pages?.[0],
    'prism:endingPage': work.pages?.[1],
    'prism:doi': work.doi,
    'dc:identifier': `SCOPUS_ID:${work.scopusId}`,
    'dc:publisher': view === 'META' ? undefined : source.publisher,
  });
}

function affiliationOf({ afid, name, city, country }: InventedAffiliation, withId: boolean) {
  const named = { 'affiliation-city': city, affilname: name, 'affiliation-country': country };
  return withId ? { ...named, '@id': afid, '@href': affiliationUrl(afid) } : named;
}

function nameOf({ author, given }: Signature) {
  return { 'ce:given-name': given, 'ce:initials': author.initials, 'ce:surname': author.family, 'ce:indexed-name': `${author.family} ${author.initials}` };
}

function authorOf(signature: Signature, i: number) {
  const { author, affiliations: at } = signature;
  return present({
    ...nameOf(signature),
    'preferred-name': { ...nameOf(signature), 'ce:given-name': author.given },
    '@_fa': 'true',
    '@seq': String(i + 1),
    '@auid': author.auid,
    'author-url': `${api}/author/author_id/${author.auid}`,
    affiliation: oneOrMany(at.map(({ afid }) => ({ '@id': afid, '@href': affiliationUrl(afid) }))),
  });
}

function full(work: InventedWork): Record<string, unknown> {
  return {
    language: { '@xml:lang': 'eng' },
    authkeywords: work.index % 2 ? { 'author-keyword': keywordsOf(work).map(($) => forced({ $ })) } : null,
    idxterms:
      work.index % 3 ? { mainterm: keywordsOf(work).map(($) => ({ $: $.charAt(0).toUpperCase() + $.slice(1), '@weight': 'b', '@candidate': 'n' })) } : null,
    'subject-areas': {
      'subject-area': (topics[work.topic]?.subjects ?? []).map(([code, abbreviation, name]) => forced({ $: name, '@code': code, '@abbrev': abbreviation })),
    },
    item: item(work),
  };
}

function item(work: InventedWork) {
  const { source } = work;
  const [year, month, day] = coverDate(work).split('-');
  return {
    'ait:process-info': {
      'ait:status': { '@state': 'update', '@type': 'core', '@stage': 'S300' },
      'ait:date-sort': { '@day': day, '@year': year, '@month': month },
    },
    'xocs:meta': {
      'xocs:funding-list': present({
        '@pui-match': 'primary',
        '@has-funding-info': '1',
        'xocs:funding': work.funding && [
          present({ 'xocs:funding-agency': work.funding.agency, 'xocs:funding-agency-acronym': work.funding.acronym, 'xocs:funding-id': work.funding.number }),
        ],
      }),
    },
    bibrecord: {
      'item-info': { copyright: { $: `Copyright ${work.year} ${source.publisher}`, '@type': 'Elsevier' } },
      head: {
        'author-group': oneOrMany(groups(work)),
        'citation-title': work.title,
        abstracts: work.hasAbstract ? abstractOf(work) : undefined,
        'citation-info': { 'citation-type': { '@code': work.type }, 'citation-language': { '@language': 'English', '@xml:lang': 'eng' } },
        source: present({
          'sourcetitle-abbrev': source.abbreviation,
          sourcetitle: source.title,
          '@type': source.code,
          '@srcid': source.id,
          issn: [
            { $: source.eissn, '@type': 'electronic' },
            { $: source.issn, '@type': 'print' },
          ],
          volisspag: present({
            voliss: present({ '@volume': work.volume, '@issue': work.issue }),
            pagerange: work.pages && { '@first': work.pages[0], '@last': work.pages[1] },
          }),
          publicationyear: { '@first': year },
          publicationdate: { month, year, day, 'date-text': `${day} ${month} ${year}` },
          publisher: { publishername: source.publisher },
        }),
      },
      tail: { bibliography: { '@refcount': String(work.references) } },
    },
  };
}

/** Authors under the affiliation they share; who has two stands in two groups. */
function groups(work: InventedWork) {
  return affiliations(work).map(({ afid, department, name, country }) => ({
    affiliation: { country, '@afid': afid, organization: [{ $: department }, { $: name }], 'affiliation-id': { '@afid': afid } },
    author: work.authors.flatMap((signature, i) =>
      signature.affiliations.some((at) => at.afid === afid)
        ? [
            present({
              ...nameOf(signature),
              '@_fa': 'true',
              '@seq': String(i + 1),
              '@auid': signature.author.auid,
              '@orcid': signature.author.orcid,
              'preferred-name': nameOf(signature),
            }),
          ]
        : [],
    ),
  }));
}

/** A page of the REF view, from a number on. Source: the golden table; the view was never recorded. */
export function referencesAnswer(work: InventedWork, from: number, count: number): unknown {
  const numbers = Array.from({ length: Math.max(0, Math.min(count, work.references - from + 1)) }, (_, i) => from + i);
  const reference = numbers.map((number) =>
    forced({
      '@id': String(number),
      'scopus-id': String(99_800_000_000 + work.index * 100 + number),
      'ce:doi': number % 3 ? `10.5555/ref.${work.index}.${number}` : null,
      title: `Reference ${number} of ${work.thing}`,
      'author-list': {
        author: [
          forced({
            'ce:surname': 'Referee',
            'ce:given-name': 'Ada',
            'ce:initials': 'A.',
            '@auid': String(57_800_000_000 + number),
            affiliation: { '@id': '60900000' },
          }),
        ],
      },
      sourcetitle: 'Journal of Invented References',
      'prism:coverDate': `${work.year - (number % 20) - 1}-01-01`,
      volisspag: { voliss: { '@volume': String(number) }, pagerange: { '@first': String(number), '@last': String(number + 9) } },
      'citedby-count': String(number % 50),
      type: 'resolvedReference',
    }),
  );
  return {
    'abstracts-retrieval-response': {
      coredata: {
        'dc:identifier': `SCOPUS_ID:${work.scopusId}`,
        eid: work.eid,
        'dc:title': work.title,
        'prism:url': `${api}/abstract/scopus_id/${work.scopusId}`,
      },
      references: { '@total-references': String(work.references), reference },
    },
  };
}
