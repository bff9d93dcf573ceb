import type { Provenance, Work } from '@scopekit/record';
import { AbstractAnswer, abstractEndpoint } from './abstract/endpoint.ts';
import { toWork as abstractToWork } from './abstract/to-work.ts';
import { SearchPage, searchEndpoint } from './search/endpoint.ts';
import { toWork as entryToWork } from './search/to-work.ts';

/**
 * The works of a kept body of Scopus Search, whichever view or `field=` it was asked with.
 *
 * @throws ZodError when it is no such body.
 */
export function decodeSearch(body: unknown, from: Partial<Provenance> = {}): { total: number; works: Work[] } {
  const page = SearchPage.parse(body);
  return { total: page.total ?? page.entries.length, works: page.entries.map((entry) => entryToWork(entry, { source: searchEndpoint.name, ...from })) };
}

/**
 * The work of a kept body of Abstract Retrieval, whichever view it is of.
 *
 * @throws ZodError when it is no such body.
 */
export function decodeAbstract(body: unknown, from: Partial<Provenance> = {}): Work {
  return abstractToWork(AbstractAnswer.parse(body), { source: abstractEndpoint.name, ...from });
}
