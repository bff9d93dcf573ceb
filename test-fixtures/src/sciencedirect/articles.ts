import { abstractOf, keywordsOf } from '../corpus/abstract.ts';
import type { Corpus } from '../corpus/corpus.ts';
import type { InventedWork } from '../corpus/work.ts';

/** The works that ScienceDirect has: those with a PII of its own. */
export function articlesOf(corpus: Corpus) {
  let byPii: Map<string, InventedWork> | undefined;
  const all = () => {
    byPii ??= new Map([...corpus.works()].flatMap((work) => (work.pii && /^S[\dX]{16}$/.test(work.pii) ? [[work.pii, work]] : [])));
    return byPii;
  };
  const byDoi = (doi: string) => [...all().values()].find((work) => work.doi?.toLowerCase() === doi.toLowerCase());
  return {
    all,
    find(kind: string, value: string): InventedWork | undefined {
      const compact = value.toUpperCase().replace(/[-()./]/g, '');
      switch (kind) {
        case 'pii':
          return all().get(compact);
        case 'doi':
          return byDoi(value);
        case 'eid':
          return all().get(value.toUpperCase().replace(/^1-S2\.0-/, '')) ?? [...all().values()].find(({ eid }) => eid === value);
        case 'scopus_id':
          return [...all().values()].find(({ scopusId }) => scopusId === value.replace(/^SCOPUS_ID:/i, ''));
        default:
          return [...all().values()].find(({ pmid }) => pmid === value);
      }
    },
  };
}

export const formattedPii = (pii: string): string => pii.replace(/^S(.{4})(.{4})(.{2})(.{5})(.)$/, 'S$1-$2($3)$4-$5');
export const coverDate = ({ year, month, day }: InventedWork): string => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
/** When it came online: a month before its cover date. */
export const onlineDate = (work: InventedWork): string => new Date(Date.parse(coverDate(work)) - 30 * 24 * 3600 * 1000).toISOString().slice(0, 10);
export const abstractText = abstractOf;
export const keywords = keywordsOf;
