import { ElsevierError } from '@scopekit/elsevier-http';
import {
  allFieldGroups,
  type ExportAccount,
  type ExportFormat,
  exportable,
  type FoundEids,
  fieldGroupsOf,
  type Gateway,
  limits,
  terms,
} from '@scopekit/export-gateway';
import { write } from '@scopekit/formats';
import type { Work } from '@scopekit/record';
import { parseQuery, pointedAt } from '@scopekit/scopus-api';
import { z } from 'zod';
import { commaList } from '../comma-list.ts';
import { type WrittenFile, writeManifest } from '../manifest.ts';
import type { Context, Operation } from '../operation.ts';
import { fileInput, formatOf, lossNotice, tellsLosses } from '../output-format.ts';
import { resumeInput } from '../resumed.ts';
import { spending } from '../spending.ts';
import { type Stopped, stoppedBy } from '../stopped.ts';
import type { Missing } from '../survey/output.ts';
import { wholeNumber } from '../years.ts';

const wireFormats: Readonly<Record<'csv' | 'ris' | 'bibtex' | 'text', ExportFormat>> = { csv: 'CSV', ris: 'RIS', bibtex: 'BIBTEX', text: 'PLAIN_TEXT' };

const ExportInput = z.object({
  query: z.string().trim().min(1, 'is empty').optional().describe('A query in Scopus syntax; its EIDs are searched first'),
  eids: z.array(z.string().trim().min(1)).optional().describe('EIDs, one a line; or a bibliographic file whose works have some'),
  limit: wholeNumber(1, limits.mostWorks)
    .default(limits.works)
    .describe(`At most so many works; ${limits.mostWorks.toLocaleString('en')} is the most`),
  fields: commaList(z.enum(allFieldGroups)).optional().describe(`Field groups, e.g. authors,titles,doi (default: all ${allFieldGroups.length})`),
  exportAs: z.enum(['csv', 'ris', 'bibtex', 'text']).default('csv').describe('What Scopus is asked to write; csv holds the most'),
  sort: z.string().trim().min(1).default('plf-f').describe('Order of the search: plf-f newest, plf-t oldest, cp-f most cited, r-f relevance'),
  strategy: z.enum(['legacy', 'bulk-job']).default('legacy').describe('Addresses of the page; bulk-job is built from descriptions'),
  dryRun: z.boolean().default(false).describe('Tell works, requests and minutes, and export nothing'),
  asIs: z.boolean().default(false).describe('Send the query although it looks wrong'),
  ...fileInput,
  ...resumeInput,
});

/** What an export would take. */
export interface ExportEstimate {
  readonly query?: string;
  /** Works that match the query. */
  readonly hits?: number;
  /** That would be exported. */
  readonly works: number;
  /** Of Scopus's page, by its addresses. */
  readonly requests: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** Works that may still be exported today. */
  readonly leftToday: number;
  /** What the user has agreed to. */
  readonly terms: string;
}

export interface ExportResult {
  readonly query?: string;
  /** Works that match the query: at the start, and when the last EIDs came. */
  readonly hits?: number;
  readonly hitsAtEnd?: number;
  readonly fields: readonly string[];
  readonly exportAs: string;
  /** `requested` = `received` + `missing` + `duplicate` when nothing stopped it. */
  readonly counts: Readonly<Record<'requested' | 'received' | 'missing' | 'duplicate' | 'repeated' | 'unasked' | 'unidentified', number>>;
  /** What the readers mended in what Scopus wrote. */
  readonly repairs: ExportAccount['repairs'];
  /** EIDs that did not come. */
  readonly missing: readonly Missing[];
  readonly requests: Readonly<Record<string, number>>;
  readonly leftToday: number;
  readonly stopped?: Stopped;
  /** When it stopped: the run that `resume` goes on with. */
  readonly run?: string;
  readonly files: readonly WrittenFile[];
  readonly works?: readonly Work[];
}

/** The pause between two requests and what an answer takes, on average. */
const secondsARequest = 4.5;
/** To begin it, to look three times, and to ask for the address of its file. */
const requestsOfAJob = 5;

/** The export of www.scopus.com by the user's own session: searched, exported in chunks, accounted for, gone on with after anything. */
export const exportWorks: Operation<typeof ExportInput, ExportResult | ExportEstimate> = {
  name: 'gateway export',
  description: 'Export works from www.scopus.com with your own session, as you could by hand. The API (search, survey) is the supported way.',
  input: ExportInput,
  fixed: ['query', 'eids', 'sort', 'fields', 'exportAs', 'strategy', 'dryRun'],
  title: ({ query, eids, dryRun }) => (dryRun ? undefined : (query ?? `${eids?.length ?? 0} EIDs`)),
  async run(input, context) {
    const { query, eids: given, limit, out } = input;
    const gateway = await openGateway(context);
    if ((query === undefined) === (given === undefined))
      throw new ElsevierError({
        reason: 'bad-input',
        message: query === undefined ? 'Nothing says which works are wanted.' : 'A query and EIDs are two questions.',
        next: 'Give a query or EIDs: --query "TITLE(coral)", or --eids file.',
      });
    if (query !== undefined && !input.asIs) mustBeReadable(query);
    const fields = fieldGroupsOf(input.fields ?? allFieldGroups);
    const format = out === undefined ? undefined : formatOf(out, input.format);
    if (out) await context.files.checkAll([out]);
    const spent = spending(context.onEvent);
    const ask = { signal: context.signal, stop: context.stop, run: context.ask.run, onEvent: spent.onEvent };
    await gateway.check();
    if (given) exportable(given, limit);
    if (input.dryRun) return estimate(gateway, { query, given, limit, sort: input.sort, strategy: input.strategy }, ask);

    const began = context.clock.now();
    const found =
      query === undefined
        ? undefined
        : await gateway.searchEids(query, {
            ...ask,
            sort: input.sort,
            limit,
            onPage: ({ found: done, wanted }) => context.onProgress?.({ phase: 'search', done, total: Math.max(done, wanted), quotaLeft: {} }),
          });
    tellCut(found, limit, context);
    const eids = found?.eids ?? given ?? [];
    const strategy = input.strategy === 'legacy' ? 'legacy' : 'bulkJob';
    const exporting = gateway.exportWorks(eids, { ...ask, format: wireFormats[input.exportAs], fields, limit, strategy });
    let stopped: ElsevierError | undefined;
    const works = async function* (): AsyncGenerator<Work> {
      const from = context.clock.now();
      let done = 0;
      try {
        context.onProgress?.({ phase: 'export', done, total: eids.length, quotaLeft: {} });
        for await (const work of exporting) {
          done++;
          const sent = spent.requests['gateway.export'] ?? 0;
          const each = sent > 1 ? (context.clock.now() - from) / sent / 1000 : secondsARequest;
          const etaSeconds = Math.round(each * Math.ceil((eids.length - done) / limits.chunkOfWorks));
          context.onProgress?.({ phase: 'export', done, total: eids.length, quotaLeft: {}, etaSeconds });
          yield work;
        }
      } catch (error) {
        if (!(error instanceof ElsevierError) || !exporting.account.received) throw error;
        stopped = error;
      }
    };

    const files: (WrittenFile<'works'> & { readonly sha256?: string })[] = [];
    const collected: Work[] = [];
    if (out && format) {
      const about = [...(query === undefined ? [] : [query]), 'Source: Scopus', new Date(began).toISOString()];
      const writing = write(works(), format, { plain: input.plain, title: query ?? 'Works', about });
      files.push({ kind: 'works', ...(await context.files.write(out, writing, { incomplete: () => stopped !== undefined, digest: true })) });
      const lost = tellsLosses(format) ? lossNotice(format, writing.losses) : undefined;
      if (lost) context.onNotice?.(lost);
    } else for await (const work of works()) await (context.onWork ? context.onWork(work) : collected.push(work));

    const { account } = exporting;
    const counts = countsOf(account);
    const told = { hits: found?.numFound, hitsAtEnd: found?.numFoundAtEnd, fields, exportAs: input.exportAs, counts };
    const manifest = await writeManifest(context.files, files, {
      interface: 'Export of www.scopus.com (undocumented) by the session of the user',
      searchedAt: found?.searchedAt ?? new Date(began).toISOString(),
      beganAt: new Date(began).toISOString(),
      endedAt: new Date(context.clock.now()).toISOString(),
      query,
      sort: query === undefined ? undefined : input.sort,
      limit,
      strategy: input.strategy,
      exportAs: input.exportAs,
      fieldGroups: fields,
      found: found && { atStart: found.numFound, atEnd: found.numFoundAtEnd, eids: found.eids.length, repeated: found.repeated },
      counts,
      missing: account.missing,
      unasked: account.unasked,
      repairs: account.repairs,
      chunks: account.chunks,
      ...spent.told(),
      stopped: stoppedBy(stopped),
    });
    return {
      ...(query === undefined ? {} : { query }),
      ...told,
      repairs: account.repairs,
      missing: account.missing.map((id) => ({ id, reason: 'not-found' as const, message: 'Scopus left it out of its export.' })),
      requests: spent.requests,
      leftToday: (await gateway.leftToday()).works,
      stopped: stoppedBy(stopped),
      files: [...files, ...manifest],
      ...(out || context.onWork ? {} : { works: collected }),
    };
  },
};

/** @throws ElsevierError when it cannot be asked as this command line wants it. */
async function openGateway({ gateway, config }: Context): Promise<Gateway> {
  if (config.offline)
    throw new ElsevierError({
      reason: 'not-kept',
      message: 'The web export keeps no answers beyond a run: it cannot work offline.',
      next: 'Leave --offline out.',
    });
  const host = config.baseUrlFrom === 'argument' && config.baseUrl !== undefined && URL.canParse(config.baseUrl) ? new URL(config.baseUrl).host : undefined;
  const session = await gateway?.status();
  if (host !== undefined && session && session.host !== host)
    throw new ElsevierError({
      reason: 'bad-input',
      message: `The session belongs to ${session.host}, and its cookies go nowhere else: not to ${host}.`,
      next: `Leave --base-url out, or log in there: scopekit gateway login --base-url ${config.baseUrl}`,
    });
  if (gateway) return gateway;
  throw new ElsevierError({
    reason: 'state',
    message: 'There is no folder to keep a session, a consent and the count of the day in.',
    next: 'Name one with SCOPEKIT_HOME.',
  });
}

/** Before it costs: the page answers a broken query with nothing that helps. */
function mustBeReadable(query: string): void {
  const [problem] = parseQuery(query).problems;
  if (problem)
    throw new ElsevierError({
      reason: 'bad-request',
      message: `${problem.message}\n${pointedAt(query, problem)}`,
      next: problem.next,
    });
}

function tellCut(found: FoundEids | undefined, limit: number, { onNotice }: Context): void {
  if (!found) return;
  const many = (n: number) => n.toLocaleString('en');
  if (found.numFound > limit)
    onNotice?.(`${many(found.numFound)} works match, the first ${many(limit)} are exported; --limit raises that, to ${many(limits.mostWorks)} at most.`);
  else if (found.eids.length < Math.min(found.numFoundAtEnd, limit))
    onNotice?.(`Scopus counts ${many(found.numFoundAtEnd)} works and lists ${many(found.eids.length)} of them.`);
}

interface Wanted {
  readonly query?: string;
  readonly given?: readonly string[];
  readonly limit: number;
  readonly sort: string;
  readonly strategy: 'legacy' | 'bulk-job';
}

/** With a query it takes one request, which counts the works. */
async function estimate(gateway: Gateway, { query, given, limit, sort, strategy }: Wanted, ask: object): Promise<ExportEstimate> {
  const hits = query === undefined ? undefined : (await gateway.searchEids(query, { ...ask, sort, limit: 1 })).numFound;
  const works = Math.min(hits ?? new Set(given).size, limit);
  const chunks = Math.ceil(works / limits.chunkOfWorks);
  const requests = {
    ...(query === undefined ? {} : { 'gateway.search': Math.max(1, Math.ceil(works / limits.pageOfEids)) }),
    ...(strategy === 'legacy' ? { 'gateway.export': chunks } : { 'gateway.job': chunks * requestsOfAJob, 'gateway.download': chunks }),
  };
  const total = Object.values(requests).reduce((sum, n) => sum + n, 0);
  return {
    ...(query === undefined ? {} : { query }),
    ...(hits === undefined ? {} : { hits }),
    works,
    requests,
    seconds: Math.round(total * secondsARequest),
    leftToday: (await gateway.leftToday()).works,
    terms: terms.text,
  };
}

const countsOf = ({ requested, received, missing, duplicate, repeated, unasked, unidentified }: ExportAccount): ExportResult['counts'] => ({
  requested,
  received,
  missing: missing.length,
  duplicate,
  repeated,
  unasked: unasked.length,
  unidentified,
});
