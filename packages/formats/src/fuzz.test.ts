import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { corpus, mutated, scopusBibtex, scopusCsv, scopusRis, scopusText } from '@scopekit/test-fixtures';
import { expect, test } from 'vitest';
import { FormatError, read } from './index.ts';

/** Slow machines included: a file of a megabyte takes 50 ms. */
const mostMs = (bytes: number) => 1_500 + bytes / 200;

const recorded = new URL('../../../../shared/data/export/', import.meta.url);
const real = existsSync(recorded)
  ? ['csv', 'ris', 'bib', 'txt', 'not-scopus'].flatMap((folder) =>
      readdirSync(new URL(`${folder}/`, recorded)).map((name) => [`recorded ${name}`, readFileSync(new URL(`${folder}/${name}`, recorded))] as const),
    )
  : [];
const works = [...corpus({ works: 60, seed: 9 }).works()];
const nbib = works.map(({ title, year }, i) => `PMID- ${i + 1}\nTI  - ${title}\nDP  - ${year}\nFAU - Kim, Ann\nAU  - Kim A\nAD  - Oslo.\n\n`).join('');
const endnote = `<?xml version="1.0"?><xml><records>${works.map(({ year }) => `<record><ref-type name="Journal Article">17</ref-type><titles><title><style>Kelp</style></title></titles><dates><year>${year}</year></dates></record>`).join('')}</records></xml>`;
const wos = `FN Clarivate\nVR 1.0\n${works.map(({ year }) => `PT J\nAU Kim, A\n   Lee, B\nTI Kelp\nPY ${year}\nC1 [Kim, A] Oslo.\nER\n\n`).join('')}EF\n`;
const csl = JSON.stringify(
  works.map(({ year }) => ({ type: 'article-journal', title: 'Kelp', author: [{ family: 'Kim' }], issued: { 'date-parts': [[year]] } })),
);
const invented: readonly (readonly [string, string])[] = [
  ['CSV A', scopusCsv(works, { generation: 'A' })],
  ['CSV D', scopusCsv(works, { generation: 'D' })],
  ['RIS B', scopusRis(works, { generation: 'B' })],
  ['BibTeX C', scopusBibtex(works)],
  ['plain text', scopusText(works)],
  ['a table', `title;authors;year\n${works.map(({ title, year }) => `${title};Kim A.;${year}\n`).join('')}`],
  ['nbib', nbib],
  ['EndNote', endnote],
  ['Web of Science', wos],
  ['CSL-JSON', csl],
];
const seeds = [...real, ...invented.map(([name, text]) => [name, Buffer.from(text)] as const)];

/** Seconds in all; `SCOPEKIT_FUZZ=600` for ten minutes. */
const budgetMs = ((Number(process.env.SCOPEKIT_FUZZ) || 12) * 1_000) / seeds.length;

test.for(seeds)(
  '%s, mutated: works or a typed error, in linear time, and every record counted',
  { timeout: budgetMs * 3 + 30_000 },
  async ([, bytes], { annotate }) => {
    const prototype = Object.getOwnPropertyNames(Object.prototype).join();
    const until = performance.now() + budgetMs;
    const first = Math.floor(Math.random() * 1e9);
    let seed = first;
    for (; performance.now() < until; seed++) {
      const other = seeds[seed % seeds.length]?.[1];
      const broken = mutated(bytes, seed, other);
      const began = performance.now();
      const reading = read([broken.subarray(0, broken.length / 2), broken.subarray(broken.length / 2)]);
      let given = 0;
      try {
        for await (const work of reading) {
          given++;
          if (!Array.isArray(work.authors) || work.from.row === undefined) throw new Error('no work');
        }
        const { rows, read: taken, refused } = reading.report;
        if (rows !== given + refused || taken !== given) throw new Error(`${rows} rows, ${given} works, ${refused} refused`);
      } catch (error) {
        expect(error, `seed ${seed}`).toBeInstanceOf(FormatError);
      }
      expect(performance.now() - began, `seed ${seed}, ${broken.length} bytes`).toBeLessThan(mostMs(broken.length));
    }
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(prototype);
    await annotate(`${seed - first} mutations from seed ${first}`);
  },
);
