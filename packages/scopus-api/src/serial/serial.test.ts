import { createClient, type ElsevierError } from '@scopekit/elsevier-http';
import { corpus, createElsevier, failureOf, fakeClock, sandboxKeys, sendTo } from '@scopekit/test-fixtures';
import { describe, expect, test } from 'vitest';
import { createScopus, decodeBook, decodeSources, decodeSubjects, knownSubjects } from '../index.ts';

const invented = corpus({ works: 9_000, seed: 5 });
const journal = invented.sources.find(({ code }) => code === 'j') as (typeof invented.sources)[number];

function asking() {
  const clock = fakeClock();
  const elsevier = createElsevier({ corpus: invented, now: clock.now });
  return { elsevier, scopus: createScopus(createClient({ keys: [sandboxKeys.subscriber], clock, send: sendTo(elsevier) })) };
}

describe('a source', () => {
  test('by ISSN in any form, with yearly figures', async () => {
    const { scopus } = asking();
    for (const form of [journal.issn, `${journal.issn.slice(0, 4)}-${journal.issn.slice(4)}`, journal.eissn])
      expect(await scopus.source(form, { years: '2020-2025' })).toMatchObject({
        sourceId: journal.id,
        title: journal.title,
        issn: journal.issn,
        eissn: journal.eissn,
        type: 'journal',
        coverage: { from: 1996, to: 2026 },
        metrics: { sjr: expect.arrayContaining([{ year: 2020, value: expect.any(Number) }]), snip: expect.any(Array) },
        yearly: expect.arrayContaining([expect.objectContaining({ year: 2025, works: expect.any(Number), reviewPercent: 2.55 })]),
      });
  });

  test('has every CiteScore with its ranks in the CITESCORE view, and the last two in the others', async () => {
    const { scopus } = asking();
    expect((await scopus.source(journal.issn)).metrics?.citeScore).toMatchObject([
      { year: 2025, status: 'Complete', value: expect.any(Number) },
      { year: 2026, status: 'In-Progress', value: expect.any(Number) },
    ]);
    expect((await scopus.source(journal.issn, { view: 'CITESCORE' })).metrics?.citeScore).toMatchObject([
      { year: 2026, status: 'In-Progress' },
      { year: 2025, works: expect.any(Number), percentCited: 71, ranks: [{ subjectCode: expect.stringMatching(/^\d{4}$/), rank: 12, percentile: 88 }] },
      { year: 2024 },
    ]);
  });

  test('what is no ISSN costs nothing, what is not there is told', async () => {
    const { scopus, elsevier } = asking();
    expect((await failureOf<ElsevierError>(scopus.source('Nature'))).reason).toBe('bad-id');
    expect(elsevier.log).toEqual([]);
    expect((await failureOf<ElsevierError>(scopus.source('0000-0000'))).reason).toBe('not-found');
  });
});

describe('sources', () => {
  test('come from all pages, not the first alone', async () => {
    const { scopus, elsevier } = asking();
    const found = await Array.fromAsync(scopus.sources({ title: 'Invented' }));
    expect(found).toHaveLength(invented.sources.length);
    expect(found.length).toBeGreaterThan(200);
    expect(elsevier.log.length).toBe(Math.floor(found.length / 200) + 1);
  });

  test('none is an empty answer, which the wire tells as 404', async () => {
    expect(await Array.fromAsync(asking().scopus.sources({ title: 'Nothing of the kind' }))).toEqual([]);
  });
});

describe('the wire may have', () => {
  test('the address of the answer apart from the links', () => {
    const entry = {
      'dc:title': 'Kelp',
      'prism:url': 'https://api.elsevier.com/content/serial/title/issn/99000008',
      link: [{ '@ref': 'homepage', '@href': 'https://example.org/' }],
    };
    expect(decodeSources({ 'serial-metadata-response': { entry: [entry] } })).toMatchObject([
      { links: { api: entry['prism:url'], homepage: 'https://example.org/' } },
    ]);
  });

  test('truth as 0, 1, true and "true", and None for no type', () => {
    const entry = { 'dc:title': 'X', openaccess: '1', openaccessArticle: 'true', openArchiveArticle: false, openaccessType: 'None', openaccessStartDate: null };
    expect(decodeSources({ 'serial-metadata-response': { entry: [entry] } })).toMatchObject([{ openAccess: { open: true, articles: true, archive: false } }]);
  });

  test('one figure as an object, and entries as an object', () => {
    const body = { 'serial-metadata-response': { entry: { 'dc:title': 'X', SJRList: { SJR: { '@year': '2024', $: '1.5' } } } } };
    expect(decodeSources(body)).toMatchObject([{ metrics: { sjr: [{ year: 2024, value: 1.5 }] } }]);
  });
});

describe('subjects', () => {
  test('are built in: 27 areas, each code once, searched without a request', () => {
    expect(new Set(knownSubjects().map(({ abbreviation }) => abbreviation)).size).toBe(27);
    expect(new Set(knownSubjects().map(({ code }) => code)).size).toBe(knownSubjects().length);
    expect(knownSubjects({ code: '1702' })).toEqual([{ code: '1702', abbreviation: 'COMP', area: 'Computer Science', name: 'Artificial Intelligence' }]);
    expect(knownSubjects({ words: 'speech and hearing' })).toMatchObject([{ code: '3616' }]);
    expect(knownSubjects({ abbreviation: 'vete' })).toHaveLength(5);
  });

  test('as Elsevier has them now, one as an object', async () => {
    const [first] = await asking().scopus.subjects({ abbreviation: 'COMP' });
    expect(first).toMatchObject({ abbreviation: 'COMP', code: expect.stringMatching(/^17/) });
    const one = { code: '1000', description: 'Multidisciplinary', detail: 'Multidisciplinary', abbrev: 'MULT' };
    expect(decodeSubjects({ 'subject-classifications': { 'subject-classification': one } })).toEqual([
      { code: '1000', abbreviation: 'MULT', area: 'Multidisciplinary', name: 'Multidisciplinary' },
    ]);
  });
});

describe('a book', () => {
  test('by ISBN, with hyphens or without', async () => {
    const work = [...invented.works()].find(({ isbn }) => isbn !== undefined);
    const isbn = work?.isbn?.[0] as string;
    expect(await asking().scopus.book(`${isbn.slice(0, 3)}-${isbn.slice(3)}`)).toMatchObject({
      isbn,
      title: work?.source.title,
      publisher: { id: '7' },
      links: { coverimage: expect.any(String) },
    });
    expect((await failureOf<ElsevierError>(asking().scopus.book('12'))).reason).toBe('bad-id');
  });

  test('whose publisher is a bare text', () => {
    expect(decodeBook({ 'nonserial-metadata-response': { entry: { 'dc:title': 'X', 'dc:publisher': 'Y' } } })).toMatchObject([{ publisher: { name: 'Y' } }]);
  });
});
