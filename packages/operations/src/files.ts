import { constants } from 'node:fs';
import { access, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, extname, format, parse, resolve } from 'node:path';
import { ElsevierError } from '@scopekit/elsevier-http';

/** Where operations write. */
export interface Files {
  /**
   * Whether a file can be written there, asked before anything is paid for.
   *
   * @throws ElsevierError `bad-input`: no such folder, not writable, or a folder itself.
   */
  check(path: string): Promise<void>;
  /**
   * Writes whole or not at all; what was there before stays until the last piece is written. Pieces that turn out to be
   * incomplete never replace a file: they are written beside it, as `name.partial.ext`.
   */
  write(path: string, pieces: Iterable<string> | AsyncIterable<string>, options?: { readonly incomplete?: () => boolean }): Promise<Written>;
}

interface Written {
  readonly path: string;
  readonly bytes: number;
}

/** Files of this machine, relative to a folder; every text goes through `scrub` first. */
export function nodeFiles(folder: string, scrub: (text: string) => string): Files {
  const at = (path: string) => resolve(folder, path);
  return {
    async check(path) {
      const file = at(path);
      const existing = await stat(file).catch(() => undefined);
      if (existing?.isDirectory()) throw unwritable(path, 'it is a folder', 'Name a file in it.');
      await access(existing ? file : dirname(file), constants.W_OK).catch((error: NodeJS.ErrnoException) => {
        const why = error.code === 'ENOENT' ? `there is no folder ${dirname(file)}` : 'it must not be written to';
        throw unwritable(path, why, 'Make the folder first, or choose another place.');
      });
    },
    async write(path, pieces, { incomplete = () => false } = {}) {
      const file = at(path);
      const unfinished = `${file}.${process.pid}.part`;
      let bytes = 0;
      const handle = await open(unfinished, 'w');
      try {
        for await (const piece of pieces) {
          const text = scrub(piece);
          await handle.write(text);
          bytes += Buffer.byteLength(text);
        }
        await handle.sync();
        await handle.close();
        const name = incomplete() && (await exists(file)) ? beside(path, `.partial${extname(path)}`) : path;
        await rename(unfinished, at(name));
        return { path: name, bytes };
      } catch (error) {
        await handle.close().catch(() => {});
        await rm(unfinished, { force: true });
        throw error;
      }
    },
  };
}

const exists = async (file: string) => (await stat(file).catch(() => undefined)) !== undefined;

/** `works.csv` → `works.manifest.json`: the same place and name with another ending. */
export function beside(path: string, ending: string): string {
  const { dir, name } = parse(path);
  return format({ dir, base: `${name}${ending}` });
}

export const endingOf = (path: string): string => extname(path).toLowerCase();

const unwritable = (path: string, why: string, next: string) => new ElsevierError({ reason: 'bad-input', message: `${path} cannot be written: ${why}.`, next });
