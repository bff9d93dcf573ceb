import { type AuditResult, type DepositResult, type Finding, findings, type IrHarvestResult } from '@scopekit/operations';
import { count, lines, missing, plural, spent, wrote } from './report.ts';

const modes = { population: 'first harvest', update: 'update', rescan: 'everything again' } as const;

/** What a harvest did to the shelf. */
export function harvestReport(result: IrHarvestResult): string {
  const { mode, days, seen, added, changed, same, removed, elsewhere, nameless, lacking, articles, shelf, files } = result;
  return lines([
    ['Harvest', `${days.from} to ${days.to} (${modes[mode]})`],
    ['Seen', plural(seen, 'article')],
    ['Added', count(added.length)],
    ['Changed', count(changed.length)],
    ['Same', count(same)],
    ['Removed', mode === 'rescan' ? count(removed.length) : undefined],
    ['Elsewhere', elsewhere.length ? `${plural(elsewhere.length, 'article')} did not come and are there: another affiliation, perhaps` : undefined],
    ['Nameless', nameless ? `${plural(nameless, 'article')} without PII, DOI and EID left out` : undefined],
    [
      'Lacking',
      lacking &&
        `${plural(lacking.length, 'article')} of the shelf ${lacking.length === 1 ? 'is' : 'are'} not in the repository (--report or --json names them)`,
    ],
    ['Shelf', `${plural(articles, 'article')} in ${shelf}`],
    ['Requests', spent(result)],
    ['Wrote', wrote(files) || undefined],
  ]);
}

/** What was written for a repository. */
export function depositReport(result: DepositResult): string {
  return lines([
    ['Deposit', `${plural(result.items, 'item')} as ${result.as}`],
    ['Requests', spent(result)],
    ['Missing', missing(result.missing, 'without a permission that could be asked')],
    ['Wrote', wrote(result.files)],
  ]);
}

/** How many items are right, and what is wrong with the others. */
export function auditReport(result: AuditResult): string {
  const { findings: counts = {}, repairs = [] } = (result.about ?? {}) as {
    readonly findings?: Partial<Record<Finding, number>>;
    readonly repairs?: readonly { readonly what: string; readonly count: number }[];
  };
  const known = Object.entries(findings) as [Finding, string][];
  return lines([
    ['Items', count(result.total ?? result.shown)],
    ...known.flatMap(([name, what]): [string, string][] => (counts[name] ? [['', `${count(counts[name])} ${name}: ${what}`]] : [])),
    ...repairs.map(({ what, count: times }, i): [string, string] => [i ? '' : 'Mended', `${count(times)} × ${what}`]),
    ['Missing', missing(result.missing, 'unreadable')],
    ['Requests', spent(result)],
    ['Wrote', wrote(result.files)],
    ['Stopped', result.stopped && `${result.stopped.message} ${result.stopped.next}`],
    ['Go on', result.run && `scopekit ir audit --resume ${result.run}`],
  ]);
}
