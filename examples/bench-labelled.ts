/**
 * `pnpm bench labelled FOLDER`: how well duplicates are found in sets whose truth is known, what each rule gives, and what
 * blocking loses. A set is a folder with `records_pre_merged.csv` and `merged_record_ids.csv` (ids of one work, with semicolons).
 */
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DedupeOptions, dedupe, presets, rules, sharedKeys } from '@scopekit/dedupe';
import { read } from '@scopekit/formats';
import type { Work } from '@scopekit/record';

const [, , , folder] = process.argv;
if (!folder) throw new Error('Name the folder of the labelled sets: pnpm bench labelled FOLDER');

interface Labelled {
  readonly name: string;
  readonly works: readonly Work[];
  /** Of each record, the work that it is. */
  readonly entity: readonly number[];
  readonly truth: readonly (readonly number[])[];
}

const ownId = ({ extra = {} }: Work) => extra.ID ?? extra.id ?? extra.record_id ?? '';

async function labelled(name: string): Promise<Labelled> {
  const works = await Array.fromAsync(read(createReadStream(join(folder as string, name, 'records_pre_merged.csv'))));
  const place = new Map(works.map((work, i) => [ownId(work), i]));
  let text = '';
  for await (const piece of createReadStream(join(folder as string, name, 'merged_record_ids.csv'), 'utf8')) text += piece;
  const truth = text
    .split(/\r?\n/)
    .slice(1)
    .map((line) =>
      line
        .replaceAll('"', '')
        .split(';')
        .flatMap((id) => place.get(id) ?? []),
    )
    .filter(({ length }) => length > 1);
  const entity = works.map((_, i) => -1 - i);
  for (const [n, records] of truth.entries()) for (const i of records) entity[i] = n;
  return { name, works, entity, truth };
}

/** Records rightly gone, and works that lost their last one; pairs rightly together, together, and of one work. */
function scored({ works, entity, truth }: Labelled, options: DedupeOptions) {
  const { removed, clusters = [], maybe = [] } = dedupe(works, { method: 'rules', ...options });
  const gone = new Set(removed.map(({ index }) => index));
  let [found, wrong] = [0, 0];
  for (const records of Map.groupBy(works.keys(), (i) => entity[i]).values()) {
    const kept = records.filter((i) => !gone.has(i)).length;
    found += records.length - Math.max(kept, 1);
    if (!kept) wrong++;
  }
  const two = (n: number) => (n * (n - 1)) / 2;
  const sum = (numbers: number[]) => numbers.reduce((all, each) => all + each, 0);
  const right = sum(clusters.flatMap((cluster) => [...Map.groupBy(cluster, (i) => entity[i]).values()].map(({ length }) => two(length))));
  const together = sum(clusters.map(({ length }) => two(length)));
  return { found, wrong, maybe: maybe.length, precision: together ? right / together : 1, recall: right / sum(truth.map(({ length }) => two(length))) };
}

const sets: Labelled[] = [];
for (const name of readdirSync(folder)) if (existsSync(join(folder, name, 'merged_record_ids.csv'))) sets.push(await labelled(name));

console.log('\nset, preset: found of removable, works wrongly lost, pairs to review, pair precision and recall');
for (const set of sets)
  for (const preset of presets) {
    const { found, wrong, maybe, precision, recall } = scored(set, { preset });
    const removable = set.truth.reduce((all, { length }) => all + length - 1, 0);
    console.log(`${set.name}, ${preset}: ${found} of ${removable}, ${wrong}, ${maybe}, ${precision.toFixed(4)}, ${recall.toFixed(4)}`);
  }

console.log('\nblocking: true pairs that share no key, and by how many pairs each key alone is found');
const alone = new Map<string, number>();
for (const { name, works, truth } of sets) {
  let [pairs, lost] = [0, 0];
  for (const records of truth)
    for (const [at, i] of records.entries())
      for (const j of records.slice(at + 1)) {
        const shared = sharedKeys(works[i] as Work, works[j] as Work);
        pairs++;
        if (!shared.length) lost++;
        if (shared.length === 1) alone.set(shared[0] as string, (alone.get(shared[0] as string) ?? 0) + 1);
      }
  console.log(`${name}: ${lost} of ${pairs}`);
}
for (const [key, pairs] of [...alone].sort(([, a], [, b]) => b - a)) console.log(`${key}: ${pairs}`);

console.log('\nablation, careful: without the rule, more records found and more works wrongly lost in all sets');
const total = (options: DedupeOptions) => {
  const each = sets.map((set) => scored(set, options));
  return { found: each.reduce((all, { found }) => all + found, 0), wrong: each.reduce((all, { wrong }) => all + wrong, 0) };
};
const whole = total({});
const signed = (n: number) => (n > 0 ? `+${n}` : String(n));
for (const { name, verdict } of rules) {
  const { found, wrong } = total({ without: [name] });
  console.log(`${name} (${verdict}): ${signed(found - whole.found)} found, ${signed(wrong - whole.wrong)} wrong`);
}
