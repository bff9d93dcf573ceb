import { type Deduplicated, dedupeInTurns, methods, presets, survivorPolicies } from '@scopekit/dedupe';
import { ElsevierError } from '@scopekit/elsevier-http';
import { type ClusterRow, clusterPage, ownColumns, type ReadReport, removedCsv, rowsCsv, worksCsv, writeFormats, writerOf } from '@scopekit/formats';
import type { Work } from '@scopekit/record';
import { z } from 'zod';
import { itemsIn, textIn } from '../items.ts';
import type { WrittenFile } from '../manifest.ts';
import type { Context, Operation } from '../operation.ts';
import { formatOf } from '../output-format.ts';
import { noticeLosses, saveWorks } from '../save-works.ts';
import type { Missing } from '../survey/output.ts';
import { wholeNumber } from '../years.ts';
import { clustersOf, type Mark, markColumns, marksOf, stayingOf } from './outcome.ts';
import { recordIds } from './record-ids.ts';
import { type Decision, decisionsIn, reviewColumns, reviewJson } from './review.ts';

const DedupeInput = z.object({
  files: z
    .array(z.string().min(1))
    .min(1, 'must name at least one')
    .describe('Bibliographic files of any kind; survey:RUN for the works of a survey whose run keeps them'),
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
  prefer: z.array(z.string().min(1)).default([]).describe('Parts of names of files or databases whose records stay before others, the first named first'),
  against: z
    .array(z.string().min(1))
    .default([])
    .describe('Files of a library that is clean: only what it does not have is kept; its own records are left as they are'),
  fill: z.boolean().default(true).describe('Filling of the gaps of the record that stays from the others'),
  out: z.string().min(1).optional().describe('File for the works that stay; its ending decides the format'),
  format: z
    .enum(writeFormats.filter((format) => format !== 'as-input'))
    .optional()
    .describe('Format of the works, whatever the ending'),
  plain: z.boolean().default(false).describe('CSV without byte order mark and formula guard, for programs'),
  removed: z.string().min(1).optional().describe('CSV of the records that go: each with file, row, and why'),
  mark: z.string().min(1).optional().describe('CSV of all records, none taken out, each with its cluster, what stays in its place, and why'),
  review: z.string().min(1).optional().describe('CSV, or JSON by its ending, of the pairs that may be the same: write same or different as the verdict'),
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
  /** Records of the clean library that they were held against. */
  readonly library?: number;
  readonly counts: { readonly records: number; readonly removed: number; readonly kept: number; readonly clusters: number; readonly maybe: number };
  readonly removed: readonly RemovedRecord[];
  readonly maybe: readonly MaybePair[];
  /** Verdicts that were followed. */
  readonly decided: number;
  /** Keys that so many records share that they were compared with their neighbours only. */
  readonly largeBlocks: number;
  /** Records that are no works, each with the reason. */
  readonly missing: readonly Missing[];
  readonly files: readonly WrittenFile<'works' | 'removed' | 'mark' | 'review' | 'report' | 'clusters'>[];
  readonly works?: readonly Work[];
}

/** Second records of the same work taken out of files, each with the reason. */
export const dedupeFiles: Operation<typeof DedupeInput, DedupeResult> = {
  name: 'dedupe',
  description: 'Take second records of the same work out of bibliographic files, say for each why, and put what is uncertain to a person.',
  input: DedupeInput,
  async run(input, context) {
    const { method, preset, survivor, out } = input;
    const results = [out, input.removed, input.mark, input.review, input.report, input.clusters].filter((path) => path !== undefined);
    const format = out === undefined ? input.format : formatOf(out, input.format);
    if (results.length)
      await context.files.checkAll(results, { manifest: false, inputs: [...input.files, ...input.against, ...(input.verdicts ? [input.verdicts] : [])] });
    if (method !== 'rules' && (input.review ?? input.verdicts) !== undefined)
      throw new ElsevierError({
        reason: 'bad-input',
        message: `Only the method rules puts pairs to a person, not ${method}.`,
        next: 'Leave --review and --verdicts out.',
      });
    if (input.against.length && method !== 'rules' && method !== 'identifiers')
      throw new ElsevierError({
        reason: 'bad-input',
        message: `A clean library is held against by the methods rules and identifiers only, not by ${method}.`,
        next: 'Leave --against out, or --method.',
      });
    const library = await recordsOf(input.against, context);
    const { works: records, reports } = await recordsOf(input.files, context);
    const works = [...library.works, ...records];
    const ids = recordIds(works);
    const decided = input.verdicts === undefined ? [] : decisionsIn(await textIn(input.verdicts, context), input.verdicts, ids);
    const found = await dedupeInTurns(works, {
      method,
      preset,
      percent: input.percent,
      survivor,
      prefer: input.prefer,
      decided,
      ...(library.works.length ? { cleaned: new Set(library.works.keys()) } : {}),
      ...(works.length > manyTitles ? { workers: 2 } : {}),
      signal: AbortSignal.any([context.signal, context.stop]),
      onStep: (step) => context.onProgress?.({ ...step, quotaLeft: {} }),
    }).catch((error: unknown) => {
      throw context.stop.aborted ? new ElsevierError({ reason: 'cancelled', message: 'Interrupted; nothing was written.' }) : error;
    });
    const staying = stayingOf(works, found, { fill: input.fill, from: library.works.length });
    const kept = staying.map(({ work }) => work);
    const csv = { plain: input.plain, after: ownColumns(works) };

    const files: DedupeResult['files'][number][] = [];
    if (out && format) {
      files.push(
        await saveWorks(
          {
            kind: 'works',
            path: out,
            writer: format === 'csv' ? worksCsv(csv) : writerOf(format, { title: 'Works', about: aboutOf(found, works), plain: input.plain }),
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
            writer: removedCsv(found.removed, { ...csv, places: true }),
            works: found.removed.map(({ work }) => work),
            incomplete: false,
          },
          context,
        ),
      );
    if (input.mark) {
      const marked = new Map(marksOf(works, found, ids).map((mark) => [mark.work, mark]));
      const before = markColumns.map(({ name, value }) => ({ name, value: (work: Work) => value(marked.get(work) as Mark) }));
      files.push(await saveWorks({ kind: 'mark', path: input.mark, writer: worksCsv({ ...csv, before }), works: records, incomplete: false }, context));
    }
    if (input.review) {
      const pairs = (found.maybe ?? []).map((pair) => ({
        ...pair,
        idA: ids[pair.a] as string,
        idB: ids[pair.b] as string,
        workA: works[pair.a] as Work,
        workB: works[pair.b] as Work,
      }));
      const writer = /\.json$/i.test(input.review) ? reviewJson(pairs) : rowsCsv(reviewColumns);
      files.push(await saveWorks({ kind: 'review', path: input.review, writer, works: pairs, incomplete: false }, context));
    }
    if (input.report) {
      const writer = clusterPage({ title: `Duplicates in ${input.files.join(', ')}`, counts: countsOf(found, works, reports) });
      files.push(await saveWorks({ kind: 'report', path: input.report, writer, works: [...clusterRows(found, works, ids)], incomplete: false }, context));
    }
    if (input.clusters) {
      const clusters = clustersOf(found, works).map((cluster) => cluster.map((i) => ids[i]));
      const gaps = staying.flatMap(({ index, filled = [] }) =>
        filled.length ? [[ids[index], Object.fromEntries(filled.map(({ field, from }) => [field, ids[from]]))]] : [],
      );
      await write('clusters', input.clusters, [`${JSON.stringify({ clusters, ...(gaps.length ? { filled: Object.fromEntries(gaps) } : {}) })}\n`]);
    }
    return resultOf({ input, found, works, library: library.works.length, ids, kept, decided, reports, files });
  },
};

async function recordsOf(paths: readonly string[], context: Context): Promise<{ readonly works: Work[]; readonly reports: readonly ReadReport[] }> {
  const works: Work[] = [];
  const reports: ReadReport[] = [];
  for (const path of paths) {
    const read = await itemsIn(path, context);
    for (const work of read.works) works.push(work);
    reports.push(read.report);
  }
  return { works, reports };
}

/** From so many titles on, more threads are worth their start. */
const manyTitles = 20_000;

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
  /** So many of the works, the first, are of the clean library. */
  readonly library: number;
  readonly ids: readonly string[];
  readonly kept: readonly Work[];
  readonly decided: readonly Decision[];
  readonly reports: readonly ReadReport[];
  readonly files: DedupeResult['files'];
}

function resultOf({ input, found, works, library, ids, kept, decided, reports, files }: Done): DedupeResult {
  const named = (i: number) => ({ id: ids[i] as string, ...(works[i]?.title ? { title: works[i].title } : {}) });
  const removedOf = Map.groupBy(found.removed, ({ work }) => work.from.file);
  return {
    method: input.method,
    ...(input.method === 'rules' ? { preset: input.preset } : {}),
    inputs: reports.map(({ file = '', read, repaired, refused }) => ({ file, records: read, removed: removedOf.get(file)?.length ?? 0, repaired, refused })),
    ...(library ? { library } : {}),
    counts: {
      records: works.length - library,
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
