import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { McpRequestContext } from '@modelcontextprotocol/server';
import { type Config, ElsevierError, isLoopback, mayHaveAgreed, pairedKeys, type Stores, type SurveyWorkers } from '@scopekit/operations';
import { type DeskOptions, type OpenDesk, openDesk } from '../desk.ts';
import { buildServer, type Listing } from '../server.ts';
import type { Serving } from '../stdio.ts';
import { type Admission, oauthAdmission, tokenAdmission } from './admission.ts';
import { createEntry } from './entry.ts';

export interface HttpWords {
  readonly host: string;
  readonly port: number;
  /** File with the tokens of those who may ask. */
  readonly tokenFile?: string;
  /** Other names by which the server may be called. */
  readonly allowedHosts: readonly string[];
  readonly oauthIssuer?: string;
  readonly publicUrl?: string;
  /** Everybody who is let in asks with the server's own keys, when they send none. */
  readonly shareKey: boolean;
}

export interface ServingHttp extends Serving {
  readonly url: string;
  /** Pauses what is under way, and frees all, in at most so many milliseconds. */
  close(graceMs: number): Promise<void>;
}

export interface HttpOptions extends Listing, Pick<DeskOptions, 'folder' | 'onEvent'> {
  readonly config: Config;
  readonly stores: Stores;
  readonly words: HttpWords;
}

const loopback = ['localhost', '127.0.0.1', '[::1]'];
const isOurs = (host: string) => isLoopback(hostnameOf(host));

/** Desks that nobody used for so long are closed; what they did is in the stores. */
const idleMs = 10 * 60_000;
/** From so many on, they are closed sooner. */
const mostDesks = 200;
const callMs = 60_000;

/** @throws ElsevierError `bad-input` when strangers could reach it */
async function admissionFor({ host, tokenFile, allowedHosts, oauthIssuer, publicUrl }: HttpWords): Promise<Admission | undefined> {
  if (oauthIssuer !== undefined) {
    if (publicUrl === undefined)
      throw new ElsevierError({
        reason: 'bad-input',
        message: '--oauth-issuer needs the address for which tokens are issued.',
        next: 'Add --public-url https://….',
      });
    return oauthAdmission(oauthIssuer, publicUrl);
  }
  if (tokenFile !== undefined) return tokenAdmission(tokenFile);
  if (isOurs(host) && allowedHosts.every(isOurs)) return undefined;
  throw new ElsevierError({
    reason: 'bad-input',
    message: `Others than you can reach ${[host, ...allowedHosts].find((name) => !isOurs(name))}, and nothing tells who they are.`,
    next: 'Name a file with a token for each: --token-file (openssl rand -hex 32 makes one), or an authorization server: --oauth-issuer. Or leave --host and --allowed-hosts out.',
  });
}

/** Serves MCP over HTTP: for the user of this machine, or for those who have a token, each with their own key, runs and folder. */
export async function serveHttp({ config, stores, folder, onEvent, words, ...listing }: HttpOptions): Promise<ServingHttp> {
  const admission = await admissionFor(words);
  const desks = new Map<string, { readonly desk: OpenDesk; readonly person: string | undefined; usedAt: number }>();
  /** Surveys under way, by person: they are the same at all of their desks. */
  const workers = new Map<string | undefined, SurveyWorkers>();
  const own = admission === undefined || admission.onePerson || words.shareKey;

  /** Keys come with each request and are held in memory only, as long as somebody works with them. */
  function deskOf({ authInfo, requestInfo }: McpRequestContext): OpenDesk {
    const sent = (name: string) => requestInfo?.headers.get(name) ?? undefined;
    const credentials = pairedKeys(sent('x-els-apikey'), sent('x-els-insttoken'), 'X-ELS-Insttoken');
    // without tokens, whoever sends a key is known by it
    const person = authInfo?.clientId ?? (credentials[0] ? `key ${digest(credentials[0].key)}` : undefined);
    const name = digest(JSON.stringify([person, credentials]));
    const known = desks.get(name);
    if (known) {
      known.usedAt = Date.now();
      return known.desk;
    }
    const working = workers.get(person) ?? new Map();
    workers.set(person, working);
    const place = person === undefined ? folder : join(folder, /^\w[\w.-]{0,40}$/.test(person) ? person : digest(person).slice(0, 12));
    const keys = credentials.length ? { credentials } : own ? {} : { credentials: [], credentialsFrom: undefined };
    const desk = openDesk({ ...config, ...keys }, stores, { folder: place, person, onEvent, working });
    desks.set(name, { desk, person, usedAt: Date.now() });
    if (desks.size > mostDesks) void sweep(callMs);
    return desk;
  }

  /** A call takes a minute at most: what was not used for longer, and has no survey under way, nobody waits for. */
  async function sweep(olderThanMs: number): Promise<void> {
    for (const [name, { desk, usedAt }] of [...desks]) {
      if (Date.now() - usedAt < olderThanMs || desk.busy()) continue;
      desks.delete(name);
      await desk.close(0).catch(({ message }: Error) => listing.log(message));
    }
    const there = new Set([...desks.values()].map(({ person }) => person));
    for (const person of workers.keys()) if (!there.has(person)) workers.delete(person);
  }

  /** The session of the web export is the user's own. */
  const mayExport = async (context: McpRequestContext) =>
    context.authInfo === undefined && (await mayHaveAgreed(config.stateFolder)) && deskOf(context).scopekit.mayExport();

  const sweeping = setInterval(() => void sweep(idleMs), 60_000).unref();
  const entry = createEntry({
    hosts: [...loopback, ...[...words.allowedHosts, words.host].map(hostnameOf), ...(words.publicUrl ? [new URL(words.publicUrl).hostname] : [])],
    admit: admission?.admit,
    documents: admission?.documents,
    log: listing.log,
    sessions: mayExport,
    build: async (context) => buildServer({ ...listing, desk: async () => deskOf(context), mayExport: await mayExport(context) }),
  });
  const server = createServer((request, response) => void entry.handle(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ message }) =>
      reject(
        new ElsevierError({
          reason: 'bad-input',
          message: `Nothing can be served at ${words.host}:${words.port}: ${message}.`,
          next: 'Choose another --port.',
        }),
      ),
    );
    server.listen(words.port, words.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: addressOf(words.host, port),
    drain: (ms) =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(resolve, ms).unref();
      }),
    async close(graceMs) {
      clearInterval(sweeping);
      server.close();
      await Promise.all([...desks.values()].map(({ desk }) => desk.close(graceMs)));
      await entry.close();
      server.closeAllConnections();
    },
  };
}

const addressOf = (host: string, port: number): string =>
  new URL(`http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}/mcp`).href;

/** As `Host` and the address of a URL have it: an IPv6 address in brackets. */
const hostnameOf = (host: string): string => URL.parse(`http://${host.split(':').length > 2 && !host.startsWith('[') ? `[${host}]` : host}`)?.hostname ?? host;

const digest = (text: string): string => createHash('sha256').update(`scopekit ${text}`).digest('hex');
