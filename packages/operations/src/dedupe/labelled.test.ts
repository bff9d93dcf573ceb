import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { createScopekit } from '../index.ts';

const data = new URL('../../../../../shared/data/dedupe/', import.meta.url);
type Row = Readonly<Record<string, string>>;
const rowsOf = (file: string): Row[] => parse(readFileSync(new URL(file, data)), { columns: true, bom: true });

/** Records as a file, and their clusters by their own ids. */
async function clustersOf(records: readonly Row[]): Promise<string[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'scopekit-labelled-'));
  const columns = Object.keys(Object.assign({}, ...records));
  const lines = [columns, ...records.map((record) => columns.map((column) => record[column] ?? ''))];
  writeFileSync(join(folder, 'records.csv'), lines.map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join()}\n`).join(''));
  const { dedupe } = createScopekit({ credentials: [] }, { folder });
  await dedupe({ files: [join(folder, 'records.csv')], clusters: 'clusters.json', out: 'kept.csv' } as never);
  return JSON.parse(readFileSync(join(folder, 'clusters.json'), 'utf8')).clusters;
}

/** How many records went rightly, of how many, and how many works lost their last record; and the same of pairs put together. */
function scored(ids: readonly string[], truth: readonly (readonly string[])[], clusters: readonly (readonly string[])[]) {
  const set = new Map(truth.flatMap((each, i) => each.map((id) => [id, `set ${i}`] as const)));
  const workOf = (id: string) => set.get(id) ?? id;
  const gone = new Set(clusters.flatMap((cluster) => cluster.slice(1)));
  let [found, removable, wrong] = [0, 0, 0];
  for (const records of Map.groupBy(ids, workOf).values()) {
    const kept = records.filter((id) => !gone.has(id)).length;
    removable += records.length - 1;
    found += records.length - Math.max(kept, 1);
    if (!kept) wrong++;
  }
  const pairsOf = (count: number) => (count * (count - 1)) / 2;
  const sum = (numbers: Iterable<number>) => [...numbers].reduce((all, each) => all + each, 0);
  const right = sum(clusters.flatMap((cluster) => [...Map.groupBy(cluster, workOf).values()].map(({ length }) => pairsOf(length))));
  const all = sum(clusters.map(({ length }) => pairsOf(length)));
  return { found, removable, wrong, f1: (2 * right) / (all + sum(truth.map(({ length }) => pairsOf(length)))) };
}

describe.skipIf(!existsSync(data))('labelled sets, careful', () => {
  test.for<[string, number, number, number]>([
    ['cytology_screening', 0, 772, 0.99],
    ['haematology', 0, 120, 0.89],
    ['stroke', 0, 312, 0.99],
    ['special_cases', 0, 3, 1],
    // of the works of 2022 and 2023 the truth keeps both records, though title, authors, volume and issue are the same
    ['jmis_baseline', 61, 1_543, 0.97],
    ['dblp-acm', 3, 2_152, 0.98],
  ])('%s: at most %i works lost, at least %i records found, in five orders the same', { timeout: 60_000 }, async ([set, wrong, found, f1]) => {
    const records = rowsOf(`${set}/records_pre_merged.csv`);
    const truth = rowsOf(`${set}/merged_record_ids.csv`).flatMap(({ merged_ids = '' }) => [merged_ids.split(';').filter(Boolean)]);
    const ids = records.map(({ ID = '' }) => ID);
    const once = await clustersOf(records);
    const score = scored(ids, truth, once);
    expect(score.wrong).toBeLessThanOrEqual(wrong);
    expect(score.found).toBeGreaterThanOrEqual(found);
    expect(score.f1).toBeGreaterThanOrEqual(f1);
    const asSets = (clusters: string[][]) => new Set(clusters.map((cluster) => cluster.toSorted().join(' ')));
    for (let order = 1; order < 5; order++) {
      const shuffled = records.map((record, i) => [(i * 7919 + order * 104_729) % 65_537, record] as const).sort(([a], [b]) => a - b);
      expect(asSets(await clustersOf(shuffled.map(([, record]) => record)))).toEqual(asSets(once));
    }
  });

  test('every pair of test_cases.json is decided as it says', async () => {
    const { cases } = JSON.parse(readFileSync(new URL('test_cases.json', data), 'utf8')) as {
      cases: { id: string; record_a: Record<string, string | null>; record_b: Record<string, string | null>; expected_duplicate: boolean }[];
    };
    const wrong: string[] = [];
    for (const { id, record_a, record_b, expected_duplicate } of cases) {
      const told = (record: Record<string, string | null>) => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, String(value ?? '')]));
      if ((await clustersOf([told(record_a), told(record_b)])).length > 0 !== expected_duplicate) wrong.push(id);
    }
    expect([cases.length, wrong]).toEqual([25, []]);
  });
});
