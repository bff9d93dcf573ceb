import { createClient } from '@scopekit/elsevier-http';
import { corpus, createElsevier, fakeClock, sandboxKeys, sendTo } from '@scopekit/test-fixtures';
import { describe, expect, test } from 'vitest';
import { createScopus, decodeAuthors } from '../index.ts';

const invented = corpus({ works: 1_500, seed: 5 });

function asking(key: string = sandboxKeys.subscriber) {
  const clock = fakeClock();
  const elsevier = createElsevier({ corpus: invented, now: clock.now });
  return { elsevier, scopus: createScopus(createClient({ keys: [key], clock, send: sendTo(elsevier) })) };
}

describe('people', () => {
  test('are found by name, each once, page by page', async () => {
    const { scopus, elsevier } = asking();
    const [family] = [...Map.groupBy(invented.authors, (author) => author.family)].sort(([, a], [, b]) => b.length - a.length)[0] as [string, unknown];
    const all = invented.authors.filter((author) => author.family === family);
    const found = await Array.fromAsync(scopus.authors(`AUTHLASTNAME(${family})`, { pageSize: 10 }));
    expect(found.map(({ authorId }) => authorId)).toEqual(all.map(({ auid }) => auid));
    expect(elsevier.log.length).toBe(Math.ceil(all.length / 10));
  });

  test('a limit asks for no more than it takes', async () => {
    const { scopus, elsevier } = asking();
    expect(await Array.fromAsync(scopus.authors('AFFIL(bergen)', { limit: 3 }))).toHaveLength(3);
    expect(elsevier.log.map(({ path }) => new URL(path, 'https://x').searchParams.get('count'))).toEqual(['3']);
  });

  test('nobody is an empty answer', async () => {
    expect(await Array.fromAsync(asking().scopus.authors('AUTHLASTNAME(Nobodyatall)'))).toEqual([]);
  });

  test('have name, place and subjects', async () => {
    const [found] = await Array.fromAsync(asking().scopus.authors('AFFIL(bergen)', { limit: 1 }));
    expect(found).toMatchObject({
      authorId: expect.stringMatching(/^579/),
      name: expect.stringContaining(', '),
      affiliations: [{ affiliationId: expect.any(String), city: 'Bergen', country: 'Norway' }],
      subjects: expect.arrayContaining([{ name: expect.any(String), abbreviation: expect.stringMatching(/^[A-Z]{4}$/), works: expect.any(Number) }]),
      links: { scopus: expect.stringContaining('authid/detail.uri') },
    });
  });
});

describe('the wire may have', () => {
  const decoded = (entry: object) => decodeAuthors({ 'search-results': { entry: [{ 'dc:identifier': 'AUTHOR_ID:57900000001', ...entry }] } })[0];

  test('one name variant or subject as an object, and a given name of null', () => {
    expect(
      decoded({ 'name-variant': { surname: 'Garcia', 'given-name': null }, 'subject-area': { $: 'Ecology', '@abbrev': 'ENVI', '@frequency': '4' } }),
    ).toMatchObject({
      nameVariants: [{ family: 'Garcia' }],
      subjects: [{ name: 'Ecology', works: 4 }],
    });
  });

  test('no affiliation, no name, nothing but an id', () => {
    expect(decoded({})).toEqual({ authorId: '57900000001', from: { source: 'scopus.author-search' } });
  });
});
