import { readFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { buffer } from 'node:stream/consumers';
import { ElsevierError, exportTerms, type GatewayDesk, gatewayDesk, loadConfig, systemKeychain } from '@scopekit/operations';
import type { Command } from 'commander';
import { groupOf } from './commands.ts';
import { loginReport, statusReport } from './gateway-report.ts';
import type { Io, Speaker } from './io.ts';
import { hiddenText } from './prompt.ts';
import type { GlobalOptions } from './session.ts';

interface LoginWords extends GlobalOptions {
  readonly file?: string;
  readonly stdin?: boolean;
  readonly keychain?: string | true;
}

interface AcceptWords extends GlobalOptions {
  readonly name?: string;
  readonly yes?: boolean;
}

/** `scopekit gateway accept-terms|login|status|logout`, beside `export`. Cookies come from a prompt, a file, standard input or the keychain, never from an argument. */
export function addGateway(program: Command, io: Io, say: Speaker): void {
  const gateway = groupOf(program, 'gateway');
  gateway
    .command('accept-terms')
    .description('Show the terms of the web export, and record who accepts them.')
    .option('--name <name>', 'who accepts them (default: the name of your account on this machine)')
    .option('--yes', 'the person of --name has read and accepts them, where nobody can be asked')
    .action(async (_: object, command: Command) => acceptTerms(command.optsWithGlobals(), io, say));
  gateway
    .command('login')
    .description('Store a session of Scopus: a request copied from the browser (Copy as cURL), a Cookie header, cookies.txt, …')
    .option('--file <file>', 'read it from a file')
    .option('--stdin', 'read it from standard input')
    .option('--keychain [entry]', 'read it from an entry "scopekit" of the keychain of this system (default: scopus-cookies)')
    .addHelpText(
      'after',
      '\nIn the browser: open www.scopus.com through your institution, search for something, press F12, Network, and copy a request to\nwww.scopus.com as cURL.\n\nExamples:\n  $ scopekit gateway login\n  $ scopekit gateway login --file request.txt\n  $ pbpaste | scopekit gateway login --stdin',
    )
    .allowExcessArguments()
    .allowUnknownOption()
    .action(async (_: object, command: Command) => {
      if (command.args.length) throw notFromAnArgument('This takes --file, --stdin or --keychain, and nothing else.');
      await login(command.optsWithGlobals(), io, say);
    });
  gateway
    .command('status')
    .description('Tell whether the terms are accepted, and what is known of the session. Asks nothing, shows no value.')
    .action(async (_: object, command: Command) => {
      const { json } = command.optsWithGlobals() as GlobalOptions;
      const status = await (await deskOf(io)).status(Date.now());
      if (json) await say.out(`${JSON.stringify(status)}\n`);
      else say.err(statusReport(status));
    });
  gateway
    .command('logout')
    .description('Remove the stored session. The consent stays.')
    .action(async (_: object, command: Command) => {
      const { json } = command.optsWithGlobals() as GlobalOptions;
      const removed = await (await deskOf(io)).logout();
      if (json) await say.out(`${JSON.stringify({ removed })}\n`);
      else say.err(removed ? 'The session is removed. In the browser it goes on: sign out there, too, if it should end.' : 'There was no session.');
    });
}

async function deskOf({ env, platform }: Io): Promise<GatewayDesk> {
  const { config, notices } = await loadConfig(env, platform);
  if (config.stateFolder !== undefined) return gatewayDesk(config.stateFolder);
  throw new ElsevierError({
    reason: 'state',
    message: notices[0]?.split(':')[0]?.concat('.') ?? 'There is no folder to keep a session and a consent in.',
    next: 'Make it writable for you, or name another folder with SCOPEKIT_HOME.',
  });
}

async function acceptTerms({ name, yes, json }: AcceptWords, io: Io, say: Speaker): Promise<void> {
  const desk = await deskOf(io);
  say.err(`${exportTerms.text}\n`);
  if (yes && !name?.trim())
    throw new ElsevierError({
      reason: 'bad-input',
      message: '--yes needs the name of the person who has read and accepts the terms.',
      next: 'scopekit gateway accept-terms --yes --name "Ada Lovelace"',
    });
  if (!yes && !(await agrees(io)))
    throw new ElsevierError({
      reason: 'refused',
      message: 'The terms are not accepted: the web export stays off.',
      next: 'A person accepts them: scopekit gateway accept-terms on a terminal, or with --yes --name. The API needs none of this: scopekit search.',
    });
  const consent = await desk.acceptTerms(name?.trim() || accountName(), Date.now());
  if (json) await say.out(`${JSON.stringify(consent)}\n`);
  else say.err(`Recorded: ${consent.who} accepts these terms (version ${consent.version}) on ${consent.at}.\nNext: scopekit gateway login`);
}

async function agrees({ stdin, stderr }: Io): Promise<boolean> {
  if (!stdin.isTTY) return false;
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
    const answer = await Promise.race([lines.question('Do you accept them? (yes/no) ').catch(() => ''), ended]);
    return /^(?:y|yes)$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}

function accountName(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return `somebody@${hostname()}`;
  }
}

async function login(words: LoginWords, io: Io, say: Speaker): Promise<void> {
  const desk = await deskOf(io);
  const { terms } = await desk.status(Date.now());
  const pasted = terms.accepted ? await given(words, io) : '';
  const result = await desk.login(pasted, trustOf(words, io), Date.now());
  if (words.json) await say.out(`${JSON.stringify(result)}\n`);
  else {
    say.err(loginReport(result));
    if (words.file !== undefined && words.file !== '-') say.err(`Delete ${words.file} now: whoever has it has your session.`);
    else if (result.form === 'har') say.err('Delete the HAR now: whoever has it has your session.');
  }
}

/** An address of this machine may come from the environment, as for the API: a sandbox serves both. */
function trustOf({ baseUrl, trustHost }: GlobalOptions, { env }: Io) {
  const local = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$)/.test(env.ELSEVIER_BASE_URL ?? '') ? env.ELSEVIER_BASE_URL : undefined;
  return { baseUrl: baseUrl ?? local, trustedHosts: trustHost };
}

async function given({ file, stdin, keychain }: LoginWords, io: Io): Promise<string> {
  if ([file, stdin, keychain].filter((source) => source !== undefined).length > 1)
    throw new ElsevierError({ reason: 'bad-input', message: '--file, --stdin and --keychain are three places.', next: 'Name one.' });
  if (file !== undefined && file !== '-') return fromFile(file);
  if (keychain !== undefined) return fromKeychain(keychain === true ? 'scopus-cookies' : keychain, io);
  if (stdin || file === '-' || !io.stdin.isTTY) return decoded(await buffer(io.stdin));
  return hiddenText('Paste the copied request (it is not shown), then press Enter and Ctrl-D:\n', io);
}

/** The name of a file that is not there is not repeated: somebody may have given cookies as an argument. */
async function fromFile(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES' || error.code === 'EISDIR')
      throw new ElsevierError({ reason: 'bad-input', message: `The file cannot be read (${error.code}).`, next: 'Check the name.' });
    throw notFromAnArgument('--file wants the name of a file, and there is none of this name.');
  });
  return decoded(bytes);
}

/** Windows' PowerShell writes UTF-16. */
function decoded(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** Repeats nothing of what was given. */
const notFromAnArgument = (message: string) =>
  new ElsevierError({
    reason: 'bad-input',
    message: `${message} Cookies are not taken from an argument: other programs and the history of the shell see those.`,
    next: 'Put them into a file, or: scopekit gateway login --stdin',
  });

async function fromKeychain(entry: string, { env, platform }: Io): Promise<string> {
  const found = await systemKeychain(env, platform, entry)
    .then((keychain) => keychain?.get())
    .catch(() => undefined);
  if (found) return found;
  throw new ElsevierError({
    reason: 'bad-input',
    message: `The keychain of this system has no entry "scopekit" with that name, or there is no keychain here.`,
    next: 'Use --file or --stdin.',
  });
}
