import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { corpus } from '../corpus/corpus.ts';
import { exportFile } from './export-file.ts';

const recorded = new URL('../../../../shared/data/export/', import.meta.url);
const fileOf = (name: string) => readFileSync(new URL(name, recorded), 'utf8');
const works = [...corpus({ works: 120 }).works()];
const made = (type: string, generation: 'C' | 'E' = 'C') => exportFile(works, type, undefined, generation)?.body ?? '';

const headerOf = (csv: string) => csv.slice(1, csv.indexOf('\n')).replaceAll('"', '').split(',');
const unique = <T>(values: Iterable<T>) => [...new Set(values)];
const tagsOf = (ris: string) =>
  ris.split(/^ER {2}-.*\n/m).map((record) => unique(Array.from(record.matchAll(/^([A-Z][A-Z\d]) {2}- /gm), ([, tag = '']) => tag)));
const fieldsOf = (bib: string) => bib.split(/(?:^|\})@/m).map((record) => Array.from(record.matchAll(/^\t(\w+) = \{/gm), ([, name = '']) => name));
const labelsOf = (text: string) => text.split(/^SOURCE: Scopus$/m).map((record) => Array.from(record.matchAll(/^([A-Z ]+): /gm), ([, label = '']) => label));

/** Pairs of names in the order in which they follow each other somewhere. */
const pairs = (sequences: readonly (readonly string[])[]) =>
  new Set(sequences.flatMap((names) => names.flatMap((name, i) => names.slice(i + 1).map((later) => `${name} < ${later}`))));

/** Orders that stand in one and the other way round in the other. */
const contradicting = (ours: readonly (readonly string[])[], theirs: readonly (readonly string[])[]) => {
  const known = pairs(theirs);
  return [...pairs(ours)].filter((pair) => !known.has(pair) && known.has(pair.split(' < ').reverse().join(' < ')));
};

describe.skipIf(!existsSync(recorded))('what the invented page exports is as recorded exports are', () => {
  test('CSV of the older service: byte order mark, lines, quotation marks, 46 columns in their order', () => {
    const theirs = fileOf('csv/C24_aquimi_full46_12.csv');
    const ours = made('CSV');
    expect(ours.charCodeAt(0)).toBe(theirs.charCodeAt(0));
    expect(headerOf(ours)).toEqual(headerOf(theirs));
    expect([ours.includes('\r'), /^\uFEFF"Authors","/.test(ours), ours.endsWith('\n')]).toEqual([theirs.includes('\r'), true, theirs.endsWith('\n')]);
  });

  test('CSV of the jobs: the columns of 2026, and their links', () => {
    const theirs = fileOf('csv/E26_mmarquez_20.csv');
    const ours = made('CSV', 'E');
    const known = headerOf(ours);
    expect(headerOf(theirs).filter((name) => !known.includes(name))).toEqual([]);
    expect(headerOf(theirs)).toEqual(known.filter((name) => headerOf(theirs).includes(name)));
    const link = /https:\/\/www\.scopus\.com\/pages\/publications\/\d+\?origin=resultslist/;
    expect([link.test(ours), link.test(theirs)]).toEqual([true, true]);
  });

  test('RIS: tags in their order, byte order mark, records that end without a blank', () => {
    const theirs = fileOf('ris/new24_padosensei_53.ris');
    const ours = made('RIS');
    expect(contradicting(tagsOf(ours), tagsOf(theirs))).toEqual([]);
    for (const text of [ours, theirs]) expect([text.charCodeAt(0), /^ER {2}-$/m.test(text), /^ER {2}- $/m.test(text)]).toEqual([0xfeff, true, false]);
  });

  test('BibTeX: fields in their order, a preamble, and hundreds glued without a line', () => {
    const theirs = fileOf('bib/new23_ggn_110.bib');
    const ours = made('BIBTEX');
    expect(contradicting(fieldsOf(ours), fieldsOf(theirs))).toEqual([]);
    expect(unique(fieldsOf(ours).flat()).filter((name) => !fieldsOf(theirs).flat().includes(name))).toEqual([]);
    for (const text of [ours, theirs]) expect([/^\uFEFFScopus\nEXPORT DATE: \d\d \w+ \d{4}\n\n@/.test(text), text.match(/\}@/g)?.length]).toEqual([true, 1]);
  });

  test('plain text: its preamble, and labels in their order', () => {
    const theirs = fileOf('txt/new23_drlucatobi.txt');
    const ours = made('PLAIN_TEXT');
    expect(contradicting(labelsOf(ours), labelsOf(theirs))).toEqual([]);
    for (const text of [ours, theirs]) expect(text).toMatch(/^\uFEFFScopus\nEXPORT DATE: \d\d \w+ \d{4}\n\n.+\nAUTHOR FULL NAMES: .+\n[\d; ]+\n.+\n\(\d{4}\) /);
  });
});
