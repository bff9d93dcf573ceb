import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ElsevierError } from '@scopekit/elsevier-http';

/** A file for the user alone. */
export interface PrivateFile {
  readonly path: string;
  /** `undefined` when there is none. A file that others may read is closed to them first. */
  read(): Promise<string | undefined>;
  /** The whole text or the one before. */
  write(text: string): Promise<void>;
  remove(): Promise<void>;
}

/** Whether another process may still be writing. */
function isAnother(pid: number): boolean {
  try {
    return pid !== process.pid && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What a process left that died while it wrote. */
async function removeLeftovers(path: string): Promise<void> {
  const names = await readdir(dirname(path)).catch(() => []);
  const left = names.filter((name) => {
    const [, pid] = /\.(\d+)$/.exec(name) ?? [];
    return pid !== undefined && name.slice(0, -pid.length - 1) === basename(path) && !isAnother(Number(pid));
  });
  await Promise.all(left.map((name) => rm(join(dirname(path), name), { force: true })));
}

/** @param what it holds, for messages: `The keys`. */
export function privateFile(path: string, what: string): PrivateFile {
  return {
    path,
    async read() {
      try {
        const text = await readFile(path, 'utf8');
        if (((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o600).catch(() => {});
        return text;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
        throw new ElsevierError({
          reason: 'bad-input',
          message: `${path} cannot be read (${code}).`,
          next: 'Make it a file that you may read, or remove it.',
        });
      }
    },
    async write(text) {
      const next = `${path}.${process.pid}`;
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await removeLeftovers(path);
        await writeFile(next, text, { mode: 0o600, flag: 'wx', flush: true });
        await rename(next, path);
      } catch (error) {
        await rm(next, { force: true }).catch(() => {});
        throw new ElsevierError({
          reason: 'not-written',
          message: `${what} cannot be written to ${path} (${(error as NodeJS.ErrnoException).code}).`,
          next: 'Make room or the folder writable, or name another one with SCOPEKIT_HOME.',
        });
      }
    },
    async remove() {
      await rm(path, { force: true });
      await removeLeftovers(path);
    },
  };
}
