import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { corpus } from '../corpus/corpus.ts';
import { createElsevier } from '../elsevier.ts';
import { sandboxKeys } from '../keys.ts';

type Shapes = Map<string, Set<string>>;

const facts = new URL('../../../../shared/facts/elsevier-observed-paths.md', import.meta.url);
const recorded = new URL('../../../../shared/data/elsevier/', import.meta.url);

/** Paths and types that no recorded body of the set has, but the fact sheet names: section and what it says. */
const fromTheSheet: Readonly<Record<string, readonly string[]>> = {
  'author[].orcid': ['str'], // §6.1 COMPLETE: author[] { … orcid? }
  'prism:isbn': ['str'], // §6.1: or a plain string (≤2018)
  'prism:coverDate': ['arr'], // §6.1: may be [{ "@_fa", "$" }]
  'prism:coverDate[]': ['obj'],
  'prism:coverDate[].$': ['str'],
  'prism:coverDate[].@_fa': ['str'],
  'pubmed-id': ['str'], // §8.1; in no recorded COMPLETE row
  freetoread: ['obj'], // §6.1, seen in STANDARD only
  'freetoread.value': ['arr'],
  'freetoread.value[]': ['obj'],
  'freetoread.value[].$': ['str'],
  freetoreadLabel: ['obj'],
  'freetoreadLabel.value': ['arr'],
  'freetoreadLabel.value[]': ['obj'],
  'freetoreadLabel.value[].$': ['str'],
  'item.bibrecord.head.author-group.author[].@orcid': ['str'], // §8.2 authorgroup[].orcid
  'item.bibrecord.head.author-group[].author[].@orcid': ['str'],
  'item.bibrecord.head.author-group.affiliation.organization': ['arr'], // §9: arr | obj
  'item.bibrecord.head.author-group.affiliation.organization[]': ['obj'],
  'item.bibrecord.head.author-group.affiliation.organization[].$': ['str'],
};

const typeOf = (value: unknown) =>
  (value === null ? 'null' : Array.isArray(value) ? 'arr' : { string: 'str', boolean: 'bool', number: 'num', object: 'obj' }[typeof value as string]) ?? 'none';

function walk(value: unknown, path: string, into: Shapes): void {
  if (path) into.set(path, (into.get(path) ?? new Set()).add(typeOf(value)));
  if (Array.isArray(value)) for (const item of value) walk(item, `${path}[]`, into);
  else if (value && typeof value === 'object') for (const [key, part] of Object.entries(value)) walk(part, path ? `${path}.${key}` : key, into);
}

/** The table of one section of the sheet of observed paths. */
function section(sheet: string, title: string): Shapes {
  const body = sheet.split(/^## /m).find((part) => part.startsWith(title)) ?? '';
  return new Map([...body.matchAll(/^\| `([^`]+)` \| ([\w/]+) \|/gm)].map(([, path = '', types = '']) => [path, new Set(types.split('/'))]));
}

function unknown(emitted: Shapes, ...known: Shapes[]): string[] {
  return [...emitted].flatMap(([path, types]) =>
    [...types].filter((type) => !known.some((shapes) => shapes.get(path)?.has(type)) && !fromTheSheet[path]?.includes(type)).map((type) => `${path}: ${type}`),
  );
}

describe.skipIf(!existsSync(facts))('whatever it emits occurs in the recorded bodies or the fact sheet', () => {
  const invented = corpus({ works: 600, seed: 3 });
  const elsevier = createElsevier({ corpus: invented, rate: 1_000_000 });
  const ask = (path: string) =>
    JSON.parse(
      elsevier.answer({
        method: 'GET',
        url: new URL(path, 'https://api.elsevier.com'),
        headers: { accept: 'application/json', 'x-els-apikey': sandboxKeys.subscriber },
      }).body,
    );
  let sheet = '';
  beforeAll(() => {
    sheet = readFileSync(facts, 'utf8');
  });

  test.for(['STANDARD', 'COMPLETE'])('Scopus Search, %s', (view) => {
    const entries: Shapes = new Map();
    const envelope: Shapes = new Map();
    for (let start = 0; start < 600; start += 25) {
      const { entry, ...rest } = ask(`/content/search/scopus?query=PUBYEAR%20%3E%201900&view=${view}&start=${start}&count=25`)['search-results'];
      for (const one of entry) walk(one, '', entries);
      walk(rest, '', envelope);
    }
    const { entry: none, ...empty } = ask('/content/search/scopus?query=TITLE(nothingatall)')['search-results'];
    walk(empty, '', envelope);
    const { entry: _, ...withCursor } = ask(`/content/search/scopus?query=TITLE(coral)&cursor=*`)['search-results'];
    walk(withCursor, '', envelope);
    expect(none).toEqual([{ [Object.keys(none[0])[0] as string]: 'true', error: 'Result set was empty' }]);
    expect(unknown(entries, section(sheet, `Scopus Search, ${view}`))).toEqual([]);
    expect(unknown(envelope, section(sheet, 'Search envelope'))).toEqual([]);
  });

  test.for(['META', 'META_ABS', 'FULL'])('Abstract Retrieval, %s', (view) => {
    const shapes: Shapes = new Map();
    for (const work of invented.works()) {
      const body = ask(`/content/abstract/eid/${work.eid}?view=${view}`)['abstracts-retrieval-response'];
      if (body) walk(body, '', shapes);
    }
    const body = JSON.parse(readFileSync(new URL('abstract_retrieval_full.json', recorded), 'utf8'))['abstracts-retrieval-response'];
    const full: Shapes = new Map();
    walk(body, '', full);
    expect(unknown(shapes, section(sheet, 'Abstract Retrieval'), full)).toEqual([]);
  });

  test('Author Search', () => {
    const entries: Shapes = new Map();
    const envelope: Shapes = new Map();
    for (const { city } of invented.affiliations) {
      const { entry, ...rest } = ask(`/content/search/author?query=AFFIL(${encodeURIComponent(city)})&count=25`)['search-results'];
      for (const one of entry) walk(one, '', entries);
      walk(rest, '', envelope);
    }
    expect(entries.size).toBeGreaterThan(10);
    expect(unknown(entries, section(sheet, 'Author Search'))).toEqual([]);
    expect(unknown(envelope, section(sheet, 'Search envelope'))).toEqual([]);
  });

  // No answer in the LIGHT view was ever recorded.
  test.for(['STANDARD', 'ENHANCED'])('Author Retrieval, %s', (view) => {
    const shapes: Shapes = new Map();
    for (const { auid } of invented.authors.slice(0, 300)) {
      const profiles = ask(`/content/author/author_id/${auid}?view=${view}`)['author-retrieval-response'];
      for (const profile of Array.isArray(profiles) ? profiles : []) walk(profile, '', shapes);
    }
    expect(shapes.size).toBeGreaterThan(10);
    expect(unknown(shapes, section(sheet, 'Author Retrieval'))).toEqual([]);
  });

  test.for(['LIGHT', 'STANDARD'])('Affiliation Retrieval, %s', (view) => {
    const shapes: Shapes = new Map();
    for (const { afid } of invented.affiliations)
      walk(ask(`/content/affiliation/affiliation_id/${afid}?view=${view}`)['affiliation-retrieval-response'], '', shapes);
    expect(shapes.size).toBeGreaterThan(10);
    expect(unknown(shapes, section(sheet, 'Affiliation Retrieval'))).toEqual([]);
  });
});
