import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, type FileHandle, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, format, isAbsolute, join, parse, relative, resolve, sep } from 'node:path';
import { ElsevierError } from '@scopekit/elsevier-http';

/** Where operations write, and read what the user names. */
export interface Files {
  /**
   * Opens a file; `-` is standard input.
   *
   * @throws ElsevierError `bad-input`: no such file, a folder, not readable, or outside the folder that is allowed.
   */
  open(path: string): Promise<OpenedFile>;
  /**
   * Whether a file can be written there, asked before anything is paid for.
   *
   * @throws ElsevierError `bad-input`: no such folder, not writable, or a folder itself.
   */
  check(path: string): Promise<void>;
  /** The same for all results of one operation, and the manifest beside the first of them unless there is none; no two may be one file. */
  checkAll(paths: readonly string[], options?: { readonly manifest?: boolean; readonly inputs?: readonly string[] }): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** Makes a folder, and those above it, unless it is there. */
  folder(path: string): Promise<void>;
  /**
   * Writes whole or not at all; what was there before stays until the last piece is written. Pieces that turn out to be
   * incomplete never replace a file: they are written beside it, as `name.partial.ext`. Links are followed; a pipe or
   * device is written to as it is.
   *
   * @throws ElsevierError `not-written`, telling where what had been written is kept.
   */
  write(path: string, pieces: Iterable<string> | AsyncIterable<string | Uint8Array>, options?: WriteWishes): Promise<Written>;
}

export interface OpenedFile {
  /** 0 where it is not known, as of a pipe. */
  readonly bytes: number;
  /** Its content, from the beginning each time; of a pipe only once. */
  readonly chunks: (upTo?: number) => AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

interface WriteWishes {
  readonly incomplete?: () => boolean;
  /** Tell the SHA-256 of what was written. */
  readonly digest?: boolean;
}

interface Written {
  readonly path: string;
  readonly bytes: number;
  readonly sha256?: string;
}

export interface FilesOptions {
  /** Where relative paths begin. */
  readonly folder: string;
  /** Every text goes through it. */
  readonly scrub: (text: string) => string;
  /** `false`: a file that is there stays, and the new one gets a number. */
  readonly replace?: boolean;
  /** Files are read below the folder only, wherever links lead. */
  readonly confined?: boolean;
  /** The folder is made before the first file is written into it. */
  readonly make?: boolean;
  /** What `-` reads. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

let unfinished = 0;

/** Files of this machine. */
export function nodeFiles({ folder, scrub, replace = true, confined = false, make = false, stdin }: FilesOptions): Files {
  const at = (path: string) => resolve(folder, path);

  async function check(path: string): Promise<void> {
    if (make) await mkdir(at('.'), { recursive: true, mode: 0o700 }).catch(() => {});
    const existing = await stat(at(path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENAMETOOLONG') throw unwritable(path, 'its name is too long', 'Choose a shorter one.');
      return undefined;
    });
    if (existing?.isDirectory()) throw unwritable(path, 'it is a folder', 'Name a file in it.');
    const target = await targetOf(path, existing);
    for (const needed of isPipe(existing) ? [target] : existing ? [target, dirname(target)] : [dirname(target)]) {
      await access(needed, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
        const why = error.code === 'ENOENT' ? `there is no folder ${needed}` : `${needed} must not be written to`;
        throw unwritable(path, why, 'Make the folder first, or choose another place.');
      });
    }
  }

  async function checkAll(
    paths: readonly string[],
    { manifest = true, inputs = [] }: { readonly manifest?: boolean; readonly inputs?: readonly string[] } = {},
  ): Promise<void> {
    const [main] = paths;
    const special = main !== undefined && isPipe(await stat(at(main)).catch(() => undefined));
    const all = main === undefined || special || !manifest ? paths : [...paths, beside(main, '.manifest.json')];
    const places = all.map(at);
    const twice = all.find((_, i) => places.indexOf(places[i] as string) !== i);
    if (twice) throw new ElsevierError({ reason: 'bad-input', message: `Two results would be written to ${twice}.`, next: 'Give each a name of its own.' });
    const real = (path: string) => realpath(at(path)).catch(() => at(path));
    const read = replace ? await Promise.all(inputs.filter((path) => path !== '-').map(real)) : [];
    for (const path of all) {
      if (read.includes(await real(path)))
        throw new ElsevierError({ reason: 'bad-input', message: `${path} is read and would be written over.`, next: 'Give the result another name.' });
      await check(path);
    }
  }

  /** Whether results flow into it; where nothing is replaced, nothing flows into what is there, either. */
  const isPipe = (file: Stats | undefined) => replace && isSpecial(file);

  /** Where a path leads. A pipe or device is left as it is named: some have no other name; so is what will not be replaced. */
  async function targetOf(path: string, existing: Stats | undefined): Promise<string> {
    return existing && replace && !isSpecial(existing) ? realpath(at(path)) : at(path);
  }

  /** The name that a finished file gets. */
  async function nameFor(path: string, incomplete: boolean): Promise<string> {
    const taken = async (name: string) => (await stat(at(name)).catch(() => undefined)) !== undefined;
    const wanted = incomplete && (await taken(path)) ? beside(path, `.partial${extname(path)}`) : path;
    if (replace) return wanted;
    let name = wanted;
    for (let n = 2; await taken(name); n++) name = beside(wanted, `-${n}${extname(wanted)}`);
    return name;
  }

  async function opened(path: string): Promise<OpenedFile> {
    const fail = (why: string, next = 'Check the name.') => new ElsevierError({ reason: 'bad-input', message: `${path} cannot be read: ${why}.`, next });
    if (path === '-' && stdin) return { bytes: 0, chunks: () => stdin, close: async () => {} };
    const outside = () => fail('it lies outside the allowed folder', `Files are read below ${at('.')} only.`);
    const root = confined ? await realpath(at('.')).catch(() => at('.')) : undefined;
    if (path.includes('\0')) throw fail('its name holds a zero');
    if (root !== undefined && !isBelow(root, resolve(root, path))) throw outside();
    // Opened once: what is asked of it later is asked of the very file that was looked at.
    const file = await open(at(path), constants.O_RDONLY | (confined ? constants.O_NONBLOCK : 0)).catch((error: NodeJS.ErrnoException) => {
      throw fail(reasonsOfReading[error.code ?? ''] ?? error.code ?? error.message);
    });
    try {
      const found = await file.stat();
      if (found.isDirectory()) throw fail('it is a folder', 'Name the files in it.');
      if (root !== undefined) {
        const real = await realpath(at(path)).catch(() => '');
        const there = await stat(real).catch(() => undefined);
        if (!isBelow(root, real) || there?.ino !== found.ino || there.dev !== found.dev) throw outside();
        if (!found.isFile()) throw fail('it is no ordinary file');
      }
      return { bytes: found.isFile() ? found.size : 0, chunks: (upTo) => pieces(file, found.isFile(), upTo), close: () => file.close() };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  return {
    open: opened,
    check,
    checkAll,
    exists: async (path) => (await stat(at(path)).catch(() => undefined)) !== undefined,
    async folder(path) {
      await mkdir(at(path), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
        throw unwritable(path, error.code === 'EEXIST' ? 'it is a file' : `the folder cannot be made (${error.code})`, 'Choose another place.');
      });
    },
    async write(path, pieces, { incomplete = () => false, digest = false } = {}) {
      const hash = createHash('sha256');
      const existing = await stat(at(path)).catch(() => undefined);
      const target = await targetOf(path, existing);
      const special = isPipe(existing);
      const part = special ? target : join(dirname(target), `.scopekit-${process.pid}-${++unfinished}.part`);
      const output = await open(part, special ? 'w' : 'wx').catch((error: NodeJS.ErrnoException) => {
        throw notWritten(path, error);
      });
      let bytes = 0;
      try {
        for await (const piece of pieces) {
          const text = typeof piece === 'string' ? scrub(piece) : piece;
          if (digest) hash.update(text);
          bytes += await writeTo(output, text, path);
        }
        if (!special) await output.sync();
      } catch (error) {
        await output.close().catch(() => {});
        if (special) throw error;
        throw await kept(error, part, join(dirname(target), basename(beside(path, `.partial${extname(path)}`))), bytes);
      }
      await output.close();
      const told = { bytes, ...(digest ? { sha256: hash.digest('hex') } : {}) };
      if (special) return { path, ...told };
      const name = await nameFor(path, incomplete());
      await rename(part, name === path ? target : at(name));
      return { path: name, ...told };
    },
  };
}

async function writeTo(output: FileHandle, text: string | Uint8Array, path: string): Promise<number> {
  try {
    await output.writeFile(text);
    return Buffer.byteLength(text);
  } catch (error) {
    throw notWritten(path, error as NodeJS.ErrnoException);
  }
}

/** What had been written before the disk failed was paid for and is kept; a failure of the pieces leaves nothing behind. */
async function kept(error: unknown, part: string, place: string, bytes: number): Promise<unknown> {
  if (!(error instanceof ElsevierError && error.reason === 'not-written') || !bytes) {
    await rm(part, { force: true });
    return error;
  }
  await rename(part, place).catch(() => {});
  return new ElsevierError({ reason: 'not-written', message: `${error.message} The first ${bytes} bytes are kept in ${place}.`, cause: error });
}

const isSpecial = (file: Stats | undefined) => file !== undefined && !file.isFile() && !file.isDirectory();

/** `works.csv` → `works.manifest.json`: the same place and name with another ending. */
export function beside(path: string, ending: string): string {
  const { dir, name } = parse(path);
  return format({ dir, base: `${name}${ending}` });
}

export const endingOf = (path: string): string => extname(path).toLowerCase();

const unwritable = (path: string, why: string, next: string) => new ElsevierError({ reason: 'bad-input', message: `${path} cannot be written: ${why}.`, next });

const reasonsOfTheDisk: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is full',
  EACCES: 'it must not be written to',
  ENOENT: 'its folder is gone',
  EROFS: 'the disk is read-only',
};

const pieceSize = 64 * 1024;

/** What a file holds, from its beginning; a pipe from where it stands. */
async function* pieces(file: FileHandle, seekable: boolean, upTo = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < upTo; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(Math.min(pieceSize, upTo - at)), 0, undefined, seekable ? at : null);
    if (!bytesRead) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

const reasonsOfReading: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'it must not be read',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
};

const notWritten = (path: string, error: NodeJS.ErrnoException) =>
  new ElsevierError({
    reason: 'not-written',
    message: `${path} could not be written: ${reasonsOfTheDisk[error.code ?? ''] ?? error.code ?? error.message}.`,
    cause: error,
  });
