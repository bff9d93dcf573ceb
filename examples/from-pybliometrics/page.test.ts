import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createScopus, decodeAbstract, type Scopus } from '@scopekit/scopus-api';
import { corpus, createElsevier, fakeClock, sandboxKeys, sendTo } from '@scopekit/test-fixtures';
import { describe, expect, test } from 'vitest';
import { classes } from './classes.ts';
import { page, tally } from './page.ts';

const invented = corpus({ works: 600, seed: 4 });
const works = [...invented.works()];
const scopus = createScopus({
  keys: [sandboxKeys.subscriber],
  perSecond: {},
  send: sendTo(createElsevier({ corpus: invented, rate: 1_000_000 })),
  clock: fakeClock(),
});

const eids = works.filter(({ dummy }) => !dummy).map(({ eid }) => eid);
const given = async <T>(all: AsyncIterable<T>) => Array.fromAsync(all);

/** What each call gives, of enough things that every value occurs. */
const calls: Readonly<Record<string, (scopus: Scopus) => Promise<readonly unknown[]>>> = {
  ScopusSearch: (own) => given(own.search('PUBYEAR > 1900', { view: 'COMPLETE' })),
  AbstractRetrieval: async (own) => [
    ...(await Promise.all(eids.slice(0, 120).map((eid) => own.abstract(eid, { view: 'FULL' })))),
    await own.abstract(eids[3] as string, { view: 'REF' }),
    rich,
  ],
  AuthorSearch: (own) => given(own.authors('AFFIL(univ)')),
  AuthorRetrieval: async (own) => [
    ...(await Promise.all(invented.authors.slice(0, 12).map(({ auid }) => own.author(auid)))),
    { supersededBy: ['1'], affiliations: [{ state: 'XX' }] },
  ],
  'Coauthor (of AuthorRetrieval)': (own) => given(own.coauthors(invented.authors[0]?.auid as string)),
  AffiliationSearch: (own) => given(own.affiliations('AFFIL(univ)')),
  AffiliationRetrieval: async (own) => [await own.affiliation(invented.affiliations[0]?.afid as string), { domain: 'x' }],
  SerialTitleISSN: async (own) => [
    ...(await Promise.all(invented.sources.slice(0, 20).map(({ issn }) => own.source(issn)))),
    await own.source(invented.sources[0]?.issn as string, { view: 'CITESCORE' }),
    { openAccess: { sponsor: 'x', sponsorType: 'x', from: 'x', licence: 'x' } },
  ],
  SubjectClassifications: (own) => own.subjects({ abbreviation: 'MEDI' }),
  CitationOverview: async (own) => [await own.citations(eids.slice(0, 25))],
  PlumXMetrics: (own) => own.plumx(eids[0] as string),
  NonserialTitle: async (own) => [await own.book(works.find(({ isbn }) => isbn !== undefined)?.isbn?.[0] as string), { editors: 'x' }],
  AuthorMetrics: async (own) => [...(await own.metrics('author', ['57900000001'])), ...(await own.metrics('author', ['57900000001'], { byYear: true }))],
  InstitutionLookupMetrics: async (own) => [...(await own.metrics('institution', ['1'])), ...(await own.metrics('institution', ['1'], { byYear: true }))],
  TopicLookupMetrics: async (own) => [
    ...(await own.metrics('topic', ['1'])),
    ...(await own.metrics('topic', ['1'], { byYear: true })),
    { percentage: 1, threshold: 1 },
  ],
  PublicationLookup: async (own) => [await own.scivalPublication(works.find(({ doi }) => doi !== undefined)?.eid as string)],
};

/** A FULL answer with all that the invented ones do not have. */
const rich = decodeAbstract({
  'abstracts-retrieval-response': {
    coredata: { 'dc:identifier': 'SCOPUS_ID:99900000001' },
    item: {
      'xocs:meta': {
        'xocs:funding-list': {
          'xocs:funding': {
            'xocs:funding-agency': 'A',
            'xocs:funding-agency-id': '1',
            'xocs:funding-agency-matched-string': 'An A',
            'xocs:funding-agency-country': 'X',
            'xocs:funding-id': '7',
          },
          'xocs:funding-text': 'We thank A.',
        },
      },
      bibrecord: {
        'item-info': { copyright: { $: 'C', '@type': 'Elsevier' }, history: { 'date-created': { '@year': '2020', '@month': '1', '@day': '2' } } },
        head: {
          'author-group': {
            affiliation: { '@afid': '1', '@dptid': '2', organization: 'O', 'city-group': 'City', 'postal-code': '9', 'address-part': 'Road', country: 'X' },
            author: { '@auid': '3', '@orcid': '0000', 'ce:surname': 'B', 'ce:given-name': 'C', 'preferred-name': { 'ce:indexed-name': 'B C.' } },
            collaboration: { '@collaboration-instance-id': 'c1', 'ce:indexed-name': 'Group' },
          },
          correspondence: { person: { 'ce:surname': 'B', 'ce:initials': 'C.' }, affiliation: { organization: 'O', country: 'X', 'city-group': 'City' } },
          enhancement: {
            chemicalgroup: { chemicals: { '@source': 'esbd', chemical: { 'chemical-name': 'Water', 'cas-registry-number': '7732-18-5' } } },
            sequencebanks: { sequencebank: { '@name': 'GENBANK', 'sequence-number': { $: 'AB1', '@type': 'submitted' } } },
          },
          source: {
            isbn: '9789900000000',
            issuetitle: 'Special',
            website: { 'ce:e-address': { $: 'https://x.invalid' } },
            publisher: { publishername: 'P', publisheraddress: 'Street' },
            'contributor-group': { contributor: { 'ce:given-name': 'E', 'ce:initials': 'E.', 'ce:surname': 'F', 'ce:indexed-name': 'F E.', '@role': 'edit' } },
            'additional-srcinfo': {
              conferenceinfo: {
                confevent: {
                  confname: 'Conf',
                  confcode: '12',
                  conflocation: { 'city-group': 'City' },
                  confdate: { startdate: { '@year': '2020', '@month': '1', '@day': '2' } },
                  confsponsors: { confsponsor: 'S' },
                },
              },
            },
          },
        },
        tail: {
          bibliography: {
            '@refcount': '1',
            reference: [
              {
                '@id': '1',
                'ref-fulltext': 'Full',
                'ref-info': {
                  'ref-title': { 'ref-titletext': 'T' },
                  'ref-text': 'Text',
                  'ref-volisspag': { voliss: { '@volume': '1', '@issue': '2' }, pagerange: { '@first': '3', '@last': '4' } },
                },
              },
            ],
          },
        },
      },
    },
  },
});

/** The values at a path such as `authors[].name`; a name with a hyphen is one name. */
function at(value: unknown, path: string): unknown[] {
  return path.split('.').reduce<unknown[]>(
    (found, step) => {
      const name = step.replaceAll('[]', '');
      const next = found.flatMap((one) => {
        const part = (one as Record<string, unknown> | undefined)?.[name];
        return part === undefined || part === null ? [] : [part];
      });
      return step.endsWith('[]') ? next.flatMap((part) => (Array.isArray(part) ? part : [])) : next;
    },
    [value],
  );
}

describe('every path of the table leads to a value', () => {
  test.for(classes.filter(({ name }) => calls[name]).map((one) => [one.name, one] as const))('%s', async ([name, { properties, tuples = {} }]) => {
    const answers = (await calls[name]?.(scopus)) ?? [];
    const paths = [...Object.values(properties), ...Object.values(tuples).flatMap((fields) => Object.values(fields))].filter((path) => !path.startsWith('('));
    expect(paths.filter((path) => !answers.some((answer) => at(answer, path).length))).toEqual([]);
  });
});

test('at most one member in twenty is left out, each with its reason', () => {
  const { members, refused } = tally();
  expect(members).toBeGreaterThan(300);
  expect(refused / members).toBeLessThanOrEqual(0.05);
});

test('docs/from-pybliometrics.md is made from the data', () => {
  expect(readFileSync(resolve(import.meta.dirname, '../../docs/from-pybliometrics.md'), 'utf8')).toBe(page());
});
