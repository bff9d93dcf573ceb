import type { Work } from '@scopekit/record';
import type { ShelfRecord } from '@scopekit/store';

/** The names by which an article is found again, strongest first. */
const namesOf = ({ pii, doi, eid }: Work): string[] =>
  [pii && `pii:${pii}`, doi && `doi:${doi}`, eid && `eid:${eid}`].filter((name) => typeof name === 'string');

/** An article as it is shelved; when it was asked for is no part of it. `undefined` for one that nothing names. */
export function toEntry(work: Work): ShelfRecord | undefined {
  const names = namesOf(work);
  const { retrievedAt: _, ...from } = work.from;
  return names.length ? { names, value: { ...work, from } } : undefined;
}

/** What the shelf knows of its harvests stands on it, too. */
export const stateName = 'harvest:state';
export const isState = (names: readonly string[]): boolean => names[0] === stateName;

/** The work of an entry. */
export const workOf = (value: unknown): Work => value as Work;
