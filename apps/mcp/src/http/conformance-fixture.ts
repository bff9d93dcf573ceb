import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CallToolResult,
  type ClientCapabilities,
  type ContentBlock,
  completable,
  createRequestStateCodec,
  type ElicitRequestFormParams,
  fromJsonSchema,
  type GetPromptResult,
  type InputRequests,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type JsonSchemaType,
  McpServer,
  ResourceTemplate,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { createEntry } from './entry.ts';

type Properties = ElicitRequestFormParams['requestedSchema']['properties'];
type Args = Readonly<Record<string, string>>;

interface Tool {
  readonly input: JsonSchemaType;
  readonly run: (args: Args, context: ServerContext, declared: ClientCapabilities) => Promise<CallToolResult | InputRequiredResult>;
}

/** Seals which round a question belongs to. */
const rounds = createRequestStateCodec<{ round: number }>({ key: randomBytes(32) });

const textOf = (text: string): ContentBlock => ({ type: 'text', text });
const embedded = (uri: string, mimeType: string, text: string): ContentBlock => ({ type: 'resource', resource: { uri, mimeType, text } });
/** One red pixel. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';
const image: ContentBlock = { type: 'image', mimeType: 'image/png', data: png };
/** Two samples of silence. */
const audio: ContentBlock = { type: 'audio', mimeType: 'audio/wav', data: 'UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQIAAACAgA==' };

const form = (message: string, properties: Properties) =>
  inputRequired.elicit({ message, requestedSchema: { type: 'object', properties, required: Object.keys(properties) } });
const sampling = (text: string) => inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text } }], maxTokens: 100 });

const string = { type: 'string' } as const;
const strings = (...names: string[]): JsonSchemaType => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, string])),
  required: names,
});

/** What to ask next: the same again until every answer of its round is there, nothing after the last round. */
async function nextQuestion(asked: readonly InputRequests[], { mcpReq }: ServerContext): Promise<InputRequiredResult | undefined> {
  const round = mcpReq.requestState<{ round: number }>()?.round ?? 0;
  const answered = Object.keys(asked[round] ?? {}).every((key) => inputResponse(mcpReq.inputResponses, key).kind !== 'missing');
  const next = answered ? round + 1 : round;
  const inputRequests = asked[next];
  return inputRequests && inputRequired({ inputRequests, requestState: await rounds.mint({ round: next }) });
}

const says = (...content: ContentBlock[]): Tool => ({ input: strings(), run: async () => ({ content }) });

const does = (run: (context: ServerContext) => Promise<void>): Tool => ({
  input: strings(),
  async run(_args, context) {
    await run(context);
    return { content: [textOf('Done.')] };
  },
});

const asks = (questions: (args: Args, declared: ClientCapabilities) => readonly InputRequests[], ...takes: string[]): Tool => ({
  input: strings(...takes),
  async run(args, context, declared) {
    const { inputResponses, requestState } = context.mcpReq;
    const done = `${requestState() ? 'state-ok: ' : ''}${JSON.stringify(inputResponses)}`;
    return (await nextQuestion(questions(args, declared), context)) ?? { content: [textOf(done)] };
  },
});

/** Is to be sent in a header too. */
const region = { type: 'string', 'x-mcp-header': 'Region' } as const;

const whoAreYou = form('What is your name?', { name: string });
const isItRight = form('Is this right?', { ok: { type: 'boolean' } });
const capital = sampling('What is the capital of France?');

/** Names and behaviour are those that the scenarios of `@modelcontextprotocol/conformance` 0.2 call for. */
const tools: Readonly<Record<string, Tool>> = {
  test_simple_text: says(textOf('This is a simple text response for testing.')),
  test_image_content: says(image),
  test_audio_content: says(audio),
  test_embedded_resource: says(embedded('test://embedded-resource', 'text/plain', 'This is an embedded resource content.')),
  test_multiple_content_types: says(
    textOf('Multiple content types test:'),
    image,
    embedded('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
  ),
  test_error_handling: does(async () => {
    throw new Error('This tool intentionally returns an error for testing');
  }),
  test_tool_with_logging: does(async ({ mcpReq }) => {
    for (const text of ['started', 'processing data', 'completed']) {
      await mcpReq.log('info', `Tool execution ${text}`);
      await sleep(50);
    }
  }),
  test_logging_tool: does(({ mcpReq }) => mcpReq.log('info', 'Only for those who asked for a level')),
  test_tool_with_progress: does(async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      if (progressToken !== undefined) await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
      await sleep(50);
    }
  }),
  test_sampling: asks(({ prompt = '' }) => [{ said: sampling(prompt) }], 'prompt'),
  test_missing_capability: asks(() => [{ said: capital }]),
  test_elicitation: asks(({ message = '' }) => [{ user: form(message, { username: string, email: string }) }], 'message'),
  test_streaming_elicitation: asks(() => [{ user_name: whoAreYou }]),
  test_elicitation_sep1034_defaults: asks(() => [
    {
      defaults: form('Change what is not right.', {
        name: { type: 'string', default: 'John Doe' },
        age: { type: 'integer', default: 30 },
        score: { type: 'number', default: 95.5 },
        status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
        verified: { type: 'boolean', default: true },
      }),
    },
  ]),
  test_elicitation_sep1330_enums: asks(() => {
    const options = ['option1', 'option2', 'option3'];
    const titled = ['First', 'Second', 'Third'].map((title, at) => ({ const: `value${at + 1}`, title }));
    return [
      {
        choices: form('Choose.', {
          untitledSingle: { type: 'string', enum: options },
          titledSingle: { type: 'string', oneOf: titled },
          legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['Option One', 'Option Two', 'Option Three'] },
          untitledMulti: { type: 'array', items: { type: 'string', enum: options } },
          titledMulti: { type: 'array', items: { anyOf: titled } },
        }),
      },
    ];
  }),
  test_input_required_result_elicitation: asks(() => [{ user_name: whoAreYou }]),
  test_input_required_result_sampling: asks(() => [{ capital_question: capital }]),
  test_input_required_result_list_roots: asks(() => [{ client_roots: inputRequired.listRoots() }]),
  test_input_required_result_request_state: asks(() => [{ confirm: isItRight }]),
  test_input_required_result_tampered_state: asks(() => [{ confirm: isItRight }]),
  test_input_required_result_multiple_inputs: asks(() => [
    { user_name: whoAreYou, greeting: sampling('Greet them.'), client_roots: inputRequired.listRoots() },
  ]),
  test_input_required_result_multi_round: asks((): InputRequests[] => [
    { step1: whoAreYou },
    { step2: form('What is your favorite color?', { color: string }) },
  ]),
  test_input_required_result_capabilities: asks((_args, declared) => [
    { ...(declared.elicitation && { user_name: whoAreYou }), ...(declared.sampling && { capital_question: capital }) },
  ]),
  json_schema_2020_12_tool: {
    ...says(textOf('The schema is what counts.')),
    input: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      $defs: { address: { $anchor: 'addressDef', type: 'object', properties: { street: string, city: string } } },
      properties: {
        name: string,
        address: { $ref: '#/$defs/address' },
        contactMethod: { type: 'string', enum: ['phone', 'email'] },
        phone: string,
        email: string,
      },
      allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
      if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ['phone'] },
      else: { required: ['email'] },
      additionalProperties: false,
    },
  },
  test_header_parameter: {
    ...says(textOf('The header is what counts.')),
    input: { type: 'object', properties: { region } },
  },
};

/** Arguments of a prompt, and what it says. */
const prompts: Readonly<Record<string, readonly [takes: readonly string[], content: (args: Args) => readonly ContentBlock[]]>> = {
  test_simple_prompt: [[], () => [textOf('This is a simple prompt for testing.')]],
  test_prompt_with_arguments: [['arg1', 'arg2'], ({ arg1, arg2 }) => [textOf(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)]],
  test_prompt_with_embedded_resource: [
    ['resourceUri'],
    ({ resourceUri = '' }) => [
      embedded(resourceUri, 'text/plain', 'Embedded resource content for testing.'),
      textOf('Please process the embedded resource above.'),
    ],
  ],
  test_prompt_with_image: [[], () => [image, textOf('Please analyze the image above.')]],
};

const resources = [
  { name: 'static-text', mimeType: 'text/plain', text: 'This is the content of the static text resource.' },
  { name: 'static-binary', mimeType: 'image/png', blob: png },
  { name: 'watched-resource', mimeType: 'text/plain', text: 'This can be watched and never changes.' },
] as const;

const listed = Object.entries(tools).map(([name, { input, run }]) => ({ name, run, inputSchema: fromJsonSchema<Args>(input) }));
const argsOf = (takes: readonly string[]) => z.object(Object.fromEntries(takes.map((name) => [name, completable(z.string(), () => [])])));
const said = (content: readonly ContentBlock[]): GetPromptResult => ({ messages: content.map((block) => ({ role: 'user', content: block })) });

/** A server with all that the scenarios look for, and nothing of ours. */
function buildFixture(): McpServer {
  const server = new McpServer(
    { name: 'scopekit-conformance-fixture', version: '0.0.0' },
    {
      // the entry tells nobody that a list changed
      capabilities: { logging: {}, tools: { listChanged: false }, prompts: { listChanged: false }, resources: { listChanged: false, subscribe: true } },
      requestState: { verify: rounds.verify },
    },
  );
  for (const { name, run, inputSchema } of listed)
    server.registerTool(name, { description: `Fixture ${name}`, inputSchema }, (args, context) =>
      run(args, context, server.server.getClientCapabilities() ?? {}),
    );
  for (const [name, [takes, content]] of Object.entries(prompts))
    server.registerPrompt(name, { description: `Fixture ${name}`, argsSchema: argsOf(takes) }, (args) => said(content(args)));
  server.registerPrompt('test_input_required_result_prompt', { description: 'Fixture that asks' }, async (context) => {
    const question = form('What context should the prompt use?', { context: { type: 'string' } });
    return (await nextQuestion([{ user_context: question }], context)) ?? said([textOf(JSON.stringify(context.mcpReq.inputResponses))]);
  });
  for (const { name, mimeType, ...content } of resources)
    server.registerResource(name, `test://${name}`, { description: `Fixture ${name}`, mimeType }, async ({ href }) => ({
      contents: [{ uri: href, mimeType, ...content }],
    }));
  server.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    { description: 'Fixture template', mimeType: 'application/json' },
    async ({ href }, { id }) => ({
      contents: [{ uri: href, mimeType: 'application/json', text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }) }],
    }),
  );
  for (const method of ['resources/subscribe', 'resources/unsubscribe'] as const) server.server.setRequestHandler(method, () => ({}));
  return server;
}

/** For tests: serves the fixture through our HTTP entry on a free port, to anybody on this machine. */
export async function startConformanceFixture(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const entry = createEntry({ build: buildFixture, hosts: ['localhost', '127.0.0.1', '[::1]'], sessions: () => true, log: () => {} });
  const http = createServer((request, response) => void entry.handle(request, response)).listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`,
    async close() {
      await entry.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
