import type { Work } from '@scopekit/record';
import { type Journal, journalOf } from './journal.ts';
import { type Person, personsOf } from './names.ts';
import { words } from './text.ts';
import { type Title, titleOf } from './title.ts';

/** What rules look at in a work. */
export interface Seen {
  readonly title: Title | undefined;
  readonly persons: readonly Person[];
  readonly journal: Journal;
  readonly year?: number;
  readonly volume?: string;
  readonly issue?: string;
  /** First page, without letters that databases add or leave out. */
  readonly start?: string;
  /** Last page, whole: of `244-58` it is `258`. */
  readonly end?: string;
  readonly doi?: string;
  /** What a database calls the record itself. */
  readonly ids: readonly string[];
  readonly kind: 'journal' | 'conference' | 'book' | 'other' | 'unknown';
  /** What is published in another form is another work, though of the same title. */
  readonly form: 'thesis' | 'report' | 'preprint' | 'book' | 'chapter' | 'any';
  /** Beginning of the abstract, letters alone. */
  readonly abstract?: string;
  /** Numbers of trial registers and of PROSPERO. */
  readonly registered: readonly string[];
  /** Which database the record is from, where its file says so. */
  readonly database?: string;
  /** Records of one search answer are never the same work. */
  readonly set?: string;
}

/** A work as it is compared. */
export interface Looked extends Seen {
  readonly index: number;
  /** No other record of its database has its title and first author in its year. */
  readonly alone: boolean;
  /** No other record of its database is by its authors in its year. */
  readonly onlyOfAuthors: boolean;
  /** Hash of all that is seen: records with one print are alike to every rule. */
  readonly print: number;
  /** Of the title: its letters, at most {@link longestTitle}, and how many of each class of letters there are. */
  readonly letters: Uint16Array;
  readonly bag: Uint8Array;
}

/** @param journals those of the library, so that each is looked at once. */
export function seenIn(work: Work, journals: Map<string, Journal>): Seen {
  const title = work.title ? titleOf(work.title) : undefined;
  const [start, end] = pagesOf(work);
  const volume = volumeOf(work.volume);
  const issue = work.issue && numberOf(work.issue);
  const abstract =
    work.abstract && work.abstract.length > 100
      ? words(work.abstract.slice(0, 400))
          .join('')
          .replace(/^(?:abstract|background|objectives?|purpose|introduction)/, '')
          .slice(0, 120)
      : undefined;
  const { title: name, abbreviatedTitle, issn, eissn, isbn } = work.source ?? {};
  const written = [name, abbreviatedTitle, issn, eissn, work.conference?.name, ...(isbn ?? [])].join('\n');
  const journal = journals.get(written) ?? journalOf(work.source, work.conference?.name);
  journals.set(written, journal);
  const titled = title?.words.length && !/^(?:unknown|untitled|no title)$/.test(title.key) && !isJournal(title, journal) ? title : undefined;
  return {
    title: titled,
    persons: personsOf(work),
    journal,
    ...(work.year === undefined ? {} : { year: work.year }),
    ...(volume ? { volume } : {}),
    ...(issue ? { issue } : {}),
    ...(start ? { start } : {}),
    ...(end ? { end } : {}),
    ...(work.doi ? { doi: work.doi } : {}),
    ids: [
      work.eid && `EID ${work.eid}`,
      work.pmid && `PMID ${work.pmid}`,
      work.scopusId && `Scopus id ${work.scopusId}`,
      work.pii && `PII ${work.pii}`,
    ].flatMap((id) => id || []),
    registered: registeredIn([work.title, work.source?.title, work.links?.publisher, ...Object.values(work.extra ?? {})]),
    kind: kindOf(work),
    form: formOf(work),
    ...(abstract && abstract.length > 60 ? { abstract } : {}),
    ...(work.extra?.search_set ? { set: work.extra.search_set } : {}),
    ...(databaseOf(work) ? { database: databaseOf(work) } : {}),
  };
}

/** Longer titles are compared by their beginning. */
export const longestTitle = 400;

export const classes = 32;

export function lettersOf(key: string): Uint16Array {
  const letters = new Uint16Array(Math.min(key.length, longestTitle));
  for (let i = 0; i < letters.length; i++) letters[i] = key.charCodeAt(i);
  return letters;
}

/** Counts how many letters of each class a title has. */
export function countLetters(key: string, bags: Uint8Array, at: number): void {
  for (let i = 0; i < Math.min(key.length, longestTitle); i++) {
    const place = at + (key.charCodeAt(i) % classes);
    if ((bags[place] as number) < 255) bags[place] = (bags[place] as number) + 1;
  }
}

/** The share of letters that two titles can have in order at most: no more than they have in common in any order. */
export function mostAlike(a: Looked, b: Looked): number {
  let common = 0;
  for (let at = 0; at < classes; at++) common += Math.min(a.bag[at] as number, b.bag[at] as number);
  return (2 * common) / (a.letters.length + b.letters.length);
}

/** PDF readers take the running head for the title. */
const isJournal = (title: Title, journal: Journal): boolean => {
  const name = journal.words.join('');
  return (
    name.length > 8 &&
    title.key.includes(journal.words[0] as string) &&
    title.words.length >= journal.words.length &&
    title.key.replaceAll(/ofthe|the|of|for|and|in/g, '').replaceAll(name.replaceAll(/ofthe|the|of|for|and|in/g, ''), '') === ''
  );
};

/** `12 (3)`, `Vol. 12` → `12`. */
const volumeOf = (written: string | undefined) => numberOf(written?.replace(/^\s*(?:vol(?:ume)?|v)\.?\s*/i, ''));
const numberOf = (written: string | undefined) =>
  /^\s*(\d+|[a-z]{1,3}\d+)/i
    .exec(written ?? '')?.[1]
    ?.toLowerCase()
    .replace(/^0+(?=\d)/, '') || undefined;

function pagesOf({ pageStart, pageEnd, articleNumber }: Work): [string | undefined, string | undefined] {
  const bare = (page: string | undefined) =>
    page
      ?.trim()
      .toLowerCase()
      .replace(/^p+\.?\s*/, '')
      .replace(/^0+(?=\d)/, '');
  const start = bare(pageStart) ?? bare(articleNumber);
  const [, first] = /^([a-z]{0,4}\d+)/.exec(start ?? '') ?? [];
  const [, last] = /^([a-z]{0,4}\d+)/.exec(bare(pageEnd) ?? '') ?? [];
  if (first === undefined) return [undefined, undefined];
  const expanded = last !== undefined && last.length < first.length && /^\d+$/.test(last) ? first.slice(0, first.length - last.length) + last : last;
  return [first, expanded];
}

function formOf({ type, source }: Work): Looked['form'] {
  const told = `${type?.name ?? ''} ${type?.code ?? ''}`;
  if (/\b(?:thesis|dissertation|th)\b/i.test(told) || /^(?:ph\.? ?d|doctoral|master'?s?)\b|dissertation abstracts/i.test(source?.title ?? '')) return 'thesis';
  if (/\b(?:preprint|posted|pp)\b/i.test(told) || /\b(?:arxiv|biorxiv|medrxiv|ssrn|preprints?|research square)\b/i.test(source?.title ?? '')) return 'preprint';
  if (/^(?:technical )?report\b|\brp\b/i.test(told)) return 'report';
  return type?.code === 'ch' ? 'chapter' : type?.code === 'bk' ? 'book' : 'any';
}

function kindOf({ type, conference, source }: Work): Looked['kind'] {
  if (
    type?.code === 'cp' ||
    conference?.name ||
    source?.typeCode === 'p' ||
    /\b(?:proceedings of (?!(?:the )?(?:national academy|royal society|nutrition society|ieee\b))|conference|symposium|workshop|congress on)/i.test(
      (source?.title ?? '').replace(/(?<=\w)\.?\s*Conference:.*$/i, ''),
    )
  )
    return 'conference';
  if (/\b(?:journal|transactions|review|letters|magazine)\b/i.test(source?.title ?? '')) return 'journal';
  if (type?.code === 'ar' || type?.code === 're' || source?.typeCode === 'j') return 'journal';
  if (type?.code === 'bk' || type?.code === 'ch' || source?.typeCode === 'b') return 'book';
  return type?.code ? 'other' : 'unknown';
}

const databaseOf = ({ extra = {} }: Work) => extra.database ?? extra.Database ?? extra.source ?? extra.Source ?? extra.orig_source;

/** `NCT01234567`, `ISRCTN12345678`, `ChiCTR…`, `CRD42…`: one each is one study's record. */
const registeredIn = (texts: readonly (string | undefined)[]): string[] => [
  ...new Set(
    texts.flatMap((text) =>
      text && /\d{6}|-\d/.test(text)
        ? (text
            .slice(0, 2_000)
            .toUpperCase()
            .match(/\b(?:NCT\d{8}|ISRCTN\d{6,10}|CHICTR[-\w]{6,20}|CRD\d{8,14}|EUCTR[\d-]{10,20}|ACTRN\d{10,16}|DRKS\d{8})\b/g) ?? [])
        : [],
    ),
  ),
];
