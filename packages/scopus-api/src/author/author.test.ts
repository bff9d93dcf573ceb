import { createClient, type ElsevierError } from '@scopekit/elsevier-http';
import { corpus, createElsevier, failureOf, fakeClock, type InventedAuthor, sandboxKeys, sendTo } from '@scopekit/test-fixtures';
import { describe, expect, test } from 'vitest';
import { createScopus, decodeAuthor } from '../index.ts';

const invented = corpus({ works: 400, seed: 5 });
const [person] = invented.authors as [InventedAuthor];
const orcidOwner = invented.authors.find(({ orcid }) => orcid !== undefined) as InventedAuthor;
const worksOf = ({ auid }: InventedAuthor) => [...invented.works()].filter(({ authors }) => authors.some(({ author }) => author.auid === auid));

function asking(key: string = sandboxKeys.subscriber) {
  const clock = fakeClock();
  const elsevier = createElsevier({ corpus: invented, now: clock.now });
  return { elsevier, scopus: createScopus(createClient({ keys: [key], clock, send: sendTo(elsevier) })) };
}
const failure = failureOf<ElsevierError>;

describe('one person', () => {
  test('by id, EID or ORCID, in any form people paste', async () => {
    const { scopus, elsevier } = asking();
    const forms = [
      orcidOwner.auid,
      `AUTHOR_ID:${orcidOwner.auid}`,
      `9-s2.0-${orcidOwner.auid}`,
      orcidOwner.orcid as string,
      `https://orcid.org/${orcidOwner.orcid}`,
    ];
    for (const form of forms)
      expect(await scopus.author(form)).toMatchObject({ authorId: orcidOwner.auid, orcid: orcidOwner.orcid, family: orcidOwner.family });
    expect(elsevier.log.map(({ path }) => path.split('?')[0])).toEqual([
      ...Array(3).fill(`/content/author/author_id/${orcidOwner.auid}`),
      ...Array(2).fill(`/content/author/orcid/${orcidOwner.orcid}`),
    ]);
  });

  test('has everything in the ENHANCED view', async () => {
    const works = worksOf(person);
    const cited = works.reduce((sum, { citedBy }) => sum + citedBy, 0);
    expect(await asking().scopus.author(person.auid)).toMatchObject({
      authorId: person.auid,
      eid: `9-s2.0-${person.auid}`,
      name: `${person.family}, ${person.given}`,
      indexedName: `${person.family} ${person.initials}`,
      counts: { works: works.length, citations: cited, coauthors: expect.any(Number) },
      hIndex: works
        .map(({ citedBy }) => citedBy)
        .sort((a, b) => b - a)
        .filter((n, i) => n > i).length,
      affiliations: [
        {
          affiliationId: expect.any(String),
          parentId: person.home.afid,
          parentName: person.home.name,
          name: person.home.department,
          country: person.home.country,
          postalCode: '1001',
        },
      ],
      publicationYears: { from: Math.min(...works.map(({ year }) => year)), to: Math.max(...works.map(({ year }) => year)) },
      created: '2005-12-03',
      status: 'update',
      from: { source: 'scopus.author', view: 'ENHANCED', retrievedAt: '2026-01-05T00:00:00.000Z' },
    });
  });

  test('has less in the smaller views', async () => {
    const { scopus } = asking();
    const light = await scopus.author(person.auid, { view: 'LIGHT' });
    expect(light).toMatchObject({
      family: person.family,
      affiliations: [{ name: person.home.name, city: person.home.city }],
      publicationYears: { from: expect.any(Number) },
    });
    expect(light).not.toHaveProperty('hIndex');
    expect(Object.keys(await scopus.author(person.auid, { view: 'METRICS' }))).toEqual(expect.arrayContaining(['authorId', 'counts', 'hIndex']));
  });

  test('links are told by what they are for, wherever they stand', async () => {
    const { links } = await asking().scopus.author(person.auid);
    expect(links).toEqual({
      scopus: expect.stringContaining('www.scopus.com/authid/detail.uri'),
      api: `https://api.elsevier.com/content/author/author_id/${person.auid}`,
      search: expect.stringContaining('au-id'),
      coauthors: expect.stringContaining('co-author='),
    });
  });

  test('what is no id costs nothing; what is not there, or not granted, is told', async () => {
    const { scopus, elsevier } = asking();
    expect((await failure(scopus.author('García'))).reason).toBe('bad-id');
    expect(elsevier.log).toEqual([]);
    expect((await failure(scopus.author('57999999999'))).reason).toBe('not-found');
    expect((await failure(asking(sandboxKeys.nonSubscriber).scopus.author(person.auid))).reason).toBe('not-entitled');
  });
});

describe('the wire may have', () => {
  const profile = { coredata: { 'dc:identifier': 'AUTHOR_ID:57900000001', 'document-count': '3' } };

  test('a list of one, an object, or a list in a wrapper', () => {
    const bodies = [
      { 'author-retrieval-response': [profile] },
      { 'author-retrieval-response': profile },
      { 'author-retrieval-response-list': { 'author-retrieval-response': [profile] } },
    ];
    for (const body of bodies) expect(decodeAuthor(body)).toMatchObject([{ authorId: '57900000001', counts: { works: 3 } }]);
  });

  test('an object with aliases for a profile that was merged into several', () => {
    const alias = {
      'prism:url': [
        { $: 'http://api.elsevier.com/content/author/author_id/57900000002' },
        { $: 'http://api.elsevier.com/content/author/author_id/57900000003' },
      ],
    };
    const [merged] = decodeAuthor({ 'author-retrieval-response': { '@status': 'found', alias } });
    expect(merged).toMatchObject({ supersededBy: ['57900000002', '57900000003'], notes: [{ kind: 'merged' }] });
  });

  test('a superseding id on a profile that is there', () => {
    const superseded = { coredata: { ...profile.coredata, 'superseding-identifier': [{ '@_fa': 'true', $: 'author_id:57900000009' }] } };
    expect(decodeAuthor({ 'author-retrieval-response': [superseded] })).toMatchObject([{ supersededBy: ['57900000009'] }]);
  });

  test('one of a repeated element as an object', () => {
    const one = {
      ...profile,
      'subject-areas': { 'subject-area': { $: 'Ecology', '@code': '2303', '@abbrev': 'ENVI' } },
      'author-profile': { 'name-variant': { surname: 'Garcia', initials: 'A.' } },
    };
    expect(decodeAuthor({ 'author-retrieval-response': [one] })).toMatchObject([
      { subjects: [{ code: '2303', name: 'Ecology', abbreviation: 'ENVI' }], nameVariants: [{ family: 'Garcia', initials: 'A.' }] },
    ]);
  });
});

test('300, several profiles instead of one, is an answer and no error', async () => {
  const body = JSON.stringify({
    'author-retrieval-response': { alias: { 'prism:url': [{ $: 'http://api.elsevier.com/content/author/author_id/57900000002' }] } },
  });
  const client = createClient({
    keys: ['key-one-0001'],
    clock: fakeClock(),
    send: async ({ url }) => ({ status: 300, headers: {}, body: new TextEncoder().encode(body), url }),
  });
  expect(await createScopus(client).author('57900000001')).toMatchObject({ authorId: '57900000001', supersededBy: ['57900000002'] });
});

describe('many people', () => {
  test('are asked for 25 at a time, in order, and what is not found does not stop the others', async () => {
    const { scopus, elsevier } = asking();
    const ids = [...invented.authors.slice(0, 28).map(({ auid }) => auid), '57999999999', 'nobody'];
    const found = await Array.fromAsync(scopus.authorProfiles(ids));
    expect(found.map(({ id }) => id)).toEqual(ids);
    expect(found.slice(0, 28).every((one) => 'author' in one)).toBe(true);
    expect(found.slice(28).map((one) => ('error' in one ? one.error.reason : 'found'))).toEqual(['not-found', 'bad-id']);
    expect(elsevier.log.length).toBe(3);
  });

  test('a person under a former id is found', async () => {
    const { scopus } = asking();
    const merged = invented.authors.find(({ auid }) => Number(auid) % 4 === 0) as InventedAuthor;
    const { formerIds } = await scopus.author(merged.auid);
    expect(formerIds).toEqual([String(Number(merged.auid) - 500_000_000)]);
  });
});

describe('around a person', () => {
  test('works, co-authors and namesakes', async () => {
    const { scopus } = asking();
    expect(new Set((await Array.fromAsync(scopus.worksOf(person.auid))).map(({ eid }) => eid))).toEqual(new Set(worksOf(person).map(({ eid }) => eid)));
    const peersOf = (of: InventedAuthor) => new Set(worksOf(of).flatMap(({ authors }) => authors.map(({ author }) => author.auid)));
    const sociable = invented.authors.find((author) => peersOf(author).size > 30 && peersOf(author).size < 100) as InventedAuthor;
    const coauthors = await Array.fromAsync(scopus.coauthors(sociable.auid));
    expect(new Set([...coauthors.map(({ authorId }) => authorId), sociable.auid])).toEqual(peersOf(sociable));
    expect(await scopus.namesakes(person)).toBeGreaterThan(0);
  });

  test('whether the key may see the profile', async () => {
    expect(await asking().scopus.entitled('author', person.auid)).toBe('ENTITLED');
    expect(await asking(sandboxKeys.nonSubscriber).scopus.entitled('author', person.auid)).toBe('NOT_ENTITLED');
  });
});
