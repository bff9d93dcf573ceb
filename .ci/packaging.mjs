// Packs every package, checks the tarballs, installs them with plain npm in an empty folder, and runs the command line there.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'scopekit-packaging-'));
const run = (command, args, options = {}) => execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], cwd: root, ...options });
const bin = (name) => join(root, 'node_modules/.bin', name);
/** The runtime alone, as npm carries it for this platform: no install script. */
const runtimePackage = `node-${process.platform}-${process.arch}`;
const nodeOf = (folder) => join(folder, 'node_modules', runtimePackage, 'bin/node');

const rooms = ['packages', 'apps']
  .flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name)))
  .concat(join(root, 'test-fixtures'));
const tarballs = rooms.map((room) => {
  const { name, bin: bins, exports: entries = {} } = JSON.parse(readFileSync(join(room, 'package.json'), 'utf8'));
  const before = new Set(readdirSync(scratch));
  run('npx', ['-y', 'pnpm@12', 'pack', '--pack-destination', scratch], { cwd: room });
  const file = join(
    scratch,
    readdirSync(scratch).find((entry) => !before.has(entry)),
  );
  run(bin('publint'), ['run', file, '--strict']);
  const scripts = Object.keys(entries).filter((entry) => entry.endsWith('.iife.js'));
  if (!bins) run(bin('attw'), [file, '--profile', 'esm-only', ...(scripts.length ? ['--exclude-entrypoints', ...scripts] : [])]);
  console.log(`ok  ${name}: publint${bins ? '' : ', types'}`);
  return file;
});

const empty = join(scratch, 'empty');
mkdirSync(empty);
writeFileSync(join(empty, 'package.json'), '{ "private": true, "type": "module" }');
run('npm', ['install', '--no-audit', '--no-fund', '--silent', ...tarballs], { cwd: empty });
console.log('ok  all tarballs install with npm in an empty folder');

for (const version of ['22', '24']) {
  const runtime = join(scratch, `node${version}`);
  mkdirSync(runtime);
  run('npm', ['install', '--no-audit', '--no-fund', '--silent', '--prefix', runtime, `${runtimePackage}@${version}`], { cwd: runtime });
  await survey(nodeOf(runtime));
  await assistant(nodeOf(runtime), join(empty, 'node_modules/@scopekit/mcp/dist/scopekit-mcp.mjs'));
}
const bundle = join(scratch, 'scopekit.mcpb');
run(process.execPath, ['apps/mcp/mcpb/pack.mjs', bundle]);
const unpacked = join(scratch, 'unpacked');
run(process.execPath, [join(root, 'node_modules/@anthropic-ai/mcpb/dist/cli/cli.js'), 'unpack', bundle, unpacked]);
await assistant(process.execPath, join(unpacked, 'server/scopekit-mcp.mjs'));
rmSync(scratch, { recursive: true, force: true });

/** The server, spoken to as a host does: it lists its tools and answers a call, and nothing else is on its standard output. */
async function assistant(node, bin) {
  const server = spawn(node, [bin, '--sandbox'], { stdio: ['pipe', 'pipe', 'inherit'], env: { PATH: process.env.PATH, HOME: scratch } });
  let out = '';
  server.stdout.on('data', (chunk) => {
    out += chunk;
    if (out.includes('"id":3')) server.stdin.end();
  });
  const messages = [
    { id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'gate', version: '1' } } },
    { id: 2, method: 'tools/list', params: {} },
    { id: 3, method: 'tools/call', params: { name: 'scopus_search', arguments: { query: 'coral', limit: 1 } } },
  ];
  for (const message of messages) server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const late = setTimeout(() => server.kill(), 30_000);
  await new Promise((done) => server.on('close', done));
  clearTimeout(late);
  const answers = new Map(
    out
      .trim()
      .split('\n')
      .map((line) => [JSON.parse(line).id, JSON.parse(line).result]),
  );
  if (answers.get(2)?.tools.length !== 14 || answers.get(3)?.structuredContent.shown !== 1) throw new Error(`the MCP server answered ${out}`);
  console.log(`ok  Node ${run(node, ['--version']).trim()}: ${bin.includes('unpacked') ? 'the bundle' : 'scopekit-mcp'} answers a host`);
}

/** A survey by the installed command line against the installed sandbox; and the packages as imports. */
async function survey(node) {
  const scopekit = join(empty, 'node_modules/scopekit/dist/scopekit.mjs');
  const sandbox = spawn(node, [scopekit, 'sandbox', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const welcome = await new Promise((done) => sandbox.stdout.once('data', (chunk) => done(String(chunk))));
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(welcome);
  const [key] = /sandbox0000subscriber\d+/.exec(welcome);
  const words = ['survey', 'machine learning', 'python', '--limit', '50', '--out', 'works.csv', '--json', '--base-url', url];
  const { counts } = JSON.parse(
    run(node, [scopekit, ...words], { cwd: empty, env: { PATH: process.env.PATH, HOME: empty, ELSEVIER_API_KEY: key }, stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  sandbox.kill();
  if (counts.received !== 50) throw new Error(`the survey gave ${counts.received} works`);
  writeFileSync(join(empty, 'works.bib'), '@article{k, title = {A {DNA} study of CO$_2$}, author = {M{\\"u}ller, Ann}, year = "2020"}\n');
  const { works } = JSON.parse(run(node, [scopekit, 'convert', 'works.bib', '--json'], { cwd: empty }));
  if (works[0]?.title !== 'A DNA study of CO₂' || works[0].authors[0]?.family !== 'Müller') throw new Error(`BibTeX was read as ${JSON.stringify(works)}`);
  const warning = run('sh', ['-c', `"${node}" "${scopekit}" --version 2>&1`]).trim();
  if (!/^\d+\.\d+\.\d+$/.test(warning)) throw new Error(`--version printed: ${warning}`);
  const imports =
    "for (const name of ['record','formats','dedupe','store','elsevier-http','scopus-api','export-gateway','sciencedirect-ir','operations','test-fixtures','sciencedirect-ir/element','sciencedirect-ir/element/headless']) await import('@scopekit/' + name)";
  run(node, ['--input-type=module', '-e', imports], { cwd: empty });
  console.log(`ok  Node ${run(node, ['--version']).trim()}: scopekit survey and convert, --version without a warning, all packages import`);
}
