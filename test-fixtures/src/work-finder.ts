import type { Corpus } from './corpus/corpus.ts';
import type { InventedWork } from './corpus/work.ts';

/** Indexes of the identifiers that are asked for, made when first needed. */
export function workFinder(corpus: Corpus) {
  const values: Record<string, (work: InventedWork) => string | undefined> = {
    doi: (work) => work.doi,
    pii: (work) => work.pii,
    pubmed_id: (work) => work.pmid,
  };
  const indexes = new Map<string, Map<string, number>>();
  return (kind: string, id: string): InventedWork | undefined => {
    if (kind === 'scopus_id' || kind === 'eid') return corpus.byScopusId(id.replace(/^2-s2\.0-/, ''));
    const value = values[kind];
    if (!value) return undefined;
    const index = indexes.get(kind) ?? indexOf(corpus, value);
    indexes.set(kind, index);
    const at = index.get(id.toLowerCase()) ?? index.get(id.toLowerCase().replace(/[-()]/g, ''));
    return at === undefined ? undefined : corpus.work(at);
  };
}

/** The first work that has an identifier answers for it. */
function indexOf(corpus: Corpus, value: (work: InventedWork) => string | undefined): Map<string, number> {
  const index = new Map<string, number>();
  for (const work of corpus.works()) {
    const id = value(work)?.toLowerCase();
    if (id !== undefined && !index.has(id)) index.set(id, work.index);
  }
  return index;
}
