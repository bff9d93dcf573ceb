import { type CallToolResult, McpServer } from '@modelcontextprotocol/server';
import { version } from '@scopekit/operations';
import { z } from 'zod';
import type { Tool, ToolContext } from './tool.ts';
import { errorText } from './tool-error.ts';
import { tools } from './tools/index.ts';
import { instructions, reviewPrompt, syntax } from './words.ts';

export interface ServerOptions extends Pick<ToolContext, 'scopekit' | 'surveys'> {
  /** For failures that should not happen; gets no secrets. */
  readonly log: (text: string) => void;
}

const hour = 3_600_000;
const ReviewArguments = z.object({ topic: z.string().describe('The subject'), years: z.string().optional().describe('e.g. 2019-2024') });

/** The tools on the official SDK: the only file that knows it, beside the one that opens standard input. */
export function buildServer(options: ServerOptions): McpServer {
  const server = new McpServer(
    { name: 'scopekit', title: 'scopekit: Scopus', version },
    { instructions, cacheHints: { 'tools/list': { ttlMs: hour, cacheScope: 'public' } } },
  );
  for (const tool of tools) register(server, tool, options);
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

function register(server: McpServer, tool: Tool, { scopekit, surveys, log }: ServerOptions): void {
  const { name, title, description, input, output, annotations, run } = tool;
  server.registerTool(
    name,
    { title, description, inputSchema: input, outputSchema: output, annotations },
    async (args, { mcpReq }): Promise<CallToolResult> => {
      const progressToken = mcpReq._meta?.progressToken;
      let last = -1;
      const onProgress: ToolContext['onProgress'] = ({ phase, done, total }) => {
        if (progressToken === undefined || done === last) return;
        last = done;
        void mcpReq
          .notify({ method: 'notifications/progress', params: { progressToken, progress: done, total, message: `${phase} ${done}/${total}` } })
          .catch(() => {});
      };
      const { scrubber, dataScrubber } = scopekit.client;
      try {
        const result = dataScrubber.tree(await run(args as never, { scopekit, surveys, signal: mcpReq.signal, onProgress }));
        return { content: [{ type: 'text', text: JSON.stringify(result) }], structuredContent: result };
      } catch (error) {
        const text = scrubber.text(errorText(error));
        if (text.startsWith('INTERNAL')) log(scrubber.text(error instanceof Error ? (error.stack ?? error.message) : String(error)));
        return { isError: true, content: [{ type: 'text', text }] };
      }
    },
  );
}
