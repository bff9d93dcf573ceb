import type { Maybe } from '@scopekit/dedupe';
import { ElsevierError } from '@scopekit/elsevier-http';
import type { RowColumn, Writer } from '@scopekit/formats';
import type { Work } from '@scopekit/record';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

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
  {
    name: `${name} Authors`,
    value: (pair) =>
      work(pair)
        .authors.map(({ name: each }) => each)
        .join('; '),
  },
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

/** The same as JSON: an array of objects, `verdict` to be filled in with `same` or `different`. */
export function reviewJson(pairs: readonly ReviewPair[]): Writer<ReviewPair> {
  const last = pairs.at(-1);
  const record = (id: string, { title, authors, year, source, volume, issue, pageStart, pageEnd, doi }: Work) => ({
    id,
    title,
    authors: authors.map(({ name }) => name),
    year,
    source: source?.title,
    volume,
    issue,
    pageStart,
    pageEnd,
    doi,
  });
  return {
    head: '[\n',
    row: (pair) => {
      const { rule, why, idA, idB, workA, workB } = pair;
      return `${JSON.stringify({ verdict: '', rule, why, a: record(idA, workA), b: record(idB, workB) })}${pair === last ? '' : ','}\n`;
    },
    tail: ']\n',
  };
}

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
export function decisionsIn(written: string, file: string, ids: readonly string[]): Decision[] {
  const text = written.replace(/^\uFEFF/, '');
  const wrong = (row: number, message: string, next: string) => new ElsevierError({ reason: 'bad-input', message: `${file}, row ${row}: ${message}`, next });
  const rows = text.trimStart().startsWith('[') ? rowsOfJson(text, wrong) : rowsOfCsv(text, wrong);
  const places = new Map(ids.map((id, i) => [id, i]));
  const verdicts = new Map<string, boolean>();
  const first = text.trimStart().startsWith('[') ? 1 : 2;
  return rows.flatMap((row, i) => {
    const verdict = row.Verdict?.trim() ?? '';
    if (!verdict) return [];
    const same = yes.test(verdict);
    if (!same && !no.test(verdict)) throw wrong(i + first, `"${verdict}" is no verdict.`, 'Write same or different, or leave it empty.');
    const [a, b] = ['A Id', 'B Id'].map((name) => {
      const id = row[name]?.trim().replace(/^'(?=[=+\-@])/, '') ?? '';
      const place = places.get(id);
      if (place === undefined) throw wrong(i + first, `there is no record "${id}" in the files.`, 'Give the same files as when the review was written.');
      return place;
    }) as [number, number];
    const pair = [a, b].sort((x, y) => x - y).join(' ');
    if (verdicts.has(pair) && verdicts.get(pair) !== same) throw wrong(i + first, 'the same pair has another verdict further up.', 'Keep one of them.');
    verdicts.set(pair, same);
    return [{ a, b, same }];
  });
}

type Wrong = (row: number, message: string, next: string) => ElsevierError;

function rowsOfCsv(text: string, wrong: Wrong): Record<string, string>[] {
  const delimiter = [',', ';', '\t'].find((each) => new RegExp(`^"?Verdict"?${each}`, 'i').test(text));
  if (!delimiter) throw wrong(1, 'this is no review file: it does not begin with the column Verdict.', 'Name the file that --review wrote.');
  try {
    return parse(text, { columns: true, delimiter, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    const { lines = 1, message } = error as { readonly lines?: number; readonly message: string };
    throw wrong(lines, `this cannot be read as CSV: ${message}`, 'Close its quotes, or save it again as CSV.');
  }
}

const ReviewFile = z.array(z.looseObject({ verdict: z.string(), a: z.looseObject({ id: z.string() }), b: z.looseObject({ id: z.string() }) }));

function rowsOfJson(text: string, wrong: Wrong): Record<string, string>[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw wrong(1, 'this is no JSON.', 'Name the file that --review wrote.');
  }
  const { data, error } = ReviewFile.safeParse(json);
  const at = error?.issues[0]?.path[0];
  if (!data) throw wrong(typeof at === 'number' ? at + 1 : 1, 'this is no pair with a verdict and two ids.', 'Keep what --review wrote, and fill in verdict.');
  return data.map(({ verdict, a, b }) => ({ Verdict: verdict, 'A Id': a.id, 'B Id': b.id }));
}
