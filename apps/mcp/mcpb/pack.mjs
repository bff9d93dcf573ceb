// Packs the built server as a bundle that desktop hosts install with a click: node mcpb/pack.mjs OUT.mcpb, after the build.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const room = resolve(import.meta.dirname, '..');
const [out = 'scopekit.mcpb'] = process.argv.slice(2);
if (!existsSync(join(room, 'dist/scopekit-mcp.mjs'))) throw new Error('The server is not built: npx -y pnpm@12 build');

const staged = mkdtempSync(join(tmpdir(), 'scopekit-mcpb-'));
cpSync(join(room, 'mcpb/manifest.json'), join(staged, 'manifest.json'));
cpSync(join(room, 'dist'), join(staged, 'server'), { recursive: true });
cpSync(join(room, '../../LICENSE'), join(staged, 'LICENSE'));
const mcpb = (...words) =>
  execFileSync(process.execPath, [join(room, '../../node_modules/@anthropic-ai/mcpb/dist/cli/cli.js'), ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
mcpb('validate', join(staged, 'manifest.json'));
mcpb('pack', staged, resolve(out));
rmSync(staged, { recursive: true });
console.log(resolve(out));
