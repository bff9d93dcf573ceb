import { type Client, createClient, ElsevierError } from '@scopekit/elsevier-http';
import { memoryCache } from '@scopekit/store';
import { corpus, createElsevier, failing, fakeClock, sandboxKeys, sendTo } from '@scopekit/test-fixtures';
import { describe, expect, test } from 'vitest';
import {
  article,
  articleObject,
  articleObjects,
  articlePdf,
  entitlement,
  hosting,
  metadataQuery,
  scidirQuery,
  searchMetadata,
  searchScidir,
  searchScienceDirect,
  searchScienceDirectByGet,
} from './index.ts';

const works = corpus({ works: 1_500 });
const articles = [...works.works()].filter(({ pii }) => pii && /^S[\dX]{16}$/.test(pii)) as (ReturnType<typeof works.work> & { pii: string })[];

function opened(key: string = sandboxKeys.subscriber) {
  const clock = fakeClock();
  const elsevier = createElsevier({ corpus: works, now: clock.now });
  const cache = memoryCache();
  const client = createClient({ keys: [key], clock, cache, send: sendTo(elsevier), random: () => 0 });
  return { client, elsevier, cache, clock };
}

const fails = failing(ElsevierError);

/** A client whose Elsevier answers with these bodies, one after the other. */
function answering(...bodies: readonly (string | { status: number; body: string; headers?: Record<string, string> })[]): { client: Client; urls: string[] } {
  const urls: string[] = [];
  const client = createClient({
    keys: [sandboxKeys.subscriber],
    clock: fakeClock(),
    retries: 0,
    send: async ({ url }) => {
      const given = bodies[Math.min(urls.push(url), bodies.length) - 1] ?? '';
      const { status, body, headers = {} } = typeof given === 'string' ? { status: 200, body: given } : given;
      return { status, headers, url, body: new TextEncoder().encode(body) };
    },
  });
  return { client, urls };
}

describe('entitlement', () => {
  test.for(['json', 'xml'] as const)('asks lists of 25 and gives every id a verdict, in order (%s)', async (wire) => {
    const { client, elsevier } = opened();
    const some = articles.slice(0, 60);
    const verdicts = await entitlement(client, [...some.map(({ pii }) => pii), 'S0000000099999999'], { wire });
    expect(verdicts.map(({ entitlement: verdict }) => verdict)).toEqual([
      ...some.map(({ index, freeToRead }) => (freeToRead.length ? 'open_access' : index % 3 ? 'yes' : 'no')),
      'not_found',
    ]);
    const listed = elsevier.log.map(({ path }) => /pii\/([^?]+)/.exec(decodeURIComponent(path))?.[1]?.split(',').length);
    expect(listed).toEqual([25, 25, 11]);
    expect(verdicts[0]).toMatchObject({ pii: some[0]?.pii, doi: some[0]?.doi, judgedFor: 'caller-ip', link: expect.stringMatching(/^https:/) });
  });

  test('asks Scopus ids and PMIDs one by one, and DOIs apart from PIIs', async () => {
    const { client, elsevier } = opened();
    const [a, b, c] = articles.filter(({ doi, pmid }) => doi && pmid);
    const verdicts = await entitlement(client, [a?.pii ?? '', b?.doi ?? '', `SCOPUS_ID:${c?.scopusId}`, `PMID:${a?.pmid}`]);
    expect(verdicts.map(({ entitlement: verdict }) => verdict)).not.toContain('unknown');
    expect(elsevier.log).toHaveLength(4);
  });

  test('one id that is not there is a 404, and a verdict', async () => {
    const { client } = opened();
    expect(await entitlement(client, ['S0000000099999999'])).toMatchObject([{ entitlement: 'not_found' }]);
  });

  test('what cannot be found out is unknown, with the reason, never no', async () => {
    const { client } = answering({ status: 503, body: '' });
    expect(await entitlement(client, ['S9900001614002848', 'hello'])).toMatchObject([
      { entitlement: 'unknown', problem: { reason: 'server' } },
      { entitlement: 'unknown', problem: { reason: 'bad-id' } },
    ]);
  });

  test('a list that one id spoils is asked one by one', async () => {
    const one = (pii: string, entitled: boolean) =>
      JSON.stringify({ 'entitlement-response': { 'document-entitlement': { '@status': 'found', 'pii-norm': pii, entitled } } });
    const { client, urls } = answering({ status: 400, body: '{}' }, one('S9900001614002848', true), { status: 400, body: '{}' });
    const verdicts = await entitlement(client, ['S9900001614002848', 'S9900001614002847']);
    expect(verdicts.map(({ entitlement: verdict }) => verdict)).toEqual(['yes', 'unknown']);
    expect(urls).toHaveLength(3);
  });

  test.for<[string, unknown, string]>([
    ['true as a truth value', true, 'yes'],
    ['true as a text', 'true', 'yes'],
    ['false as a truth value', false, 'no'],
    ['the text "false", which is true to a careless program', 'false', 'no'],
    ['open_access', 'open_access', 'open_access'],
    ['a word that nobody knows', 'maybe', 'unknown'],
    ['nothing', undefined, 'unknown'],
    ['null', null, 'unknown'],
  ])('entitled is %s', async ([, entitled, verdict]) => {
    const body = JSON.stringify({ 'entitlement-response': { 'document-entitlement': { '@status': 'found', pii: 'S9900-0016(14)00284-8', entitled } } });
    expect(await entitlement(answering(body).client, ['S9900001614002848'])).toMatchObject([{ entitlement: verdict }]);
  });

  test('is kept nowhere, and judged for an institution token when there is one', async () => {
    const { client, elsevier } = opened();
    const ids = [articles[0]?.pii ?? ''];
    await entitlement(client, ids);
    await entitlement(client, ids);
    expect(elsevier.log).toHaveLength(2);
    const remote = opened(sandboxKeys.remote);
    expect(await entitlement(remote.client, ids, { key: sandboxKeys.remote, insttoken: sandboxKeys.remoteToken })).toMatchObject([{ judgedFor: 'insttoken' }]);
  });

  test('a key that is refused ends it: that is no verdict on an article', async () => {
    expect(await fails(() => entitlement(opened(sandboxKeys.unknown).client, ['S9900001614002848']))).toMatchObject({ reason: 'unauthorized' });
  });
});

describe('hosting permission', () => {
  const permission = (versions: string) =>
    `<hosting-permission-response xmlns="http://www.elsevier.com/xml/svapi/hostingpermissions/dtd" xmlns:jav="http://www.niso.org/schemas/jav/1.0/"><document-hosting-permission status="found"><pii-norm>S9900001614002848</pii-norm><hosting-platform type="institutional_repository">${versions}</hosting-platform></document-hosting-permission></hosting-permission-response>`;

  test.for(['xml', 'json'] as const)('says for every version who may see it from when, under which licence (%s)', async (wire) => {
    const { client } = opened();
    const seen = new Set<string>();
    for (const work of articles.slice(0, 40)) {
      const { found, versions, unknown, pii } = await hosting(client, work.pii, { wire });
      expect([found, unknown, pii]).toEqual([true, [], work.pii]);
      for (const { version, status, grants, licence } of versions) {
        seen.add(
          `${version} ${status} ${grants.map(({ audience, from, affiliations }) => `${audience}${from ? ' from' : ''}${affiliations.length ? ' named' : ''}`).join(', ')}${licence ? ' licence' : ''}`,
        );
      }
    }
    expect([...seen].sort()).toEqual(
      [
        'AM allowed internal named, public from licence',
        'AM allowed public from licence',
        'AM forthcoming ',
        'AM not-allowed ',
        'VoR allowed public licence',
        'VoR not-allowed ',
      ].sort(),
    );
  });

  test('XML and JSON say the same', async () => {
    const { client } = opened();
    for (const { pii } of articles.slice(0, 20))
      expect({ ...(await hosting(client, pii)), retrievedAt: '' }).toEqual({ ...(await hosting(client, pii, { wire: 'json' })), retrievedAt: '' });
  });

  test.for<[string, unknown]>([
    ['an object', { '@audience': 'Public', '@start_date': '2026-06-10' }],
    ['a list', [{ '@audience': 'Public', '@start_date': '2026-06-10' }]],
  ])('a single grant is %s in JSON', async ([, allowed]) => {
    const version = { 'jav:journal_article_version': 'AM', 'hosting-allowed': allowed };
    for (const versions of [version, [version]]) {
      const body = JSON.stringify({
        'hosting-permission-response': {
          'document-hosting-permission': { '@status': 'found', 'hosting-platform': { '@type': 'institutional_repository', 'document-version': versions } },
        },
      });
      expect((await hosting(answering(body).client, 'S9900001614002848', { wire: 'json' })).versions).toEqual([
        { version: 'AM', status: 'allowed', grants: [{ audience: 'public', from: '2026-06-10', affiliations: [] }] },
      ]);
    }
  });

  test.for([null, '', {}])('an empty element is a word of its own, in JSON as %j', async (empty) => {
    for (const [name, status] of [
      ['hosting-not-allowed', 'not-allowed'],
      ['hosting-permissions-forthcoming', 'forthcoming'],
    ]) {
      const body = JSON.stringify({
        'hosting-permission-response': {
          'document-hosting-permission': { 'hosting-platform': { 'document-version': { 'jav:journal_article_version': 'am', [name as string]: empty } } },
        },
      });
      expect((await hosting(answering(body).client, 'S9900001614002848', { wire: 'json' })).versions).toMatchObject([{ version: 'AM', status }]);
    }
  });

  test('a day that nobody can read opens nothing; a platform that is no repository says nothing', async () => {
    const odd = permission(
      '<document-version><jav:journal_article_version>AM</jav:journal_article_version><hosting-allowed audience="Public" start_date="soon"/></document-version>',
    );
    expect((await hosting(answering(odd).client, 'S9900001614002848')).versions).toMatchObject([{ grants: [{ audience: 'unknown' }] }]);
    const other = odd.replace('type="institutional_repository"', 'type="commercial"');
    expect((await hosting(answering(other).client, 'S9900001614002848')).versions).toEqual([]);
  });

  test('an element that nobody knows is named', async () => {
    const odd = permission('<document-version><jav:journal_article_version>AM</jav:journal_article_version><hosting-maybe/></document-version>');
    expect(await hosting(answering(odd).client, 'S9900001614002848')).toMatchObject({ versions: [{ status: 'unknown' }], unknown: ['hosting-maybe'] });
  });

  test('an article that is not there has none; a key without the settings says nothing of the article', async () => {
    const { client } = opened();
    expect(await hosting(client, 'S0000000099999999')).toMatchObject({ found: false, versions: [] });
    const error = await fails(() => hosting(opened(sandboxKeys.nonSubscriber).client, articles[0]?.pii ?? ''));
    expect(error).toMatchObject({ reason: 'not-entitled', next: expect.stringContaining('says nothing about the article') });
    expect(await fails(() => hosting(client, 'PMID:98000001'))).toMatchObject({ reason: 'bad-id' });
  });

  test.for<[string, string]>([
    ['entities that swell', `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><hosting-permission-response>&a;</hosting-permission-response>`],
    ['a document type', '<!DOCTYPE hosting-permission-response SYSTEM "http://example.org/x.dtd"><hosting-permission-response/>'],
    ['an entity that is not known', '<hosting-permission-response>&secret;</hosting-permission-response>'],
    ['depth', `${'<a>'.repeat(5_000)}`],
    ['an end in the middle', permission('<document-version>').slice(0, 200)],
    ['another root', '<something/>'],
    ['nothing', '<?xml version="1.0"?>'],
  ])('hostile XML is a typed error: %s', async ([, body]) => {
    expect(await fails(() => hosting(answering(body).client, 'S9900001614002848'))).toMatchObject({ reason: 'unreadable' });
  });
});

test('fifty megabytes of elements end within memory, whatever they hold', async () => {
  const before = process.memoryUsage().rss;
  for (const piece of ['<a/>', '<a b="c">text</a>', 'text '.repeat(20)])
    expect(
      await fails(() => hosting(answering(`<hosting-permission-response>${piece.repeat(Math.ceil(50_000_000 / piece.length))}`).client, 'S9900001614002848')),
    ).toMatchObject({
      reason: 'unreadable',
    });
  expect(process.memoryUsage().rss - before).toBeLessThan(900 * 1024 * 1024);
});

describe('article', () => {
  const open = articles.find(({ freeToRead }) => freeToRead.length);
  const closed = articles.find(({ index, freeToRead }) => index % 3 === 0 && !freeToRead.length);

  test.for(['xml', 'json'] as const)('tells a full text from metadata that came instead (%s)', async (wire) => {
    const { client } = opened();
    expect(await article(client, open?.pii ?? '', { view: 'FULL', wire })).toMatchObject({ full: true, reduced: false, work: { pii: open?.pii } });
    expect(await article(client, closed?.pii ?? '', { view: 'FULL', wire })).toMatchObject({ full: false, reduced: true });
  });

  test('gives the second source of the embargo, and when it came online', async () => {
    const { client } = opened();
    const later = articles.find(({ index, freeToRead }) => index % 5 === 3 && !freeToRead.length);
    const found = await article(client, later?.pii ?? '', { view: 'FULL' });
    expect(found).toMatchObject({
      selfArchiving: { from: expect.stringMatching(/^\d{4}-\d{2}-10$/), licence: expect.stringContaining('by-nc-nd') },
      itemStage: 'S300',
    });
    expect(found.dates).toMatchObject({ online: expect.any(String), versionOfRecordOnline: expect.any(String) });
    const permission = await hosting(client, later?.pii ?? '');
    expect(permission.versions[0]?.grants[0]?.from).toBe(found.selfArchiving?.from);
  });

  test('a PDF is told from its first page', async () => {
    const { client, elsevier } = opened();
    expect(await articlePdf(client, open?.pii ?? '')).toMatchObject({ firstPageOnly: false });
    expect(await articlePdf(client, closed?.pii ?? '')).toMatchObject({ firstPageOnly: true });
    await articlePdf(client, closed?.pii ?? '');
    expect(elsevier.log).toHaveLength(3);
    expect(await fails(() => articlePdf(answering('<html><title>Sign in</title></html>').client, 'S9900001614002848'))).toBeInstanceOf(ElsevierError);
  });

  test('metadata is kept, a full text is not', async () => {
    const { client, elsevier } = opened();
    for (const view of ['META', 'META', 'FULL', 'FULL'] as const) await article(client, open?.pii ?? '', { view });
    expect(elsevier.log).toHaveLength(3);
  });

  test('as a work', async () => {
    const { client } = opened();
    const { work } = await article(client, open?.pii ?? '', { view: 'META_ABS' });
    expect(work).toMatchObject({
      pii: open?.pii,
      eid: `1-s2.0-${open?.pii}`,
      scopusId: open?.scopusId,
      year: open?.year,
      openAccess: { open: true, licence: expect.stringContaining('creativecommons') },
      rights: { statement: expect.stringContaining('©') },
      links: { publisher: `https://www.sciencedirect.com/science/article/pii/${open?.pii}` },
      from: { source: 'sciencedirect.article', view: 'META_ABS' },
    });
    expect(work.authors).toHaveLength(open?.authors.length ?? 0);
  });
});

describe('objects', () => {
  test('are told with what they are, and got as their bytes', async () => {
    const { client, elsevier } = opened();
    const rich = articles.find(({ index, freeToRead }) => index % 3 === 0 && freeToRead.length) ?? expect.unreachable();
    const found = await articleObjects(client, rich.pii);
    expect(found.map(({ filename, ref, mimeType, type }) => [filename, ref, mimeType, type])).toEqual([
      ['gr1.jpg', 'gr1', 'image/jpeg', 'IMAGE-DOWNSAMPLED'],
      ['gr2.jpg', 'gr2', 'image/jpeg', 'IMAGE-DOWNSAMPLED'],
      ['mmc1.pdf', 'mmc1', 'application/pdf', 'APPLICATION'],
    ]);
    expect(found[0]).toMatchObject({ size: 51_200, width: 640, height: 480 });
    const { bytes, mimeType } = await articleObject(client, found[2]?.eid ?? '');
    expect([mimeType, new TextDecoder().decode(bytes.subarray(0, 5))]).toEqual(['application/pdf', '%PDF-']);
    expect(elsevier.log.map(({ api }) => api)).toEqual(['sciencedirect.object', 'sciencedirect.object']);
  });

  test('a single one is no list in JSON; an article may have none', async () => {
    const { client } = opened();
    const poor = articles.find(({ index }) => index % 3 === 1) ?? expect.unreachable();
    expect(await articleObjects(client, poor.pii)).toHaveLength(1);
    expect(await articleObjects(answering(JSON.stringify({ 'attachment-metadata-response': { coredata: null } })).client, poor.pii)).toEqual([]);
  });

  test.for<[string, string, string | undefined]>([
    ['an image that begins with a brace', '{\\rtf1', undefined],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', undefined],
    ['a failure that says 200', '{"service-error":{"status":{"statusCode":"RESOURCE_NOT_FOUND","statusText":"none"}}}', 'not-found'],
    ['a page', '<!doctype html><title>Sign in</title>', 'unreadable'],
  ])('may be any file: %s', async ([, body, reason]) => {
    const asked = articleObject(answering(body).client, '1-s2.0-S9900001614002848-mmc1.rtf');
    if (reason) expect(await fails(() => asked)).toMatchObject({ reason });
    else expect(new TextDecoder().decode((await asked).bytes)).toBe(body);
  });

  test('of an article that may not be read are refused; what is no EID of one is told before anything is asked', async () => {
    const { client, elsevier } = opened(sandboxKeys.nonSubscriber);
    const closed = articles.find(({ freeToRead }) => !freeToRead.length) ?? expect.unreachable();
    const [first] = await articleObjects(client, closed.pii);
    expect(await fails(() => articleObject(client, first?.eid ?? ''))).toMatchObject({ reason: 'not-entitled' });
    expect(await fails(() => articleObject(client, closed.pii))).toMatchObject({ reason: 'bad-id' });
    expect(elsevier.log).toHaveLength(2);
  });
});

describe('searches', () => {
  const institution = articles[0]?.authors[0]?.affiliations[0]?.name ?? '';

  test('Article Metadata by affiliation, page after page, every article once', async () => {
    const { client } = opened();
    const found = searchMetadata(client, metadataQuery({ affiliations: [institution] }));
    const piis = (await Array.fromAsync(found)).map(({ pii }) => pii);
    const expected = articles
      .filter(({ authors }) => authors.some(({ affiliations }) => affiliations.some(({ name }) => name.includes(institution))))
      .map(({ pii }) => pii);
    expect(new Set(piis)).toEqual(new Set(expected));
    expect([piis.length, found.total, found.repeated]).toEqual([expected.length, expected.length, 0]);
  });

  test('an abstract loses the word before it; keywords are told apart; truth is told in every way it is written', async () => {
    const { client } = opened();
    const [first] = await Array.fromAsync(searchMetadata(client, metadataQuery({ affiliations: [institution] }), { limit: 1 }));
    expect(first?.abstract).not.toMatch(/^Abstract /);
    expect(first).toMatchObject({
      authorKeywords: expect.any(Array),
      openAccess: { open: expect.any(Boolean) },
      extra: { 'available-online-date': expect.any(String) },
    });
  });

  test('a window leaves no day out and takes none beside: AFT and BEF are exclusive', async () => {
    expect(metadataQuery({ affiliations: ['A "B" C', 'D'], online: { from: '2026-01-01', to: '2026-01-31' } })).toBe(
      '(AFFIL("A  B  C") OR AFFIL("D")) AND ((available-online-date AFT 20251231 AND available-online-date BEF 20260201) OR (vor-available-online-date AFT 20251231 AND vor-available-online-date BEF 20260201))',
    );
    const { client } = opened();
    const year = articles[0]?.year ?? 0;
    const within = async (from: string, to: string) =>
      (await Array.fromAsync(searchMetadata(client, metadataQuery({ affiliations: [institution], online: { from, to } }), { view: 'STANDARD' }))).map(
        ({ pii }) => pii,
      );
    const whole = new Set(await within(`${year}-01-01`, `${year}-12-31`));
    const halves = [...(await within(`${year}-01-01`, `${year}-06-30`)), ...(await within(`${year}-07-01`, `${year}-12-31`))];
    expect(new Set(halves)).toEqual(whole);
  });

  test('nothing found is an empty answer, told as an entry with an error', async () => {
    const { client } = opened();
    const found = searchMetadata(client, 'AFFIL("Nowhere at all")');
    expect([await Array.fromAsync(found), found.total]).toEqual([[], 0]);
  });

  test('more than can be reached is told with the numbers, before anything is given', async () => {
    const { client } = opened();
    const query = metadataQuery({ affiliations: ['University'] });
    expect(await fails(() => Array.fromAsync(searchMetadata(client, query, { wall: 10 })))).toMatchObject({
      reason: 'too-many-results',
      message: expect.stringMatching(/works match/),
    });
    expect(await Array.fromAsync(searchMetadata(client, query, { wall: 10, limit: 5 }))).toHaveLength(5);
  });

  test('pages that end before the count are told', async () => {
    const body = JSON.stringify({ 'search-results': { 'opensearch:totalResults': '3', entry: [{ 'dc:title': 'One', pii: 'S9900001614002848' }] } });
    const none = JSON.stringify({ 'search-results': { 'opensearch:totalResults': '3', entry: [{ '@_fa': 'true' }] } });
    expect(await fails(() => Array.fromAsync(searchMetadata(answering(body, none).client, 'x')))).toMatchObject({ reason: 'incomplete' });
  });

  test('ScienceDirect Search by PUT and by GET find the same', async () => {
    const { client, elsevier } = opened();
    const put = searchScienceDirect(client, { title: 'coral' });
    const byPut = await Array.fromAsync(put);
    const byGet = await Array.fromAsync(searchScienceDirectByGet(client, 'TITLE(coral)'));
    expect(byPut.map(({ pii }) => pii)).toEqual(byGet.map(({ pii }) => pii));
    expect(byPut.length).toBe(put.total);
    expect(byPut[0]).toMatchObject({
      authors: byGet[0]?.authors,
      source: { title: byGet[0]?.source?.title },
      links: { publisher: byGet[0]?.links?.publisher },
    });
    expect(byPut[0]?.links?.publisher).not.toContain('dgcid');
    expect(elsevier.log.every(({ status }) => status === 200)).toBe(true);
  });

  test('by PUT wants a criterion, and takes 250 characters of each; two questions are two answers', async () => {
    const { client, elsevier } = opened();
    expect(await fails(async () => searchScienceDirect(client, {}))).toMatchObject({ reason: 'bad-input' });
    expect(await fails(async () => searchScienceDirect(client, { qs: 'a'.repeat(251) }))).toMatchObject({ reason: 'query-too-long' });
    await Array.fromAsync(searchScienceDirect(client, { title: 'coral' }, { limit: 3 }));
    await Array.fromAsync(searchScienceDirect(client, { title: 'reef' }, { limit: 3 }));
    await Array.fromAsync(searchScienceDirect(client, { title: 'coral' }, { limit: 3 }));
    expect(elsevier.log).toHaveLength(2);
    expect(await Array.fromAsync(searchScienceDirect(client, { title: 'coral', date: '1900' }))).toEqual([]);
  });

  test('the old search: its dialect, in XML, its pages followed by position and never to its address', async () => {
    expect(scidirQuery({ affiliations: ['broad institute MIT', 'broad institute'], after: '2014-06-30', before: '2014-10-01' })).toBe(
      '(aff(broad institute MIT) or aff(broad institute)) and pub-date AFT 2014-06-30 AND pub-date BEF 2014-10-01',
    );
    const { client, elsevier } = opened();
    const found = searchScidir(client, scidirQuery({ affiliations: [institution], is: undefined }), { view: 'COMPLETE' });
    const piis = (await Array.fromAsync(found)).map(({ pii }) => pii);
    expect([new Set(piis).size, piis.length]).toEqual([found.total, found.total]);
    expect(elsevier.log.every(({ path }) => path.startsWith('/content/search/scidir'))).toBe(true);
    const year = articles[0]?.year;
    const inYear = await Array.fromAsync(searchScidir(client, scidirQuery({ affiliations: [institution], is: String(year) })));
    expect(inYear.every((work) => work.year === year)).toBe(true);
  });
});
