import { McpServer, ResourceNotFoundError, ResourceTemplate } from '@modelcontextprotocol/server';
import { version } from '@scopekit/operations';
import { clean } from './clean.ts';
import { type Prompt, prompts } from './prompts.ts';
import { resources, workText } from './resources.ts';
import { surveyFiles, surveyUri } from './survey-uri.ts';
import type { Desk, Tool, Toolset } from './tool.ts';
import { questions, registerTool } from './tool-call.ts';
import { errorText } from './tool-error.ts';
import { exportTool, readTool, tools } from './tools/index.ts';
import { instructionsFor } from './words.ts';

/** What a server shows to whom. */
export interface Listing {
  /** Names of tools to list, and no others; default all. */
  readonly only?: ReadonlySet<string>;
  /** The same by sets of tools. */
  readonly toolsets?: ReadonlySet<Toolset>;
  /** Lists only tools that write nothing and start nothing. */
  readonly readOnly: boolean;
  /** Whether abstracts may be shown to the model. */
  readonly abstracts: boolean;
  /** Most characters of an answer. */
  readonly maxChars: number;
  /** Whether the user named the folder whose files may be read. */
  readonly mayRead: boolean;
  /** For failures that should not happen; gets no secrets. */
  readonly log: (text: string) => void;
}

export interface ServerOptions extends Listing {
  /** Where the asker's questions are worked on; opened when the first one comes, for a handshake needs none. */
  readonly desk: () => Promise<Desk>;
  /** Whether the web export is listed: its terms are accepted, and there is a session. */
  readonly mayExport: boolean;
}

const hour = 3_600_000;
const minute = 60_000;

const listed = ({
  mayRead,
  mayExport,
  only,
  toolsets,
  readOnly,
}: Pick<ServerOptions, 'mayRead' | 'mayExport' | 'only' | 'toolsets' | 'readOnly'>): readonly Tool[] =>
  [...tools, ...(mayRead ? [readTool] : []), ...(mayExport ? [exportTool] : [])].filter(
    ({ name, toolset, annotations }) => (!only || only.has(name)) && (!toolsets || toolsets.has(toolset)) && (!readOnly || annotations.readOnlyHint),
  );

/** The tools on the official SDK, for one connection or one request. */
export function buildServer(options: ServerOptions): McpServer {
  const shown = listed(options);
  const server = new McpServer(
    { name: 'scopekit', title: 'scopekit: Scopus', version },
    {
      instructions: instructionsFor(new Set(shown.map(({ name }) => name))),
      // what is listed does not change while a server runs
      capabilities: { logging: {}, tools: { listChanged: false }, prompts: { listChanged: false }, resources: { listChanged: false } },
      requestState: { verify: questions.verify },
      cacheHints: { 'tools/list': options.mayExport ? { ttlMs: minute, cacheScope: 'private' } : { ttlMs: hour, cacheScope: 'public' } },
    },
  );
  for (const tool of shown) registerTool(server, tool, options);
  registerResources(
    server,
    options,
    shown.some(({ toolset }) => toolset === 'survey'),
  );
  for (const prompt of prompts) registerPrompt(server, prompt);
  return server;
}

function registerResources(server: McpServer, { desk, abstracts }: ServerOptions, withSurveys: boolean): void {
  /** What goes wrong in words of ours, as a tool would say it. */
  const told = async <T>(work: (desk: Desk) => Promise<T>): Promise<T> => {
    const opened = await desk();
    const leave = opened.enter();
    return work(opened)
      .catch((error: unknown) => {
        throw new Error(opened.scopekit.scrubber.text(errorText(error)));
      })
      .finally(leave);
  };
  const scrubbed = async (text: string) => (await desk()).scopekit.dataScrubber.text(text);
  const surveyed = async () => (await desk()).surveys.list();
  for (const { name, uri, title, description, text } of resources)
    server.registerResource(name, uri, { title, description, mimeType: 'text/markdown' }, async ({ href }) => ({
      contents: [{ uri: href, mimeType: 'text/markdown', text: await text(async () => (await desk()).scopekit) }],
    }));
  server.registerResource(
    'work',
    new ResourceTemplate('scopus://work/{eid}', { list: undefined }),
    { title: 'A work', description: 'What Scopus says of a work, by EID or another id (a DOI with %2F for its slash): 1 request', mimeType: 'text/markdown' },
    async ({ href }, { eid }, { mcpReq }) => {
      const { works = [], missing } = await told(({ scopekit }) => scopekit.works({ ids: [decoded(String(eid))] }, { signal: mcpReq.signal }));
      const [work] = works;
      if (!work) throw new ResourceNotFoundError(href, await scrubbed(missing[0]?.message ?? 'Scopus does not have it.'));
      const text = await scrubbed(workText(clean(abstracts ? work : { ...work, abstract: undefined })));
      return { contents: [{ uri: href, mimeType: 'text/markdown', text }] };
    },
  );
  if (!withSurveys) return;
  const begins = (begun: string) => (text: string) => text.startsWith(begun);
  server.registerResource(
    'survey',
    new ResourceTemplate('survey://{run}/{file}', {
      list: async () => {
        const lines = (await surveyed()).map(async ({ id, title }) => {
          const said = clean(await scrubbed(title)).slice(0, 100);
          return { uri: surveyUri(id, 'works.csv'), name: `survey ${id}`, title: `Survey: ${said}`, mimeType: 'text/csv' };
        });
        return { resources: await Promise.all(lines) };
      },
      complete: {
        run: async (begun) => (await surveyed()).map(({ id }) => id).filter(begins(begun)),
        file: (begun) => surveyFiles.filter(begins(begun)),
      },
    }),
    { title: 'The result of a survey', description: `Of a survey that is done or paused: ${surveyFiles.join(', ')}. Costs no request` },
    async ({ href }, { run, file }) => {
      const result = await told(({ surveys }) => surveys.result(String(run)));
      const works = result?.works?.map((work) => clean(abstracts ? work : { ...work, abstract: undefined }));
      const { surveyFile } = await import('./survey-files.ts');
      const found = result && surveyFile(String(file), { ...result, works });
      if (!found) throw new ResourceNotFoundError(href, 'There is no such file of a survey of yours that has a result.');
      return { contents: [{ uri: href, mimeType: found.mimeType, text: await scrubbed(found.text) }] };
    },
  );
}

/** What a client made of an id in an address. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function registerPrompt(server: McpServer, { name, title, description, argsSchema, text }: Prompt): void {
  server.registerPrompt(name, { title, description, argsSchema }, (given) => ({
    messages: [{ role: 'user' as const, content: { type: 'text' as const, text: text(given as Readonly<Record<string, string | undefined>>) } }],
  }));
}
