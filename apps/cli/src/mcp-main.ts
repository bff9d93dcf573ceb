import { homedir } from 'node:os';
import { run } from '@scopekit/mcp';

// a client waits for its server: nothing of the other commands is loaded
const { argv, env, platform, stdin, stdout, stderr } = process;
await run({ argv: argv.slice(3), env, platform, home: homedir(), stdin, stdout, stderr, exit: process.exit });
