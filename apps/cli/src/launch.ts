#!/usr/bin/env node
import module from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`scopekit needs Node 22.19 or later; this is ${process.versions.node}.\n`);
  process.exit(1);
}
// SQLite (Node 22) and SOCKS proxies work, but warn that they are experimental
process.removeAllListeners('warning').on('warning', ({ name, message }) => {
  if (name !== 'ExperimentalWarning') process.stderr.write(`${name}: ${message}\n`);
});
module.enableCompileCache?.();
if (process.argv[2] === 'mcp') await import('./mcp-main.ts');
else await import('./main.ts');
