import { randomBytes, randomUUID } from 'node:crypto';
import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { version } from '@scopekit/operations';
import { z } from 'zod';
import { type Human, QuestionForHuman } from './human.ts';
import type { Tool, ToolContext } from './tool.ts';
import { errorText } from './tool-error.ts';
import { exportTool, readTool, tools } from './tools/index.ts';
import { instructionsFor, reviewPrompt, syntax } from './words.ts';

export interface ServerOptions extends Pick<ToolContext, 'scopekit' | 'surveys' | 'exports'> {
  /** Whether the web export is listed: its terms are accepted, and there is a session. */
  readonly mayExport: boolean;
  /** Whether the user named the folder whose files may be read. */
  readonly mayRead: boolean;
  /** For failures that should not happen; gets no secrets. */
  readonly log: (text: string) => void;
}

const hour = 3_600_000;
const minute = 60_000;
const ReviewArguments = z.object({ topic: z.string().describe('The subject'), years: z.string().optional().describe('e.g. 2019-2024') });

/** Seals what a question was about, so that no answer can be given to another one. */
const questions = createRequestStateCodec<{ about: string; question: string }>({ key: randomBytes(32) });
/** Questions whose answers have been used: an agreement is good for one export. */
const answered = new Set<string>();
const Agreement = z.object({ agree: z.boolean().meta({ title: 'I agree' }) });

/** The tools on the official SDK: the only file that knows it, beside the one that opens standard input. */
export function buildServer(options: ServerOptions): McpServer {
  const server = new McpServer(
    { name: 'scopekit', title: 'scopekit: Scopus', version },
    {
      instructions: instructionsFor(options),
      requestState: { verify: questions.verify },
      cacheHints: { 'tools/list': options.mayExport ? { ttlMs: minute, cacheScope: 'private' } : { ttlMs: hour, cacheScope: 'public' } },
    },
  );
  for (const tool of [...tools, ...(options.mayRead ? [readTool] : []), ...(options.mayExport ? [exportTool] : [])]) register(server, tool, options);
  server.registerResource(
    'syntax',
    'scopus://syntax',
    { title: 'Scopus query syntax', description: 'Fields, operators and wildcards of a Scopus query', mimeType: 'text/markdown' },
    async (uri) => ({
      contents: [{ uri: uri.href, mimeType: 'text/markdown', text: syntax }],
    }),
  );
  server.registerPrompt(
    'literature_survey',
    { title: 'Literature survey', description: 'Plan, price and run a survey of a subject in Scopus', argsSchema: ReviewArguments },
    ({ topic, years }) => ({
      messages: [{ role: 'user' as const, content: { type: 'text' as const, text: reviewPrompt(topic, years) } }],
    }),
  );
  return server;
}

function register(server: McpServer, tool: Tool, { scopekit, surveys, exports, log }: ServerOptions): void {
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
          await run(args as never, { scopekit, surveys, exports, human: humanBehind(server, mcpReq), signal: mcpReq.signal, onProgress }),
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
