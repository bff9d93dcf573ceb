import { ElsevierError } from '@scopekit/operations';
import type { KeyKind, PlannedFault } from '@scopekit/test-fixtures';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { Io } from './io.ts';

const kinds: readonly KeyKind[] = ['subscriber', 'non-subscriber', 'spent'];

function number(low: number, high: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < low || value > high) throw new InvalidArgumentError(`Not a whole number from ${low} to ${high}.`);
    return value;
  };
}

/** `KEY=kind` or `KEY:insttoken=kind`. */
function addKey(text: string, before: Record<string, { kind: KeyKind; insttoken?: string }> = {}) {
  const [, key, insttoken, kind] = /^([^:=]+)(?::([^=]+))?=(.+)$/.exec(text) ?? [];
  const known = kinds.find((name) => name === kind);
  if (!key || !known) throw new InvalidArgumentError(`Write KEY=kind or KEY:insttoken=kind; a kind is ${kinds.join(', ')}.`);
  return { ...before, [key]: { kind: known, insttoken } };
}

const faultNames = ['challenge', 'throttled', 'reset', 'page', 'ended', 'signIn', 'unauthorized', 'forbidden', 'outage', 'gone'] as const;
const faultPlaces = ['search', 'export', 'refresh'] as const;

/** `export:4=throttled`: what goes wrong at the fourth export. */
function addFault(text: string, before: readonly PlannedFault[] = []): PlannedFault[] {
  const [, place, nth, name] = /^(\w+):(\d+)=(\w+)$/.exec(text) ?? [];
  const on = faultPlaces.find((each) => each === place);
  const fault = faultNames.find((each) => each === name);
  if (!on || !fault) throw new InvalidArgumentError(`Write ${faultPlaces.join('|')}:NTH=${faultNames.join('|')}.`);
  return [...before, { on, nth: Number(nth), fault }];
}

interface SandboxWords {
  readonly port: number;
  readonly works: number;
  readonly seed: number;
  readonly latency: number;
  readonly rate: number;
  readonly quota?: number;
  readonly key?: ReturnType<typeof addKey>;
  readonly token: number;
  readonly webFault?: readonly PlannedFault[];
}

/** `scopekit sandbox`: an invented Elsevier on this machine. */
export function addSandbox(program: Command, io: Io): void {
  program
    .command('sandbox')
    .description('Run an invented Elsevier on this machine, to try things without a key and without quota.')
    .option('--port <n>', 'port; 0 takes a free one', number(0, 65_535), 4000)
    .option('--works <n>', 'how many works it knows', number(1, 1_000_000), 2_000)
    .option('--seed <n>', 'another seed, other works', number(0, 1_000_000), 1)
    .option('--latency <ms>', 'milliseconds before each answer', number(0, 60_000), 0)
    .option('--rate <n>', 'requests per second and key that it bears', number(1, 100_000), 9)
    .option('--quota <n>', 'requests per week, key and API; default as Elsevier', number(0, 10_000_000))
    .option('--key <key=kind>', 'a key of your own: KEY=subscriber, KEY:insttoken=non-subscriber (repeatable)', addKey)
    .option('--token <seconds>', "how long a token of Scopus's page lasts", number(1, 86_400), 900)
    .option('--web-fault <place:n=fault>', `what goes wrong at the page: export:4=throttled (repeatable; ${faultNames.join(', ')})`, addFault)
    .action(async (options: SandboxWords) => {
      const { port, works, seed, latency, rate, quota, key, token, webFault: faults } = options;
      const { sandboxKeys, startSandbox } = await import('@scopekit/test-fixtures');
      const sandbox = await startSandbox({ port, works, seed, latencyMs: latency, rate, quota, keys: key, web: { tokenMs: token * 1000, faults } }).catch(
        (error: NodeJS.ErrnoException) => {
          if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
          throw new ElsevierError({
            reason: 'bad-input',
            message: `Port ${port} is ${error.code === 'EACCES' ? 'not yours to use' : 'in use'}.`,
            next: 'Choose another with --port; 0 takes a free one.',
          });
        },
      );
      io.stdout.write(`${welcome(sandbox.url, works, sandboxKeys)}\n`);
      await new Promise<void>((resolve) => {
        process.once('SIGINT', () => resolve());
        process.once('SIGTERM', () => resolve());
      });
      await sandbox.close();
    });
}

const welcome = (
  url: string,
  works: number,
  keys: typeof import('@scopekit/test-fixtures').sandboxKeys,
) => `An invented Elsevier with ${works.toLocaleString('en')} works listens on ${url} (Ctrl-C ends it).

  ELSEVIER_API_KEY                    what the key may do
  ${keys.subscriber}    everything
  ${keys.nonSubscriber}    25 works a page, no abstracts
  ${keys.spent}    nothing: its week is spent
  ${keys.remote}    everything with ELSEVIER_INSTTOKEN=${keys.remoteToken}

Try it in another terminal:
  ELSEVIER_API_KEY=${keys.subscriber} scopekit survey "machine learning" python --years 2023-2026 --base-url ${url}

Its page stands for www.scopus.com: opening it begins a session, whose cookies the web export takes.
  curl -s -c cookies.txt ${url} > page.html
  scopekit gateway accept-terms
  scopekit gateway login --file cookies.txt --base-url ${url}
  scopekit gateway export --query "TITLE(coral)" --out works.csv`;
