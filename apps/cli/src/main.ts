import { beFrugal } from './frugal.ts';
import { type Io, speaker } from './io.ts';
import { run } from './program.ts';

beFrugal(process.version);
const { argv, env, stdin, stdout, stderr, platform } = process;
const io: Io = { argv: argv.slice(2), env, stdin, stdout, stderr, platform };

/** The reader of a pipe went away (`| head`): nothing more to say, and no error. */
stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
stderr.on('error', () => {});

const code = await run(io, speaker(io));
stdout.write('', () => stderr.write('', () => process.exit(code)));
