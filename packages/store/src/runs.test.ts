import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryRuns, type OpenRun, type Runs, StoreError, sqliteState } from './index.ts';

const bytes = (words: string) => new TextEncoder().encode(words);
const text = (body: Uint8Array | undefined) => body && new TextDecoder().decode(body);
const answer = (words: string, storedAt: number) => ({ status: 200, headers: {}, body: bytes(words), storedAt });

type Move = readonly [what: 'begin' | 'keep' | 'answer' | 'pause' | 'pause with' | 'finish' | 'finish with' | 'forget' | 'resume' | 'remove', which: number];
const moves = fc.array(
  fc.tuple(fc.constantFrom<Move[0]>('begin', 'keep', 'answer', 'pause', 'pause with', 'finish', 'finish with', 'forget', 'resume', 'remove'), fc.nat(3)),
  { maxLength: 40 },
);

/** What can be seen of a store after each of these moves: outcomes, and the whole list with what the runs came to. */
async function seen(all: Runs, played: readonly Move[]): Promise<unknown[]> {
  const runs = [all, all.of('ada')];
  const hands: { readonly open: OpenRun; readonly whose: Runs }[] = [];
  const nameOf = (id: string) => hands.findIndex(({ open }) => open.run.id === id);
  const log: unknown[] = [];
  for (const [now, [what, which]] of played.entries()) {
    const hand = hands.length ? hands[which % hands.length] : undefined;
    const { open, whose = runs[which % 2] as Runs } = hand ?? {};
    const play = async (): Promise<unknown> => {
      if (what === 'begin')
        return void hands.push({ open: await whose.begin({ kind: which > 1 ? 'survey' : 'search', title: 't', input: { which }, now }), whose });
      if (!open) return 'nothing yet';
      if (what === 'keep') return open.keep(`page ${which % 2}`, answer(`at ${now}`, now));
      if (what === 'answer') return text((await open.answer(`page ${which % 2}`))?.body);
      if (what === 'pause' || what === 'finish') return what === 'pause' ? open.pause('quota', now) : open.finish(now);
      if (what === 'pause with') return open.pause('network', now, bytes(`half at ${now}`));
      if (what === 'finish with') return open.finish(now, bytes(`all at ${now}`));
      if (what === 'forget') return open.forget();
      if (what === 'remove') return whose.remove(open.run.id);
      const again = await whose.resume(open.run.id, now);
      if (again) hands[hands.indexOf(hand as never)] = { open: again, whose };
      return again !== undefined;
    };
    const outcome = await play().catch((error: unknown) => (error instanceof StoreError ? error.fault : expect.unreachable(String(error))));
    const lines = await Promise.all(
      runs.map(async (each) =>
        Promise.all((await each.list()).map(async ({ id, ...run }) => ({ ...run, run: nameOf(id), result: text(await each.result(id)) }))),
      ),
    );
    log.push([what, which, outcome, lines]);
  }
  return log;
}

test('runs in memory and runs in SQLite are the same to who sees them, whatever is done', async () => {
  await fc.assert(
    fc.asyncProperty(moves, async (played) => {
      const database = sqliteState({ path: join(mkdtempSync(join(tmpdir(), 'scopekit-runs-')), 'state.db') });
      try {
        expect(await seen(database.runs, played)).toEqual(await seen(memoryRuns(), played));
      } finally {
        database.close();
      }
    }),
    { numRuns: 100 },
  );
});
