import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { type Config, createJobs, createScopekit, type ExportResult, type ScopekitOptions, type SurveyEstimate, type SurveyResult } from '@scopekit/operations';
import { buildServer } from './server.ts';

export interface StdioOptions {
  readonly config: Config;
  /** Where surveys write their files. */
  readonly folder: string;
  /** Whether the user named it, so that its files may be read. */
  readonly named: boolean;
  /** Names of tools to list, and no others. */
  readonly only?: ReadonlySet<string>;
  readonly readOnly: boolean;
  /** Whether abstracts may be shown to the model. */
  readonly abstracts: boolean;
  readonly log: (text: string) => void;
  readonly onEvent?: ScopekitOptions['onEvent'];
}

/** How long a survey may take to write what it has when the server ends. */
const graceMs = 3_000;

/** Serves MCP on standard input and output, in all its protocol versions, until the input ends. */
export function serve({ config, folder, named, only, readOnly, abstracts, log, onEvent }: StdioOptions): { close(): Promise<void> } {
  const scopekit = createScopekit(config, { folder, onEvent, replaceFiles: false, confined: true });
  const surveys = createJobs<SurveyResult | SurveyEstimate>();
  const exports = createJobs<ExportResult>();
  const handle = serveStdio(
    async () => buildServer({ scopekit, surveys, exports, mayExport: await scopekit.mayExport(), mayRead: named, only, readOnly, abstracts, log }),
    {
      onerror: (error) => log(scopekit.scrubber.text(error.message)),
    },
  );
  return {
    async close() {
      await Promise.all([surveys.stopAll(graceMs), exports.stopAll(graceMs)]);
      await handle.close();
      await scopekit.close();
    },
  };
}
