import type { Progress } from '@scopekit/operations';
import { Presets, SingleBar } from 'cli-progress';
import type { Io } from './io.ts';

const labels: Readonly<Record<Progress['phase'], string>> = {
  search: 'Searching',
  retrieve: 'Retrieving',
  export: 'Exporting',
  harvest: 'Harvesting',
  read: 'Reading',
  look: 'Looking',
  compare: 'Comparing',
};
/** Bytes are told in kilobytes. */
const amount = ({ phase }: Progress, n: number) => (phase === 'read' ? `${Math.ceil(n / 1000).toLocaleString('en')} kB` : String(n));
const everyMs = 2_000;

/** Progress on stderr: a bar on a terminal, elsewhere a line every two seconds. */
export function progressOn(stderr: Io['stderr'], now: () => number = Date.now) {
  let bar: SingleBar | undefined;
  let phase: Progress['phase'] | undefined;
  let said = now();

  function show(progress: Progress): void {
    if (!stderr.isTTY) {
      if (now() - said < everyMs) return;
      said = now();
      stderr.write(`${labels[progress.phase]} ${amount(progress, progress.done)}/${amount(progress, progress.total)}${detail(progress)}\n`);
      return;
    }
    if (phase !== progress.phase) {
      clear();
      phase = progress.phase;
      bar = new SingleBar(
        {
          stream: stderr,
          format: `${labels[phase].padEnd(10)} {bar} ${phase === 'read' ? '{percentage} %' : '{value}/{total}'}{detail}`,
          barsize: 24,
          hideCursor: true,
          clearOnComplete: true,
          noTTYOutput: false,
          fps: 8,
        },
        Presets.shades_classic,
      );
      bar.start(progress.total, progress.done, { detail: detail(progress) });
    }
    bar?.setTotal(Math.max(progress.total, 1));
    bar?.update(progress.done, { detail: detail(progress) });
  }

  function clear(): void {
    bar?.stop();
    bar = undefined;
    phase = undefined;
  }

  return { show, clear };
}

function detail({ quotaLeft, etaSeconds }: Progress): string {
  const left = Object.entries(quotaLeft).map(([api, remaining]) => `${api.replace('scopus.', '')} ${remaining.toLocaleString('en')}`);
  return [etaSeconds ? `about ${duration(etaSeconds)} left` : '', left.length ? `quota left: ${left.join(', ')}` : '']
    .filter(Boolean)
    .map((part) => ` · ${part}`)
    .join('');
}

export const duration = (seconds: number): string => (seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`);
