import { createClient, type ElsevierError } from '@scopekit/elsevier-http';
import { corpus, createElsevier, failureOf, fakeClock, sandboxKeys, sendTo } from '@scopekit/test-fixtures';
import { describe, expect, test } from 'vitest';
import { createScopus, decodeCitations } from '../index.ts';

const invented = corpus({ works: 400, seed: 5 });
const works = [...invented.works()].slice(0, 30);

function asking(key: string = sandboxKeys.subscriber) {
  const clock = fakeClock();
  const elsevier = createElsevier({ corpus: invented, now: clock.now });
  return { elsevier, scopus: createScopus(createClient({ keys: [key], clock, send: sendTo(elsevier) })) };
}

describe('citations by year', () => {
  test('of many works come 25 a request, in order, and add up', async () => {
    const { scopus, elsevier } = asking();
    const overview = await scopus.citations(
      works.map(({ eid }) => eid),
      { years: '2022-2025' },
    );
    expect(overview.works.map(({ scopusId }) => scopusId)).toEqual(works.map(({ scopusId }) => scopusId));
    expect(elsevier.log).toHaveLength(2);
    for (const [i, work] of overview.works.entries()) {
      expect(work.total).toBe(works[i]?.citedBy);
      expect((work.before ?? 0) + Object.values(work.byYear).reduce((a, b) => a + b, 0) + (work.after ?? 0)).toBe(work.total);
      expect(Object.keys(work.byYear)).toEqual(['2022', '2023', '2024', '2025']);
    }
    expect(overview.totals.total).toBe(works.reduce((sum, { citedBy }) => sum + citedBy, 0));
    expect(overview.hIndex).toBeUndefined();
  });

  test('of works that fit into one request come with their h-index', async () => {
    const { hIndex, works: found } = await asking().scopus.citations(works.slice(0, 10).map(({ scopusId }) => `SCOPUS_ID:${scopusId}`));
    expect(hIndex).toBe(
      works
        .slice(0, 10)
        .map(({ citedBy }) => citedBy)
        .sort((a, b) => b - a)
        .filter((n, i) => n > i).length,
    );
    expect(found[0]).toMatchObject({
      title: expect.any(String),
      type: { code: works[0]?.type },
      authors: expect.arrayContaining([expect.objectContaining({ authorId: expect.any(String) })]),
    });
  });

  test('without those by the same authors are fewer', async () => {
    const { scopus } = asking();
    const ids = works.slice(0, 10).map(({ eid }) => eid);
    const [all, others] = [await scopus.citations(ids), await scopus.citations(ids, { exclude: 'self' })];
    expect(others.totals.total).toBeLessThan(all.totals.total as number);
  });

  test('by DOI and EID are asked apart', async () => {
    const { scopus, elsevier } = asking();
    const doi = works.find((work) => work.doi !== undefined)?.doi as string;
    await scopus.citations([doi, works[5]?.eid as string]);
    expect(elsevier.log.map(({ path }) => [...new URL(path, 'https://x').searchParams.keys()][0])).toEqual(['doi', 'scopus_id']);
  });

  test('need a key that Elsevier has enabled, and that is told', async () => {
    expect((await failureOf<ElsevierError>(asking(sandboxKeys.nonSubscriber).scopus.citations([works[0]?.eid as string]))).reason).toBe('not-entitled');
    expect((await failureOf<ElsevierError>(asking().scopus.citations([works[0]?.eid as string], { years: 'lately' }))).reason).toBe('bad-input');
  });
});

describe('the wire may have', () => {
  const decoded = (info: object) =>
    decodeCitations({
      'abstract-citations-response': {
        citeInfoMatrix: { citeInfoMatrixXML: { citationMatrix: { citeInfo: [{ 'dc:identifier': 'SCOPUS_ID:99900000001', ...info }] } } },
        citeColumnTotalXML: { citeCountHeader: { columnHeading: [{ $: '2024' }, { $: '2025' }], columnTotal: [{ $: '1' }, { $: '2' }] } },
      },
    }).works[0];

  test.for<[name: string, info: object, byYear: object]>([
    ['counts of years as a list', { cc: [{ $: '1' }, { $: '2' }] }, { 2024: 1, 2025: 2 }],
    ['"0" when there are none', { cc: '0' }, { 2024: 0, 2025: 0 }],
    ['nothing when there are none', {}, { 2024: 0, 2025: 0 }],
  ])('%s', ([, info, byYear]) => {
    expect(decoded(info)?.byYear).toEqual(byYear);
  });
});

test('counts of many works cost one request for 25', async () => {
  const { scopus, elsevier } = asking();
  const counts = await scopus.citationCounts(works.map(({ eid }) => eid));
  expect(counts.map(({ eid, citedBy, found }) => [eid, citedBy, found])).toEqual(works.map(({ eid, citedBy }) => [eid, citedBy, true]));
  expect(elsevier.log).toHaveLength(2);
});

describe('metrics', () => {
  test('of PlumX by any id, with their sources', async () => {
    const work = works.find(({ doi }) => doi !== undefined);
    const categories = await asking().scopus.plumx(work?.doi as string);
    expect(categories.map(({ name }) => name)).toEqual(['capture', 'citation', 'socialMedia']);
    expect(categories[1]).toEqual({
      name: 'citation',
      total: work?.citedBy,
      counts: [
        {
          name: 'CITED_BY_COUNT',
          total: work?.citedBy,
          sources: [
            { name: 'Scopus', total: work?.citedBy },
            { name: 'CrossRef', total: expect.any(Number) },
          ],
        },
      ],
    });
  });

  test('of SciVal: of all years, by year, by kind and by percentile', async () => {
    const { scopus, elsevier } = asking();
    const all = await scopus.metrics('author', ['57900000001', '57900000002'], {
      metrics: ['ScholarlyOutput', 'HIndices', 'Collaboration', 'OutputsInTopCitationPercentiles'],
    });
    expect(all.filter(({ id }) => id === '57900000001')).toEqual([
      { id: '57900000001', name: 'author 57900000001', metric: 'ScholarlyOutput', value: expect.any(Number) },
      { id: '57900000001', name: 'author 57900000001', metric: 'HIndices', kind: 'h-index', value: expect.any(Number) },
      { id: '57900000001', name: 'author 57900000001', metric: 'HIndices', kind: 'h5-index', value: expect.any(Number) },
      {
        id: '57900000001',
        name: 'author 57900000001',
        metric: 'Collaboration',
        kind: 'International collaboration',
        value: expect.any(Number),
        percentage: 12.5,
      },
      { id: '57900000001', name: 'author 57900000001', metric: 'Collaboration', kind: 'National collaboration', value: expect.any(Number), percentage: 13.5 },
      { id: '57900000001', name: 'author 57900000001', metric: 'OutputsInTopCitationPercentiles', threshold: 1, value: expect.any(Number) },
      { id: '57900000001', name: 'author 57900000001', metric: 'OutputsInTopCitationPercentiles', threshold: 10, value: expect.any(Number) },
    ]);
    const yearly = await scopus.metrics('institution', ['508175'], { metrics: ['CitationCount'], byYear: true });
    expect(yearly.map(({ year }) => year)).toEqual([2022, 2023, 2024]);
    expect(elsevier.log).toHaveLength(2);
    expect(await scopus.metrics('topic', ['1'], { metrics: ['TopAuthors'] })).toEqual([
      { id: '1', name: 'topic 1', metric: 'prominencePercentile', value: 94.5 },
      { id: '1', name: 'topic 1', metric: 'scholarlyOutput', value: 822 },
      { id: '1', name: 'topic 1', metric: 'TopAuthors', item: { id: 1, name: 'TopAuthors of 1' } },
    ]);
  });

  test('that SciVal does not have are refused before they cost', async () => {
    const { scopus, elsevier } = asking();
    expect((await failureOf<ElsevierError>(scopus.metrics('author', ['1'], { metrics: ['Fame'] }))).message).toMatch(/no Fame/);
    expect((await failureOf<ElsevierError>(scopus.metrics('author', ['1'], { metrics: ['HIndices'], byYear: true }))).message).toMatch(/by year/);
    expect(elsevier.log).toEqual([]);
  });

  test('of a work: what SciVal knows', async () => {
    const { scopus } = asking();
    expect(await scopus.scivalPublication(works[0]?.eid as string)).toMatchObject({
      id: works[0]?.scopusId,
      title: expect.any(String),
      year: works[0]?.year,
      citedBy: works[0]?.citedBy,
      sdgs: ['SDG 13'],
    });
    expect((await failureOf<ElsevierError>(scopus.scivalPublication('10.5555/x'))).reason).toBe('bad-id');
  });
});
