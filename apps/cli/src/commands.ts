import { text } from 'node:stream/consumers';
import {
  ElsevierError,
  type OperationName,
  type OutputFormat,
  operations,
  type QuotaResult,
  type SearchResult,
  type SurveyEstimate,
  type SurveyResult,
  type Work,
  type WorksResult,
  writerOf,
} from '@scopekit/operations';
import type { Command } from 'commander';
import { exitCodeOf } from './exit-code.ts';
import type { Io, Speaker } from './io.ts';
import { addOptions } from './options.ts';
import { estimateReport, quotaReport, searchReport, surveyReport, worksReport } from './report.ts';
import { type GlobalOptions, openSession, type Session } from './session.ts';
import { table } from './table.ts';
import { quotaColumns, workColumns } from './work-columns.ts';

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
    positional: { name: 'query', usage: '<query...>', many: false },
    report: (result: SearchResult) => searchReport(result),
    examples: ['search "TITLE(coral)" --limit 100 --out coral.csv', 'search "AU-ID(57900000001)" --view COMPLETE | jq .title'],
  },
  {
    name: 'works',
    positional: { name: 'ids', usage: '<ids...>', many: true },
    report: (result: WorksResult) => worksReport(result),
    examples: ['works 2-s2.0-99900000001 https://doi.org/10.5555/j.0001.2024.1', 'works - --out works.csv < ids.txt'],
  },
  { name: 'quota', report: (result: QuotaResult) => quotaReport(result), examples: ['quota --check'] },
];

/** Adds a command for each operation; `exit` gets the code when it is done. */
export function addOperations(program: Command, io: Io, say: Speaker, exit: (code: number) => void): void {
  for (const face of faces) {
    const { description, input } = operations[face.name];
    const command = program.command(face.name).description(description);
    if (face.positional)
      command.argument(face.positional.usage, face.positional.name === 'ids' ? 'identifiers, or - to read them from standard input' : face.positional.name);
    addOptions(command, input, face.positional?.name);
    command.addHelpText('after', `\nExamples:\n${face.examples.map((example) => `  $ scopekit ${example}`).join('\n')}`);
    command.action(async () => exit(await perform(face, command, io, say)));
  }
}

async function perform(face: Face, command: Command, io: Io, say: Speaker): Promise<number> {
  const options = command.optsWithGlobals() as GlobalOptions & Output & Record<string, unknown>;
  const given = command.processedArgs[0] as string[] | undefined;
  const session = await openSession(io, options, say);
  try {
    const positional = face.positional
      ? { [face.positional.name]: face.positional.many ? await expanded(given ?? [], io, session.run.stop) : (given ?? []).join(' ') }
      : {};
    const input = { ...options, ...positional } as never;
    const streaming = !options.json && !options.out && face.name !== 'quota' && !options.dryRun;
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
  if (face.name === 'quota') await session.say.out(quotaTable(result as QuotaResult, io));
  const report = face.report(result as never);
  if (report) session.say.err(report);
}

function quotaTable({ standings }: QuotaResult, io: Io): string {
  if (!standings.length) return '';
  return io.stdout.isTTY ? `${table(standings, quotaColumns, io.stdout, io.stdout)}\n` : standings.map((standing) => `${JSON.stringify(standing)}\n`).join('');
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
