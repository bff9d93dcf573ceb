import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Work } from '@scopekit/record';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { read, write } from './index.ts';

const recorded = new URL('../../../../shared/data/export/', import.meta.url);
const there = existsSync(recorded);
const filesOf = (folder: string) => (there ? readdirSync(new URL(`${folder}/`, recorded)).map((name) => `${folder}/${name}`) : []);
const path = (name: string) => new URL(name, recorded);

async function reading(name: string) {
  const found = read(createReadStream(path(name)), { file: name });
  return { works: await Array.fromAsync(found), report: found.report };
}

/** Records counted by the signs that each format begins or ends one with. */
const counts: Readonly<Record<string, (text: string) => number>> = {
  csv: (text) => (parse(text, { bom: true }) as unknown[]).length - 1,
  'not-scopus': (text) => (parse(text, { bom: true }) as unknown[]).length - 1,
  ris: (text) => text.match(/^ER {2}-/gm)?.length ?? 0,
  bib: (text) => text.match(/(?:^|\})@[A-Z]+\{/gm)?.length ?? 0,
  txt: (text) => text.match(/^SOURCE: Scopus/gm)?.length ?? 0,
};

describe.skipIf(!there)('recorded files', () => {
  test.for(Object.keys(counts).flatMap(filesOf))('%s: no record lost, none invented', async (name) => {
    const folder = name.split('/')[0] as string;
    const { works, report } = await reading(name);
    const records = counts[folder]?.(readFileSync(path(name), 'utf8'));
    expect([report.rows, report.read, report.refused, works.length]).toEqual([records, records, 0, records]);
    expect(works.every(({ title, year }) => title && year)).toBe(true);
    expect(report.format.startsWith('scopus-')).toBe(folder !== 'not-scopus');
    if (folder !== 'not-scopus') expect(works.every(({ eid, authors }) => eid && authors.length)).toBe(true);
  });

  test.for([
    ['csv/B21_mlagisz_8.csv', 'ris/old21_mlagisz_8.ris'],
    ['csv/B21_mlagisz_8.csv', 'bib/old21_mlagisz_8.bib'],
    ['csv/B21_tobler_81.csv', 'ris/old21_tobler.ris'],
    ['csv/C23_majo_81.csv', 'bib/new23_majo_81.bib'],
  ] as const)('%s and %s, the same records, agree', async ([one, other]) => {
    const told = ({ eid, doi, year, title, authors, citedBy, volume, issue, pageStart, pageEnd }: Work) => [
      eid,
      doi,
      year,
      title,
      authors.length,
      citedBy,
      volume,
      issue,
      pageStart,
      pageEnd,
    ];
    const [a, b] = [await reading(one), await reading(other)];
    expect(b.works.map(told)).toEqual(a.works.map(told));
  });

  test('references of the old CSV against the lines of the RIS of the same works', async () => {
    const folded = (text: string | undefined) => text?.replace(/[\s;,]+/g, ' ').trim();
    let [right, ours, theirs] = [0, 0, 0];
    for (const [csv, ris] of [
      ['csv/B21_mlagisz_8.csv', 'ris/old21_mlagisz_8.ris'],
      ['csv/B21_tobler_81.csv', 'ris/old21_tobler.ris'],
    ] as const) {
      const { works } = await reading(csv);
      for (const [i, { references = [] }] of (await reading(ris)).works.entries()) {
        const truth = references.map(({ fullText }) => folded(fullText));
        const found = works[i]?.references?.map(({ fullText }) => folded(fullText)) ?? [];
        right += found.filter((text) => truth.includes(text)).length;
        ours += found.length;
        theirs += truth.length;
      }
    }
    expect(right / ours).toBeGreaterThan(0.98);
    expect(right / theirs).toBeGreaterThan(0.985);
  });

  test.for(filesOf('csv'))('%s: authors, ids and full names are consistent, and each author with affiliations is found', async (name) => {
    const { works, report } = await reading(name);
    const told = new Set(
      report.repairs
        .filter(({ kind }) => kind === 'authors-disagree' || kind === 'affiliations-unmatched')
        .flatMap(({ places }) => places.map(({ row }) => row)),
    );
    const rows = parse(readFileSync(path(name), 'utf8'), { bom: true, columns: true }) as Record<string, string>[];
    for (const [i, row] of rows.entries()) {
      if (told.has(i + 1)) continue;
      const work = works[i] as Work;
      const ids = row['Author(s) ID']?.split(';').flatMap((id) => id.trim() || []);
      if (ids) expect(work.authors.map(({ authorId }) => authorId)).toEqual(ids);
      const entries = row['Authors with affiliations'];
      if (entries) expect(work.authors.filter(({ family, name: whole }) => entries.includes(family ?? whole))).toHaveLength(work.authors.length);
    }
    expect(told.size).toBeLessThanOrEqual(rows.length * 0.001);
  });

  test.for([...filesOf('csv'), ...filesOf('not-scopus')])('%s: read and written again as it came in, the same bytes', async (name) => {
    const source = read(createReadStream(path(name)), { raw: true });
    const pieces = await Array.fromAsync(write(source, 'as-input', { reading: source }));
    expect(pieces.join('')).toBe(readFileSync(path(name), 'utf8'));
  });

  test.for(filesOf('csv'))('%s: one cell changed, and nothing else differs', async (name) => {
    const text = readFileSync(path(name), 'utf8');
    const source = read([text], { raw: true });
    const changed = async function* () {
      for await (const work of source) yield work.from.row === 5 ? { ...work, year: 1234 } : work;
    };
    const written = (await Array.fromAsync(write(changed(), 'as-input', { reading: source }))).join('');
    const [before, after] = [text, written].map((csv) => parse(csv, { bom: true }) as string[][]);
    const differing = before?.flatMap((row, i) => row.flatMap((cell, j) => (cell === after?.[i]?.[j] ? [] : [[i, cell, after?.[i]?.[j]]])));
    expect(differing).toEqual([[5, expect.stringMatching(/^\d{4}$/), '1234']]);
    expect(written.length).toBe(text.length);
  });
});
