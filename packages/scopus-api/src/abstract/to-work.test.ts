import { type AbstractView, abstractAnswer, corpus } from '@scopekit/test-fixtures';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAbstract } from '../index.ts';

const invented = corpus({ works: 400, seed: 5 });
const views: AbstractView[] = ['META', 'META_ABS', 'FULL'];

test('a record keeps what the wire tells, in every view of every invented work', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: invented.size - 1 }), fc.constantFrom(...views), (index, view) => {
      const wire = invented.work(index);
      const work = decodeAbstract(abstractAnswer(wire, view));
      expect(work).toMatchObject({ eid: wire.eid, scopusId: wire.scopusId, year: wire.year, volume: wire.volume, citedBy: wire.citedBy });
      expect(work.authors).toHaveLength(view === 'META' ? 1 : wire.authors.length);
      expect(work.abstract === undefined).toBe(view === 'META' || !wire.hasAbstract);
      for (const [place, { affiliations }] of work.authors.entries()) {
        if (view === 'META') continue;
        expect((affiliations ?? []).map((at) => work.affiliations[at]?.affiliationId)).toEqual(wire.authors[place]?.affiliations.map(({ afid }) => afid));
      }
    }),
  );
});

test.for<[name: string, answer: object, expected: object]>([
  ['keywords that are null', { authkeywords: null, idxterms: null }, {}],
  ['a single keyword as an object', { authkeywords: { 'author-keyword': { $: 'kelp' } } }, { authorKeywords: ['kelp'] }],
  ['a single keyword as a text', { authkeywords: { 'author-keyword': 'kelp' } }, { authorKeywords: ['kelp'] }],
  [
    'a single affiliation as an object',
    { affiliation: { '@id': '60', affilname: 'Institute' } },
    { affiliations: [{ affiliationId: '60', name: 'Institute' }] },
  ],
  [
    'the affiliation of an author as true',
    { authors: { author: [{ '@auid': '1', 'ce:surname': 'Nowak', affiliation: true }] } },
    { authors: [{ name: 'Nowak', authorId: '1' }] },
  ],
  [
    'a copyright as a list',
    { item: { bibrecord: { 'item-info': { copyright: [{ $: 'Copyright 2024' }, { $: 'Copyright 2023' }] } } } },
    { rights: { statement: 'Copyright 2024' } },
  ],
  ['volisspag as null', { item: { bibrecord: { head: { source: { volisspag: null } } } } }, {}],
  [
    'ISSNs in one text',
    { coredata: { 'prism:issn': '99000016 99000008' } },
    { source: { issn: '99000016', eissn: '99000008' }, notes: [{ kind: 'issns-untyped' }] },
  ],
  [
    'an ISSN with its type',
    {
      coredata: { 'prism:issn': '99000016 99000008' },
      item: {
        bibrecord: {
          head: {
            source: {
              issn: [
                { $: '99000016', '@type': 'electronic' },
                { $: '99000008', '@type': 'print' },
              ],
            },
          },
        },
      },
    },
    { source: { issn: '99000008', eissn: '99000016' } },
  ],
  [
    'containers in lists of one',
    { authors: [{ author: [{ 'ce:surname': 'Nowak' }] }], authkeywords: [{ 'author-keyword': 'kelp' }], language: [{ '@xml:lang': 'eng' }] },
    { authors: [{ name: 'Nowak' }], authorKeywords: ['kelp'], language: 'eng' },
  ],
  [
    'a conference whose days have one digit',
    {
      item: {
        bibrecord: {
          head: {
            source: {
              'additional-srcinfo': {
                conferenceinfo: { confevent: { confname: 'Kelp Days', confdate: { startdate: { '@year': '2024', '@month': '6', '@day': '3' } } } },
              },
            },
          },
        },
      },
    },
    { conference: { name: 'Kelp Days', date: '2024-06-03' } },
  ],
  [
    'the kind of a source abbreviated',
    { coredata: { srctype: 'p', 'prism:aggregationType': 'Conference Proceeding' } },
    { source: { type: 'Conference Proceeding', typeCode: 'p' } },
  ],
  ['no core at all', { coredata: null, item: { bibrecord: { head: { 'citation-title': 'Kelp' } } } }, { title: 'Kelp' }],
  ['an empty core', { coredata: {} }, { authors: [], affiliations: [] }],
])('the wire may have %s', ([, answer, expected]) => {
  expect(decodeAbstract({ 'abstracts-retrieval-response': { coredata: {}, ...answer } })).toMatchObject(expected);
});

test('a text twenty thousand deep is no text, and no crash', () => {
  let deep: unknown = 'x';
  for (let i = 0; i < 20_000; i++) deep = { $: deep };
  expect(decodeAbstract({ 'abstracts-retrieval-response': { coredata: { 'dc:title': deep, eid: '2-s2.0-99900000001' } } })).toMatchObject({
    eid: '2-s2.0-99900000001',
  });
});

test('whatever JSON stands in a field, decoding does not throw', () => {
  const fields = ['dc:title', 'eid', 'prism:issn', 'prism:isbn', 'dc:creator', 'link', 'citedby-count', 'openaccessFlag', 'prism:coverDate'];
  const parts = ['affiliation', 'authors', 'authkeywords', 'idxterms', 'language', 'subject-areas', 'item'];
  const record = (names: string[]) => fc.dictionary(fc.constantFrom(...names), fc.jsonValue());
  fc.assert(
    fc.property(record(fields), record(parts), (coredata, answer) => {
      decodeAbstract({ 'abstracts-retrieval-response': { ...answer, coredata } });
    }),
  );
});

test('a reference of the FULL view keeps its place in the source, what was typed apart from what was printed', () => {
  const info = { 'ref-text': 'Nowak 2019', 'ref-volisspag': { voliss: { '@volume': '7', '@issue': '2' }, pagerange: { '@first': '11', '@last': '19' } } };
  const tail = { bibliography: { reference: { '@id': '1', 'ref-fulltext': 'Nowak A. Kelp. 2019;7(2):11-19', 'ref-info': info } } };
  expect(decodeAbstract({ 'abstracts-retrieval-response': { coredata: {}, item: { bibrecord: { tail } } } }).references).toMatchObject([
    { position: '1', text: 'Nowak 2019', fullText: 'Nowak A. Kelp. 2019;7(2):11-19', volume: '7', issue: '2', pageStart: '11', pageEnd: '19' },
  ]);
});

describe('one, many or a bare text, in the FULL view', () => {
  const full = (head: object, item: object = {}) => decodeAbstract({ 'abstracts-retrieval-response': { item: { bibrecord: { head }, ...item } } });

  test.for<[name: string, itemid: unknown]>([
    ['an object', { '@idtype': 'SGR', $: '99800000001' }],
    [
      'a list',
      [
        { '@idtype': 'DOI', $: '10.5555/ref.1' },
        { '@idtype': 'SGR', $: '99800000001' },
      ],
    ],
  ])('ids of a reference as %s', ([, itemid]) => {
    const reference = { 'ref-info': { 'refd-itemidlist': { itemid } } };
    const { references } = full({}, { bibrecord: { tail: { bibliography: { reference } } } });
    expect(references).toMatchObject([{ scopusId: '99800000001' }]);
  });

  test('a reference as a text', () => {
    expect(full({}, { bibrecord: { tail: { bibliography: { reference: ['Nowak 2019'] } } } }).references).toEqual([{ text: 'Nowak 2019' }]);
  });

  test('volume, issue and pages in lists', () => {
    expect(full({ source: { volisspag: [{ voliss: [{ '@volume': '3', '@issue': '4' }], pagerange: [{ '@first': '1', '@last': '2' }] }] } })).toMatchObject({
      volume: '3',
      issue: '4',
      pageStart: '1',
      pageEnd: '2',
    });
  });

  test.for(['NSF-1', { $: 'NSF-1' }, [{ $: 'NSF-1' }]])('a grant number as %j', (id) => {
    const funding = { 'xocs:funding-agency': 'Science Fund', 'xocs:funding-id': id };
    expect(full({}, { 'xocs:meta': { 'xocs:funding-list': { 'xocs:funding': funding } } }).funding).toEqual([{ agency: 'Science Fund', numbers: ['NSF-1'] }]);
  });

  test.for(['University', { $: 'University' }, [{ $: 'University' }]])('an organisation as %j', (organization) => {
    const author = { '@auid': '57900000001', 'ce:surname': 'Nowak' };
    const work = full({
      'author-group': { affiliation: { 'affiliation-id': { '@afid': '60900000' }, organization }, author },
      correspondence: { person: { 'ce:surname': 'Nowak' }, affiliation: { organization } },
    });
    expect(work).toMatchObject({ authorGroups: [{ organisations: ['University'] }], correspondence: [{ family: 'Nowak', organisations: ['University'] }] });
  });

  test.for(['9789900000018', { $: '9789900000018', '@type': 'print' }, [{ $: '9789900000018' }]])('an ISBN as %j', (isbn) => {
    expect(full({ source: { isbn } }).source?.isbn).toEqual(['9789900000018']);
  });
});

test('the REF view may name an author of a reference twice, word for word', () => {
  const author = { '@auid': '57800000001', 'ce:surname': 'Referee', 'ce:given-name': 'Ada' };
  const namesake = { ...author, '@auid': '57800000002' };
  const references = { reference: { '@id': '1', 'author-list': { author: [author, author, namesake] } } };
  expect(decodeAbstract({ 'abstracts-retrieval-response': { references } }).references).toMatchObject([
    { authors: ['Referee, Ada', 'Referee, Ada'], authorIds: ['57800000001', '57800000002'] },
  ]);
});
