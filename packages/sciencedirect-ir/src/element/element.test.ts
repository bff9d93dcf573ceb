import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { corpus, type InventedWork, type SandboxOptions, sandboxKeys, startSandbox } from '@scopekit/test-fixtures';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import config from '../../rolldown.config.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
/** Where pictures for the documentation go, if anywhere. */
const pictures = process.env.SCOPEKIT_PICTURES;

const files = new Map<string, string>();
let browser: Browser;
const closing: (() => Promise<unknown> | unknown)[] = [];

beforeAll(async () => {
  const cwd = resolve(import.meta.dirname, '../..');
  for (const { output, ...input } of config) {
    const bundle = await rolldown({ ...input, cwd });
    for (const each of [output].flat()) for (const file of (await bundle.generate(each)).output) if (file.type === 'chunk') files.set(file.fileName, file.code);
  }
  if (executablePath) {
    const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
    browser = await chromium.launch({ executablePath, args: [...quiet, '--disable-sync'] });
  }
}, 60_000);
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(() => browser?.close());

const works = [...corpus({ works: 400 }).works()].filter(({ pii }) => pii && /^S[\dX]{16}$/.test(pii));
const closed = (rest: number) => (work: InventedWork) => !work.freeToRead.length && work.index % 3 === 0 && work.index % 5 === rest;
/** An article of each kind, for whom the sandbox's subscriber is. */
const articles = {
  entitled: pick((work) => !work.freeToRead.length && work.index % 3 !== 0),
  openAccess: pick((work) => work.freeToRead.length > 0),
  notAllowed: pick(closed(0)),
  forthcoming: pick(closed(1)),
  past: pick(closed(2)),
  future: pick(closed(3)),
  unknown: { pii: 'S9900001614002848', doi: '10.5555/unknown.1' },
};

function pick(wanted: (work: InventedWork) => boolean): { readonly pii: string; readonly doi: string } {
  const { pii, doi } = works.find((work) => work.doi && wanted(work)) as InventedWork;
  return { pii: pii as string, doi: doi as string };
}

/** What a page may do, at its strictest. */
const csp = (api: string) =>
  `default-src 'none'; script-src 'self'; connect-src ${api}; frame-src ${api}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;

interface Serving {
  readonly body: string;
  readonly head?: string;
  readonly csp?: string;
  readonly context?: BrowserContextOptions;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** The page of a repository, on an origin of its own, in a browser that fails the test for any script that was not meant. */
async function open(api: string, { body, head, csp: policy = csp(api), context: options = {}, scripts = {} }: Serving) {
  const server = createServer((request, response) => {
    const name = (request.url ?? '').slice(1);
    const code = files.get(name) ?? scripts[name];
    if (code !== undefined) return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(code);
    if (name) return void response.writeHead(404).end();
    const script = head ?? `<script src="element.iife.js" data-api-key="${sandboxKeys.subscriber}" data-base-url="${api}" defer></script>`;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
    response.end(`<!doctype html><html lang="en"><head><title>A repository</title>${script}</head><body><main><h1>An article</h1>${body}</main></body></html>`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const context = await browser.newContext({ viewport: { width: 900, height: 400 }, ...options });
  closing.push(
    () => new Promise((done) => void server.close(done).closeAllConnections()),
    () => context.close(),
  );
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('dialog', (dialog) => {
    problems.push(`a dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  const told: string[] = [];
  page.on('console', (message) => void (message.type() === 'warning' && told.push(message.text())));
  if (options.javaScriptEnabled !== false) await page.addInitScript(watch);
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return { page, problems, told };
}

/** Runs in the page: what links each frame shows, how much the layout moved, and what the element resolved to. */
function watch(): void {
  const seen = { frames: [] as string[][], moved: 0, resolved: [] as unknown[] };
  Object.assign(globalThis, { seen });
  document.addEventListener('sciencedirect-access:resolved', (event) => seen.resolved.push((event as CustomEvent).detail));
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.moved += (entry as unknown as { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
  const look = () => {
    seen.frames.push(
      [...document.querySelectorAll('sciencedirect-access')].flatMap((each) => [...(each.shadowRoot?.querySelectorAll('a') ?? [])].map(({ href }) => href)),
    );
    requestAnimationFrame(look);
  };
  look();
}

const seenBy = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { seen: { frames: string[][]; moved: number; resolved: { entitlement: string }[] } }).seen);
const resolved = (page: Page, count = 1) =>
  page.waitForFunction((wanted) => (globalThis as unknown as { seen: { resolved: unknown[] } }).seen.resolved.length >= wanted, count, { timeout: 15_000 });

/** What the reader sees of an element: its status, and its links by what they are. */
const shown = (page: Page, nth = 0) =>
  page.evaluate((which) => {
    const element = document.querySelectorAll('sciencedirect-access')[which] as HTMLElement;
    const root = element.shadowRoot as ShadowRoot;
    return {
      status: root.querySelector('p')?.textContent ?? '',
      links: [...root.querySelectorAll('li > a[part]')].map((link) => link.getAttribute('part')),
      hrefs: [...root.querySelectorAll('a')].map(({ href }) => href),
      buttons: [...root.querySelectorAll('button')].map(({ textContent }) => textContent),
      inside: element.textContent?.trim(),
    };
  }, nth);

async function sandbox(options: SandboxOptions = {}) {
  const api = await startSandbox({ works: 400, rate: 1_000, ...options });
  closing.push(() => api.close());
  return api;
}

/** An API that answers as told, to any site. */
async function answering(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => new Promise((done) => void server.close(done).closeAllConnections()));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const json = (response: ServerResponse, body: unknown, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const verdict = (pii: string, entitled: unknown) => ({ 'entitlement-response': { 'document-entitlement': { '@status': 'found', 'pii-norm': pii, entitled } } });

/** The element with a link by DOI inside, as a repository's page has it. */
const element = ({ pii, doi }: { pii: string; doi: string }, attributes = '') =>
  `<sciencedirect-access pii="${pii}" doi="${doi}" ${attributes}><a href="https://doi.org/${doi}">https://doi.org/${doi}</a></sciencedirect-access>`;
const manuscript = 'am-href="/bitstream/am.pdf"';

describe.skipIf(!executablePath)('<sciencedirect-access> in Chromium, under the strictest content security policy', () => {
  describe('shows what Table 3 says', () => {
    test.for<[string, keyof typeof articles, string, string, string[]]>([
      ['entitled', 'entitled', manuscript, 'You have access.', ['publisher-link']],
      ['open access', 'openAccess', manuscript, 'Open access.', ['publisher-link']],
      ['internal, not allowed', 'notAllowed', `${manuscript} audience="internal"`, 'The accepted manuscript is here.', ['hosted-manuscript', 'publisher-link']],
      [
        'internal, forthcoming',
        'forthcoming',
        `${manuscript} audience="internal"`,
        'The accepted manuscript is here.',
        ['hosted-manuscript', 'publisher-link'],
      ],
      ['internal, past', 'past', `${manuscript} audience="internal"`, 'The accepted manuscript is here.', ['hosted-manuscript', 'publisher-link']],
      ['internal, future', 'future', `${manuscript} audience="internal"`, 'The accepted manuscript is here.', ['hosted-manuscript', 'publisher-link']],
      ['internal, no manuscript', 'past', 'audience="internal"', 'Your network has no access.', ['publisher-link']],
      ['public, not allowed', 'notAllowed', manuscript, 'Your network has no access.', ['publisher-link']],
      ['public, forthcoming', 'forthcoming', manuscript, 'Your network has no access.', ['publisher-link']],
      ['public, past', 'past', manuscript, 'The accepted manuscript is here.', ['hosted-manuscript', 'publisher-link']],
      ['public, past, no manuscript', 'past', '', 'Your network has no access.', ['publisher-link']],
      ['public, future', 'future', manuscript, 'The accepted manuscript will be here from ', ['publisher-link']],
      ['not found, with manuscript', 'unknown', manuscript, 'The accepted manuscript is here.', ['hosted-manuscript']],
      ['not found, no manuscript', 'unknown', '', 'Access could not be checked.', []],
      ['not found, its day ahead', 'unknown', `${manuscript} am-from="2999-01-01"`, 'The accepted manuscript will be here from 2999-01-01.', []],
      [
        'not found, its day ahead, to the letter',
        'unknown',
        `${manuscript} am-from="2999-01-01" on-error="table3"`,
        'The accepted manuscript is here.',
        ['hosted-manuscript'],
      ],
    ])('%s', async ([name, article, attributes, status, links]) => {
      const { url, elsevier } = await sandbox();
      const { page, problems, told } = await open(url, { body: element(articles[article], attributes) });
      await resolved(page);
      const now = await shown(page);
      expect(now).toMatchObject({ status: expect.stringContaining(status), links, inside: `https://doi.org/${articles[article].doi}` });
      const hosting = elsevier.log.filter(({ api }) => api === 'sciencedirect.hosting');
      expect(hosting).toHaveLength(name.startsWith('public') && attributes.includes('am-href') ? 1 : 0);
      const { frames, moved } = await seenBy(page);
      for (const [i, frame] of frames.entries()) expect(frames.slice(i).every((later) => frame.every((link) => later.includes(link)))).toBe(true);
      expect([moved, problems, told, elsevier.log.filter(({ method }) => method !== 'GET')]).toEqual([0, [], [], []]);
      if (pictures)
        await page.screenshot({ path: join(pictures, `element-${name.replaceAll(/\W+/g, '-')}.png`), clip: { x: 0, y: 0, width: 900, height: 180 } });
    });
  });

  test('a manuscript names its licence, which only a web address can be', async () => {
    const { url } = await sandbox();
    const { page } = await open(url, { body: element(articles.past, manuscript) });
    await resolved(page);
    expect((await page.locator('sciencedirect-access li').first().textContent())?.trim()).toBe('Accepted manuscript (CC BY-NC-ND 4.0)');
  });

  test('am-from spares the question for hosting; its own day opens', async () => {
    const { url, elsevier } = await sandbox();
    const today = new Date().toISOString().slice(0, 10);
    const known = ['not-allowed', 'forthcoming', 'now', today, '2999-12-31'].map((from) => element(articles.past, `${manuscript} am-from="${from}"`));
    const { page } = await open(url, { body: known.join('') });
    await resolved(page, 5);
    const links = await Promise.all(known.map((_, i) => shown(page, i)));
    expect(links.map(({ links: [first] }) => first)).toEqual(['publisher-link', 'publisher-link', 'hosted-manuscript', 'hosted-manuscript', 'publisher-link']);
    expect(elsevier.spent()).toEqual({ 'sciencedirect.entitlement': 1 });
  });

  test('sixty elements ask three times, by GET, with nothing that needs leave beforehand', async () => {
    const { url, elsevier } = await sandbox();
    const many = works.slice(0, 60).map(({ pii, doi = '' }) => element({ pii: pii as string, doi }));
    const { page } = await open(url, { body: many.join('') });
    await resolved(page, 60);
    expect(elsevier.log.map(({ method, api }) => `${method} ${api}`)).toEqual(Array(3).fill('GET sciencedirect.entitlement'));
    expect(elsevier.log.map(({ path }) => path.split('?')[0]?.split(',').length)).toEqual([25, 25, 10]);
    expect(new Set((await seenBy(page)).resolved.map(({ entitlement }) => entitlement))).toEqual(new Set(['yes', 'no', 'open_access']));
  });

  test('one bad id does not spoil the others of its list', async () => {
    const { url, asked } = await answering((request, response) => {
      const ids =
        decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname)
          .split('/')
          .at(-1)
          ?.split(',') ?? [];
      if (ids.includes(articles.unknown.pii)) return json(response, { 'service-error': {} }, ids.length > 1 ? 400 : 404);
      json(response, { 'entitlement-response': { 'document-entitlement': ids.map((pii) => ({ '@status': 'found', 'pii-norm': pii, entitled: true })) } });
    });
    const all = [articles.entitled, articles.past, articles.unknown, articles.future];
    const { page } = await open(url, { body: all.map((article) => element(article)).join('') });
    await resolved(page, 4);
    const statuses = await Promise.all(all.map(async (_, i) => (await shown(page, i)).status));
    expect(statuses).toEqual(['You have access.', 'You have access.', 'Access could not be checked.', 'You have access.']);
    expect(asked).toHaveLength(5);
  });

  describe('when the answer', () => {
    const cases: [string, (response: ServerResponse) => unknown][] = [
      ['is a failure', (response) => json(response, {}, 500)],
      ['refuses the key', (response) => json(response, { 'service-error': { status: { statusCode: 'AUTHENTICATION_ERROR' } } }, 401)],
      ['is a page', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Elsevier</h1>')],
      ['is a failure that says 200', (response) => json(response, { 'service-error': { status: { statusCode: 'GENERAL' } } })],
      ['is null', (response) => json(response, null)],
      ['is cut off', (response) => response.writeHead(200, { 'content-length': '500' }).write('{"entitlement-') && setTimeout(() => response.destroy(), 50)],
      ['never comes', () => undefined],
      ['is a word nobody knows', (response) => json(response, verdict(articles.past.pii, 'perhaps'))],
    ];
    test.for(cases)('%s, the reader gets what needs no answer', { timeout: 30_000 }, async ([, answer]) => {
      const api = await answering((_request, response) => void answer(response));
      const { page } = await open(api.url, { body: element(articles.past, manuscript) });
      await resolved(page);
      expect(await shown(page)).toMatchObject({ links: ['hosted-manuscript'], inside: `https://doi.org/${articles.past.doi}` });
    });
  });

  test('a site that the key is not registered for, and a policy that forbids to connect, are no answer', async () => {
    const { url } = await sandbox({ origins: ['https://elsewhere.example.edu'] });
    const elsewhere = await open(url, { body: element(articles.entitled) });
    await resolved(elsewhere.page);
    expect((await shown(elsewhere.page)).status).toBe('Access could not be checked.');
    const forbidden = await open(url, { body: element(articles.entitled), csp: csp('https://elsewhere.example.edu') });
    await resolved(forbidden.page);
    expect([(await shown(forbidden.page)).status, forbidden.problems]).toEqual(['Access could not be checked.', []]);
  });

  test('with JavaScript off the link inside is there', async () => {
    const { url } = await sandbox();
    const { page } = await open(url, { body: element(articles.entitled), context: { javaScriptEnabled: false } });
    expect(await page.getByRole('link').allTextContents()).toEqual([`https://doi.org/${articles.entitled.doi}`]);
  });

  test('nothing from data runs, also where no policy forbids it', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const { url } = await answering((request, response) => {
      const found = { '@status': 'found', 'pii-norm': articles.past.pii, message: hostile, link: { '@rel': 'scidir', '@href': 'javascript:alert(2)' } };
      if (request.url?.includes('entitlement')) return json(response, { 'entitlement-response': { 'document-entitlement': { ...found, entitled: false } } });
      const version = { 'jav:journal_article_version': 'AM', 'hosting-allowed': { '@audience': 'Public' }, 'required-license': 'javascript:alert(3)' };
      json(response, { 'hosting-permission-response': { 'document-hosting-permission': { ...found, 'hosting-platform': { 'document-version': version } } } });
    });
    const label = hostile.replaceAll('<', '&lt;');
    const { page, problems } = await open(url, {
      body: `${element(articles.past, `${manuscript} label="${label}"`)}${element(articles.past, `am-href="javascript:alert(4)" am-license="data:text/html,x" label="${label}" am-from="now"`)}`,
      csp: "script-src * 'unsafe-inline'",
    });
    await resolved(page, 2);
    const both = [await shown(page, 0), await shown(page, 1)];
    expect(both.map(({ links }) => links)).toEqual([['hosted-manuscript', 'publisher-link'], ['publisher-link']]);
    expect(both.flatMap(({ hrefs }) => hrefs).filter((href) => !href.startsWith('http'))).toEqual([]);
    expect([problems, await page.locator('sciencedirect-access img').count()]).toEqual([[], 0]);
  });

  describe('consent', () => {
    test('required: nothing is asked before the page grants it, for one element or for all', async () => {
      const { url, elsevier } = await sandbox();
      const { page } = await open(url, { body: [articles.entitled, articles.past, articles.future].map((one) => element(one, 'consent="required"')).join('') });
      await page.waitForTimeout(300);
      expect([elsevier.log.length, (await shown(page)).links]).toEqual([0, []]);
      await page.evaluate(() => (document.querySelector('sciencedirect-access') as unknown as { grantConsent(): void }).grantConsent());
      await resolved(page);
      expect([elsevier.log.length, (await shown(page)).links, (await shown(page, 1)).links]).toEqual([1, ['publisher-link'], []]);
      await page.evaluate(() => (globalThis as unknown as { ScienceDirectAccess: { grantConsent(): void } }).ScienceDirectAccess.grantConsent());
      await page.waitForFunction(() => [...document.querySelectorAll('sciencedirect-access')].every((each) => each.shadowRoot?.querySelector('a')));
    });

    test('is never taken from a word that nobody knows', async () => {
      const { url, elsevier } = await sandbox();
      const words = ['Required', 'yes', '', 'true', 'given'];
      const { page } = await open(url, { body: words.map((word) => element(articles.entitled, `consent="${word}"`)).join('') });
      await page.waitForTimeout(300);
      expect(elsevier.log).toEqual([]);
    });

    test('for one article is none for another', async () => {
      const { url, elsevier } = await sandbox();
      const { page } = await open(url, { body: element(articles.entitled, 'consent="ask"') });
      await page.getByRole('button').click();
      await resolved(page);
      await page.evaluate((pii) => document.querySelector('sciencedirect-access')?.setAttribute('pii', pii), articles.past.pii);
      await expect.poll(async () => (await shown(page)).buttons).toEqual(['Check access']);
      expect(elsevier.log).toHaveLength(1);
    });

    test('that comes when it is not needed any more leaves everything as it is', async () => {
      const { url } = await sandbox();
      const { page } = await open(url, { body: element(articles.entitled, 'pdf="entitled"') });
      await resolved(page);
      await page.getByRole('button').click();
      await page.evaluate(() => {
        (globalThis as unknown as { ScienceDirectAccess: { grantConsent(): void } }).ScienceDirectAccess.grantConsent();
        (document.querySelector('sciencedirect-access') as unknown as { grantConsent(): void }).grantConsent();
      });
      await page.waitForTimeout(200);
      expect([await page.locator('sciencedirect-access iframe').count(), (await seenBy(page)).resolved.length]).toEqual([1, 1]);
    });

    test('ask: a button says what is told to whom, and keyboard and focus go on after it', async () => {
      const { url, elsevier } = await sandbox();
      const { page } = await open(url, { body: element(articles.entitled, 'consent="ask"') });
      await expect.poll(async () => (await shown(page)).buttons).toEqual(['Check access']);
      expect([elsevier.log.length, (await shown(page)).status]).toEqual([0, 'This tells Elsevier your network address and the article.']);
      if (pictures) await page.screenshot({ path: join(pictures, 'element-consent.png'), clip: { x: 0, y: 0, width: 900, height: 180 } });
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await resolved(page);
      const focused = await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent);
      expect([(await shown(page)).buttons, focused]).toEqual([[], 'You have access.']);
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent)).toBe('Read at ScienceDirect');
    });
  });

  describe('the PDF', () => {
    const frames = (page: Page) =>
      page.locator('sciencedirect-access iframe').evaluateAll((all) => all.map((frame) => [frame.getAttribute('title'), frame.getAttribute('src')]));

    test('comes on a click, beside the link, and goes on another', async () => {
      const { url, elsevier } = await sandbox();
      const { page } = await open(url, { body: element(articles.entitled, 'pdf="entitled" label="On corals"') });
      await resolved(page);
      expect([(await shown(page)).buttons, elsevier.spent()['sciencedirect.article']]).toEqual([['PDF on this page'], undefined]);
      const button = page.getByRole('button');
      await button.click();
      expect([await button.getAttribute('aria-expanded'), await button.textContent()]).toEqual(['true', 'PDF on this page']);
      expect(await frames(page)).toEqual([
        [
          'PDF of the article: On corals',
          `${url}/content/article/pii/${articles.entitled.pii}?httpAccept=application%2Fpdf&cdnRedirect=true&apiKey=${sandboxKeys.subscriber}`,
        ],
      ]);
      await expect.poll(() => elsevier.spent()['sciencedirect.article']).toBe(1);
      expect((await shown(page)).links).toEqual(['publisher-link']);
      if (pictures) await page.screenshot({ path: join(pictures, 'element-pdf.png') });
      await button.click();
      expect([await button.getAttribute('aria-expanded'), await frames(page)]).toEqual(['false', []]);
    });

    test('off is the default; entitled is for who may read it; preview is its first page for everybody else', async () => {
      const { url } = await sandbox();
      const body = [
        element(articles.entitled),
        element(articles.past, 'pdf="entitled"'),
        element(articles.past, 'pdf="preview"'),
        element(articles.unknown, 'pdf="preview"'),
      ];
      const { page } = await open(url, { body: body.join('') });
      await resolved(page, 4);
      const buttons = await Promise.all(body.map(async (_, i) => (await shown(page, i)).buttons));
      expect(buttons).toEqual([[], [], ['First page on this page'], []]);
    });

    test('that does not come is told, and the link is there', { timeout: 30_000 }, async () => {
      const { url } = await answering((request, response) => request.url?.includes('entitlement') && json(response, verdict(articles.entitled.pii, true)));
      const { page } = await open(url, { body: element(articles.entitled, 'pdf="entitled"') });
      await resolved(page);
      await page.getByRole('button').click();
      await page.getByText('The PDF did not load.').waitFor({ timeout: 15_000 });
      expect((await shown(page)).links).toEqual(['publisher-link']);
    });
  });

  test('an element that changed, or was taken away, ignores the answer to its older question', async () => {
    const later: (() => void)[] = [];
    const { url } = await answering((request, response) => {
      const pii = /pii\/(\w+)/.exec(request.url ?? '')?.[1] ?? '';
      const answer = () => json(response, verdict(pii, pii === articles.entitled.pii));
      if (pii === articles.entitled.pii) later.push(answer);
      else answer();
    });
    const { page } = await open(url, { body: element(articles.entitled) });
    await expect.poll(() => later.length).toBe(1);
    await page.evaluate((pii) => document.querySelector('sciencedirect-access')?.setAttribute('pii', pii), articles.past.pii);
    await resolved(page);
    for (const answer of later) answer();
    await page.waitForTimeout(200);
    const { status, hrefs } = await shown(page);
    expect([status, hrefs, (await seenBy(page)).resolved.length]).toEqual([
      'Your network has no access.',
      [`https://www.sciencedirect.com/science/article/pii/${articles.past.pii}`],
      1,
    ]);
    await page.evaluate(() => document.querySelector('sciencedirect-access')?.remove());
    await page.waitForTimeout(100);
    expect((await seenBy(page)).resolved.length).toBe(1);
  });

  test('what could not be found out is asked again by the next element', async () => {
    let fails = true;
    const { url, asked } = await answering((_request, response) => (fails ? json(response, {}, 500) : json(response, verdict(articles.entitled.pii, true))));
    const { page } = await open(url, { body: element(articles.entitled) });
    await resolved(page);
    fails = false;
    await page.evaluate(() => document.querySelector('main')?.append(document.querySelector('sciencedirect-access')?.cloneNode(true) as Node));
    await resolved(page, 2);
    expect([(await shown(page, 1)).status, asked.length]).toEqual(['You have access.', 2]);
  });

  test('a DOI with signs that addresses know is linked whole; a picture that is a link inside is no harm', async () => {
    const { url } = await sandbox();
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><a href="https://example.org"><text>x</text></a></svg>';
    const { page, problems } = await open(url, { body: `<sciencedirect-access doi="10.5555/a?b=1#c;2-d">${svg}</sciencedirect-access>` });
    await resolved(page);
    expect([(await shown(page)).hrefs, problems]).toEqual([['https://doi.org/10.5555/a%3Fb%3D1%23c%3B2-d'], []]);
  });

  test('a licence that is no address is told, and is none', async () => {
    const { url } = await sandbox();
    const { page, told } = await open(url, { body: element(articles.past, `${manuscript} am-from="now" am-license="CC BY-NC-ND 4.0"`) });
    await resolved(page);
    expect([told, (await page.locator('sciencedirect-access li').first().textContent())?.trim()]).toEqual([
      ['<sciencedirect-access>: am-license="CC BY-NC-ND 4.0" is not understood'],
      'Accepted manuscript',
    ]);
  });

  test('a day from which there will be nothing, or that is over, is not promised', async () => {
    const { url } = await sandbox();
    const body = `${element(articles.past, 'am-from="2999-01-01"')}${element(articles.past, 'audience="internal" am-from="2020-01-01"')}`;
    const { page } = await open(url, { body });
    await resolved(page, 2);
    expect([(await shown(page)).status, (await shown(page, 1)).status]).toEqual(['Your network has no access.', 'Your network has no access.']);
  });

  test('an article with a DOI alone is linked by the PII that the answer tells', async () => {
    const { url, elsevier } = await sandbox();
    const { pii, doi } = articles.entitled;
    const { page } = await open(url, { body: `<sciencedirect-access doi="https://doi.org/${doi}"></sciencedirect-access>` });
    await resolved(page);
    expect([(await shown(page)).hrefs, elsevier.log[0]?.path]).toEqual([
      [`https://www.sciencedirect.com/science/article/pii/${pii}`],
      expect.stringContaining('/entitlement/doi/10.'),
    ]);
  });

  test('speaks the language of the page, as far as it was taught', async () => {
    const { url } = await sandbox();
    const teach = `import { configure, translate } from './element.js'; configure({ apiKey: '${sandboxKeys.subscriber}', baseUrl: '${url}' }); translate('de', { entitled: 'Sie haben Zugang.' });`;
    const { page, problems } = await open(url, {
      body: `<div lang="de-AT">${element(articles.entitled)}</div>`,
      head: '<script type="module" src="teach.js"></script>',
      scripts: { 'teach.js': teach },
    });
    await resolved(page);
    expect([(await shown(page)).status, await page.getByRole('link', { name: 'Read at ScienceDirect' }).count(), problems]).toEqual([
      'Sie haben Zugang.',
      1,
      [],
    ]);
  });

  test('a script after it may still set the key, or teach a language', async () => {
    const { url } = await sandbox();
    const key = `data-api-key="${sandboxKeys.subscriber}" data-base-url="${url}"`;
    const pages: [string, string][] = [
      ['', `ScienceDirectAccess.configure({ apiKey: '${sandboxKeys.subscriber}', baseUrl: '${url}' });`],
      [key, "ScienceDirectAccess.translate('en', { entitled: 'Access: yes.' });"],
    ];
    const statuses = [];
    for (const [attributes, later] of pages) {
      const { page } = await open(url, {
        body: element(articles.entitled),
        head: `<script src="element.iife.js" ${attributes} defer></script><script src="later.js" defer></script>`,
        scripts: { 'later.js': later },
      });
      await resolved(page);
      statuses.push((await shown(page)).status);
    }
    expect(statuses).toEqual(['You have access.', 'Access: yes.']);
  });

  test('an institution token is refused, wherever it stands; a key must be there', async () => {
    const { url, elsevier } = await sandbox();
    const { page, told } = await open(url, { body: `${element(articles.entitled, 'insttoken="secret"')}${element({ pii: 'nonsense', doi: 'nonsense' })}` });
    await expect
      .poll(() => told)
      .toEqual([
        '<sciencedirect-access>: an insttoken must never stand in a page',
        '<sciencedirect-access>: pii="nonsense" is not understood',
        '<sciencedirect-access>: doi="nonsense" is not understood',
        '<sciencedirect-access>: needs api-key and pii or doi',
      ]);
    const script = await open(url, {
      body: element(articles.entitled),
      head: `<script src="element.iife.js" data-api-key="${sandboxKeys.remote}" data-insttoken="secret" defer></script>`,
    });
    expect([script.problems, await script.page.getByRole('link').count()]).toEqual([['an insttoken must never stand in a page'], 1]);
    const without = await open(url, { body: element(articles.entitled), head: '<script src="element.iife.js" defer></script>' });
    await expect.poll(() => without.told).toEqual(['<sciencedirect-access>: needs api-key and pii or doi']);
    expect([elsevier.log, await page.getByRole('link').count()]).toEqual([[], 2]);
  });

  test('an attribute that nobody understands is told, and is as if it were not there; a day that nobody can read opens nothing', async () => {
    const { url } = await sandbox();
    const { page, told } = await open(url, { body: element(articles.past, `${manuscript} am-from="2026-02-31" audience="everybody"`) });
    await resolved(page);
    expect(told).toEqual(['<sciencedirect-access>: am-from="2026-02-31" is not understood', '<sciencedirect-access>: audience="everybody" is not understood']);
    expect((await shown(page)).links).toEqual(['publisher-link']);
    const { url: failing } = await answering((_request, response) => json(response, {}, 500));
    const days = ['10000-01-01', '2999-06', '2999', '01.06.2999', 'Not-Allowed'];
    const closed = await open(failing, { body: days.map((day) => element(articles.past, `${manuscript} am-from="${day}"`)).join('') });
    await resolved(closed.page, days.length);
    for (const i of days.keys()) expect((await shown(closed.page, i)).links).toEqual([]);
  });

  test('axe finds nothing, in a list, alone, asking, and with the PDF open; also with forced colours', async () => {
    const { url } = await sandbox();
    const all = Object.values(articles).map((article, i) => element(article, `${manuscript} label="Article ${i}" pdf="preview"`));
    for (const [body, count, context] of [
      [all.join(''), all.length, {}],
      [element(articles.past, manuscript), 1, {}],
      [element(articles.past, manuscript), 1, { forcedColors: 'active' }],
      [element(articles.entitled, 'pdf="entitled"'), 1, {}],
      [element(articles.entitled, 'consent="ask"'), 0, {}],
    ] as const) {
      const { page } = await open(url, { body, context: { ...context, bypassCSP: true } });
      await resolved(page, count);
      if (body.includes('pdf="entitled"')) await page.getByRole('button').click();
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run(options: unknown): Promise<{ violations: { id: string }[] }> } }).axe.run({ iframes: false }),
      );
      expect(violations).toEqual([]);
    }
  });

  test('what a screen reader is told comes once, and only of an element that stands alone', async () => {
    const { url } = await sandbox();
    const one = await open(url, { body: element(articles.entitled) });
    await resolved(one.page);
    expect(await one.page.getByRole('status').allTextContents()).toEqual(['You have access.']);
    const list = await open(url, { body: `${element(articles.entitled)}${element(articles.past)}` });
    await resolved(list.page, 2);
    expect(await list.page.getByRole('status').count()).toBe(0);
  });
});

test('weighs at most 6 kB after gzip, as a script and as a module', () => {
  expect(['element.js', 'element.iife.js'].filter((name) => gzipSync(files.get(name) ?? '').length > 6_000 || !files.has(name))).toEqual([]);
});

test('is imported by a server that renders pages, as is what has no element', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'scopekit-element-'));
  for (const name of ['element.js', 'headless.js']) {
    writeFileSync(join(folder, name.replace('.js', '.mjs')), files.get(name) ?? '');
    expect(Object.keys(await import(pathToFileURL(join(folder, name.replace('.js', '.mjs'))).href)).length).toBeGreaterThan(1);
  }
});
