import { constants } from 'node:fs';
import { access, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScrubber, ElsevierError } from '@scopekit/elsevier-http';
import { type Config, caFileIn, configFolder, type Environment, type Flags, readConfig } from './config.ts';
import { keyStore, systemKeychain } from './key-store.ts';

/** A command line's words about configuration; files by their paths. */
export interface ConfigWords extends Omit<Flags, 'keyFile'> {
  readonly keyFile?: string;
}

export interface Loaded {
  readonly config: Config;
  /** What the user should know, in a sentence each. */
  readonly notices: readonly string[];
}

/**
 * Configuration of a process: its environment and words, `config.toml`, stored keys, and the files that these name.
 *
 * @throws ElsevierError `bad-input`
 */
export async function loadConfig(environment: Environment, platform: string, { keyFile, caFile, ...words }: ConfigWords = {}): Promise<Loaded> {
  const folder = configFolder(environment, platform);
  const file =
    folder === undefined ? undefined : await readFile(join(folder, 'config.toml'), 'utf8').catch((error) => absent(error, join(folder, 'config.toml')));
  const keys =
    keyFile === undefined
      ? undefined
      : await readFile(keyFile, 'utf8').catch(() => unreadable(keyFile, 'key file', 'one key a line, each with its institution token after a colon'));
  const certificates = caFile ?? caFileIn(file);
  const ca =
    certificates === undefined
      ? undefined
      : await readFile(certificates, 'utf8').catch(() => unreadable(certificates, 'certificate file', 'certificates in PEM'));
  if (ca !== undefined && !ca.includes('BEGIN CERTIFICATE')) unreadable(certificates as string, 'certificate file', 'certificates in PEM');
  const elsewhere = keys !== undefined || environment.ELSEVIER_API_KEY || folder === undefined;
  const stored = elsewhere ? undefined : await keyStore(folder, await systemKeychain(environment, platform)).read();
  const config = readConfig(environment, { ...words, keyFile: keys }, { file, stored, ca }, platform);
  const notices: string[] = [];
  const usable = async (place: string | undefined, lost: string) => {
    if (place === undefined || (await isWritable(place))) return place;
    notices.push(`${place} cannot be written to: ${lost} Name another folder with SCOPEKIT_HOME.`);
    return undefined;
  };
  const stateFolder = await usable(config.stateFolder, 'quota and unfinished runs are forgotten when this ends.');
  const cacheFolder = config.cacheFolder === config.stateFolder ? stateFolder : await usable(config.cacheFolder, 'answers are not kept.');
  return { config: { ...config, stateFolder, cacheFolder }, notices };
}

/** The secrets of an environment, to keep them out of messages before the configuration is known. */
export const environmentScrubber = ({ ELSEVIER_API_KEY = '', ELSEVIER_INSTTOKEN = '', HTTPS_PROXY, https_proxy }: Environment) =>
  createScrubber([...ELSEVIER_API_KEY.split(','), ...ELSEVIER_INSTTOKEN.split(','), HTTPS_PROXY, https_proxy]);

/** What is not there is not wanted; what cannot be read may name a proxy or an address that must not be passed by. */
function absent({ code }: NodeJS.ErrnoException, path: string): undefined {
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
  throw new ElsevierError({
    reason: 'bad-input',
    message: `${path} is there and cannot be read (${code}).`,
    next: 'Make it a file that you may read, or remove it.',
  });
}

async function isWritable(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function unreadable(path: string, what: string, holds: string): never {
  throw new ElsevierError({ reason: 'bad-input', message: `The ${what} ${path} cannot be read.`, next: `It holds ${holds}.` });
}
