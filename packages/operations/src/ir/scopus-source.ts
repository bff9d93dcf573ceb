import { type AskOptions, ElsevierError } from '@scopekit/elsevier-http';
import type { HarvestSource } from '@scopekit/sciencedirect-ir';
import type { Scopus } from '@scopekit/scopus-api';

/**
 * The works of an institution by its Scopus affiliation ids, of all publishers: what Elsevier recommends to institutions that
 * subscribe to Scopus. Scopus knows years, not days, so an update asks for the years it touches.
 */
export function scopusSource(scopus: Scopus, ids: readonly string[], ask: AskOptions): HarvestSource {
  return {
    names: ids.map((id) => `AF-ID(${id})`),
    async *windows({ from, to }) {
      const years = `${from.slice(0, 4)}-${Number(to.slice(0, 4)) + 1}`;
      const found = scopus.search(ids.map((id) => `AF-ID(${id})`).join(' OR '), { view: 'best', slice: 'year', date: years, ...ask });
      yield {
        from,
        to,
        works: found,
        get articles() {
          return found.total;
        },
      };
    },
    async isThere({ scopusId, eid, doi }) {
      try {
        await scopus.abstract(scopusId ?? eid ?? doi ?? '', { ...ask, view: 'META', refresh: true });
        return true;
      } catch (error) {
        if (error instanceof ElsevierError && error.reason === 'not-found') return false;
        throw error;
      }
    },
  };
}
