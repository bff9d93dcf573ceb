import { homedir } from 'node:os';
import { run } from './run.ts';

const { argv, env, platform, stdout, stderr } = process;
stdout.on('error', () => process.exit(0));
await run({
  argv: argv.slice(2),
  env,
  platform,
  home: homedir(),
  stderr: (text) => stderr.write(text),
  stdout: (text) => stdout.write(text),
  exit: (code) => process.exit(code),
  onEnd: (ended) => process.stdin.on('end', ended),
});
