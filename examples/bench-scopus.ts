/** `pnpm bench scopus`: what asking and decoding costs, as ratios within one run. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type Endpoint } from '@scopekit/elsevier-http';
import { createScopus, decodeSearch } from '@scopekit/scopus-api';
import { sqliteCache, sqliteState } from '@scopekit/store';
import { corpus, sandboxKeys, searchEntry, startSandbox } from '@scopekit/test-fixtures';
import { request } from 'undici';
import { z } from 'zod';

const say = (what: string, figure: string) => console.log(`${what.padEnd(72)} ${figure}`);
const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;

/** Milliseconds of one call of each: the median of many, taken in turns, so that a machine that changes its speed changes it for all. */
function timed(...works: readonly (() => unknown)[]): number[] {
  const times = works.map((): number[] => []);
  for (let round = 0; round < 200; round++)
    for (const [i, work] of works.entries()) {
      const began = performance.now();
      work();
      times[i]?.push(performance.now() - began);
    }
  return times.map(median);
}

const works = [...corpus({ works: 25 }).works()];
const invented = JSON.stringify({ 'search-results': { 'opensearch:totalResults': '25', entry: works.map((work) => searchEntry(work, 'COMPLETE')) } });
const recorded = new URL('../../shared/data/elsevier/scopus_search_complete_auid_p1.json', import.meta.url);
for (const [name, text] of [['an invented', invented], ...(existsSync(recorded) ? [['a recorded', readFileSync(recorded, 'utf8')] as const] : [])] as const) {
  for (let i = 0; i < 200; i++) decodeSearch(JSON.parse(text));
  const [parse = 0, whole = 0] = timed(
    () => JSON.parse(text),
    () => decodeSearch(JSON.parse(text)),
  );
  const kB = Math.round(text.length / 1000);
  say(`${name} COMPLETE page (${kB} kB): JSON.parse`, `${parse.toFixed(2)} ms`);
  say(
    `${name} COMPLETE page: JSON.parse and decoding to works`,
    `${whole.toFixed(2)} ms, ${(whole / parse).toFixed(2)} × JSON.parse${name === 'a recorded' ? ' (bound 2.5)' : ''}`,
  );
}

const body = Buffer.from(JSON.stringify({ answer: 'x'.repeat(17_000) }));
const server = createServer((_, response) =>
  response
    .writeHead(200, { 'content-type': 'application/json', 'x-ratelimit-remaining': '9999', 'x-ratelimit-limit': '20000', 'x-ratelimit-reset': '1999999999' })
    .end(body),
);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const endpoint: Endpoint<{ q: number }, unknown> = {
  name: 'bench',
  perSecond: 1_000_000,
  weeklyQuota: 1,
  source: 'invented',
  freshMs: 0,
  request: (query) => ({ path: '/content/x', query }),
  body: z.looseObject({ answer: z.string() }),
};
const client = createClient({ keys: [sandboxKeys.subscriber], baseUrl: url });
const cpu = async (rounds: number, work: (i: number) => Promise<unknown>) => {
  for (let i = 0; i < 200; i++) await work(-i);
  const before = process.cpuUsage();
  for (let i = 0; i < rounds; i++) await work(i);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / rounds;
};
const bare = () => cpu(1_500, async (i) => JSON.parse(await (await request(`${url}/content/x?q=${i}`)).body.text()));
const layered = () => cpu(1_500, (q) => client.ask(endpoint, { q }));
const rounds: { bare: number; layered: number }[] = [];
for (let i = 0; i < 3; i++) rounds.push({ bare: await bare(), layered: await layered() });
const [cheap, dear] = [median(rounds.map((round) => round.bare)), median(rounds.map((round) => round.layered))];
say('one request of 17 kB with bare undici, client and server in one process', `${cheap.toFixed(0)} µs CPU`);
say('the same through all layers (ledger in memory)', `${dear.toFixed(0)} µs CPU, ${(dear / cheap).toFixed(2)} × bare (bound 5)`);
await client.close();
server.close();
server.closeAllConnections();

const folder = mkdtempSync(join(tmpdir(), 'scopekit-bench-'));
const cache = sqliteCache({ path: join(folder, 'cache.db') });
const page = Buffer.from(invented.slice(0, 20_000));
for (let i = 0; i < 500; i++) await cache.set(`key ${i}`, { status: 200, headers: {}, body: page, storedAt: Date.now() });
const hits: number[] = [];
for (let i = 0; i < 2_000; i++) {
  const began = performance.now();
  await cache.get(`key ${i % 500}`, { now: Date.now(), maxAgeMs: 1e9 });
  hits.push(performance.now() - began);
}
say('a cache hit of 20 kB (SQLite, compressed)', `${median(hits).toFixed(3)} ms (bound 0.3)`);
const state = sqliteState({ path: join(folder, 'state.db') });
const admissions: number[] = [];
for (let i = 0; i < 300; i++) {
  const began = performance.now();
  const admission = await state.ledger.admit('key:api', { now: i * 1_000, intervalMs: 1 });
  if ('flight' in admission) await state.ledger.land('key:api', admission.flight, { now: i * 1_000, remaining: 20_000 - i, resetAt: 1e12 });
  admissions.push(performance.now() - began);
}
say('a slot reserved and landed (SQLite, survives a power cut)', `${median(admissions).toFixed(2)} ms`);
state.close();
cache.close();
rmSync(folder, { recursive: true });

const count = Number(process.env.BENCH_IDS ?? 1_000);
const sandbox = await startSandbox({ works: count + 50, latencyMs: 200 });
const ids = [...corpus({ works: count + 50 }).works()]
  .filter(({ dummy }) => !dummy)
  .map(({ eid }) => eid)
  .slice(0, count);
const scopus = createScopus({ keys: [sandboxKeys.subscriber], baseUrl: sandbox.url });
const began = performance.now();
let retrieved = 0;
for await (const outcome of scopus.abstracts(ids)) if ('work' in outcome) retrieved++;
const seconds = (performance.now() - began) / 1000;
say(`abstracts(${count} ids) at 200 ms latency and 9 a second`, `${seconds.toFixed(1)} s, ${(retrieved / seconds).toFixed(2)} a second`);
await scopus.close();
await sandbox.close();
