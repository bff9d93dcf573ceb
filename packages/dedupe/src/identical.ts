import type { Work } from '@scopekit/record';
import type { Removal } from './dedupe.ts';

type IdName = 'eid' | 'scopusId' | 'doi' | 'pii' | 'pmid';

const identifiers: readonly [name: IdName, label: string][] = [
  ['eid', 'EID'],
  ['scopusId', 'Scopus id'],
  ['doi', 'DOI'],
  ['pii', 'PII'],
  ['pmid', 'PMID'],
];

/**
 * Works that are the same record: equal in everything but where they come from, or with an identifier of an earlier work.
 * The first one stays.
 */
export function identical(works: readonly Work[]): Removal[] {
  const first = new Map<string, number>();
  const removals: Removal[] = [];
  for (const [index, work] of works.entries()) {
    const names = [
      ...identifiers.flatMap(([name, label]) => (work[name] ? [{ key: `${name}:${work[name]}`, why: `same ${label} ${work[name]}` }] : [])),
      { key: `row:${rowOf(work)}`, why: 'every field is equal' },
    ];
    const known = names.find(({ key }) => first.has(key));
    if (known) removals.push({ index, matched: first.get(known.key) as number, why: known.why });
    for (const { key } of names) if (!first.has(key)) first.set(key, index);
  }
  return removals;
}

const rowOf = ({ from: _, raw: __, ...row }: Work) => JSON.stringify(row);
