import type { Maybe } from '@scopekit/dedupe';
import { ElsevierError } from '@scopekit/elsevier-http';
import type { RowColumn } from '@scopekit/formats';
import { authorsLine, type Work } from '@scopekit/record';
import { parse } from 'csv-parse/sync';

/** A pair for a person to decide about. */
export interface ReviewPair extends Maybe {
  readonly idA: string;
  readonly idB: string;
  readonly workA: Work;
  readonly workB: Work;
}

const side = (name: 'A' | 'B', id: (pair: ReviewPair) => string, work: (pair: ReviewPair) => Work): RowColumn<ReviewPair>[] => [
  { name: `${name} Id`, value: id },
  { name: `${name} Title`, value: (pair) => work(pair).title },
  { name: `${name} Authors`, value: (pair) => authorsLine(work(pair)) },
  { name: `${name} Year`, value: (pair) => work(pair).year },
  { name: `${name} Source`, value: (pair) => work(pair).source?.title },
  { name: `${name} Volume`, value: (pair) => work(pair).volume },
  { name: `${name} Issue`, value: (pair) => work(pair).issue },
  { name: `${name} Pages`, value: (pair) => [work(pair).pageStart, work(pair).pageEnd].filter(Boolean).join('-') },
  { name: `${name} DOI`, value: (pair) => work(pair).doi },
];

/** The verdict is empty, for a person to write `same` or `different`. Ids name the records when it is read back, whatever a spreadsheet did to the rest. */
export const reviewColumns: readonly RowColumn<ReviewPair>[] = [
  { name: 'Verdict', value: () => '' },
  { name: 'Rule', value: ({ rule }) => rule },
  { name: 'Why', value: ({ why }) => why },
  ...side(
    'A',
    ({ idA }) => idA,
    ({ workA }) => workA,
  ),
  ...side(
    'B',
    ({ idB }) => idB,
    ({ workB }) => workB,
  ),
];

export interface Decision {
  readonly a: number;
  readonly b: number;
  readonly same: boolean;
}

const yes = /^(?:same|duplicate|dup|yes|y|1|x|true)$/i;
const no = /^(?:different|distinct|two works|no|n|0|false)$/i;

/**
 * What a person wrote into a review file, by the places of the records. Rows without a verdict say nothing.
 *
 * @throws ElsevierError `bad-input` naming the row: a verdict that is none, a record that is not there, two verdicts on one pair.
 */
export function decisionsIn(text: string, file: string, ids: readonly string[]): Decision[] {
  const wrong = (row: number, message: string, next: string) => new ElsevierError({ reason: 'bad-input', message: `${file}, row ${row}: ${message}`, next });
  const delimiter = [',', ';', '\t'].find((each) => new RegExp(`^\\uFEFF?"?Verdict"?${each}`, 'i').test(text));
  if (!delimiter) throw wrong(1, 'this is no review file: it does not begin with the column Verdict.', 'Name the file that --review wrote, as CSV.');
  const rows = parse(text, { columns: true, bom: true, delimiter, relax_column_count: true, skip_empty_lines: true }) as Record<string, string>[];
  const places = new Map(ids.map((id, i) => [id, i]));
  const verdicts = new Map<string, boolean>();
  return rows.flatMap((row, i) => {
    const verdict = row.Verdict?.trim() ?? '';
    if (!verdict) return [];
    const same = yes.test(verdict);
    if (!same && !no.test(verdict)) throw wrong(i + 2, `"${verdict}" is no verdict.`, 'Write same or different, or leave it empty.');
    const [a, b] = ['A Id', 'B Id'].map((name) => {
      const id = row[name]?.trim().replace(/^'(?=[=+\-@])/, '') ?? '';
      const place = places.get(id);
      if (place === undefined) throw wrong(i + 2, `there is no record "${id}" in the files.`, 'Give the same files as when the review was written.');
      return place;
    }) as [number, number];
    const pair = [a, b].sort((x, y) => x - y).join(' ');
    if (verdicts.has(pair) && verdicts.get(pair) !== same) throw wrong(i + 2, 'the same pair has another verdict further up.', 'Keep one of them.');
    verdicts.set(pair, same);
    return [{ a, b, same }];
  });
}
