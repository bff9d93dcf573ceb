import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { ElsevierError } from '@scopekit/operations';
import type { Io } from './io.ts';

/**
 * Asks for a text of several lines on a terminal without showing it; Ctrl-D ends it.
 *
 * @throws ElsevierError `cancelled` at Ctrl-C.
 */
export async function hiddenText(question: string, { stdin, stderr }: Pick<Io, 'stdin' | 'stderr'>): Promise<string> {
  stderr.write(question);
  const muted = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: muted, terminal: true });
  const text: string[] = [];
  let cancelled = false;
  lines
    .on('line', (line) => text.push(line))
    .once('SIGINT', () => {
      cancelled = true;
      lines.close();
    });
  await new Promise<void>((resolve) => lines.once('close', resolve));
  stderr.write('\n');
  if (cancelled) throw new ElsevierError({ reason: 'cancelled', message: 'Nothing was stored.' });
  return text.join('\n');
}

/**
 * Asks for a secret on a terminal without showing what is typed.
 *
 * @throws ElsevierError `cancelled` at Ctrl-C and at the end of input.
 */
export async function hidden(question: string, { stdin, stderr }: Pick<Io, 'stdin' | 'stderr'>): Promise<string> {
  stderr.write(question);
  const muted = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: muted, terminal: true });
  const ended = new Promise<never>((_, reject) => {
    const end = () => reject(new ElsevierError({ reason: 'cancelled', message: 'Nothing was stored.' }));
    lines.once('close', end).once('SIGINT', end);
  });
  try {
    return (await Promise.race([lines.question(''), ended])).trim();
  } finally {
    ended.catch(() => {});
    lines.close();
    stderr.write('\n');
  }
}
