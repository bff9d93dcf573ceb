import { homedir } from 'node:os';
import type { Command } from 'commander';
import type { Io } from './io.ts';
import type { GlobalOptions } from './session.ts';

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
      const { sandbox, debug, baseUrl, trustHost, keyFile, caFile, retries, timeout, subscriber } = command.optsWithGlobals() as GlobalOptions;
      const valued = Object.entries({ 'base-url': baseUrl, 'key-file': keyFile, 'ca-file': caFile, retries, timeout }).flatMap(([name, value]) =>
        value === undefined ? [] : [`--${name}`, value],
      );
      const words = [
        ...given,
        ...valued,
        ...(trustHost ?? []).flatMap((host) => ['--trust-host', host]),
        ...(sandbox ? ['--sandbox'] : []),
        ...(debug ? ['--debug'] : []),
        ...(subscriber === false ? ['--no-subscriber'] : []),
      ];
      const serving = await run({ argv: words, env, platform, home: homedir(), stdin, stdout, stderr, exit: process.exit });
      if (serving) await new Promise(() => {});
    });
}
