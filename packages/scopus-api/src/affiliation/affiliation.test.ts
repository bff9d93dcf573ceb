import { createClient, type ElsevierError } from '@scopekit/elsevier-http';
import { corpus, createElsevier, failureOf, fakeClock, sandboxKeys, sendTo } from '@scopekit/test-fixtures';
import { describe, expect, test } from 'vitest';
import { createScopus, decodeAffiliation, decodeAffiliations } from '../index.ts';

const invented = corpus({ works: 400, seed: 5 });
const home = invented.affiliations[3] as (typeof invented.affiliations)[number];

function asking(key: string = sandboxKeys.subscriber) {
  const clock = fakeClock();
  const elsevier = createElsevier({ corpus: invented, now: clock.now });
  return { elsevier, scopus: createScopus(createClient({ keys: [key], clock, send: sendTo(elsevier) })) };
}

describe('an institution', () => {
  test('by id or EID, with its profile', async () => {
    const { scopus } = asking();
    for (const form of [home.afid, `AFFILIATION_ID:${home.afid}`, `10-s2.0-${home.afid}`])
      expect(await scopus.affiliation(form)).toMatchObject({
        affiliationId: home.afid,
        eid: `10-s2.0-${home.afid}`,
        name: home.name,
        city: home.city,
        country: home.country,
        postalCode: '1001',
        state: 'XX',
        type: 'univ',
        created: '2009-08-10',
        counts: { works: expect.any(Number), authors: expect.any(Number) },
        nameVariants: [
          { name: home.name, works: expect.any(Number) },
          { name: `${home.name}, ${home.city}`, works: 1 },
        ],
        links: { scopus: expect.stringContaining('affil/profile.uri') },
      });
  });

  test('has less in the LIGHT view', async () => {
    const light = await asking().scopus.affiliation(home.afid, { view: 'LIGHT' });
    expect(light).toMatchObject({ name: home.name, address: 'Main Road 1' });
    expect(light).not.toHaveProperty('postalCode');
  });

  test('what is no id costs nothing, what is not there is told', async () => {
    const { scopus, elsevier } = asking();
    expect((await failureOf<ElsevierError>(scopus.affiliation('Bergen'))).reason).toBe('bad-id');
    expect(elsevier.log).toEqual([]);
    expect((await failureOf<ElsevierError>(scopus.affiliation('60999999'))).reason).toBe('not-found');
  });
});

describe('institutions', () => {
  test('are found by name and place', async () => {
    const { scopus } = asking();
    const found = await Array.fromAsync(scopus.affiliations(`AFFIL(${home.city}) AND AFFILCOUNTRY(${home.country})`));
    expect(found.map(({ affiliationId }) => affiliationId)).toEqual(
      invented.affiliations
        .filter(({ city, country, name }) => (city === home.city || name.includes(home.city)) && country === home.country)
        .map(({ afid }) => afid),
    );
    expect(found[0]).not.toHaveProperty('parentId');
  });
});

describe('the wire may have', () => {
  test('a parent of 0 for none, and one variant as an object', () => {
    const entry = { 'dc:identifier': 'AFFILIATION_ID:60900001', 'parent-affiliation-id': '60900000', 'name-variant': { $: 'Univ. of X' } };
    expect(
      decodeAffiliations({ 'search-results': { entry: [entry, { ...entry, 'dc:identifier': 'AFFILIATION_ID:60900002', 'parent-affiliation-id': '0' }] } }),
    ).toMatchObject([{ parentId: '60900000', nameVariants: [{ name: 'Univ. of X' }] }, { affiliationId: '60900002' }]);
  });

  test('a document count of none', () => {
    expect(decodeAffiliation({ 'affiliation-retrieval-response': { coredata: { 'dc:identifier': 'AFFILIATION_ID:60900001', 'document-count': '' } } })).toEqual(
      {
        affiliationId: '60900001',
        from: { source: 'scopus.affiliation' },
      },
    );
  });
});
