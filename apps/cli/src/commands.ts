import { text } from 'node:stream/consumers';
import { ElsevierError, operations, type ReasonName, type SurveyResult, type Work, type WriteFormat, writerOf } from '@scopekit/operations';
import type { Command } from 'commander';
import { workColumns } from './columns.ts';
import { exitCodeOf } from './exit-code.ts';
import { type Face, faces } from './faces.ts';
import type { Io, Speaker } from './io.ts';
import { addOptions } from './options.ts';
import { type GlobalOptions, openSession, type Session } from './session.ts';
import { type TableColumn, table } from './table.ts';

/** What a command may set about its output. */
interface Output {
  readonly format?: WriteFormat;
  readonly plain?: boolean;
}

interface Result {
  /** Why something is not as it should be. */
  readonly reason?: ReasonName;
  readonly stopped?: SurveyResult['stopped'];
  readonly missing?: SurveyResult['missing'];
}

/** Adds a command for each operation; `exit` gets the code when it is done. */
export function addOperations(program: Command, io: Io, say: Speaker, exit: (code: number) => void): void {
  for (const face of faces) {
    const { description, input } = operations[face.name];
    const [group, word = face.name] = face.words ?? [];
    const command = (group ? groupOf(program, group) : program).command(word).description(description);
    if (face.positional) command.argument(face.positional.usage, argumentHelp[face.positional.name] ?? face.positional.name);
    addOptions(command, input, face.positional?.name);
    command.addHelpText('after', `\nExamples:\n${face.examples.map((example) => `  $ scopekit ${example}`).join('\n')}`);
    command.action(async () => exit(await perform(face, command, io, say)));
  }
}

const groups: Readonly<Record<string, string>> = {
  query: operations.query.description,
  ir: 'Run a repository on the APIs of ScienceDirect.',
  gateway: 'Export from www.scopus.com with your own session: off until you accept its terms. The API (search, survey) is the supported way.',
};

/** The command that has others below it, made when it is first wanted. */
export const groupOf = (program: Command, name: string): Command =>
  program.commands.find((command) => command.name() === name) ?? program.command(name).description(groups[name] ?? name);

/** A list that stands in a file, or comes from standard input. */
async function listed({ listFile }: Face, options: Record<string, unknown>, { openFile, run }: Session): Promise<Record<string, unknown>> {
  const path = listFile && options[listFile.name];
  if (!listFile || typeof path !== 'string') return {};
  const file = await openFile(path);
  try {
    return { [listFile.name]: await listFile.read(path, file.chunks(), run.onNotice) };
  } finally {
    await file.close();
  }
}

const argumentHelp: Readonly<Record<string, string>> = {
  ids: 'identifiers, or - to read them from standard input',
  files: 'bibliographic files of any kind; - is standard input',
  what: 'ids, or a query or words; - reads ids from standard input',
  words: 'words to look for',
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
      ? {
          [face.positional.name]: face.positional.many
            ? face.positional.verbatim
              ? given
              : await expanded(given, io, session.run.stop)
            : given.join(' ') || undefined,
        }
      : {};
    const input = { ...typed(command), ...positional, ...(await listed(face, options, session)) } as never;
    const streaming = !options.json && !options.out && !face.rows && !(face.text && face.name !== 'works') && !options.cite && !options.dryRun;
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
  const shown = face.text?.(result as never);
  if (shown) await session.say.out(`${shown}\n`);
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
