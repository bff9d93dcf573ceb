import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ElsevierError } from '@scopekit/elsevier-http';
import {
  type DepositItem,
  defaultMapping,
  dspaceCsv,
  eprintsXml,
  type FieldMapping,
  fieldNames,
  hosting,
  manuscriptRights,
  mapfileLine,
  oaiRecords,
  rioxxXml,
  safZip,
  shelvedWorks,
  staticRepository,
} from '@scopekit/sciencedirect-ir';
import { sqliteShelf } from '@scopekit/store';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { beside, endingOf } from '../files.ts';
import { itemsIn, textIn } from '../items.ts';
import type { WrittenFile } from '../manifest.ts';
import type { Context, Operation } from '../operation.ts';
import { resumeInput } from '../resumed.ts';
import { spending } from '../spending.ts';
import type { Missing } from '../survey/output.ts';
import { ownIdOf } from './items.ts';

const depositFormats = ['jsonl', 'oai-dc', 'oai-static', 'dspace-saf', 'dspace-csv', 'eprints', 'rioxx'] as const;

const DepositInput = z.object({
  shelf: z.string({ error: 'is missing' }).min(1).describe('Folder that ir harvest keeps the articles in'),
  as: z.enum(depositFormats, { error: `must be one of ${depositFormats.join(', ')}` }).describe('What the repository takes in'),
  out: z.string({ error: 'is missing' }).min(1).describe('File to write; several for dspace-csv, which takes 1,000 items each'),
  hosting: z
    .boolean()
    .default(false)
    .describe('Ask for the hosting permission of each article: embargo and licence of the accepted manuscript (a request each)'),
  since: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day: 2026-01-31')
    .optional()
    .describe('Only what came or changed since this day'),
  collection: z.string().min(1).optional().describe('dspace-csv: handle of the collection'),
  against: z.string().min(1).optional().describe("dspace-saf: DSpace's exported metadata; its items stand in the mapfile, so that an import leaves them out"),
  mapping: z.string().min(1).optional().describe('TOML file with the repository\'s own fields: pii = "local.identifier.pii"; "" leaves one out'),
  repositoryName: z.string().min(1).optional().describe('oai-static: name of the repository'),
  repositoryUrl: z.url().optional().describe('oai-static: where the file will be served'),
  adminEmail: z.email().optional().describe('oai-static: whom harvesters write to'),
  ...resumeInput,
});

export interface DepositResult {
  readonly items: number;
  readonly as: string;
  /** Articles whose permission could not be asked, each with the reason; they are deposited without. */
  readonly missing: readonly Missing[];
  readonly requests: Readonly<Record<string, number>>;
  readonly quotaLeft: Readonly<Record<string, number>>;
  readonly files: readonly WrittenFile[];
}

/** What is on a shelf, in the form in which a repository takes it in. Abstracts of Scopus stay out. */
export const irDeposit: Operation<typeof DepositInput, DepositResult> = {
  name: 'ir deposit',
  description: 'Write the articles of a shelf as a repository takes them in: DSpace, EPrints, OAI-PMH, RIOXX, JSON Lines.',
  input: DepositInput,
  title: ({ shelf, as, hosting: asks }) => (asks ? `${shelf} → ${as}` : undefined),
  fixed: ['shelf'],
  async run(input, context) {
    const path = join(resolve(input.shelf), 'shelf.db');
    if (!existsSync(path))
      throw new ElsevierError({ reason: 'bad-input', message: `There is no shelf in ${resolve(input.shelf)}.`, next: 'Fill one first: scopekit ir harvest.' });
    if (input.as === 'dspace-csv' && input.collection === undefined)
      throw new ElsevierError({ reason: 'bad-input', message: 'DSpace wants to know the collection of new items.', next: 'Add --collection 123456789/2.' });
    const repository = input.as === 'oai-static' ? repositoryOf(input) : undefined;
    const mapping = await mappingOf(input.mapping, context);
    const mapfile = input.as === 'dspace-saf' ? await mapfileBeside(input.out, input.against, context) : undefined;
    await context.files.checkAll([input.out, ...(mapfile ? [mapfile.path] : [])], { manifest: false });
    const spent = spending(context.onEvent);
    const missing: Missing[] = [];
    const today = new Date(context.clock.now()).toISOString().slice(0, 10);
    const shelf = sqliteShelf({ path });
    let items = 0;

    async function* deposits(): AsyncGenerator<DepositItem> {
      const { here } = await shelf.count();
      for await (const work of shelvedWorks(shelf, input.since === undefined ? {} : { changedSince: Date.parse(input.since) })) {
        if (context.stop.aborted) throw new ElsevierError({ reason: 'cancelled', message: 'Interrupted; nothing was written.' });
        const manuscript = input.hosting ? await permissionOf(work.pii ?? work.doi ?? '') : undefined;
        items++;
        context.onProgress?.({ phase: 'retrieve', done: items, total: Math.max(items, here - 1), quotaLeft: { ...spent.quotaLeft } });
        const item = { work, ...(manuscript ? { manuscript } : {}) };
        mapfile?.add(item);
        yield item;
      }
    }

    async function permissionOf(id: string): Promise<DepositItem['manuscript']> {
      try {
        const permission = await hosting(context.client, id, { ...context.ask, onEvent: spent.onEvent });
        return permission.found ? manuscriptRights(permission) : undefined;
      } catch (error) {
        if (!(error instanceof ElsevierError) || !ofOneArticle.has(error.reason)) throw error;
        missing.push({ id, reason: error.reason, message: error.message });
        return undefined;
      }
    }

    const write = async (name: string, pieces: AsyncIterable<string | Uint8Array> | Iterable<string>): Promise<WrittenFile> => ({
      kind: 'deposit',
      ...(await context.files.write(name, pieces, { digest: true })),
    });

    try {
      const files: WrittenFile[] = [];
      if (input.as === 'dspace-csv') {
        let n = 0;
        for await (const text of dspaceCsv(deposits(), { collection: input.collection ?? '', mapping }))
          files.push(await write(++n === 1 ? input.out : beside(input.out, `-${n}${endingOf(input.out)}`), [text]));
      } else {
        const texts = {
          jsonl: () => jsonLines(deposits()),
          'oai-dc': () => oaiRecords(deposits(), { day: today }),
          'oai-static': () => staticRepository(deposits(), { ...(repository as NonNullable<typeof repository>), day: today }),
          'dspace-saf': () => safZip(deposits(), mapping),
          eprints: () => eprintsXml(deposits(), { today }),
          rioxx: () => rioxxXml(deposits()),
        }[input.as];
        files.push(await write(input.out, texts()));
        if (mapfile) files.push(await write(mapfile.path, [mapfile.text()]));
      }
      return { items, as: input.as, missing, requests: spent.requests, quotaLeft: spent.quotaLeft, files };
    } finally {
      shelf.close();
    }
  },
};

/** The mapfile beside an archive: what it says already stays, and what the repository's own file has comes to it. */
async function mapfileBeside(out: string, against: string | undefined, context: Context) {
  const path = beside(out, '.mapfile');
  const lines = (await context.files.exists(path)) ? (await textIn(path, context)).split(/\r?\n/).filter(Boolean) : [];
  const folders = new Set(lines.map((line) => line.split(' ')[0]));
  const items = against === undefined ? [] : (await itemsIn(against, context)).works;
  const ids = new Map(items.flatMap((work) => [work.pii, work.doi].flatMap((id) => (id && ownIdOf(work) ? [[id, ownIdOf(work) as string]] : []))));
  return {
    path,
    add(item: DepositItem): void {
      const id = ids.get(item.work.pii ?? '') ?? ids.get(item.work.doi ?? '');
      const line = id === undefined ? undefined : mapfileLine(item, id);
      if (line !== undefined && !folders.has(line.split(' ')[0])) lines.push(line);
    },
    text: () => lines.map((line) => `${line}\n`).join(''),
  };
}

/** What fails for one article is told; the others go on. */
const ofOneArticle = new Set(['not-found', 'bad-id', 'bad-request', 'unreadable', 'redirected']);

async function* jsonLines(items: AsyncIterable<DepositItem>): AsyncGenerator<string> {
  for await (const { work, manuscript } of items) {
    const { abstract, ...rest } = work;
    const shown = /^(?:scopus|gateway|file\.scopus)/.test(work.from.source) ? rest : { ...rest, abstract };
    yield `${JSON.stringify({ ...shown, ...(manuscript ? { manuscript } : {}) })}\n`;
  }
}

function repositoryOf({ repositoryName, repositoryUrl, adminEmail }: z.output<typeof DepositInput>) {
  if (repositoryName && repositoryUrl && adminEmail)
    return { name: repositoryName, baseUrl: repositoryUrl, adminEmail, identifierPrefix: `oai:${new URL(repositoryUrl).hostname}` };
  throw new ElsevierError({
    reason: 'bad-input',
    message: 'A static repository says who it is.',
    next: 'Add --repository-name, --repository-url and --admin-email.',
  });
}

/** The repository's own fields in the place of ours; an empty name leaves one out. */
async function mappingOf(path: string | undefined, context: Context): Promise<FieldMapping> {
  if (path === undefined) return defaultMapping;
  const wrong = (message: string) =>
    new ElsevierError({
      reason: 'bad-input',
      message: `${path}: ${message}`,
      next: `Write lines such as pii = "local.identifier.pii"; the names are ${fieldNames.join(', ')}.`,
    });
  const text = await textIn(path, context);
  let given: unknown;
  try {
    given = parse(text);
  } catch (error) {
    throw wrong(`it is not TOML (line ${(error as { line?: number }).line}).`);
  }
  const read = z.partialRecord(z.enum(fieldNames), z.string().regex(/^$|^\w+\.\w+(?:\.\w+)?$/)).safeParse(given);
  if (!read.success) throw wrong(read.error.issues.map(({ path: at, message }) => `${at.join('.')} ${message}`).join('; '));
  return Object.fromEntries(Object.entries({ ...defaultMapping, ...read.data }).filter(([, field]) => field));
}
