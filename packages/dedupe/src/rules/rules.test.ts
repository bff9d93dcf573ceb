import type { Author, Work } from '@scopekit/record';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DedupeOptions, dedupe, dedupeInTurns, explain, merged, rules, sharedKeys } from '../index.ts';

const person = (name: string): Author => {
  const [family = '', given] = name.split(', ');
  return { name, family, ...(given ? (given.length < 4 ? { initials: given } : { given }) : {}) };
};

interface Written extends Omit<Partial<Work>, 'authors'> {
  readonly by?: string;
  readonly in?: string;
}

/** A record as files have it: `by` is `Family, Given; …`, `in` the journal. */
const record = ({ by = 'García, Ana; Müller, Bo', in: journal = 'Journal of Coral Research', ...fields }: Written = {}): Work => ({
  title: 'Larval dispersal of reef corals in warming seas',
  year: 2020,
  volume: '12',
  issue: '3',
  pageStart: '244',
  pageEnd: '258',
  ...fields,
  authors: by ? by.split('; ').map(person) : [],
  affiliations: [],
  ...(fields.source ? {} : journal ? { source: { title: journal } } : {}),
  from: { source: 'file' },
});

const outcome = (works: readonly Work[], options: DedupeOptions = {}) => {
  const { removed, maybe = [] } = dedupe(works, { method: 'rules', ...options });
  return removed.length ? 'same' : maybe.length ? 'maybe' : 'two';
};
const of = (a: Written, b: Written, options?: DedupeOptions) => outcome([record(a), record(b)], options);

describe('one work, written in two ways', () => {
  test.for<[string, Written, Written]>([
    ['case, accents and punctuation of the title', {}, { title: 'LARVAL DISPERSAL OF REEF CORALS, IN WARMING SEAS.' }],
    ['a language that a database adds', {}, { title: 'Larval dispersal of reef corals in warming seas. [Chinese]' }],
    ['notes that a database adds', {}, { title: 'Larval dispersal of reef corals in warming seas. [Review] [33 refs]' }],
    ['a translation in brackets', {}, { title: '[Larval dispersal of reef corals in warming seas]' }],
    ['a note that an erratum appeared', {}, { title: 'Larval dispersal of reef corals in warming seas.[Erratum appears in J Coral Res. 2021;13(1):1]' }],
    ['initials for given names', {}, { by: 'García, A; Müller, B' }],
    ['given names first', {}, { by: 'Ana, García; Bo, Müller' }],
    ['letters that were lost', { by: 'Garc?a, Ana; M?ller, Bo' }, {}],
    ['an abbreviated journal', {}, { in: 'J Coral Res' }],
    ['a journal with what it is beside its name', { in: 'Stroke; a journal of cerebral circulation' }, { in: 'Stroke (00392499)' }],
    ['a journal by its acronym', { in: 'PNAS' }, { in: 'Proceedings of the National Academy of Sciences' }],
    ['a conference behind the name of its journal', { in: 'Coral Letters' }, { in: 'Coral Letters.Conference: 44th Annual Meeting' }],
    ['short page ranges', { pageEnd: '58' }, { pageStart: '244', pageEnd: '258' }],
    ['a page with a letter', { pageStart: 'S244' }, {}],
    ['an article number for pages', { pageStart: 'e1024', pageEnd: undefined }, { pageStart: '1', pageEnd: '9' }],
    ['nothing but title, authors and year', { in: '', volume: undefined, issue: undefined, pageStart: undefined, pageEnd: undefined }, {}],
    [
      'a title with and without its subtitle',
      { pageStart: undefined, pageEnd: undefined },
      { title: 'Larval dispersal of reef corals in warming seas: a modelling approach' },
    ],
    ['online first and in its issue', { year: 2019, volume: undefined, issue: undefined, pageStart: '1', pageEnd: '17' }, {}],
    ['volume and issue one field too far', { volume: undefined, issue: '12', pageStart: '3', pageEnd: undefined }, {}],
    ['an article since retracted, which one database puts before its title', {}, { title: 'RETRACTED: Larval dispersal of reef corals in warming seas' }],
    ['a group of authors under its name, at the same place', { by: 'Coral Reef Trial Group' }, {}],
    [
      'a study in two registers, under one DOI',
      { doi: '10.5555/t', extra: { Trial: 'NCT00298038' } },
      { doi: '10.5555/t', extra: { Trial: 'ISRCTN12345678' } },
    ],
    ['letters that changed places', {}, { title: 'Larval dispersal of reef corlas in warming seas', pageStart: undefined }],
    ['a group taken for a person', { by: 'Group, (CORAL) Reef Study' }, {}],
    ['a mistyped first page', { pageStart: '944' }, {}],
    [
      'a chapter that another database calls a conference paper',
      { type: { code: 'ch' }, in: 'Lecture Notes in Corals', issue: undefined, pageStart: undefined },
      { type: { code: 'cp' }, in: 'Lecture Notes in Corals', issue: undefined },
    ],
    ['a typing error in the title', {}, { title: 'Larval dispersal of reef corals in waming seas' }],
    [
      'a word that one leaves out of the title, by the same authors',
      { pageStart: undefined },
      { title: 'Larval dispersal of shallow reef corals in warming seas', pageStart: undefined },
    ],
    ['of two family names one among the given names', { by: 'Camps, Rafael' }, { by: 'García, Rafael Camps' }],
    ['an initial that was lost', { by: '?zg?r, ?ya' }, { by: 'Özgür, Öya' }],
    ['a lost letter that is written with two', { by: 'M?ck, Thomas' }, { by: 'Mueck, Thomas' }],
    [
      'an ISBN of ten digits and of thirteen',
      { in: 'Reefs', source: { title: 'Reefs', isbn: ['0-306-40615-2'] } },
      { source: { title: 'Handbook of corals', isbn: ['9780306406157'] } },
    ],
    ['an abbreviation that is no beginning of its word', { in: 'Dtsch Wkly Coral' }, { in: 'Deutsche Weekly Coral' }],
    ['a conference by letters of its name', { in: 'AMCIS 2020 Proceedings' }, { in: 'Americas Conference on Information Systems' }],
    ['numbers written with and without a space', { title: 'Query languages formerly known as SQL 3' }, { title: 'Query languages formerly known as SQL3' }],
  ])('%s', ([, a, b]) => expect(of(a, b)).toBe('same'));
});

describe('two works that look alike', () => {
  const elsewhere = { volume: '13', issue: '1', pageStart: '12', pageEnd: '20' };
  test.for<[string, Written, Written]>([
    ['parts of a series', { title: 'Reef corals of the north. Part I' }, { title: 'Reef corals of the north. Part II', pageStart: '259', pageEnd: '270' }],
    ['other numbers', { title: 'Growth of corals at 20 degrees over years' }, { title: 'Growth of corals at 25 degrees over years', pageStart: '259' }],
    ['vitamins', { title: 'Serum levels of vitamin B12 in reef divers' }, { title: 'Serum levels of vitamin B6 in reef divers', pageStart: '259' }],
    ['phases', { title: 'A trial of kelp extract, phase 2a, in divers' }, { title: 'A trial of kelp extract, phase 2b, in divers' }],
    [
      'articles that are paged by themselves',
      { title: 'Reef corals of the northern seas and their growth', volume: undefined, issue: undefined, pageStart: '1', pageEnd: '9', in: 'Coral Letters' },
      { title: 'Reef corals of the northern seas and their growth', volume: undefined, issue: undefined, pageStart: '1', pageEnd: '14', in: 'Ocean News' },
    ],
    [
      'studies whose abstracts have little in common',
      {
        pageStart: undefined,
        abstract: 'Larvae of four species were followed by drifters over nine summers, and their settlement counted on tiles. '.repeat(2),
      },
      {
        title: 'Larval dispersal of shallow reef corals in warming seas',
        pageStart: undefined,
        abstract: 'We model currents of the shelf with a mesh of two kilometres; heat waves shorten the time that young animals are afloat. '.repeat(2),
      },
    ],
    ...[
      ['hepatitis B', 'hepatitis C'],
      ['HIV', 'HCV'],
      ['maternal smoking', 'paternal smoking'],
      ['symptomatic stenosis', 'asymptomatic stenosis'],
      ['Iran', 'Iraq'],
      ['calcium-dependent release', 'calcium-independent release'],
    ].map(([one, other]): [string, Written, Written] => [
      `${one} and ${other}`,
      { title: `Prevalence and outcome of ${one} among reef divers`, pageStart: undefined },
      { title: `Prevalence and outcome of ${other} among reef divers`, pageStart: undefined },
    ]),
    [
      'numerals of another script',
      { title: 'تقييم نظام المعلومات الصحية الجزء ١', pageStart: undefined },
      { title: 'تقييم نظام المعلومات الصحية الجزء ٢', pageStart: undefined },
    ],
    [
      'two abstracts on one page of a supplement',
      { title: 'Effect of atorvastatin on corals in heated tanks', pageStart: 'S23', pageEnd: 'S23' },
      { title: 'Effect of rosuvastatin on corals in heated tanks', pageStart: 'S23', pageEnd: 'S23' },
    ],
    ['letters of one title by others on one page', { pmid: '1', pageEnd: '245' }, { pmid: '2', by: 'Rome, Ben; Avorn, J', pageEnd: undefined }],
    ['two PubMed numbers', { pmid: '1' }, { pmid: '2' }],
    ['a column of each issue', { issue: undefined }, { issue: undefined, pageStart: '180', pageEnd: '184' }],
    ['an abstract and the article of one volume', { pageStart: 'A10', pageEnd: undefined, issue: 'S1' }, { issue: undefined, pageStart: '1210' }],
    [
      'a thesis and its article',
      { type: { name: 'Thesis' }, in: 'University of Bergen', volume: undefined, issue: undefined, pageStart: undefined },
      { type: { code: 'ar' } },
    ],
    ['a preprint and its article', { in: 'bioRxiv', volume: undefined, issue: undefined, pageStart: undefined }, { type: { code: 'ar' } }],
    [
      'editions of a book',
      { type: { code: 'bk' }, in: 'Academic Press', volume: undefined, issue: undefined, pageStart: undefined },
      { type: { code: 'bk' }, in: 'Academic Press', volume: undefined, issue: undefined, pageStart: undefined, year: 2021 },
    ],
    [
      'a book and its chapter',
      { type: { code: 'bk' }, doi: '10.5555/b', in: 'Academic Press', volume: undefined, issue: undefined, pageStart: undefined },
      {
        type: { code: 'ch' },
        doi: '10.5555/b',
        in: 'Academic Press',
        volume: undefined,
        issue: undefined,
        title: 'Larval dispersal of reef corals in warming seas: methods',
      },
    ],
    ['an erratum', {}, { title: 'Erratum: Larval dispersal of reef corals in warming seas', ...elsewhere }],
    ['a correction named after what it corrects', {}, { title: 'Larval dispersal of reef corals in warming seas (vol 12, pg 244, 2020)', ...elsewhere }],
    ['a reply', {}, { title: 'Reply to larval dispersal of reef corals in warming seas', by: 'Nguyen, Thi; Okoro, Uche', pageStart: '259' }],
    ['a retraction', {}, { title: 'Retraction: Larval dispersal of reef corals in warming seas', ...elsewhere }],
    [
      'another drug in a long title',
      {
        title:
          'A randomised double-blind placebo-controlled multi-centre trial of fluoxetine in adult patients with major depressive disorder and chronic pain',
        pageStart: undefined,
        pageEnd: undefined,
      },
      {
        title:
          'A randomised double-blind placebo-controlled multi-centre trial of paroxetine in adult patients with major depressive disorder and chronic pain',
        pageStart: undefined,
        pageEnd: undefined,
      },
    ],
    [
      'hyper- and hypotension',
      { title: 'Long-term outcome of hypertension in patients with chronic renal failure', pageStart: undefined },
      { title: 'Long-term outcome of hypotension in patients with chronic renal failure', pageStart: undefined },
    ],
    [
      'two trials of one name in their register',
      { in: 'https://trials.example/NCT01234567', volume: undefined, issue: undefined, pageStart: undefined },
      { in: 'https://trials.example/NCT07654321', volume: undefined, issue: undefined, pageStart: undefined },
    ],
    ['one title by the same, under two DOIs and with other pages', { doi: '10.5555/1' }, { doi: '10.5555/2', pageStart: undefined, pageEnd: undefined }],
    ['one title in one issue, by others', { pageStart: undefined, pageEnd: undefined }, { by: 'Nguyen, Thi; Okoro, Uche' }],
    ['another animal', { title: 'Effects of noise on the sleep of rats' }, { title: 'Effects of noise on the sleep of mice', pageStart: '259' }],
    [
      'a paper of a conference and its article',
      { in: 'Proceedings of the Coral Conference', type: { code: 'cp' }, volume: undefined, issue: undefined },
      { type: { code: 'ar' }, year: 2021, pageStart: '1' },
    ],
    [
      'abstracts that share the DOI of their supplement',
      { doi: '10.5555/s1', title: 'Bleaching of corals in the Red Sea' },
      { doi: '10.5555/s1', title: 'Spawning of sponges off Bergen', pageStart: '245' },
    ],
    ['editorials of two issues', { title: 'Editorial', by: 'García, Ana' }, { title: 'Editorial', by: 'García, Ana', issue: '4', pageStart: '301' }],
    ['one title by others', { by: 'Nguyen, Thi; Okoro, Uche', ...elsewhere, in: 'Ocean Letters' }, {}],
  ])('%s', ([, a, b]) => expect(of(a, b)).not.toBe('same'));

  test('records of one search answer are never the same work', () => {
    const of = (set: string) => ({ ...record(), extra: { search_set: set } });
    expect([outcome([of('1'), of('1')]), outcome([of('1'), of('2')])]).toEqual(['two', 'same']);
  });

  test('a title that three years have is one that many works have', () => {
    const column = (year: number, by = 'Ross, Kenneth') =>
      record({ title: 'Reminiscences on influential papers', by, year, volume: undefined, issue: undefined, pageStart: undefined });
    expect(outcome([column(2001), column(2001, 'Ross, K')])).toBe('same');
    expect(dedupe([column(2001), column(2001, 'Ross, K'), column(2002), column(2003)], { method: 'rules' }).removed).toEqual([]);
  });
});

test('titles in other scripts are compared whole', () => {
  const [a, b, c] = ['珊瑚礁幼虫在变暖海洋中的扩散', '珊瑚礁幼虫在变暖海洋中的扩散。', '珊瑚礁鱼类在变暖海洋中的生长'].map((title) => record({ title }));
  expect(outcome([a as Work, b as Work])).toBe('same');
  expect(outcome([a as Work, { ...(c as Work), pageStart: '259', issue: '4' }])).not.toBe('same');
});

test('what is republished within a volume is a pair to review when careful, and one work when balanced', () => {
  const [a, b] = [
    { issue: '3', pageStart: '244' },
    { issue: '9', pageStart: '822', pageEnd: '830' },
  ];
  expect([of(a, b), of(a, b, { preset: 'balanced' })]).toEqual(['maybe', 'same']);
});

test('two clusters are asked about once, by the records that stay, and not again when they were told apart', () => {
  const republished = { issue: '9', pageStart: '822', pageEnd: '830' };
  const works = [record({ by: 'García, A; Müller, B' }), record({ doi: '10.5555/x' }), record(republished), record({ ...republished, doi: '10.5555/y' })];
  const { clusters, maybe } = dedupe(works, { method: 'rules' });
  expect([clusters, maybe?.map(({ a, b }) => [a, b])]).toEqual([
    [
      [1, 0],
      [3, 2],
    ],
    [[1, 3]],
  ]);
  const apart = dedupe(works, { method: 'rules', decided: [{ a: 1, b: 3, same: false }] });
  expect([apart.clusters, apart.maybe]).toEqual([clusters, []]);
});

test.for<[string, Written, string]>([
  ['in two languages', { title: 'Dispersão larval de corais de recife em mares aquecidos' }, 'maybe'],
  ['without more than its beginning', { title: 'Larval dispersal' }, 'maybe'],
  ['on a page of a supplement', { title: 'Spawning of sponges off Bergen', pageStart: 'S12', pageEnd: undefined }, 'two'],
  ['with another DOI', { title: 'Spawning of sponges off Bergen', doi: '10.5555/other' }, 'two'],
  ['of others', { title: 'Spawning of sponges off Bergen', by: 'Okoro, Uche' }, 'two'],
])('a title %s, at one place: a pair to review where authors and place agree', ([, other, expected]) => {
  const place = other.pageStart ? { pageStart: other.pageStart, pageEnd: undefined } : {};
  expect(of({ doi: other.doi && '10.5555/x', ...place }, other)).toBe(expected);
});

test('verdicts that are at odds with each other are put to a person again', () => {
  const works = [record(), record({ doi: '10.5555/x' }), record({ doi: '10.5555/x', issue: undefined }), record({ issue: undefined })];
  const { maybe = [] } = dedupe(works, {
    method: 'rules',
    decided: [
      { a: 0, b: 1, same: false },
      { a: 2, b: 3, same: true },
    ],
  });
  expect(maybe.length).toBeGreaterThan(0);
});

test('of two records that say as much, the one with whole names stays', () => {
  const by = 'García, Anabel; Müller, Bodil';
  const whole = record({ by });
  for (const brief of [record({ by: 'García, A; Müller, B' }), record({ by, in: 'J Coral Res' })])
    for (const works of [
      [brief, whole],
      [whole, brief],
    ])
      expect(dedupe(works, { method: 'rules' }).kept).toEqual([whole]);
});

test('identifiers alone: a DOI counts where the titles do not speak against it', () => {
  const a = record({ doi: '10.5555/x' });
  const b = record({ doi: '10.5555/x', by: 'García, A', volume: undefined });
  const c = record({ doi: '10.5555/x', title: 'Spawning of sponges off Bergen' });
  expect([outcome([a, b], { method: 'identifiers' }), outcome([a, c], { method: 'identifiers' }), outcome([a, record()], { method: 'identifiers' })]).toEqual([
    'same',
    'two',
    'two',
  ]);
});

test('a chain does not grow over what tells works apart', () => {
  const first = record({ title: 'Reef corals of the far north, part 1', pageStart: '10' });
  const second = record({ title: 'Reef corals of the far north, part 2', pageStart: '10' });
  const between = record({ title: 'Reef corals of the far north', pageStart: '10' });
  const { clusters = [], maybe = [] } = dedupe([first, between, second], { method: 'rules' });
  expect(clusters.every((cluster) => !(cluster.includes(0) && cluster.includes(2)))).toBe(true);
  expect([clusters.length, maybe.length]).toEqual([1, 1]);
});

test('the fullest record stays, and says why each other goes', () => {
  const { kept, removed } = dedupe([record({ by: 'García, A; Müller, B' }), record({ doi: '10.5555/x', abstract: 'Corals.' })], { method: 'rules' });
  expect([kept[0]?.doi, removed[0]?.index]).toEqual(['10.5555/x', 0]);
  expect(removed[0]?.why).toBe('same title, authors and pages: title same, authors equal, journal same, same year, volume same, issue same, pages same');
  const first = dedupe([record(), record({ doi: '10.5555/x' })], { method: 'rules', survivor: 'first' });
  expect(first.kept[0]?.doi).toBeUndefined();
});

test('its gaps are filled from the others, each field with the record it is from; the input is not changed', () => {
  const works = [record({ doi: '10.5555/x', volume: undefined }), record({ abstract: 'Corals.' })];
  const before = JSON.stringify(works);
  const { work, filled } = merged(works, [0, 1]);
  expect([work.volume, work.abstract, work.doi, filled]).toEqual([
    '12',
    'Corals.',
    '10.5555/x',
    [
      { field: 'volume', from: 1 },
      { field: 'abstract', from: 1 },
    ],
  ]);
  expect(JSON.stringify(works)).toBe(before);
});

test('what a person decided is followed, and nothing else changes', () => {
  const works = [
    record({ issue: '3', pageStart: '244' }),
    record({ issue: '9', pageStart: '822' }),
    record({ title: 'Spawning of sponges off Bergen' }),
    record({ title: 'Spawning of sponges off Bergen.' }),
  ];
  const clusters = (decided: DedupeOptions['decided']) => dedupe(works, { method: 'rules', decided }).clusters?.map((cluster) => [...cluster].sort());
  expect(clusters([])).toEqual([[2, 3]]);
  expect(clusters([{ a: 0, b: 1, same: true }])).toEqual([
    [0, 1],
    [2, 3],
  ]);
  expect(clusters([{ a: 2, b: 3, same: false }])).toEqual([]);
  const { maybe = [] } = dedupe(works, { method: 'rules', decided: [{ a: 0, b: 1, same: false }] });
  expect(maybe.map(({ a, b }) => `${a} ${b}`)).not.toContain('0 1');
});

test('the outcome does not depend on the order of the records, and every record is kept or removed once', () => {
  const titles = ['Larval dispersal of reef corals', 'Larval dispersal of reef corals: a model', 'Spawning of sponges off Bergen', 'Editorial'];
  const written = fc.record({
    title: fc.constantFrom(...titles),
    by: fc.constantFrom('García, Ana; Müller, Bo', 'García, A; Müller, B', 'García, Ana', 'Nguyen, Thi'),
    year: fc.constantFrom(2019, 2020),
    volume: fc.constantFrom('12', '13', undefined),
    issue: fc.constantFrom('3', undefined),
    pageStart: fc.constantFrom('244', '301', undefined),
    doi: fc.constantFrom('10.5555/1', '10.5555/2', undefined),
  });
  const works = fc.array(written.map(record), { maxLength: 14 }).map((all) => all.map((work, i) => ({ ...work, extra: { id: String(i) } })));
  const named = (list: readonly Work[], clusters: readonly (readonly number[])[] = []) =>
    clusters.map((cluster) => cluster.map((i) => printOf(list[i] as Work)).sort()).sort();
  const printOf = ({ extra: _, from: __, ...rest }: Work) => JSON.stringify(rest);
  fc.assert(
    fc.property(works, fc.array(fc.nat(), { minLength: 14, maxLength: 14 }), fc.constantFrom('careful', 'balanced'), (list, order, preset) => {
      const shuffled = list
        .map((work, i) => [order[i] ?? 0, work] as const)
        .sort((a, b) => a[0] - b[0])
        .map(([, work]) => work);
      const [one, other] = [dedupe(list, { method: 'rules', preset }), dedupe(shuffled, { method: 'rules', preset })];
      expect(named(shuffled, other.clusters)).toEqual(named(list, one.clusters));
      expect(one.kept.length + one.removed.length).toBe(list.length);
      expect(new Set([...one.kept, ...one.removed.map(({ work }) => work)]).size).toBe(list.length);
    }),
    { numRuns: 300 },
  );
});

test('hostile records come to an end: no titles, one title fifty thousand times, a title of 100 kB, a million authors, twenty thousand copies', {
  timeout: 60_000,
}, () => {
  expect(outcome([record({ title: undefined, by: '' }), record({ title: undefined, by: '' })])).toBe('two');
  const many = Array.from({ length: 50_000 }, (_, i) => record({ title: 'Reef corals of the north', pageStart: String(i), by: `Author${i % 977}, A` }));
  const { kept, removed, largeBlocks } = dedupe(many, { method: 'rules' });
  expect([kept.length + removed.length, (largeBlocks ?? 0) > 0]).toEqual([50_000, true]);
  const long = 'coral reef '.repeat(10_000);
  expect(outcome([record({ title: long }), record({ title: `${long}x` })])).toBe('same');
  for (const run of [' ', '(', '[', '.', ' a', '<', '&'])
    expect(outcome([record({ title: `Reef${run.repeat(100_000)}x`, in: `Coral${run.repeat(100_000)}` }), record()])).not.toBe('same');
  expect(
    dedupe(
      Array.from({ length: 20_000 }, () => record()),
      { method: 'rules' },
    ).kept,
  ).toHaveLength(1);
  const crowd = Array.from({ length: 1_000_000 }, (_, i) => person(`Author${i}, A`));
  expect(outcome([{ ...record(), authors: [person('García, Ana'), ...crowd] }, record()])).toBe('same');
});

describe('records that do not tell their place', () => {
  const untold = { volume: undefined, issue: undefined, pageStart: undefined, pageEnd: undefined };
  const from = (database: string, more: Written = {}) => record({ ...untold, ...more, extra: { source: database } });

  test('two of one database are two works, or one cannot tell', () => {
    expect(outcome([from('one'), from('one')])).toBe('maybe');
    expect(outcome([from('one'), from('two')])).toBe('same');
  });

  test('a title that many have is one work where each database has it once that year', () => {
    const guest = { title: 'Guest editorial', by: 'García, Ana' };
    expect(outcome([from('one', guest), from('two', guest)])).toBe('same');
    expect(outcome([from('one', guest), from('two', guest), from('two', { ...guest, in: 'J Coral Res' })])).not.toBe('same');
  });

  test('which name of a conference stands for another is learnt from works that both databases have', () => {
    const [one, other] = ['CORAL Conference', 'Meeting on Warm Seas'];
    const both = (title: string) => [from('one', { title, in: one, type: { code: 'cp' } }), from('two', { title, in: other, type: { code: 'cp' } })];
    expect(outcome(both('Larval dispersal of reef corals in warming seas'))).not.toBe('same');
    const works = ['Bleaching of northern corals', 'Spawning of deep sponges', 'Growth of old kelp beds', 'Songs of young grey whales'].flatMap(both);
    expect(dedupe(works, { method: 'rules' }).removed).toHaveLength(4);
  });
});

test('in a block that is too large to compare all with all, records of one issue are compared', () => {
  const editorials = (from: string) =>
    Array.from({ length: 60 }, (_, i) =>
      record({
        title: 'Editorial introduction',
        by: from === 'one' ? '' : 'García, Ana',
        year: 1990 + (i >> 2),
        volume: String(i >> 2),
        issue: String((i % 4) + 1),
        pageStart: undefined,
      }),
    );
  expect(dedupe([...editorials('one'), ...editorials('two')], { method: 'rules' }).removed).toHaveLength(60);
});

test('which of two records comes first changes nothing: words of either title, and two authors of one name', () => {
  for (const [a, b] of [
    [
      { title: 'Decisionmaking in coral research', pageStart: '5' },
      { title: 'Decision making in coral research', pageStart: '700', issue: undefined },
    ],
    [
      { by: 'Zhang, Y; Zhang, Y', pageStart: '5' },
      { by: 'Zhang, Y; Liu, H', pageStart: '90' },
    ],
  ] satisfies [Written, Written][])
    expect(of(a, b)).toBe(of(b, a));
  const copies = [record(), record(), record()];
  const told = (cleaned: number[]) => {
    const { removed, maybe } = dedupe(copies, { method: 'rules', cleaned: new Set(cleaned) });
    return [removed.length, maybe?.length];
  };
  expect([told([0, 1]), told([1, 2])]).toEqual([
    [1, 0],
    [1, 0],
  ]);
});

test('titles alike are one work where each database has only that one of their authors in the year', () => {
  const untold = { volume: undefined, issue: undefined, pageStart: undefined, pageEnd: undefined, by: 'García, Ana; Müller, Bo; Silva, C' };
  const from = (database: string, title: string) => record({ ...untold, title, extra: { source: database } });
  const pair = [from('one', 'Querying many coral data sources with semantic nets'), from('two', 'Querying many coral information sources with semantic nets')];
  expect(outcome(pair)).toBe('same');
  expect(outcome([...pair, from('two', 'Spawning of sponges')])).toBe('maybe');
});

test('a record without a PubMed number does not put two of them together', () => {
  const { clusters, maybe } = dedupe([record({ pmid: '1' }), record({ issue: undefined }), record({ pmid: '2' })], { method: 'rules' });
  expect([clusters?.map(({ length }) => length), (maybe?.length ?? 0) > 0]).toEqual([[2], true]);
});

test('a clean library: no two of its records come together, and of a cluster its record stays', () => {
  const works = [
    record({ doi: undefined }),
    record(),
    record({ doi: '10.5555/new', abstract: 'Corals.' }),
    record({ title: 'Spawning of sponges off Bergen' }),
  ];
  const { clusters, removed } = dedupe(works, { method: 'rules', cleaned: new Set([0, 1]) });
  expect([clusters?.length, clusters?.[0]?.length, (clusters?.[0]?.[0] ?? 9) < 2, removed.map(({ index }) => index)]).toEqual([1, 2, true, [2]]);
});

test('of a preferred file or database a record stays, whatever others say more', () => {
  const works = [record({ abstract: 'Corals.', extra: { database: 'Embase' } }), record({ extra: { database: 'PubMed' } })];
  const kept = (prefer: string[]) => dedupe(works, { method: 'rules', prefer }).kept.map(({ extra }) => extra?.database);
  expect([kept([]), kept(['pubmed']), kept(['scopus', 'embase'])]).toEqual([['Embase'], ['PubMed'], ['Embase']]);
});

test('a decision is explained: the rule, where it is from, and every field', () => {
  const { verdict, rule, source, why, fields } = explain(record(), record({ title: 'Larval dispersal of reef corals in warming seas.', issue: undefined }));
  expect([verdict, rule, source, fields.pages]).toEqual(['duplicate', 'same title, authors and pages', expect.stringContaining('BibDedupe'), 'same']);
  expect(why).toBe('title same, authors equal, journal same, same year, volume same, pages same');
  expect(explain(record({ title: 'Reef corals, part I' }), record({ title: 'Reef corals, part II' }))).toMatchObject({
    verdict: 'distinct',
    why: expect.stringContaining('1 against 2'),
  });
  expect(sharedKeys(record(), record())).toContain('title');
  expect(sharedKeys(record(), record({ title: 'Sponges', by: 'Okoro, Uche', year: 1999, volume: '1' }))).toEqual([]);
});

test('a rule that is left out does not decide, and one that is not there is told', () => {
  const works = [record({ pageStart: undefined, issue: undefined, year: 2021 }), record({ issue: '9' })];
  const [join] = dedupe(works, { method: 'rules' }).removed;
  const rule = join?.why.split(':')[0] ?? '';
  expect(dedupe(works, { method: 'rules', without: [rule] }).removed[0]?.why.startsWith(rule)).not.toBe(true);
  expect(() => dedupe(works, { method: 'rules', without: ['none such'] })).toThrow(/no rule "none such"/);
});

test('in turns: others have their turn, it is told how far it is, and it stops when it is told to', async () => {
  const works = Array.from({ length: 6_000 }, (_, i) => record({ title: `Reef corals of the ${i} seas`, pageStart: String(i), by: `Author${i % 977}, A` }));
  const phases = new Set<string>();
  let turns = 0;
  const ticking = setInterval(() => turns++, 1);
  const found = await dedupeInTurns(works, { method: 'rules', onStep: ({ phase, done, total }) => done <= total && phases.add(phase) });
  clearInterval(ticking);
  expect([turns > 2, phases.size > 0]).toEqual([true, true]);
  expect(found.kept.length).toBe(dedupe(works, { method: 'rules' }).kept.length);
  await expect(dedupeInTurns(works, { method: 'rules', signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  expect((await dedupeInTurns(works.slice(0, 500), { method: 'title', percent: 100 })).kept).toHaveLength(500);
});

test('every rule has a name of its own and a source', () => {
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  expect(rules.every(({ source }) => source.length > 2)).toBe(true);
});
