import { homedir } from 'node:os';
import type { Command } from 'commander';
import type { Io } from './io.ts';

/** `scopekit mcp`: the MCP server, which reads its own words. */
export function addMcp(program: Command, { env, platform, stdout, stderr, stdin }: Io): void {
  program
    .command('mcp')
    .description('Serve Scopus to assistants over MCP (standard input and output).')
    .argument('[options...]', 'as scopekit mcp -- --help tells')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (given: string[], _: object, command: Command) => {
      const { run } = await import('@scopekit/mcp');
      stdin.on('end', () => process.exit(0));
      const { sandbox, debug, baseUrl, trustHost, subscriber } = command.optsWithGlobals() as {
        sandbox?: boolean;
        debug?: boolean;
        baseUrl?: string;
        trustHost?: string[];
        subscriber?: boolean;
      };
      const words = [
        ...given,
        ...(sandbox ? ['--sandbox'] : []),
        ...(debug ? ['--debug'] : []),
        ...(baseUrl ? ['--base-url', baseUrl] : []),
        ...(trustHost ?? []).flatMap((host) => ['--trust-host', host]),
        ...(subscriber === false ? ['--no-subscriber'] : []),
      ];
      await run({
        argv: words,
        env,
        platform,
        home: homedir(),
        stderr: (text) => stderr.write(text),
        stdout: (text) => stdout.write(text),
        exit: (code) => process.exit(code),
      });
      await new Promise(() => {});
    });
}
