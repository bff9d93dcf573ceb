import { homedir } from 'node:os';
import { run } from './run.ts';

const { argv, env, platform, stdin, stdout, stderr } = process;
stdout.on('error', () => process.exit(0));
await run({ argv: argv.slice(2), env, platform, home: homedir(), stdin, stdout, stderr, exit: process.exit });
