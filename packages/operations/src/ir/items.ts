import { ElsevierError } from '@scopekit/elsevier-http';
import { type ReadReport, read } from '@scopekit/formats';
import type { Work } from '@scopekit/record';
import { formatFailure } from '../format-failure.ts';
import type { Context } from '../operation.ts';

/**
 * What a repository has, by the file that it exports: any bibliographic file.
 *
 * @throws ElsevierError `bad-input` or `unreadable` for a file that is none.
 */
export async function itemsIn(path: string, { files, stop, onProgress }: Context): Promise<{ readonly works: readonly Work[]; readonly report: ReadReport }> {
  const file = await files.open(path);
  try {
    let done = 0;
    const counted = async function* () {
      for await (const chunk of file.chunks()) {
        if (stop.aborted) throw new ElsevierError({ reason: 'cancelled', message: 'Interrupted.' });
        done += chunk.byteLength;
        if (file.bytes) onProgress?.({ phase: 'read', done, total: file.bytes, quotaLeft: {} });
        yield chunk;
      }
    };
    const reading = read(counted(), { file: path });
    const works = await Array.fromAsync(reading);
    return { works, report: reading.report };
  } catch (error) {
    throw formatFailure(error);
  } finally {
    await file.close();
  }
}

/** A column that keeps its name, as repositories write it: `dc.rights.embargodate`, `dc.date.embargo[]`, `Embargo end`. */
export const columnOf = ({ extra = {} }: Work, pattern: RegExp): string | undefined =>
  Object.entries(extra)
    .find(([name, value]) => pattern.test(name) && value.trim())?.[1]
    .trim();

/** The repository's own id of an item. */
export const ownIdOf = (work: Work): string | undefined => columnOf(work, /^(?:id|item|uuid|handle|eprintid)\b/i);

/** A file as text, whole. */
export async function textIn(path: string, { files }: Context): Promise<string> {
  const file = await files.open(path);
  try {
    return Buffer.concat(await Array.fromAsync(file.chunks())).toString('utf8');
  } finally {
    await file.close();
  }
}
