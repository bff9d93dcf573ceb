import { createHash } from 'node:crypto';
import { type Clock, ElsevierError, type HttpAnswer } from '@scopekit/elsevier-http';
import { FormatError, type RepairKind, type Repairs, read } from '@scopekit/formats';
import { parseEid, type Work } from '@scopekit/record';
import { exportByJob } from './bulk-job.ts';
import { allFieldGroups, type FieldGroup, fieldGroups } from './field-groups.ts';
import { type AskGateway, type GatewayAsk, type Question, withinLimits } from './gateway.ts';
import { limits } from './limits.ts';

/** What Scopus writes. CSV holds the most. */
export const exportFormats = ['CSV', 'RIS', 'BIBTEX', 'PLAIN_TEXT'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Which addresses of the page are used: the older ones, of which whole clients are public, or the jobs of 2025, known from descriptions only. */
export const exportStrategies = ['legacy', 'bulkJob'] as const;
export type ExportStrategy = (typeof exportStrategies)[number];

export interface ExportOptions extends GatewayAsk {
  readonly format?: ExportFormat;
  /** Default all. `eid` is always asked for. */
  readonly fields?: readonly FieldGroup[];
  /** Default {@link limits}`.works`; at most `mostWorks`. More EIDs than this are `too-many-results`. */
  readonly limit?: number;
  readonly strategy?: ExportStrategy;
}

/** What became of the EIDs. `requested` = `received` + `missing` + `duplicate`, once all is done. */
export interface ExportAccount {
  /** EIDs given. */
  readonly requested: number;
  /** Works that came, each once. */
  readonly received: number;
  /** EIDs asked for that did not come. */
  readonly missing: readonly string[];
  /** EIDs given more than once: asked for once. */
  readonly duplicate: number;
  /** Rows that came again. They are left out. */
  readonly repeated: number;
  /** EIDs that came and were not asked for. Their works are left out. */
  readonly unasked: readonly string[];
  /** Rows without an EID: nobody can tell which work they are. They are left out. */
  readonly unidentified: number;
  /** One for each request. */
  readonly chunks: readonly ExportedChunk[];
  /** What the readers mended, over all chunks. */
  readonly repairs: readonly Omit<Repairs, 'places'>[];
}

export interface ExportedChunk {
  readonly asked: number;
  readonly received: number;
  /** Of the file as it came. */
  readonly bytes: number;
  readonly sha256: string;
  /** ISO 8601. */
  readonly retrievedAt: string;
}

/** Works as they come, to be iterated once. */
export interface Exporting extends AsyncIterable<Work> {
  /** Grows while works are read; whole when they are. */
  readonly account: ExportAccount;
}

type Growing = { -readonly [Key in keyof ExportAccount]: ExportAccount[Key] };

/** @throws ElsevierError `bad-input` for names that are none. */
export function fieldGroupsOf(names: readonly string[]): FieldGroup[] {
  const unknown = names.filter((name) => !(name in fieldGroups));
  if (unknown.length)
    throw new ElsevierError({
      reason: 'bad-input',
      message: `${unknown.join(', ')} ${unknown.length === 1 ? 'is no field group' : 'are no field groups'} of the export.`,
      next: `There are ${allFieldGroups.join(', ')}.`,
    });
  return [...new Set([...(names as FieldGroup[]), 'eid' as const])];
}

export function exportWorks(ask: AskGateway, given: readonly string[], options: ExportOptions & { readonly clock: Clock }): Exporting {
  const { format = 'CSV', fields = allFieldGroups, limit = limits.works, strategy = 'legacy', clock } = options;
  const account: Growing = {
    requested: given.length,
    received: 0,
    missing: [],
    duplicate: 0,
    repeated: 0,
    unasked: [],
    unidentified: 0,
    chunks: [],
    repairs: [],
  };

  const seen = new WeakMap<Uint8Array, ReadChunk>();

  async function* works(): AsyncGenerator<Work> {
    const groups = fieldGroupsOf(fields);
    const eids = exportable(given, limit);
    account.duplicate = given.length - eids.length;
    for (let start = 0; start < eids.length; start += limits.chunkOfWorks) {
      const chunk = eids.slice(start, start + limits.chunkOfWorks);
      const name = createHash('sha256').update(chunk.join()).digest('base64url').replace(/[-_]/g, '').toLowerCase().slice(0, 6);
      const batch = `${name}_${Math.floor(start / limits.pageOfEids)}_${(start % limits.pageOfEids) / limits.chunkOfWorks}`;
      let lackedAll = false;
      const verify = async (answer: HttpAnswer) => {
        const read = await readChunk(answer.body, format);
        if (isCut(read, answer.body)) throw unreadable('it ends in the middle');
        const lacksAll = !read.works.some(({ eid }) => eid !== undefined && chunk.includes(eid));
        if (lacksAll && !lackedAll) {
          lackedAll = true;
          throw unreadable('none of the works is in it');
        }
        seen.set(answer.body, read);
      };
      const question = { eids: chunk, format, groups, batch, verify };
      const answer = await (strategy === 'legacy' ? exportChunk(ask, question, options) : exportByJob(ask, question, options, clock));
      yield* worksOf(answer, chunk);
    }
  }

  async function* worksOf(answer: HttpAnswer, chunk: readonly string[]): AsyncGenerator<Work> {
    const open = new Set(chunk);
    const retrievedAt = new Date(answer.answeredAt ?? clock.now()).toISOString();
    const read = seen.get(answer.body) ?? (await readChunk(answer.body, format));
    const mine = read.works.filter((work) => {
      if (work.eid === undefined) account.unidentified++;
      else if (!chunk.includes(work.eid)) account.unasked = [...account.unasked, work.eid];
      else if (!open.delete(work.eid)) account.repeated++;
      else return true;
      return false;
    });
    account.received += mine.length;
    account.missing = [...account.missing, ...open];
    account.repairs = together(account.repairs, read.repairs);
    const sha256 = createHash('sha256').update(answer.body).digest('hex');
    account.chunks = [...account.chunks, { asked: chunk.length, received: mine.length, bytes: answer.body.byteLength, sha256, retrievedAt }];
    const places = new Map(chunk.map((eid, i) => [eid, i]));
    mine.sort((a, b) => (places.get(a.eid ?? '') ?? 0) - (places.get(b.eid ?? '') ?? 0));
    for (const work of mine) yield Object.assign(work, { from: { source: `gateway.${read.format}`, retrievedAt } });
  }

  return {
    [Symbol.asyncIterator]: works,
    get account() {
      return account;
    },
  };
}

/** One chunk as it is asked for. */
export interface ChunkQuestion {
  readonly eids: readonly string[];
  readonly format: ExportFormat;
  readonly groups: readonly FieldGroup[];
  /** Ties together what belongs together, in the page's own way. */
  readonly batch: string;
  readonly verify: NonNullable<Question['verify']>;
}

/**
 * Asks `POST /gateway/export-service/export`. `keyEvent`, by which the page reports a click to its statistics, is left out:
 * there was none, and Zotero leaves it out, too.
 */
function exportChunk(ask: AskGateway, { eids, format, groups, batch, verify }: ChunkQuestion, options: GatewayAsk): Promise<HttpAnswer> {
  return ask(
    {
      api: 'gateway.export',
      method: 'POST',
      path: `/gateway/export-service/export?batchId=${batch}`,
      body: { eids, fileType: format, fieldGroupIdentifiers: groups, locale: 'en-US', hideHeaders: false },
      expected: format,
      works: eids.length,
      verify,
    },
    options,
  );
}

interface ReadChunk {
  readonly works: readonly Work[];
  readonly format: string;
  readonly repairs: readonly Repairs[];
}

/** @throws ElsevierError `unreadable` */
async function readChunk(body: Uint8Array, asked: ExportFormat): Promise<ReadChunk> {
  const nothing = { works: [], format: formatNames[asked], repairs: [] };
  if (!hasRecords(body)) return nothing;
  try {
    const reading = read([body]);
    const works = await Array.fromAsync(reading);
    // a table of no rows has its header; of other formats nothing would be there
    if (!works.length && asked !== 'CSV') throw unreadable('there is no record in it');
    if (works.length && works.every(({ eid }) => eid === undefined)) throw unreadable('no record in it has an EID');
    return { works, format: reading.report.format.replace(/^scopus-/, ''), repairs: reading.report.repairs };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw unreadable(error.message, error);
  }
}

const formatNames: Readonly<Record<ExportFormat, string>> = { CSV: 'csv', RIS: 'ris', BIBTEX: 'bibtex', PLAIN_TEXT: 'text' };
/**
 * Whether an answer was cut: then it is never believed, however often it comes. A table may be cut between two cells; a whole one
 * ends its last row.
 */
function isCut({ repairs }: ReadChunk, body: Uint8Array): boolean {
  const signs = body.at(-1) === 0x0a ? cuts : [...cuts, ...cutsOfRows];
  return repairs.some(({ kind }) => signs.includes(kind));
}
const cuts: readonly RepairKind[] = ['row-cut', 'end-missing', 'record-broken'];
const cutsOfRows: readonly RepairKind[] = ['row-ragged', 'quotes'];

const unreadable = (why: string, cause?: unknown) =>
  new ElsevierError({
    reason: 'unreadable',
    message: `An export of Scopus cannot be read: ${why}`,
    next: 'Go on with the run later. If it stays so, begin anew with another format (--export-as ris), and please report it.',
    api: 'gateway.export',
    cause,
  });

/** Of a hundred works that are all gone, RIS is empty, BibTeX and text have their preamble alone. */
function hasRecords(body: Uint8Array): boolean {
  const text = new TextDecoder().decode(body.subarray(0, 2_000)).trim();
  return text !== '' && !/^Scopus\s+EXPORT DATE:[^\n]*$/.test(text);
}

/**
 * The EIDs as they will be asked for, each once.
 *
 * @throws ElsevierError `bad-id`, `too-many-results` above the limit, `refused` above what nothing raises.
 */
export function exportable(given: readonly string[], limit: number): string[] {
  const eids = [...new Set(given.map(eidOf))];
  withinLimits(limit);
  withinLimits(eids.length);
  if (eids.length <= limit) return eids;
  throw new ElsevierError({
    reason: 'too-many-results',
    message: `${eids.length.toLocaleString('en')} works are more than the ${limit.toLocaleString('en')} of one export.`,
    next: `Ask for fewer, or raise the limit: --limit ${Math.min(eids.length, limits.mostWorks)} (${limits.mostWorks.toLocaleString('en')} at most).`,
  });
}

function together(before: ExportAccount['repairs'], added: readonly Repairs[]): ExportAccount['repairs'] {
  const sums = new Map(before.map((repairs) => [repairs.kind, repairs]));
  for (const { kind, what, count } of added) sums.set(kind, { kind, what, count: count + (sums.get(kind)?.count ?? 0) });
  return [...sums.values()];
}

function eidOf(text: string): string {
  const eid = parseEid(text);
  if (eid !== undefined) return eid;
  throw new ElsevierError({ reason: 'bad-id', message: `"${text.slice(0, 40)}" is no EID.`, next: 'EIDs look like 2-s2.0-85012345678.' });
}
