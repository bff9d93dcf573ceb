import { beFrugal } from '@scopekit/operations';
import { type Io, speaker } from './io.ts';
import { run } from './program.ts';

beFrugal(process.version);
const { argv, env, stdin, stdout, stderr, platform } = process;
const io: Io = { argv: argv.slice(2), env, stdin, stdout, stderr, platform };

stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0); // the reader of a pipe went away (`| head`): no error
  stderr.write(`Standard output could not be written (${error.code}). With --out FILE what was paid for is kept.\n`, () => process.exit(1));
});
stderr.on('error', () => {});

const code = await run(io, speaker(io));
stdout.write('', () => stderr.write('', () => process.exit(code)));
