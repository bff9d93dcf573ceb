import { ElsevierError } from '@scopekit/elsevier-http';
import type { Run } from '@scopekit/store';
import { z } from 'zod';
import type { Operation } from './operation.ts';
import { stateTold } from './resumed.ts';

const RunsInput = z.object({
  all: z.boolean().default(false).describe('Those that are done, too'),
  remove: z.array(z.string()).default([]).describe('Runs to forget, with what they paid for'),
});

/** Times are ISO 8601. */
export interface RunLine {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly state: Run['state'];
  readonly why?: string;
  readonly answers: number;
  readonly beganAt: string;
  readonly touchedAt: string;
}

export interface RunsResult {
  readonly runs: readonly RunLine[];
  readonly removed: readonly string[];
}

/** Searches, surveys and id lists that were begun: what can be gone on with. */
export const runs: Operation<typeof RunsInput, RunsResult> = {
  name: 'runs',
  description: 'List searches, surveys and id lists that can be gone on with.',
  input: RunsInput,
  async run({ all, remove }, { runs: kept }) {
    const known = () => stateTold(async () => (await kept?.list()) ?? []);
    const before = await known();
    const removed = remove.map((id) => {
      const fits = before.filter((run) => run.id.startsWith(id));
      const [fit] = fits;
      if (fit && fits.length === 1) return fit.id;
      throw new ElsevierError({
        reason: 'bad-input',
        message: `${fits.length || 'No'} runs begin with ${id}; nothing is removed.`,
        next: 'scopekit runs --all lists them.',
      });
    });
    for (const id of removed) await stateTold(async () => kept?.remove(id));
    const left = removed.length ? await known() : before;
    return { runs: left.filter(({ state }) => all || state !== 'done').map(toLine), removed };
  },
};

function toLine({ id, kind, title, state, why, answers, beganAt, touchedAt }: Run): RunLine {
  const at = (ms: number) => new Date(ms).toISOString();
  return { id, kind, title, state, why, answers, beganAt: at(beganAt), touchedAt: at(touchedAt) };
}
