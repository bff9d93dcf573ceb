import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InstitutionArticle, institution, institutionApis, sandboxKeys } from '@scopekit/test-fixtures';
import { afterEach, expect, test, vi } from 'vitest';
import { createScopekit } from '../index.ts';

const running: ChildProcess[] = [];
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  for (const close of closing.splice(0)) await close();
});

const asked = { affiliation: 'University of Invention', from: '2001' };
const perSecond = { 'sciencedirect.metadata': 1_000, 'sciencedirect.article': 1_000 };

/** A program that harvests, or goes on with its last harvest. */
const program = (url: string, folder: string, input: object) => `
import { createScopekit } from '@scopekit/operations';
const { irHarvest, close } = createScopekit(
  { credentials: [{ key: '${sandboxKeys.subscriber}' }], baseUrl: '${url}', stateFolder: '${folder}/home' },
  { cache: false, perSecond: ${JSON.stringify(perSecond)} },
);
const { added, articles } = await irHarvest(${JSON.stringify(input)});
console.log(JSON.stringify({ added: added.length, articles }));
await close();
`;

function start(url: string, folder: string, input: object) {
  const child = spawn(process.execPath, ['--conditions=@scopekit/source', '--input-type=module', '--eval', program(url, folder, input)], {
    cwd: import.meta.dirname,
  });
  running.push(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return { child, ended: new Promise<{ code: number | null; out: string; err: string }>((done) => child.on('close', (code) => done({ code, out, err }))) };
}

/** The articles over a real socket. */
async function serving(articles: () => readonly InstitutionArticle[]) {
  const apis = institutionApis(articles);
  const server = createServer((request, response) => {
    const { status, headers, body } = apis.answer({ url: new URL(request.url ?? '/', 'http://127.0.0.1') });
    response.writeHead(status, { 'content-type': body.startsWith('<') ? 'text/xml' : 'application/json', ...headers }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => new Promise((done) => server.close(done).closeAllConnections()));
  return { ...apis, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('a harvest of 30,000 articles that is killed ten times has every PII once; then twice the same changes nothing, and a rescan finds exactly what was planted', {
  timeout: 300_000,
}, async () => {
  let all = institution(30_000);
  const { url, log, forget } = await serving(() => all);
  const folder = mkdtempSync(join(tmpdir(), 'scopekit-harvest-'));
  const shelf = join(folder, 'shelf');
  let ran = start(url, folder, { ...asked, shelf });
  for (let kill = 1; kill <= 10; kill++) {
    const page = log.length + 20 + ((kill * 7_919) % 90);
    await vi.waitFor(() => expect(log.length).toBeGreaterThanOrEqual(page), { timeout: 60_000, interval: 2 });
    ran.child.kill('SIGKILL');
    expect((await ran.ended).code).toBe(null);
    ran = start(url, folder, { resume: 'last' });
  }
  expect(await ran.ended).toMatchObject({ code: 0, err: '' });
  // what a page cost twice: at most what was under way at each kill
  expect(log.length - new Set(log).size).toBeLessThanOrEqual(10 * 8);

  const scopekit = createScopekit(
    { credentials: [{ key: sandboxKeys.subscriber }], baseUrl: url, stateFolder: join(folder, 'home') },
    { cache: false, perSecond },
  );
  closing.push(() => scopekit.close());
  const piis = async () => {
    const { files } = await scopekit.irDeposit({ shelf, as: 'jsonl', out: join(folder, 'articles.jsonl') });
    return readFileSync(files[0]?.path ?? '', 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).pii as string);
  };
  const harvested = await piis();
  expect([harvested.length, new Set(harvested)]).toEqual([30_000, new Set(all.map(({ pii }) => pii))]);

  for (let again = 0; again < 2; again++)
    expect(await scopekit.irHarvest({ ...asked, shelf })).toMatchObject({ mode: 'update', added: [], changed: [], removed: [], articles: 30_000 });

  const planted = (first: number, count: number) => all.filter((_, i) => i >= first && i < first + count).map(({ pii }) => pii);
  const [removed, changed] = [planted(1_000, 20), planted(20_000, 30)];
  const added = institution(30_040).slice(30_000);
  all = [
    ...all
      .filter(({ pii }) => !removed.includes(pii))
      .map((article) => (changed.includes(article.pii) ? { ...article, title: `${article.title}, corrected` } : article)),
    ...added,
  ];
  forget();
  const rescan = await scopekit.irHarvest({ ...asked, shelf, rescan: true });
  expect({ added: new Set(rescan.added), changed: new Set(rescan.changed), removed: new Set(rescan.removed), articles: rescan.articles }).toEqual({
    added: new Set(added.map(({ pii }) => pii)),
    changed: new Set(changed),
    removed: new Set(removed),
    articles: 30_020,
  });
});
