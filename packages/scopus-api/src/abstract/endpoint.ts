import type { Endpoint } from '@scopekit/elsevier-http';
import type { Identifier } from '@scopekit/record';
import { z } from 'zod';
import { at, dateIn, Flag, items, listOf, members, Text, Texts, text, Whole } from '../wire/values.ts';

/** What Abstract Retrieval tells of a work, most first. */
export const abstractLadder = ['FULL', 'META_ABS', 'META'] as const;
export type Rung = (typeof abstractLadder)[number];
/** Beside them REF, the list of references, 40 a page. */
export const abstractViews = [...abstractLadder, 'REF'] as const;
export type AbstractView = (typeof abstractViews)[number];

export interface AbstractParams {
  readonly id: Identifier;
  readonly view: AbstractView;
  /** Number of the first reference of a REF page, from 1: 0 is refused. */
  readonly startref?: number;
}

const Name = z.looseObject({ 'ce:surname': Text, 'ce:given-name': Text, 'ce:initials': Text, 'ce:indexed-name': Text });
const AffiliationIds = z
  .unknown()
  .transform((value) => items(value).flatMap((item) => text(members(item)['@id'] ?? members(item)['@afid']) ?? []))
  .optional();

export const AbstractAuthor = Name.extend({
  '@auid': Text,
  '@seq': Text,
  '@orcid': Text,
  'preferred-name': Name.optional().catch(undefined),
  affiliation: AffiliationIds,
});
export type AbstractAuthor = z.infer<typeof AbstractAuthor>;

const authorsOf = z
  .unknown()
  .transform((value) => listOf(AbstractAuthor).parse(members(value).author))
  .optional();

const Affiliation = z.looseObject({ '@id': Text, affilname: Text, 'affiliation-city': Text, 'affiliation-country': Text });
const Link = z.looseObject({ '@rel': Text, '@ref': Text, '@href': Text });

const Coredata = z.looseObject({
  'dc:identifier': Text,
  eid: Text,
  'prism:url': Text,
  'prism:doi': Text,
  pii: Text,
  'pubmed-id': Text,
  'dc:title': Text,
  'dc:description': Text,
  'dc:publisher': Text,
  'dc:creator': authorsOf,
  'prism:publicationName': Text,
  'prism:aggregationType': Text,
  'prism:issn': Text,
  'prism:isbn': z.unknown().optional(),
  'prism:volume': Text,
  'prism:issueIdentifier': Text,
  'prism:pageRange': Text,
  'prism:startingPage': Text,
  'prism:endingPage': Text,
  'prism:coverDate': Text,
  'article-number': Text,
  'citedby-count': Whole,
  'source-id': Text,
  srctype: Text,
  subtype: Text,
  subtypeDescription: Text,
  openaccess: Text,
  openaccessFlag: Flag,
  link: listOf(Link),
});

const SubjectArea = z.looseObject({ $: Text, '@code': Text, '@abbrev': Text });
const keywords = (name: string) =>
  z
    .unknown()
    .transform((value) => Texts.parse(members(value)[name]))
    .optional();

/** What we read of an answer; views below FULL have less of it. */
export const AbstractAnswer = z
  .looseObject({
    'abstracts-retrieval-response': z.looseObject({
      coredata: z
        .unknown()
        .optional()
        .transform((value) => Coredata.parse(members(value))),
      references: z.unknown().optional(),
      affiliation: listOf(Affiliation),
      authors: authorsOf,
      authkeywords: keywords('author-keyword'),
      idxterms: keywords('mainterm'),
      language: z
        .unknown()
        .transform((value) => text(members(value)['@xml:lang']))
        .optional(),
      'subject-areas': z
        .unknown()
        .transform((value) => listOf(SubjectArea).parse(members(value)['subject-area']))
        .optional(),
      item: z
        .unknown()
        .transform((value) => ({
          head: at(value, 'bibrecord', 'head'),
          bibliography: at(value, 'bibrecord', 'tail', 'bibliography'),
          copyright: at(value, 'bibrecord', 'item-info', 'copyright'),
          created: dateIn(at(value, 'bibrecord', 'item-info', 'history', 'date-created')),
          funding: at(value, 'xocs:meta', 'xocs:funding-list'),
        }))
        .optional(),
    }),
  })
  .transform((answer) => answer['abstracts-retrieval-response']);
export type AbstractAnswer = z.infer<typeof AbstractAnswer>;

const day = 24 * 3600 * 1000;
const pathNames = { eid: 'eid', scopusId: 'scopus_id', doi: 'doi', pii: 'pii', pmid: 'pubmed_id' } as const;

export const abstractEndpoint: Endpoint<AbstractParams, AbstractAnswer> = {
  name: 'scopus.abstract',
  perSecond: 9,
  weeklyQuota: 10_000,
  source: 'https://dev.elsevier.com/documentation/AbstractRetrievalAPI.wadl',
  freshMs: 7 * day,
  /** A DOI keeps its slashes on the path, as in recorded requests; everything else is encoded. */
  request: ({ id, view, startref }) => ({
    path: `/content/abstract/${pathNames[id.kind]}/${id.value.split('/').map(encodeURIComponent).join('/')}`,
    query: { view, startref },
  }),
  body: AbstractAnswer,
};
