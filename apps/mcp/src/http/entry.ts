import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostHeaderValidation, NodeStreamableHTTPServerTransport, originValidation, toNodeHandler, toWebRequest } from '@modelcontextprotocol/node';
import { type AuthInfo, createMcpHandler, isLegacyRequest, type McpRequestContext, type McpServer } from '@modelcontextprotocol/server';

export interface EntryOptions {
  /** A server for one request, or for one session of the 2025 protocol. */
  readonly build: (context: McpRequestContext) => McpServer | Promise<McpServer>;
  /** Names by which this server may be called, in `Host` and `Origin`: against DNS rebinding. */
  readonly hosts: readonly string[];
  /** Who asks, or the answer that refuses. Absent: everybody who reaches the port. */
  readonly admit?: (request: Request) => Promise<AuthInfo | Response>;
  /** Documents that anybody may read, such as where tokens come from. */
  readonly documents?: (request: Request) => Response | undefined;
  /** Whether somebody who opens a session gets one: what may ask a human needs it in the 2025 protocol, nothing else does. */
  readonly sessions: (context: McpRequestContext) => boolean | Promise<boolean>;
  /** Gets no secrets. */
  readonly log: (text: string) => void;
}

export interface Entry {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

interface Session {
  readonly transport: NodeStreamableHTTPServerTransport;
  readonly person: string | undefined;
  usedAt: number;
}

const path = '/mcp';
const mostBytes = 4 * 1024 * 1024;
const mostSessions = 100;
const idleMs = 30 * 60_000;

/** What is refused before MCP has a say, with the HTTP status and code of JSON-RPC for it. */
class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * Streamable HTTP in both protocol eras on one path: 2026-07-28 without state, 2025 with sessions, which elicitation needs,
 * or without. Guards come first: host, origin, who asks, size.
 */
export function createEntry({ build, hosts, admit, documents, sessions: wanted, log }: EntryOptions): Entry {
  const handler = createMcpHandler(build, { onerror: ({ message }) => log(message), maxRequestBodySize: mostBytes });
  const stateless = toNodeHandler(handler, { onerror: ({ message }) => log(message), maxRequestBodySize: mostBytes });
  const [hostFits, originFits] = [hostHeaderValidation([...hosts]), originValidation([...hosts])];
  const sessions = new Map<string, Session>();
  let opening = 0;
  const sweep = setInterval(() => {
    for (const { transport, usedAt } of sessions.values()) if (Date.now() - usedAt > idleMs) transport.close().catch(({ message }: Error) => log(message));
  }, 60_000).unref();

  async function begun(context: McpRequestContext): Promise<NodeStreamableHTTPServerTransport> {
    if (sessions.size + opening > mostSessions) throw new Refusal(503, -32000, 'Too many sessions are open. Try again in a few minutes.');
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, { transport, person: context.authInfo?.clientId, usedAt: Date.now() }),
    });
    const server = await build(context);
    await server.connect(transport);
    const closed = transport.onclose;
    transport.onclose = () => {
      sessions.delete(transport.sessionId ?? '');
      closed?.();
    };
    return transport;
  }

  async function serve(message: IncomingMessage & { auth?: AuthInfo }, response: ServerResponse): Promise<void> {
    if (!hostFits(message, response) || !originFits(message, response)) return;
    const pathname = URL.parse(message.url ?? '/', 'http://localhost')?.pathname;
    if (pathname === undefined) throw new Refusal(400, -32600, 'The address cannot be read.');
    const document = documents?.(await toWebRequest(message, null));
    if (document) return answer(response, document);
    if (pathname !== path) throw new Refusal(404, -32600, `There is nothing here; MCP is at ${path}.`);
    const auth = await admit?.(await toWebRequest(message, null));
    if (auth instanceof Response) return answer(response, auth);
    if (auth) message.auth = auth;
    const body = message.method === 'POST' ? await bodyOf(message) : undefined;
    const id = message.headers['mcp-session-id'];
    if (typeof id === 'string') {
      const session = sessions.get(id);
      if (!session || session.person !== auth?.clientId) throw new Refusal(404, -32001, 'There is no such session. Begin another one with initialize.');
      session.usedAt = Date.now();
      return session.transport.handleRequest(message, response, body);
    }
    if ((body as { readonly method?: unknown } | undefined)?.method === 'initialize') {
      const request = await toWebRequest(message, body ?? null);
      const context = { era: 'legacy', authInfo: auth, requestInfo: request } as const;
      if ((await isLegacyRequest(request, body)) && (await wanted(context))) {
        opening++;
        return await begun(context)
          .then((transport) => transport.handleRequest(message, response, body))
          .finally(() => opening--);
      }
    }
    return stateless(message, response, body);
  }

  return {
    async handle(message, response) {
      try {
        await serve(message, response);
      } catch (error) {
        const refusal = error instanceof Refusal ? error : new Refusal(500, -32603, 'The server failed in a way it should not.');
        if (response.destroyed || (refusal !== error && message.destroyed && !message.complete)) return; // the client went away
        if (refusal !== error) log(error instanceof Error ? (error.stack ?? error.message) : String(error));
        if (response.headersSent) return void response.destroy();
        // a body that was not read is not waited for
        const headers = { 'content-type': 'application/json', ...(refusal.status === 413 ? { connection: 'close' } : {}) };
        response.writeHead(refusal.status, headers).end(JSON.stringify({ jsonrpc: '2.0', error: { code: refusal.code, message: refusal.message }, id: null }));
      }
    },
    async close() {
      clearInterval(sweep);
      await Promise.all([...sessions.values()].map(({ transport }) => transport.close()));
      await handler.close();
    },
  };
}

async function bodyOf(message: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/i.test(message.headers['content-type'] ?? '')) throw new Refusal(415, -32600, 'The body must be application/json.');
  const tooLarge = () => new Refusal(413, -32600, `The body is larger than ${mostBytes / 1024 / 1024} MB.`);
  if (Number(message.headers['content-length']) > mostBytes) throw tooLarge();
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > mostBytes) throw tooLarge();
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new Refusal(400, -32700, 'The body is no JSON.');
  }
}

async function answer(response: ServerResponse, given: Response): Promise<void> {
  response.writeHead(given.status, Object.fromEntries(given.headers)).end(Buffer.from(await given.arrayBuffer()));
}
