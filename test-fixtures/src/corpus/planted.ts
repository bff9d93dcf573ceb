import { scopusIdOf } from './corpus.ts';
import { type Random, random } from './random.ts';
import type { DuplicateKind, InventedWork, LookAlikeKind, Planted } from './work.ts';

type Plant = (work: InventedWork, rng: Random) => Partial<InventedWork>;

/** How a second record of the same work differs from the first. */
const duplicates: Readonly<Record<DuplicateKind, Plant>> = {
  exact: () => ({}),
  'same-title-and-authors': () => ({ doi: undefined, pii: undefined, pmid: undefined, pages: undefined, articleNumber: undefined }),
  'near-title-same-authors': (work, rng) => ({ doi: undefined, pii: undefined, pmid: undefined, title: nearly(work.title, rng), citedBy: 0 }),
};

/** How another work comes to look like it. */
const lookAlikes: Readonly<Record<LookAlikeKind, Plant>> = {
  erratum: (work) => ({ title: `Erratum to “${work.title}”`, type: 'er', citedBy: 0, hasAbstract: false, abstractInSearch: false, pmid: undefined }),
  part: (work) => ({ title: work.title.replace(/, part I$/, ', part II'), pmid: undefined }),
  editorial: (work) => ({
    title: 'Editorial introduction',
    type: 'ed',
    hasAbstract: false,
    abstractInSearch: false,
    pmid: undefined,
    year: Math.max(1996, work.year - 1),
  }),
};

const kinds = [...Object.entries(duplicates), ...Object.entries(lookAlikes)] as readonly [Planted['kind'], Plant][];

/**
 * Second records and look-alikes of works spread over the corpus: the last `count` works are those, and the work that
 * each of them repeats or resembles is adapted (the first of a series is called part I).
 */
export function planting(size: number, count: number, invent: (index: number) => InventedWork) {
  const originals = size - count;
  const step = Math.max(1, Math.floor(originals / Math.max(1, count)));
  const kindAt = (i: number) => kinds[i % kinds.length] as (typeof kinds)[number];
  const isFirst = (index: number) => index % step === 0 && index / step < count;

  function work(index: number): InventedWork {
    if (index < originals) return isFirst(index) ? firstOf(kindAt(index / step)[0], invent(index)) : invent(index);
    const i = index - originals;
    const [kind, plant] = kindAt(i);
    const first = work(i * step);
    return {
      ...first,
      ...otherIdentifiers(first, index, kind in duplicates),
      ...plant(first, random(index)),
      index,
      scopusId: scopusIdOf(index),
      eid: `2-s2.0-${scopusIdOf(index)}`,
      dummy: false,
    };
  }

  const truth = Array.from({ length: count }, (_, i): Planted => {
    const kind = kindAt(i)[0];
    return { kind, duplicate: kind in duplicates, of: `2-s2.0-${scopusIdOf(i * step)}`, eid: `2-s2.0-${scopusIdOf(originals + i)}` };
  });
  return { truth, work };
}

function firstOf(kind: Planted['kind'], work: InventedWork): InventedWork {
  if (kind === 'part') return { ...work, title: `${work.title}, part I`, dummy: false };
  if (kind === 'editorial') return { ...work, title: 'Editorial introduction', type: 'ed', hasAbstract: false, abstractInSearch: false, dummy: false };
  if (kind === 'exact') return { ...work, doi: work.doi ?? `10.5555/planted.${work.index}`, dummy: false };
  return { ...work, dummy: false };
}

/** Another work has its own DOI, PII and pages; a second record of the same work keeps them unless the kind says otherwise. */
function otherIdentifiers(work: InventedWork, index: number, duplicate: boolean): Partial<InventedWork> {
  if (duplicate) return {};
  return { doi: work.doi && `10.5555/planted.${index}`, pii: undefined, pages: ['901', '902'], articleNumber: undefined };
}

/** A typing error or a spelling variant, as second records have them. */
function nearly(title: string, rng: Random): string {
  const variants = [
    (text: string) => `${text}.`,
    (text: string) => text.replace(/:/, ' -'),
    (text: string) => text.replace(/ of /, ' in '),
    (text: string) => text.toUpperCase().slice(0, 1) + text.slice(1).replace(/s\b/, ''),
  ];
  const changed = rng.pick(variants)(title);
  return changed === title ? `The ${title}` : changed;
}
