import { ZipFile } from 'yazl';
import { archiveFiles, type FieldMapping } from './dspace.ts';
import type { DepositItem } from './item.ts';

/** The same bytes on every machine: ZIP knows local time only. */
const time = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, mode: 0o644 };

/** Items in the Simple Archive Format, as a zip. */
export async function* safZip(items: AsyncIterable<DepositItem>, mapping?: FieldMapping): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const adding = (async () => {
    for await (const item of items) for (const { path, text } of archiveFiles(item, mapping)) zip.addBuffer(Buffer.from(text), path, time);
    zip.end();
  })();
  const failed = adding.catch((error: Error) => void (zip.outputStream as NodeJS.ReadableStream & { destroy(error: Error): void }).destroy(error));
  for await (const chunk of zip.outputStream as AsyncIterable<Buffer>) yield chunk;
  await failed;
  await adding;
}
