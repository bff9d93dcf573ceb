import { randomBytes, randomUUID } from 'node:crypto';
import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { askedOf } from './asked.ts';
import { type Human, QuestionForHuman } from './human.ts';
import type { ServerOptions } from './server.ts';
import type { Desk, Tool, ToolContext } from './tool.ts';
import { errorText, tooLong } from './tool-error.ts';

/** Seals what a question was about, so that no answer can be given to another one. */
export const questions = createRequestStateCodec<{ about: string; question: string }>({ key: randomBytes(32) });
/** Questions whose answers have been used: an agreement is good for one export. */
const answered = new Set<string>();
const Agreement = z.object({ agree: z.boolean().meta({ title: 'I agree' }) });

/** The schemas of a tool as the SDK wants them; a server is built for each request over HTTP, the JSON of a schema once. */
const schemas = new Map<Tool, { readonly input: z.ZodType<unknown>; readonly output: z.ZodType<unknown> }>();

function schemasOf(tool: Tool) {
  const known = schemas.get(tool);
  if (known) return known;
  const { input, output } = tool;
  // what a call asks is read below, where its failure can be told in our words
  const made = { input: once(input, (value) => ({ value })), output: once(output, (value) => output['~standard'].validate(value)) };
  schemas.set(tool, made);
  return made;
}

function once(schema: z.ZodObject, validate: (value: unknown) => unknown): z.ZodType<unknown> {
  const { jsonSchema } = schema['~standard'];
  const json = new Map<'input' | 'output', Record<string, unknown>>();
  const told = (side: 'input' | 'output') => (options: Parameters<typeof jsonSchema.input>[0]) => {
    const text = json.get(side) ?? jsonSchema[side](options);
    json.set(side, text);
    return text;
  };
  return {
    '~standard': { version: 1, vendor: 'scopekit', validate, jsonSchema: { input: told('input'), output: told('output') } },
  } as unknown as z.ZodType<unknown>;
}

export function registerTool(server: McpServer, tool: Tool, { desk, abstracts, maxChars, log }: ServerOptions): void {
  const { name, title, description, annotations, run } = tool;
  const { input, output } = schemasOf(tool);
  server.registerTool(
    name,
    { title, description, inputSchema: input, outputSchema: output, annotations },
    async (given: unknown, { mcpReq }: ServerContext): Promise<CallToolResult | InputRequiredResult> => {
      let opened: Desk;
      try {
        opened = await desk();
      } catch (error) {
        log(error instanceof Error ? error.message : String(error));
        return failure(errorText(error));
      }
      const { scrubber, dataScrubber } = opened.scopekit;
      const leave = opened.enter();
      try {
        const { args, told } = askedOf(tool.input, given);
        const warnings = [...told];
        const onNotice = (text: string) => {
          warnings.push(text);
          void mcpReq.log('notice', scrubber.text(text)).catch(() => {});
        };
        const human = humanBehind(server, mcpReq);
        const context: ToolContext = { ...opened, abstracts, maxChars, human, signal: mcpReq.signal, onProgress: progressTo(mcpReq), onNotice };
        const answer = await run(args as never, context);
        if (JSON.stringify(answer).length > maxChars) throw tooLong(maxChars);
        const result = dataScrubber.tree(warnings.length ? { ...answer, warnings } : answer);
        return { content: [{ type: 'text', text: JSON.stringify(result) }], structuredContent: result };
      } catch (error) {
        if (error instanceof QuestionForHuman)
          return inputRequired({
            inputRequests: { agreement: inputRequired.elicit({ message: scrubber.text(error.message), requestedSchema: Agreement }) },
            requestState: await questions.mint({ about: error.about, question: randomUUID() }),
          });
        const text = scrubber.text(errorText(error));
        if (text.startsWith('INTERNAL')) log(scrubber.text(error instanceof Error ? (error.stack ?? error.message) : String(error)));
        return failure(text);
      } finally {
        leave();
      }
    },
  );
}

const failure = (text: string): CallToolResult => ({ isError: true, content: [{ type: 'text', text }] });

function progressTo(mcpReq: ServerContext['mcpReq']): ToolContext['onProgress'] {
  const progressToken = mcpReq._meta?.progressToken;
  let last = '';
  let before = 0;
  let progress = -1;
  return ({ phase, done, total }) => {
    if (progressToken === undefined || `${phase} ${done}` === last) return;
    // a new phase counts from 0, and what is told must grow
    if (!last.startsWith(phase)) before = progress + 1;
    last = `${phase} ${done}`;
    progress = Math.max(progress + 1, before + done);
    void mcpReq
      .notify({
        method: 'notifications/progress',
        params: { progressToken, progress, total: Math.max(before + total, progress), message: `${phase} ${done}/${total}` },
      })
      .catch(() => {});
  };
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
