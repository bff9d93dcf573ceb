import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Work } from '@scopekit/record';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClusterRow, clusterPage } from './cluster-page.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
/** Where pictures for the documentation go, if anywhere. */
const pictures = process.env.SCOPEKIT_PICTURES;

const work = (fields: Partial<Work>): Work => ({
  title: 'Larval dispersal of reef corals in warming seas',
  authors: [{ name: 'García, Ana' }, { name: 'Müller, Bo' }],
  year: 2020,
  source: { title: 'Journal of Coral Research' },
  volume: '12',
  doi: '10.5555/x.1',
  affiliations: [],
  from: { source: 'file.csv', file: 'scopus.csv', row: 1 },
  ...fields,
});
const cluster = (i: number): ClusterRow => ({
  kind: i % 5 === 4 ? 'review' : 'cluster',
  records: [
    { id: `a${i}`, work: work({ title: `Larval dispersal of reef corals, study ${i}` }) },
    {
      id: `b${i}`,
      work: work({
        title: `LARVAL DISPERSAL OF REEF CORALS, STUDY ${i}`,
        authors: [{ name: 'García, A.' }, { name: 'Müller, B.' }],
        source: { title: 'J Coral Res' },
        doi: undefined,
      }),
    },
  ],
  whys: [`b${i}: same title, authors and pages`],
});
const page = (rows: readonly ClusterRow[]) => {
  const { head, row, tail } = clusterPage({
    title: 'Duplicates in <scopus.csv>',
    counts: [
      ['Records identified', 12_000],
      ['Duplicates removed', rows.length],
    ],
  });
  return head + rows.map(row).join('') + tail;
};

let browser: Browser;
beforeAll(async () => {
  if (executablePath)
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    });
}, 60_000);
afterAll(() => browser?.close());

/** The page from a file, in a browser that tells what it asked for and what went wrong. */
async function open(html: string): Promise<{ tab: Page; wrong: string[] }> {
  const file = join(mkdtempSync(join(tmpdir(), 'scopekit-page-')), 'report.html');
  writeFileSync(file, html);
  const tab = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  const wrong: string[] = [];
  tab.on('pageerror', (error) => wrong.push(error.message));
  tab.on('console', (message) => void (['error', 'warning'].includes(message.type()) && wrong.push(message.text())));
  tab.on('dialog', (dialog) => {
    wrong.push(`a dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  tab.on('request', (request) => void (request.url().startsWith('file:') || wrong.push(request.url())));
  await tab.goto(pathToFileURL(file).href);
  return { tab, wrong };
}

describe.skipIf(!executablePath)('the page of clusters in Chromium', () => {
  test('shows records side by side, marks what differs, and asks the network for nothing', async () => {
    const { tab, wrong } = await open(page([cluster(0), cluster(4)]));
    expect(await tab.locator('section').first().locator('thead th').allTextContents()).toEqual(['a0 stays', 'b0 goes']);
    expect(await tab.locator('section').first().locator('mark').allTextContents()).toEqual([
      'LARVAL DISPERSAL OF REEF CORALS, STUDY 0',
      'García, A.; Müller, B.',
      'J Coral Res',
    ]);
    expect([await tab.locator('dl').textContent(), wrong]).toEqual(['Records identified12,000Duplicates removed2', []]);
    if (pictures) await tab.screenshot({ path: join(pictures, 'duplicates.png') });
  });

  test('filters by words and by kind, and goes from cluster to cluster by keyboard', async () => {
    const { tab } = await open(page(Array.from({ length: 10 }, (_, i) => cluster(i))));
    const focused = () => tab.locator('section:focus h2').textContent();
    await tab.keyboard.press('j');
    await tab.keyboard.press('j');
    expect(await focused()).toMatch(/study 1$/);
    await tab.keyboard.press('k');
    expect(await focused()).toMatch(/study 0$/);
    await tab.keyboard.press('/');
    await tab.keyboard.type('study 7');
    await tab.getByText('1 of 10').waitFor();
    await tab.keyboard.press('Escape');
    await tab.keyboard.press('j');
    expect(await focused()).toMatch(/study 7$/);
    await tab.getByRole('searchbox').fill('');
    await tab.getByRole('combobox').selectOption('review');
    await tab.getByText('2 of 10').waitFor();
  });

  test('nothing from data runs', async () => {
    const hostile = '<script>alert(1)</script><img src=x onerror=alert(2)>';
    const { tab, wrong } = await open(
      page([
        {
          kind: 'cluster',
          records: [
            { id: hostile, work: work({ title: hostile, doi: 'javascript:alert(3)' }) },
            { id: '"><b>', work: work({ abstract: hostile, source: { title: '</section></main>' } }) },
          ],
          whys: [hostile],
        },
      ]),
    );
    expect(await tab.locator('img, section script').count()).toBe(0);
    expect(
      (await tab.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))).filter((href) => !href?.startsWith('https://doi.org/')),
    ).toEqual([]);
    expect(wrong).toEqual([]);
  });

  test('axe finds nothing; a thousand clusters are there at once and filtered while one types', { timeout: 60_000 }, async () => {
    const { tab, wrong } = await open(page([cluster(0), cluster(4)]));
    await tab.evaluate(axe.source).catch(() => tab.addScriptTag({ content: axe.source }));
    const { violations } = await tab.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe.run());
    expect(violations.map(({ id }) => id)).toEqual([]);
    const large = await open(page(Array.from({ length: 1_000 }, (_, i) => cluster(i))));
    await large.tab.getByRole('searchbox').fill('study 77');
    await large.tab.getByText('19 of 1000').waitFor({ timeout: 5_000 });
    expect([wrong, large.wrong]).toEqual([[], []]);
  });
});

test('without a browser the page still holds its policy and everything escaped', () => {
  const html = page([cluster(0)]);
  expect(html).toMatch(/content="default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'"/);
  expect(html).toContain('Duplicates in &#60;scopus.csv&#62;');
});
