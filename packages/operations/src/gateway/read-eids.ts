import { ElsevierError } from '@scopekit/elsevier-http';
import { FormatError, read } from '@scopekit/formats';
import { identify } from '@scopekit/record';

/**
 * The EIDs of a file: one a line, `#` begins a comment; or of the works in any bibliographic file.
 *
 * @throws ElsevierError `bad-input` with the first line that is neither.
 */
export async function readEids(file: string, chunks: AsyncIterable<Uint8Array>, onNotice?: (text: string) => void): Promise<string[]> {
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  const bytes = Buffer.concat(pieces);
  const text = new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
  const words = text
    .split(/\r?\n/)
    .flatMap((line, i) => (line.trim().startsWith('#') ? [] : line.split(/[\s,;"]+/).flatMap((word) => (word ? [{ word, line: i + 1 }] : []))));
  if (!words.length) throw new ElsevierError({ reason: 'bad-input', message: `${file} is empty.`, next: 'It should hold EIDs, one a line.' });
  const list = /^eids?$/i.test(words[0]?.word ?? '') ? words.slice(1) : words;
  const eids = list.map(({ word }) => eidIn(word));
  const wrong = list[eids.indexOf(undefined)];
  if (!wrong && eids.length) return eids as string[];
  const found = await ofWorks(bytes, file, onNotice);
  if (found) return found;
  throw new ElsevierError({
    reason: 'bad-input',
    message: `${file} is no list of EIDs: "${wrong?.word.slice(0, 40) ?? ''}" (line ${wrong?.line ?? 1}) is none.`,
    next: 'Write one EID a line (2-s2.0-85012345678), or name a bibliographic file whose works have EIDs: exports of Scopus do, tables of DOIs do not.',
  });
}

/** An EID, or the address of a record at Scopus. */
function eidIn(word: string): string | undefined {
  const found = identify(word);
  return found.kind === 'eid' ? found.value : found.kind === 'scopusId' && /^https?:/i.test(word) ? `2-s2.0-${found.value}` : undefined;
}

async function ofWorks(bytes: Uint8Array, file: string, onNotice?: (text: string) => void): Promise<string[] | undefined> {
  try {
    const works = await Array.fromAsync(read([bytes], { file }));
    const eids = works.flatMap(({ eid }) => eid ?? []);
    if (eids.length && eids.length < works.length)
      onNotice?.(
        `${file} holds ${works.length.toLocaleString('en')} works, ${(works.length - eids.length).toLocaleString('en')} of them without an EID: those are left out.`,
      );
    return eids.length ? eids : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
