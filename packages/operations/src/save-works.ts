import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ElsevierError } from '@scopekit/elsevier-http';
import { lossesOf, type WriteFormat, type Writer, written } from '@scopekit/formats';
import type { Work } from '@scopekit/record';
import type { WrittenFile } from './manifest.ts';
import type { Context } from './operation.ts';
import { lossNotice, tellsLosses } from './output-format.ts';

export interface WorksFile<Kind extends string, Row = Work> {
  readonly kind: Kind;
  readonly path: string;
  readonly writer: Writer<Row>;
  readonly works: readonly Row[];
  /** Such a file never replaces one that is there. */
  readonly incomplete: boolean;
}

/**
 * Writes works, or records of another kind, that are paid for. What its place does not take goes to a new folder under the temporary one, and a notice
 * tells of it.
 *
 * @throws ElsevierError `not-written` when there is no room there either.
 */
export async function saveWorks<Kind extends string, Row>(
  { kind, path, writer, works, incomplete }: WorksFile<Kind, Row>,
  { files, onNotice }: Pick<Context, 'files' | 'onNotice'>,
): Promise<WrittenFile<Kind>> {
  const write = (place: string) => files.write(place, written(writer, works), { incomplete: () => incomplete });
  try {
    return { kind, ...(await write(path)) };
  } catch (error) {
    if (!(error instanceof ElsevierError) || error.reason !== 'not-written') throw error;
    const folder = await mkdtemp(join(tmpdir(), 'scopekit-')).catch(() => {
      throw error;
    });
    onNotice?.(`${error.message} It goes to ${folder} instead.`);
    return { kind, ...(await write(join(folder, basename(path)))), insteadOf: path };
  }
}

/** Tells what a format has no place for. */
export function noticeLosses(format: WriteFormat, works: readonly Work[], { onNotice }: Pick<Context, 'onNotice'>): void {
  const lost = tellsLosses(format) ? lossNotice(format, lossesOf(works, format)) : undefined;
  if (lost) onNotice?.(lost);
}
