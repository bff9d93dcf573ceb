import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { toArticle } from './article/to-article.ts';
import { decideLinks } from './decision/decide-links.ts';
import { toPermission } from './hosting/to-permission.ts';
import { nodeOf } from './wire/answer-node.ts';
import type { WireNode } from './wire/node.ts';
import { toPage } from './wire/search-results.ts';
import { toWork } from './wire/to-work.ts';
import { xmlNode } from './wire/xml-node.ts';

const recorded = new URL('../../../../shared/data/', import.meta.url);
const there = existsSync(recorded);
const bodies = (pattern: string) => (there ? globSync(pattern, { cwd: fileURLToPath(recorded) }).sort() : []);
const bodyOf = (name: string) => ({ body: readFileSync(new URL(name, recorded)) });
const from = { source: 'recorded' };

/** What is not read, and why. */
const refusals: Readonly<Record<string, string>> = {
  format: 'of the answer, not of the article',
  pageRange: 'start and end say it',
  coverDisplayDate: 'kept in extra',
  teaser: 'a cut abstract',
  objects: 'figures and tables, which Object Metadata tells',
  object: 'the same',
  'content-family': 'as content-type',
  'issn-primary-formatted': 'coredata has the ISSN',
  'issn-primary-unformatted': 'the same',
  indexeddate: 'of Elsevier’s index',
  'vor-load-date': 'the version of record is told by when it came online',
  'cover-date-start': 'coredata has it',
  'cover-date-end': 'the same',
  'cover-date-text': 'the same',
  'copyright-line': 'coredata has it',
  'item-version-number': 'the stage says it',
  'document-type': 'coredata has pubType',
  'document-subtype': 'the same',
  'content-type': 'the same',
  'oa-access-inherited-from': 'how Elsevier knows',
};

/** Every text of an answer, with the name of what holds it. */
function leaves(node: WireNode): [name: string, text: string][] {
  if (!node.children.length) return node.text ? [[node.name, node.text]] : [];
  return node.children.flatMap(leaves);
}

const bare = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();

/** Texts that stand nowhere in what was read of them. */
function lost(node: WireNode, read: unknown): string[] {
  const all = bare(JSON.stringify(read));
  const truth = new Set(['0', '1', 'true', 'false']);
  const ofPerson = (name: string, text: string) => /^(?:creator|author)$/.test(name) && text.split(/[\s,]+/).every((word) => all.includes(bare(word)));
  const day = (text: string) => text.replace(/^(\d{4}-\d{2}-\d{2})T.*$/, '$1');
  const plain = (text: string) =>
    day(text)
      .replace(/^(?:DOI:|https?:\/\/(?:(?:dx\.)?doi\.org\/)?)/i, '')
      .replace(/^Abstract\s+/, '');
  return leaves(node)
    .filter(([name, text]) => !(name in refusals) && !truth.has(text) && bare(text) && !ofPerson(name, text) && !all.includes(bare(plain(text))))
    .map(([name, text]) => `${name}: ${text.slice(0, 60)}`);
}

describe.skipIf(!there)('recorded bodies', () => {
  test.for([...bodies('ir/coredata/*.xml'), ...bodies('elsevier/article_retrieval_*.xml')])('%s is read with nothing lost', (name) => {
    const root = xmlNode(bodyOf(name).body);
    const response = root.name === 'coredata' ? { ...root, one: (wanted: string) => (wanted === 'coredata' ? root : undefined) } : root;
    const { work } = toArticle(response as WireNode, from);
    expect([work.pii, work.doi, work.title, work.year].every(Boolean)).toBe(true);
    expect(work.authors.length).toBeGreaterThan(0);
    expect(lost(root.one('coredata') ?? root, { ...work, licence: work.openAccess?.licence })).toEqual([]);
  });

  test.for(bodies('ir/xocs-meta/*.xml'))('%s tells open access, embargo and dates', (name) => {
    const text = bodyOf(name)
      .body.toString('utf8')
      .replace(/^<\?xml[^>]*>/, '');
    const root = xmlNode(Buffer.from(`<full-text-retrieval-response><originalText>${text}</originalText></full-text-retrieval-response>`));
    const meta = root.one('originalText')?.one('meta') ?? expect.unreachable();
    const article = toArticle(root, from);
    const expected = meta.one('self-archiving');
    expect(article.selfArchiving === undefined).toBe(expected === undefined);
    if (expected?.one('sa-start-date')) expect(article.selfArchiving?.from).toBe(expected.one('sa-start-date')?.text?.slice(0, 10));
    expect(article.openAccess).toMatchObject({ open: expect.any(Boolean), openArchive: expect.any(Boolean) });
    expect([article.itemStage, article.dates.online, article.dates.changed].every(Boolean)).toBe(true);
    const ids = ['pii-formatted', 'pii-unformatted', 'eid', 'doi', 'issue-first', 'vol-first'];
    expect(lost(meta, article).filter((line) => !ids.some((id) => line.startsWith(id)))).toEqual([]);
  });

  test('the example of the guide: its versions, audiences, start date and licence, exactly', () => {
    const { versions, found, link, answeredAt, unknown } = toPermission(nodeOf(bodyOf('elsevier/seed003_hosting_permission_allowed.xml')));
    expect([found, unknown, link?.startsWith('https://www.sciencedirect.com/'), answeredAt?.slice(0, 10)]).toEqual([true, [], true, '2015-10-23']);
    expect(versions.map(({ version, status }) => [version, status])).toEqual([
      ['AM', 'allowed'],
      ['VoR', 'not-allowed'],
    ]);
    const [manuscript] = versions;
    expect(manuscript?.licence).toBe('http://creativecommons.org/licenses/by-nc-nd/4.0/');
    expect(manuscript?.grants.map(({ audience, from: day, affiliations }) => [audience, day, affiliations.length])).toEqual([
      ['internal', undefined, 4],
      ['public', '2016-06-10', 0],
    ]);
    expect(manuscript?.grants[0]?.affiliations.every(({ affiliationId, name }) => affiliationId && name)).toBe(true);
    const on = (today: string) =>
      decideLinks({ entitlement: 'no', audience: 'public', today, manuscript: 'x', pii: 'S9900001614002848', hosting: { versions } }).manuscript;
    expect([on('2016-06-09'), on('2016-06-10')]).toEqual(['allowed-later', 'allowed-now']);
  });

  test.for([
    ['hosting_permission_not_allowed', 'not-allowed'],
    ['hosting_permission_forthcoming', 'forthcoming'],
    ['hosting_permission_public_past', 'allowed'],
  ] as const)('%s (constructed)', ([name, status]) => {
    const { versions } = toPermission(nodeOf(bodyOf(`elsevier/constructed/${name}.xml`)));
    expect(versions.find(({ version }) => version === 'AM')?.status).toBe(status);
  });

  test.for(['elsevier/sciencedirect_v2get_2025.json', 'elsevier/scidir_v1_search_complete_1.json'])('%s: every entry is a work, with nothing lost', (name) => {
    const root = nodeOf(bodyOf(name));
    const { total, entries } = toPage(root);
    expect([total > 0, entries.length > 0]).toEqual([true, true]);
    for (const entry of entries) {
      const work = toWork(entry, from);
      expect([work.pii, work.title, work.authors.length > 0, work.links?.publisher?.includes('dgcid')]).toEqual([
        expect.any(String),
        expect.any(String),
        true,
        false,
      ]);
      expect(lost(entry, work)).toEqual([]);
    }
  });

  test('an article that may not be read is metadata with status 200', () => {
    const inner = JSON.parse(readFileSync(new URL('elsevier/article_retrieval_doi_unentitled_2020.inner.json', recorded), 'utf8'));
    const root = nodeOf({ body: new TextEncoder().encode(JSON.stringify({ 'full-text-retrieval-response': inner })) });
    const article = toArticle(root, from);
    expect([article.full, article.work.authors.length > 3, article.work.title]).toEqual([false, true, expect.any(String)]);
  });
});
