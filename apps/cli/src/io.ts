import type { ReadStream, WriteStream } from 'node:tty';

import { printable } from './printable.ts';

/** The outside, as the command line sees it. */
export interface Io {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
  readonly platform: string;
}

/** Texts for a terminal or a pipe; every one goes through `scrub`, which learns the secrets once they are known. */
export function speaker({ stdout, stderr }: Pick<Io, 'stdout' | 'stderr'>) {
  let scrub = (text: string) => text;
  let scrubWorks = scrub;
  return {
    useScrubber(next: (text: string) => string, forWorks = next): void {
      scrub = next;
      scrubWorks = forWorks;
    },
    /** Resolves when the reader is ready for more. */
    async out(text: string): Promise<void> {
      if (!stdout.write(scrubWorks(text))) await new Promise<void>((resolve) => stdout.once('drain', resolve));
    },
    err(text: string): void {
      stderr.write(`${printable(scrub(text))}\n`);
    },
  };
}

export type Speaker = ReturnType<typeof speaker>;
