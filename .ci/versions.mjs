// Writes the version of the packages into the lists that name it beside them.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const at = (file) => resolve(import.meta.dirname, '../apps/mcp', file);
const read = (file) => JSON.parse(readFileSync(at(file), 'utf8'));
const { version } = read('package.json');
const server = read('server.json');
const lists = {
  'server.json': { ...server, version, packages: server.packages.map((each) => ({ ...each, version })) },
  'mcpb/manifest.json': { ...read('mcpb/manifest.json'), version },
};
for (const [file, list] of Object.entries(lists)) writeFileSync(at(file), `${JSON.stringify(list, null, 2)}\n`);
