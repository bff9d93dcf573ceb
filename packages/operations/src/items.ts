import { ElsevierError } from '@scopekit/elsevier-http';
import { type ReadReport, read } from '@scopekit/formats';
import type { Work } from '@scopekit/record';
import type { OpenedFile } from './files.ts';
import { formatFailure } from './format-failure.ts';
import type { Context } from './operation.ts';
import { stateTold } from './resumed.ts';

/** How a survey is named where a file could be: `survey:` and its run. */
const survey = /^survey:([a-z2-9]{3,})$/;

/**
 * The records of any bibliographic file, or of a survey whose result its run keeps.
 *
 * @throws ElsevierError `bad-input` or `unreadable` for a file that is none.
 */
export async function itemsIn(path: string, context: Context): Promise<{ readonly works: readonly Work[]; readonly report: ReadReport }> {
  const { files, stop, onProgress } = context;
  const [, run] = survey.exec(path) ?? [];
  const file = run === undefined ? await files.open(path) : await surveyFile(run, context);
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

/** The works of a survey as a file of JSON Lines. */
async function surveyFile(run: string, { runs }: Context): Promise<Pick<OpenedFile, 'chunks' | 'bytes' | 'close'>> {
  const body = await stateTold(async () => runs?.result(run));
  if (!body)
    throw new ElsevierError({
      reason: 'bad-input',
      message: `There is no survey ${run} that keeps its result.`,
      next: 'The MCP server keeps those of the surveys that it runs; of another one, name the file that it wrote.',
    });
  const { works = [] } = JSON.parse(new TextDecoder().decode(body)) as { readonly works?: readonly Work[] };
  const lines = new TextEncoder().encode(works.map((work) => `${JSON.stringify(work)}\n`).join(''));
  return {
    bytes: lines.byteLength,
    chunks: async function* () {
      yield lines;
    },
    close: async () => {},
  };
}

/** A file as text, whole. */
export async function textIn(path: string, { files }: Context): Promise<string> {
  const file = await files.open(path);
  try {
    return Buffer.concat(await Array.fromAsync(file.chunks())).toString('utf8');
  } finally {
    await file.close();
  }
}
