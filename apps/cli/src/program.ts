import { ElsevierError, reasons, version } from '@scopekit/operations';
import { Command, CommanderError } from 'commander';
import { addAuth } from './auth.ts';
import { addOperations } from './commands.ts';
import { addGateway } from './gateway.ts';
import type { Io, Speaker } from './io.ts';
import { addMcp } from './mcp.ts';
import { addSandbox } from './sandbox.ts';

const usageError = 2;

/** Runs one command line and gives the exit code. */
export async function run(io: Io, say: Speaker): Promise<number> {
  let exit = 0;
  const json = io.argv.includes('--json');
  const program = new Command('scopekit')
    .description("Search Elsevier's Scopus, fetch abstracts, take duplicates out, write files.")
    .version(version)
    .option('--json', 'exactly one JSON object on standard output')
    .option('--debug', 'trace every request on standard error, without secrets')
    .option('--sandbox', 'ask an invented Elsevier in this process: no key, no quota, no network')
    .option('--base-url <url>', 'ask this address instead of https://api.elsevier.com')
    .option('--trust-host <host>', 'a host that may get your key (repeatable)', (host: string, hosts: string[] = []) => [...hosts, host])
    .option('--key-file <file>', 'keys, one a line, each with its institution token after a colon')
    .option('--retries <n>', 'how often a failed request is sent again (default: 5; after a 500 twice at most)')
    .option('--timeout <seconds>', 'for one attempt of a request (default: 30)')
    .option('--no-subscriber', 'ask nothing that needs a subscription')
    .option('--ca-file <file>', 'certificates to trust beside the usual ones, as of an inspecting proxy')
    .option('--max-age <age>', 'use kept answers up to this age, e.g. 90m, 12h, 7d (default: as each API changes)')
    .option('--refresh', 'ask again although an answer is kept')
    .option('--offline', 'answer from what is kept, or say what is missing; no request leaves')
    .option('--allow-stale', 'when Elsevier does not answer, or no quota is left, use what is kept, however old')
    .option('--no-cache', 'keep no answers')
    .option('--wait-for-quota', 'when all keys are spent, wait for the first reset instead of stopping')
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => (json ? undefined : io.stderr.write(text)),
      outputError: (text, write) => write(masked(text)),
    })
    .showHelpAfterError('Try scopekit --help.')
    .exitOverride()
    .addHelpText('after', help);
  addOperations(program, io, say, (code) => {
    exit = code;
  });
  addAuth(program, io, say);
  addGateway(program, io, say);
  addSandbox(program, io);
  addMcp(program, io);
  for (const command of program.commands) {
    command.exitOverride().showHelpAfterError(`Try scopekit ${command.name()} --help.`);
    for (const inner of command.commands) inner.exitOverride().showHelpAfterError(`Try scopekit ${command.name()} ${inner.name()} --help.`);
  }
  try {
    await program.parseAsync([...io.argv], { from: 'user' });
    return exit;
  } catch (error) {
    return report(error, json, say);
  }
}

/** Somebody may have given a secret as an argument: values are not repeated, and neither is a word that was one too many. */
const masked = (text: string): string => text.replace(/=[^'\s]+/g, '=…').replace(/(but got \d+): .*$/s, '$1.\n');

function report(error: unknown, json: boolean, say: Speaker): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    if (json)
      say.err(
        JSON.stringify({
          error: { reason: 'bad-input', message: masked(error.message.replace(/^error: /, '')), next: 'scopekit --help tells what there is.' },
        }),
      );
    return usageError;
  }
  if (error instanceof ElsevierError) {
    const { message, next, requestId, reason } = error;
    say.err(json ? JSON.stringify({ error }) : [`${message}${requestId ? ` (request ${requestId})` : ''}`, next].filter(Boolean).join('\n'));
    return reasons[reason].exit;
  }
  const message = (error as Error).message.slice(0, 300);
  say.err(json ? JSON.stringify({ error: { reason: 'bug', message } }) : `This should not happen: ${message}\nPlease report it with the command you ran.`);
  return 1;
}

const help = `
Keys: scopekit auth login, or set ELSEVIER_API_KEY (get one at https://dev.elsevier.com) and, if your institution gave you one, ELSEVIER_INSTTOKEN.
Something does not work? scopekit doctor.
Exit codes: 0 done, 1 failed, 2 usage or bad query, 3 no key or not entitled, 4 quota spent, 5 something named is missing, 6 refused, 130 interrupted.`;
