import { type Deduplicated, dedupe as deduplicated, merged, methods, presets, survivorPolicies } from '@scopekit/dedupe';
import { ElsevierError } from '@scopekit/elsevier-http';
import { type ClusterRow, clusterPage, type ReadReport, removedCsv, rowsCsv, writeFormats, writerOf } from '@scopekit/formats';
import type { Work } from '@scopekit/record';
import { z } from 'zod';
import { itemsIn, textIn } from '../ir/items.ts';
import type { WrittenFile } from '../manifest.ts';
import type { Context, Operation } from '../operation.ts';
import { formatOf } from '../output-format.ts';
import { noticeLosses, saveWorks } from '../save-works.ts';
import type { Missing } from '../survey/output.ts';
import { wholeNumber } from '../years.ts';
import { recordIds } from './record-ids.ts';
import { type Decision, decisionsIn, reviewColumns } from './review.ts';

const DedupeInput = z.object({
  files: z.array(z.string().min(1)).min(1, 'must name at least one').describe('Bibliographic files of any kind'),
  method: z
    .enum(methods.filter((method) => method !== 'off'))
    .default('rules')
    .describe(
      'rules: by all that records say; identifiers; exact; documented, as-coded: the rule of Scopus Survey; title: titles alike, each compared with each',
    ),
  percent: wholeNumber(1, 100).default(90).describe('Of title: least likeness of two titles'),
  preset: z
    .enum(presets)
    .default('careful')
    .describe('Of rules. careful: no wrong merge; balanced: also what is republished within a volume; screen: more pairs to review'),
  survivor: z.enum(survivorPolicies).default('complete').describe('Which record of a cluster stays'),
  fill: z.boolean().default(true).describe('Fill the gaps of the record that stays from the others'),
  out: z.string().min(1).optional().describe('File for the works that stay; its ending decides the format'),
  format: z
    .enum(writeFormats.filter((format) => format !== 'as-input'))
    .optional()
    .describe('Format of the works, whatever the ending'),
  plain: z.boolean().default(false).describe('CSV without byte order mark and formula guard, for programs'),
  removed: z.string().min(1).optional().describe('CSV of the records that go: each with file, row, and why'),
  review: z.string().min(1).optional().describe('CSV of the pairs that may be the same: write same or different into its first column'),
  verdicts: z.string().min(1).optional().describe('A review file with verdicts, which are followed'),
  report: z.string().min(1).optional().describe('HTML page of the clusters and pairs, side by side, with what differs marked'),
  clusters: z.string().min(1).optional().describe('JSON of the clusters by the ids of the records, the one that stays first'),
});

/** What became of the records of one file. */
export interface DedupedFile {
  readonly file: string;
  readonly records: number;
  readonly removed: number;
  readonly repaired: number;
  readonly refused: number;
}

/** A record that goes, and the one that stays in its place, by their ids. */
export interface RemovedRecord {
  readonly id: string;
  readonly title?: string;
  readonly keptId: string;
  readonly keptTitle?: string;
  readonly why: string;
}

/** Two records for a person to decide about. */
export interface MaybePair {
  readonly a: { readonly id: string; readonly title?: string };
  readonly b: { readonly id: string; readonly title?: string };
  readonly why: string;
}

export interface DedupeResult {
  readonly method: string;
  readonly preset?: string;
  readonly inputs: readonly DedupedFile[];
  readonly counts: { readonly records: number; readonly removed: number; readonly kept: number; readonly clusters: number; readonly maybe: number };
  readonly removed: readonly RemovedRecord[];
  readonly maybe: readonly MaybePair[];
  /** Verdicts that were followed. */
  readonly decided: number;
  /** Keys that so many records share that they were compared with their neighbours only. */
  readonly largeBlocks: number;
  /** Records that are no works, each with the reason. */
  readonly missing: readonly Missing[];
  readonly files: readonly WrittenFile<'works' | 'removed' | 'review' | 'report' | 'clusters'>[];
  readonly works?: readonly Work[];
}

/** Second records of the same work taken out of files, each with the reason. */
export const dedupeFiles: Operation<typeof DedupeInput, DedupeResult> = {
  name: 'dedupe',
  description: 'Take second records of the same work out of bibliographic files, say for each why, and put what is uncertain to a person.',
  input: DedupeInput,
  async run(input, context) {
    const { method, preset, survivor, out } = input;
    const results = [out, input.removed, input.review, input.report, input.clusters].filter((path) => path !== undefined);
    const format = out === undefined ? input.format : formatOf(out, input.format);
    if (results.length) await context.files.checkAll(results, { manifest: false });
    if (method !== 'rules' && (input.review ?? input.verdicts) !== undefined)
      throw new ElsevierError({
        reason: 'bad-input',
        message: `Only the method rules puts pairs to a person, not ${method}.`,
        next: 'Leave --review and --verdicts out.',
      });
    const { works, reports } = await recordsOf(input.files, context);
    const ids = recordIds(works);
    const decided = input.verdicts === undefined ? [] : decisionsIn(await textIn(input.verdicts, context), input.verdicts, ids);
    const found = deduplicated(works, { method, preset, percent: input.percent, survivor, decided });
    const kept = input.fill && found.clusters ? filled(works, found) : found.kept;

    const files: DedupeResult['files'][number][] = [];
    if (out && format) {
      files.push(
        await saveWorks(
          {
            kind: 'works',
            path: out,
            writer: writerOf(format, { title: 'Works', about: aboutOf(found, works), plain: input.plain }),
            works: kept,
            incomplete: false,
          },
          context,
        ),
      );
      noticeLosses(format, kept, context);
    }
    const write = async (kind: 'removed' | 'review' | 'clusters', path: string, pieces: Iterable<string> | AsyncIterable<string>) =>
      files.push({ kind, ...(await context.files.write(path, pieces)) });
    if (input.removed)
      files.push(
        await saveWorks(
          {
            kind: 'removed',
            path: input.removed,
            writer: removedCsv(found.removed, { plain: input.plain, places: true }),
            works: found.removed.map(({ work }) => work),
            incomplete: false,
          },
          context,
        ),
      );
    if (input.review) {
      const pairs = (found.maybe ?? []).map((pair) => ({
        ...pair,
        idA: ids[pair.a] as string,
        idB: ids[pair.b] as string,
        workA: works[pair.a] as Work,
        workB: works[pair.b] as Work,
      }));
      files.push(await saveWorks({ kind: 'review', path: input.review, writer: rowsCsv(reviewColumns), works: pairs, incomplete: false }, context));
    }
    if (input.report) {
      const writer = clusterPage({ title: `Duplicates in ${input.files.join(', ')}`, counts: countsOf(found, works, reports) });
      files.push(await saveWorks({ kind: 'report', path: input.report, writer, works: [...clusterRows(found, works, ids)], incomplete: false }, context));
    }
    if (input.clusters)
      await write('clusters', input.clusters, [`${JSON.stringify({ clusters: clustersOf(found, works).map((cluster) => cluster.map((i) => ids[i])) })}\n`]);
    return resultOf({ input, found, works, ids, kept, decided, reports, files });
  },
};

async function recordsOf(paths: readonly string[], context: Context): Promise<{ readonly works: Work[]; readonly reports: readonly ReadReport[] }> {
  const works: Work[] = [];
  const reports: ReadReport[] = [];
  for (const path of paths) {
    const read = await itemsIn(path, context);
    for (const work of read.works) works.push(work);
    reports.push(read.report);
    context.onProgress?.({ phase: 'read', done: reports.length, total: paths.length, quotaLeft: {} });
  }
  return { works, reports };
}

/** The works that stay, those of clusters with their gaps filled. */
function filled(works: readonly Work[], { clusters = [], removed }: Deduplicated): Work[] {
  const gone = new Set(removed.map(({ index }) => index));
  const clusterOf = new Map(clusters.map((cluster) => [cluster[0], cluster]));
  return works.flatMap((work, index) => {
    if (gone.has(index)) return [];
    const cluster = clusterOf.get(index);
    return [cluster ? merged(works, cluster).work : work];
  });
}

/** Also of methods that know no clusters: what was removed, by what stays. */
function clustersOf({ clusters, removed }: Deduplicated, works: readonly Work[]): readonly (readonly number[])[] {
  if (clusters) return clusters;
  const byKept = Map.groupBy(removed, ({ keptIndex }) => keptIndex);
  return works.flatMap((_, index) => (byKept.has(index) ? [[index, ...(byKept.get(index) ?? []).map((each) => each.index)]] : []));
}

function* clusterRows(found: Deduplicated, works: readonly Work[], ids: readonly string[]): Generator<ClusterRow> {
  const record = (i: number) => ({ id: ids[i] as string, work: works[i] as Work });
  const whyOf = new Map(found.removed.map(({ index, why }) => [index, why]));
  for (const cluster of clustersOf(found, works))
    yield { kind: 'cluster', records: cluster.map(record), whys: cluster.flatMap((i) => (whyOf.has(i) ? [`${ids[i]}: ${whyOf.get(i)}`] : [])) };
  for (const { a, b, rule, why } of found.maybe ?? []) yield { kind: 'review', records: [record(a), record(b)], whys: [`${rule}: ${why}`] };
}

/** As PRISMA 2020 asks: records identified by source, duplicates removed, records left to screen. */
const countsOf = ({ removed, kept, maybe = [] }: Deduplicated, works: readonly Work[], reports: readonly ReadReport[]): [string, number][] => [
  ...reports.map(({ file = '', read }): [string, number] => [`Records of ${file}`, read]),
  ['Records identified', works.length],
  ['Duplicates removed', removed.length],
  ['Records to screen', kept.length],
  ['Pairs to review', maybe.length],
];

const aboutOf = ({ removed, kept }: Deduplicated, works: readonly Work[]): string[] => [
  `${works.length} records, ${removed.length} removed as duplicates, ${kept.length} kept`,
];

interface Done {
  readonly input: z.output<typeof DedupeInput>;
  readonly found: Deduplicated;
  readonly works: readonly Work[];
  readonly ids: readonly string[];
  readonly kept: readonly Work[];
  readonly decided: readonly Decision[];
  readonly reports: readonly ReadReport[];
  readonly files: DedupeResult['files'];
}

function resultOf({ input, found, works, ids, kept, decided, reports, files }: Done): DedupeResult {
  const named = (i: number) => ({ id: ids[i] as string, ...(works[i]?.title ? { title: works[i].title } : {}) });
  const removedOf = Map.groupBy(found.removed, ({ work }) => work.from.file);
  return {
    method: input.method,
    ...(input.method === 'rules' ? { preset: input.preset } : {}),
    inputs: reports.map(({ file = '', read, repaired, refused }) => ({ file, records: read, removed: removedOf.get(file)?.length ?? 0, repaired, refused })),
    counts: {
      records: works.length,
      removed: found.removed.length,
      kept: kept.length,
      clusters: clustersOf(found, works).length,
      maybe: found.maybe?.length ?? 0,
    },
    removed: found.removed.map(({ index, keptIndex, work, kept: stays, why }) => ({
      id: ids[index] as string,
      ...(work.title ? { title: work.title } : {}),
      keptId: ids[keptIndex] as string,
      ...(stays.title ? { keptTitle: stays.title } : {}),
      why,
    })),
    maybe: (found.maybe ?? []).map(({ a, b, rule, why }) => ({ a: named(a), b: named(b), why: `${rule}: ${why}` })),
    decided: decided.length,
    largeBlocks: found.largeBlocks ?? 0,
    missing: reports.flatMap(({ file, refusals }) =>
      refusals.map(({ row, why }) => ({ id: `${file}, record ${row}`, reason: 'unreadable' as const, message: why })),
    ),
    files,
    ...(input.out === undefined ? { works: kept } : {}),
  };
}
