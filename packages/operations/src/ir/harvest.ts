import { join, resolve } from 'node:path';
import { dedupe } from '@scopekit/dedupe';
import { ElsevierError } from '@scopekit/elsevier-http';
import type { Work } from '@scopekit/record';
import { type HarvestReport, type HarvestSource, harvest as harvestOnto, metadataSource, shelvedWorks } from '@scopekit/sciencedirect-ir';
import { type Shelf, sqliteShelf } from '@scopekit/store';
import { z } from 'zod';
import { commaList } from '../comma-list.ts';
import { itemsIn } from '../items.ts';
import type { WrittenFile } from '../manifest.ts';
import type { Context, Operation } from '../operation.ts';
import { resumeInput } from '../resumed.ts';
import { spending } from '../spending.ts';
import { wholeNumber } from '../years.ts';
import { scopusSource } from './scopus-source.ts';

const HarvestInput = z.object({
  affiliation: z.string().trim().min(1, 'is empty').optional().describe('The institution, as its authors write it'),
  variant: commaList(z.string()).default([]).describe('Other names of it, with commas between them'),
  afId: commaList(z.string().regex(/^\d{8,11}$/, 'must be Scopus affiliation ids: 60012345'))
    .optional()
    .describe('Scopus affiliation ids instead, for institutions that subscribe to Scopus'),
  from: z
    .string()
    .trim()
    .regex(/^\d{4}(?:-\d{2}-\d{2})?$/, 'must be a year or a day: 2000, 2000-01-31')
    .default('2000')
    .describe('First year or day of the initial population'),
  shelf: z.string({ error: 'is missing' }).min(1).describe('Folder that keeps the articles from harvest to harvest'),
  rescan: z.boolean().default(false).describe('Ask for everything again, and find out what is gone'),
  overlap: wholeNumber(0, 366).default(15).describe('Days that an update looks back beyond the last harvest'),
  against: z.string().min(1).optional().describe('What the repository has, in any bibliographic file: tells what it lacks'),
  report: z.string().min(1).optional().describe('File for the report: every addition, change and removal, as JSON'),
  ...resumeInput,
});

export interface IrHarvestResult extends HarvestReport {
  readonly shelf: string;
  /** With `against`: articles of the shelf that the repository's file does not have, by their PII, DOI or EID. */
  readonly lacking?: readonly string[];
  readonly requests: Readonly<Record<string, number>>;
  readonly quotaLeft: Readonly<Record<string, number>>;
  readonly files: readonly WrittenFile[];
}

/** Puts the institution's articles at ScienceDirect on a shelf, and keeps them current. */
export const irHarvest: Operation<typeof HarvestInput, IrHarvestResult> = {
  name: 'ir harvest',
  description: 'Collect the articles of an institution at ScienceDirect on a shelf, and keep them current: additions, changes, removals.',
  input: HarvestInput,
  title: ({ affiliation, afId, shelf }) => `${affiliation ?? afId?.join(', ')} → ${shelf}`,
  fixed: ['affiliation', 'variant', 'afId', 'from', 'shelf', 'rescan'],
  async run(input, context) {
    const { from, rescan, overlap } = input;
    const folder = resolve(input.shelf);
    if (input.report) await context.files.check(input.report);
    const against = input.against === undefined ? undefined : await repositoryItems(input.against, context);
    await mustBeAlone(folder, context);
    const spent = spending(context.onEvent);
    const source = sourceOf(input, context, spent.onEvent);
    const shelf = sqliteShelf({ path: join(folder, 'shelf.db') });
    try {
      const beganAt = context.ask.run?.run.beganAt ?? context.clock.now();
      const report = await harvestOnto(
        source,
        shelf,
        { from: from.length === 4 ? `${from}-01-01` : from },
        {
          beganAt,
          rescan,
          overlapDays: overlap,
          stop: context.stop,
          onProgress: ({ done, total }) => context.onProgress?.({ phase: 'harvest', done, total, quotaLeft: { ...spent.quotaLeft } }),
        },
      );
      const lacking = against && (await lackingIn(against, shelf));
      const told = { ...report, shelf: folder, ...(lacking ? { lacking } : {}) };
      const files: WrittenFile[] = [];
      if (input.report) {
        const asked = { names: source.names, from };
        const text = JSON.stringify(
          {
            at: new Date(context.clock.now()).toISOString(),
            source: input.afId ? 'Scopus Search API' : 'ScienceDirect, Article Metadata API',
            ...asked,
            ...told,
            requests: spent.requests,
          },
          null,
          2,
        );
        files.push({ kind: 'report', ...(await context.files.write(input.report, [`${text}\n`])) });
      }
      return { ...told, requests: spent.requests, quotaLeft: spent.quotaLeft, files };
    } finally {
      shelf.close();
    }
  },
};

/** @throws ElsevierError `bad-input` without an institution, or with two ways to name it. */
function sourceOf({ affiliation, variant, afId }: z.output<typeof HarvestInput>, context: Context, onEvent: Context['onEvent']): HarvestSource {
  if ((affiliation === undefined) === (afId === undefined))
    throw new ElsevierError({
      reason: 'bad-input',
      message: affiliation === undefined ? 'Nothing says whose articles are wanted.' : 'A name and affiliation ids are two questions.',
      next: 'Name the institution: --affiliation "University of Invention"; or, with Scopus, --af-id 60012345.',
    });
  const ask = { ...context.ask, onEvent };
  return affiliation === undefined ? scopusSource(context.scopus, afId ?? [], ask) : metadataSource(context.client, [affiliation, ...variant], ask);
}

/** Two harvests of one shelf would each report half of what changed. */
async function mustBeAlone(folder: string, { runs, ask }: Context): Promise<void> {
  const other = (await runs?.list())?.find(
    ({ id, kind, state, input }) =>
      kind === 'ir harvest' && state === 'running' && id !== ask.run?.run.id && resolve(String((input as { shelf?: unknown }).shelf)) === folder,
  );
  if (other)
    throw new ElsevierError({
      reason: 'state',
      message: `Another process harvests onto ${folder} (run ${other.id}).`,
      next: 'Wait for it, or end it; what it has put on the shelf stays.',
    });
}

/** Records that cannot be read would count as lacking: they are told. */
async function repositoryItems(path: string, context: Context): Promise<readonly Work[]> {
  const { works, report } = await itemsIn(path, context);
  if (report.refused) context.onNotice?.(`${path}: ${report.refused.toLocaleString('en')} of ${report.rows.toLocaleString('en')} records cannot be read.`);
  if (report.repaired) context.onNotice?.(`${path}: ${report.repaired.toLocaleString('en')} records were mended; scopekit convert ${path} tells how.`);
  return works;
}

/** Articles of the shelf that match nothing: by identifier, or by title and authors as the rule of Scopus Survey has it. */
async function lackingIn(items: readonly Work[], shelf: Shelf): Promise<string[]> {
  const articles = await Array.fromAsync(shelvedWorks(shelf));
  const { removed } = dedupe([...items, ...articles], { method: 'documented' });
  const had = new Set(removed.filter(({ index, keptIndex }) => index >= items.length && keptIndex < items.length).map(({ work }) => work));
  return articles.filter((work) => !had.has(work)).map(({ pii, doi, eid }) => pii ?? doi ?? eid ?? '');
}
