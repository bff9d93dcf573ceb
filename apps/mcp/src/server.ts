import { randomBytes, randomUUID } from 'node:crypto';
import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  completable,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  McpServer,
  ResourceNotFoundError,
  ResourceTemplate,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { version } from '@scopekit/operations';
import { z } from 'zod';
import { clean } from './clean.ts';
import { type Human, QuestionForHuman } from './human.ts';
import { type Prompt, prompts } from './prompts.ts';
import { resources, workText } from './resources.ts';
import type { Tool, ToolContext } from './tool.ts';
import { errorText } from './tool-error.ts';
import { exportTool, readTool, tools } from './tools/index.ts';
import { instructionsFor } from './words.ts';

export interface ServerOptions extends Pick<ToolContext, 'scopekit' | 'surveys' | 'exports' | 'abstracts'> {
  /** Whether the web export is listed: its terms are accepted, and there is a session. */
  readonly mayExport: boolean;
  /** Whether the user named the folder whose files may be read. */
  readonly mayRead: boolean;
  /** Names of tools to list, and no others; default all. */
  readonly only?: ReadonlySet<string>;
  /** Lists only tools that write nothing and start nothing. */
  readonly readOnly: boolean;
  /** For failures that should not happen; gets no secrets. */
  readonly log: (text: string) => void;
}

const hour = 3_600_000;
const minute = 60_000;

/** Seals what a question was about, so that no answer can be given to another one. */
const questions = createRequestStateCodec<{ about: string; question: string }>({ key: randomBytes(32) });
/** Questions whose answers have been used: an agreement is good for one export. */
const answered = new Set<string>();
const Agreement = z.object({ agree: z.boolean().meta({ title: 'I agree' }) });

/** The tools on the official SDK: the only file that knows it, beside the one that opens standard input. */
export function buildServer(options: ServerOptions): McpServer {
  const { mayRead, mayExport, only, readOnly } = options;
  const listed = [...tools, ...(mayRead ? [readTool] : []), ...(mayExport ? [exportTool] : [])].filter(
    ({ name, annotations }) => (!only || only.has(name)) && (!readOnly || annotations.readOnlyHint),
  );
  const server = new McpServer(
    { name: 'scopekit', title: 'scopekit: Scopus', version },
    {
      instructions: instructionsFor(new Set(listed.map(({ name }) => name))),
      requestState: { verify: questions.verify },
      cacheHints: { 'tools/list': mayExport ? { ttlMs: minute, cacheScope: 'private' } : { ttlMs: hour, cacheScope: 'public' } },
    },
  );
  for (const tool of listed) register(server, tool, options);
  for (const { name, uri, title, description, text } of resources)
    server.registerResource(name, uri, { title, description, mimeType: 'text/markdown' }, async ({ href }) => ({
      contents: [{ uri: href, mimeType: 'text/markdown', text: await text(options.scopekit) }],
    }));
  server.registerResource(
    'work',
    new ResourceTemplate('scopus://work/{eid}', { list: undefined }),
    { title: 'A work', description: 'What Scopus says of a work, by EID, DOI or another id: 1 request', mimeType: 'text/markdown' },
    async ({ href }, { eid }, { mcpReq }) => {
      const { works = [], missing } = await options.scopekit.works({ ids: [decodeURIComponent(String(eid))] }, { signal: mcpReq.signal });
      const [work] = works;
      if (!work) throw new ResourceNotFoundError(href, options.scopekit.scrubber.text(missing[0]?.message ?? 'Scopus does not have it.'));
      return {
        contents: [
          {
            uri: href,
            mimeType: 'text/markdown',
            text: options.scopekit.dataScrubber.text(workText(clean(options.abstracts ? work : { ...work, abstract: undefined }))),
          },
        ],
      };
    },
  );
  for (const prompt of prompts) registerPrompt(server, prompt, options);
  return server;
}

function registerPrompt(server: McpServer, { name, title, description, args, text }: Prompt, { scopekit }: ServerOptions): void {
  const areasLike = async (begun: string) => {
    const { rows = [] } = await scopekit.subjects({});
    return [...new Set(rows.flatMap(({ abbreviation }) => abbreviation ?? []))].filter((area) => area.startsWith(begun.toUpperCase()));
  };
  const argsSchema = z.object(
    Object.fromEntries(
      Object.entries(args).map(([key, { description: about, optional, area }]) => {
        const words = area ? completable(z.string().describe(about), areasLike) : z.string().describe(about);
        return [key, optional ? words.optional() : words];
      }),
    ),
  );
  server.registerPrompt(name, { title, description, argsSchema }, (given) => ({
    messages: [{ role: 'user' as const, content: { type: 'text' as const, text: text(given) } }],
  }));
}

function register(server: McpServer, tool: Tool, { scopekit, surveys, exports, abstracts, log }: ServerOptions): void {
  const { name, title, description, input, output, annotations, run } = tool;
  server.registerTool(
    name,
    { title, description, inputSchema: input, outputSchema: output, annotations },
    async (args, { mcpReq }: ServerContext): Promise<CallToolResult | InputRequiredResult> => {
      const progressToken = mcpReq._meta?.progressToken;
      let last = -1;
      const onProgress: ToolContext['onProgress'] = ({ phase, done, total }) => {
        if (progressToken === undefined || done === last) return;
        last = done;
        void mcpReq
          .notify({ method: 'notifications/progress', params: { progressToken, progress: done, total, message: `${phase} ${done}/${total}` } })
          .catch(() => {});
      };
      const { scrubber, dataScrubber } = scopekit;
      try {
        const result = dataScrubber.tree(
          await run(args as never, { scopekit, surveys, exports, abstracts, human: humanBehind(server, mcpReq), signal: mcpReq.signal, onProgress }),
        );
        return { content: [{ type: 'text', text: JSON.stringify(result) }], structuredContent: result };
      } catch (error) {
        if (error instanceof QuestionForHuman)
          return inputRequired({
            inputRequests: { agreement: inputRequired.elicit({ message: scrubber.text(error.message), requestedSchema: Agreement }) },
            requestState: await questions.mint({ about: error.about, question: randomUUID() }),
          });
        const text = scrubber.text(errorText(error));
        if (text.startsWith('INTERNAL')) log(scrubber.text(error instanceof Error ? (error.stack ?? error.message) : String(error)));
        return { isError: true, content: [{ type: 'text', text }] };
      }
    },
  );
}

/** Who sits behind the client, and what they answered: an answer counts only with the sealed question it belongs to. */
function humanBehind(server: McpServer, mcpReq: ServerContext['mcpReq']): Human {
  const capabilities =
    (mcpReq.envelope as Partial<Record<string, { readonly elicitation?: unknown }>> | undefined)?.[CLIENT_CAPABILITIES_META_KEY] ??
    server.server.getClientCapabilities();
  const { form, url } = (capabilities?.elicitation ?? {}) as { readonly form?: unknown; readonly url?: unknown };
  const reachable = capabilities?.elicitation !== undefined && (form !== undefined || url === undefined);
  const view = inputResponse(mcpReq.inputResponses, 'agreement');
  const { about, question = '' } = mcpReq.requestState<{ about: string; question: string }>() ?? {};
  if (view.kind !== 'elicit' || about === undefined || answered.has(question)) return { reachable };
  answered.add(question);
  const agrees = view.action === 'accept' && Agreement.safeParse(view.content).data?.agree === true;
  return { reachable, answer: { agrees, about } };
}
