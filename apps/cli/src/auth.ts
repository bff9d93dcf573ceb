import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import {
  type Config,
  configFolder,
  ElsevierError,
  type KeyStore,
  keyName,
  keyStore,
  keysIn,
  type LoginResult,
  loadConfig,
  login,
  readPybliometricsConfig,
  systemKeychain,
} from '@scopekit/operations';
import type { Command } from 'commander';
import type { Io, Speaker } from './io.ts';
import { hidden } from './prompt.ts';
import { type GlobalOptions, openSession } from './session.ts';

interface LoginWords extends GlobalOptions {
  readonly stdin?: boolean;
  readonly import?: string | true;
  readonly label?: string;
  readonly check?: boolean;
}

/** `scopekit auth login|status|logout`: the only commands that see secrets, which come from a prompt, standard input or a file, never from an argument. */
export function addAuth(program: Command, io: Io, say: Speaker): void {
  const auth = program.command('auth').description('Store the API key on this machine, tell which keys are in use, or remove them.');
  auth
    .command('login')
    .description('Store a key, and its institution token if there is one, once Elsevier has taken it (one request).')
    .option('--stdin', 'read keys from standard input: one a line, each with its institution token after a colon')
    .option('--import [file]', 'take the keys of a pybliometrics.cfg (default: ~/.config/pybliometrics.cfg)')
    .option('--label <name>', 'what messages call the key')
    .option('--no-check', 'store it unseen')
    .addHelpText('after', '\nExamples:\n  $ scopekit auth login\n  $ scopekit auth login --stdin < key.txt\n  $ scopekit auth login --import')
    .action(async (_: object, command: Command) => store(command.optsWithGlobals(), io, say));
  auth
    .command('status')
    .description('Tell which keys are in use and where they come from. Asks nothing.')
    .action(async (_: object, command: Command) => status(command.optsWithGlobals(), io, say));
  auth
    .command('logout')
    .description('Remove all keys that were stored with login.')
    .action(async (_: object, command: Command) => {
      const { json } = command.optsWithGlobals() as GlobalOptions;
      const place = await storeOf(io);
      const before = await place.read().catch(() => ({ credentials: [] }));
      await place.clear();
      const removed = before?.credentials.length ?? 0;
      if (json) await say.out(`${JSON.stringify({ removed })}\n`);
      else say.err(removed ? `${removed} stored ${removed === 1 ? 'key is' : 'keys are'} removed.` : 'No key was stored.');
    });
}

async function storeOf({ env, platform }: Io): Promise<KeyStore> {
  const folder = configFolder(env, platform);
  if (folder === undefined) throw new ElsevierError({ reason: 'bad-input', message: 'There is no folder to keep keys in.', next: 'Set SCOPEKIT_HOME to one.' });
  return keyStore(folder, await systemKeychain(env, platform));
}

async function store(words: LoginWords, io: Io, say: Speaker): Promise<void> {
  const { credentials, otherwise } = await given(words, io);
  if (words.label !== undefined && credentials.length > 1)
    throw new ElsevierError({
      reason: 'bad-input',
      message: `--label names one key, and ${credentials.length} were given.`,
      next: 'Leave it out; keys are told apart by their last four characters.',
    });
  const labelled = credentials.map((credential) => (words.label ? { ...credential, label: words.label } : credential));
  if (words.offline && words.check !== false)
    throw new ElsevierError({
      reason: 'bad-input',
      message: 'A key is checked before it is stored, which needs the network.',
      next: 'Leave --offline out, or add --no-check.',
    });
  const session = words.check === false ? undefined : await openSession(io, { ...words, cache: undefined }, say);
  try {
    const result = await login(labelled, await storeOf(io), session?.scopekit);
    session?.endProgress();
    if (words.json) await say.out(`${JSON.stringify({ ...result, otherwise })}\n`);
    else {
      say.err(storedText(result, otherwise));
      if (io.env.ELSEVIER_API_KEY) say.err('ELSEVIER_API_KEY is set and goes before what is stored.');
    }
  } finally {
    await session?.close();
  }
}

function storedText({ stored, keys }: LoginResult, otherwise: readonly string[]): string {
  const lines = keys.map(({ key, insttoken, accepted, problem }) => {
    const how = accepted ? 'Elsevier takes it' : problem ? `not checked: ${problem}` : 'not checked';
    return `Key ${key}${insttoken ? ' with its institution token' : ''}: ${how}.`;
  });
  const where = stored === 'keychain' ? 'in the keychain of this system' : 'in keys.toml of your configuration folder, for you alone';
  return [
    ...lines,
    `Stored ${where}.`,
    ...(otherwise.length ? ['The file also sets these; to keep them, put them into config.toml:', ...otherwise.map((line) => `  ${line}`)] : []),
  ].join('\n');
}

async function given(words: LoginWords, io: Io): Promise<{ credentials: Config['credentials']; otherwise: readonly string[] }> {
  if (words.import !== undefined) {
    const file = words.import === true ? `${io.env.HOME ?? io.env.USERPROFILE ?? ''}/.config/pybliometrics.cfg` : words.import;
    const content = await readFile(file, 'utf8').catch(() => {
      throw new ElsevierError({ reason: 'bad-input', message: `${file} cannot be read.`, next: 'Name the file: --import <file>.' });
    });
    return readPybliometricsConfig(content);
  }
  if (words.stdin || !io.stdin.isTTY) return { credentials: keysIn(await text(io.stdin)), otherwise: [] };
  const key = await hidden('API key (not shown): ', io);
  const insttoken = key ? await hidden('Institution token, Enter for none (not shown): ', io) : '';
  return { credentials: key ? [{ key, ...(insttoken ? { insttoken } : {}) }] : [], otherwise: [] };
}

async function status(words: GlobalOptions, io: Io, say: Speaker): Promise<void> {
  const { config } = await loadConfig(io.env, io.platform, { keyFile: words.keyFile });
  const keys = config.credentials.map((credential) => ({ key: keyName(credential), insttoken: credential.insttoken !== undefined }));
  if (words.json) return say.out(`${JSON.stringify({ from: config.credentialsFrom, keys })}\n`);
  if (!keys.length) return say.err('No key is set. scopekit auth login stores one; get it at https://dev.elsevier.com (My API Key).');
  const from = config.credentialsFrom === 'environment' ? 'the environment (ELSEVIER_API_KEY)' : config.credentialsFrom;
  say.err(
    [
      `Keys in use, from ${from}:`,
      ...keys.map(({ key, insttoken }) => `  ${key}${insttoken ? ', with an institution token' : ''}`),
      'scopekit doctor tells what they are granted.',
    ].join('\n'),
  );
}
