import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { ElsevierError } from '@scopekit/operations';
import type { Io } from './io.ts';

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
