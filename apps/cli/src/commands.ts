import { text } from 'node:stream/consumers';
import {
  type CacheResult,
  ElsevierError,
  type OperationName,
  type OutputFormat,
  operations,
  type QuotaResult,
  type RunsResult,
  type SearchResult,
  type SurveyEstimate,
  type SurveyResult,
  type Work,
  type WorksResult,
  writerOf,
} from '@scopekit/operations';
import type { Command } from 'commander';
import { cacheColumns, quotaColumns, runColumns, workColumns } from './columns.ts';
import { exitCodeOf } from './exit-code.ts';
import type { Io, Speaker } from './io.ts';
import { addOptions } from './options.ts';
import { cacheReport, estimateReport, quotaReport, runsReport, searchReport, surveyReport, worksReport } from './report.ts';
import { type GlobalOptions, openSession, type Session } from './session.ts';
import { type TableColumn, table } from './table.ts';

/** What a command may set about its output. */
interface Output {
  readonly format?: OutputFormat;
  readonly plain?: boolean;
}

interface Result {
  readonly stopped?: SurveyResult['stopped'];
  readonly missing?: SurveyResult['missing'];
}

/** How an operation is called on the command line and what its result looks like there. */
interface Face {
  readonly name: OperationName;
  /** The input that needs no dashes. */
  readonly positional?: { readonly name: string; readonly usage: string; readonly many: boolean };
  readonly report: (result: never) => string;
  /** What of the result goes to standard output, for operations that give no works. */
  readonly rows?: { readonly of: (result: never) => readonly object[]; readonly columns: readonly TableColumn<never>[] };
  readonly examples: readonly string[];
}

const faces: readonly Face[] = [
  {
    name: 'survey',
    positional: { name: 'keywords', usage: '[keywords...]', many: true },
    report: (result: SurveyResult | SurveyEstimate) => ('hits' in result ? estimateReport(result) : surveyReport(result)),
    examples: [
      'survey "machine learning" python --years 2023-2026 --out works.csv',
      'survey --query "TITLE(coral) AND NOT DOCTYPE(re)" --dry-run',
      'survey asthma telehealth --dedupe documented --out works.csv --removed removed.csv --table works.html',
    ],
  },
  {
    name: 'search',
    positional: { name: 'query', usage: '[query...]', many: false },
    report: (result: SearchResult) => searchReport(result),
    examples: ['search "TITLE(coral)" --limit 100 --out coral.csv', 'search "AU-ID(57900000001)" --view COMPLETE | jq .title'],
  },
  {
    name: 'works',
    positional: { name: 'ids', usage: '[ids...]', many: true },
    report: (result: WorksResult) => worksReport(result),
    examples: ['works 2-s2.0-99900000001 https://doi.org/10.5555/j.0001.2024.1', 'works - --out works.csv < ids.txt'],
  },
  {
    name: 'quota',
    report: (result: QuotaResult) => quotaReport(result),
    rows: { of: ({ standings }: QuotaResult) => standings, columns: quotaColumns },
    examples: ['quota', 'quota --check'],
  },
  {
    name: 'runs',
    report: (result: RunsResult) => runsReport(result),
    rows: { of: ({ runs }: RunsResult) => runs, columns: runColumns },
    examples: ['runs', 'survey --resume last', 'runs --remove k3f9'],
  },
  {
    name: 'cache',
    positional: { name: 'action', usage: '[action]', many: false },
    report: (result: CacheResult) => cacheReport(result),
    rows: { of: ({ apis }: CacheResult) => apis, columns: cacheColumns },
    examples: ['cache info', 'cache prune --older-than 30d', 'cache clear'],
  },
];

/** Adds a command for each operation; `exit` gets the code when it is done. */
export function addOperations(program: Command, io: Io, say: Speaker, exit: (code: number) => void): void {
  for (const face of faces) {
    const { description, input } = operations[face.name];
    const command = program.command(face.name).description(description);
    if (face.positional) command.argument(face.positional.usage, argumentHelp[face.positional.name] ?? face.positional.name);
    addOptions(command, input, face.positional?.name);
    command.addHelpText('after', `\nExamples:\n${face.examples.map((example) => `  $ scopekit ${example}`).join('\n')}`);
    command.action(async () => exit(await perform(face, command, io, say)));
  }
}

const argumentHelp: Readonly<Record<string, string>> = {
  ids: 'identifiers, or - to read them from standard input',
  action: 'info (default), prune or clear',
};

/** What was typed, without the defaults that help shows: the operation knows them itself, and a run that is gone on with has its own. */
const typed = (command: Command): Record<string, unknown> =>
  Object.fromEntries(Object.entries(command.optsWithGlobals()).filter(([name]) => command.getOptionValueSourceWithGlobals(name) !== 'default'));

async function perform(face: Face, command: Command, io: Io, say: Speaker): Promise<number> {
  const options = command.optsWithGlobals() as GlobalOptions & Output & Record<string, unknown>;
  const given = [command.processedArgs[0] ?? []].flat() as string[];
  const session = await openSession(io, options, say);
  try {
    const positional = face.positional
      ? { [face.positional.name]: face.positional.many ? await expanded(given, io, session.run.stop) : given.join(' ') || undefined }
      : {};
    const input = { ...typed(command), ...positional } as never;
    const streaming = !options.json && !options.out && !face.rows && !options.dryRun;
    const printer = streaming ? workPrinter(io, session, options) : undefined;
    const result = (await session.scopekit[face.name](input, { ...session.run, onWork: printer?.work })) as Result;
    session.endProgress();
    await printer?.end();
    await show(face, result, options, io, session);
    return session.interrupted() === 'SIGTERM' && result.stopped ? 143 : exitCodeOf(result);
  } catch (error) {
    if (!(error instanceof ElsevierError) || error.reason !== 'cancelled' || session.interrupted() !== 'SIGTERM') throw error;
    session.say.err('Terminated before anything had come in.');
    return 143;
  } finally {
    await session.close();
  }
}

async function show(face: Face, result: Result, options: GlobalOptions, io: Io, session: Session): Promise<void> {
  if (options.json) return session.say.out(`${JSON.stringify(result)}\n`);
  if (face.rows) await session.say.out(rowsText(face.rows.of(result as never), face.rows.columns, io));
  const report = face.report(result as never);
  if (report) session.say.err(report);
}

/** A table on a terminal, JSON Lines in a pipe. */
function rowsText(rows: readonly object[], columns: readonly TableColumn<never>[], { stdout }: Io): string {
  if (!rows.length) return '';
  return stdout.isTTY ? `${table(rows as never[], columns, stdout, stdout)}\n` : rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** Works on stdout as they come: JSON Lines in a pipe or the format asked for; on a terminal one table at the end. */
function workPrinter({ stdout }: Io, { say }: Session, { format, plain }: Output) {
  const rows: Work[] = [];
  const writer = writerOf(format ?? 'jsonl', { plain, title: 'Works', about: ['Source: Scopus'] });
  const tabular = stdout.isTTY && !format;
  let begun = false;
  const begin = async () => {
    if (!begun && writer.head) await say.out(writer.head);
    begun = true;
  };
  return {
    work: async (work: Work): Promise<void> => {
      if (tabular) return void rows.push(work);
      await begin();
      await say.out(writer.row(work));
    },
    end: async (): Promise<void> => {
      if (rows.length) await say.out(`${table(rows, workColumns, stdout, stdout)}\n`);
      if (!tabular) await begin();
      if (!tabular && writer.tail) await say.out(writer.tail);
    },
  };
}

/** `-` stands for the lines of standard input. */
async function expanded(values: readonly string[], { stdin }: Io, stop: AbortSignal | undefined): Promise<string[]> {
  if (!values.includes('-')) return [...values];
  const stopped = new Promise<never>((_, reject) => {
    stop?.addEventListener('abort', () => reject(new ElsevierError({ reason: 'cancelled', message: 'Interrupted before anything was asked.' })), {
      once: true,
    });
  });
  const lines = (await Promise.race([text(stdin), stopped])).split(/\r?\n/).map((line) => line.trim());
  return values.flatMap((value) => (value === '-' ? lines.filter(Boolean) : [value]));
}
