import type { Work } from '@scopekit/record';
import { expect, test } from 'vitest';
import { merged } from './merged.ts';

const found: Work = {
  eid: '2-s2.0-99900000001',
  title: 'Kelp',
  abstract: 'Long.',
  authors: [
    { name: 'Nowak, Ana', authorId: '1', orcid: '0000-0002-1825-0097', affiliations: [1] },
    { name: 'Silva, Leila', authorId: '2', affiliations: [0] },
  ],
  affiliations: [
    { affiliationId: '60', name: 'Institute' },
    { affiliationId: '61', name: 'Hospital' },
  ],
  openAccess: { open: true, kinds: ['Green'] },
  from: { source: 'scopus.search', view: 'COMPLETE' },
};

test('an ORCID and an affiliation that only the search knew stay with their author', () => {
  const retrieved: Work = {
    title: 'Kelp',
    authors: [
      { name: 'Nowak, Ana', authorId: '1' },
      { name: 'Silva, Leila', authorId: '2', affiliations: [0] },
      { name: 'Chen, Wei', authorId: '3' },
    ],
    affiliations: [{ affiliationId: '60', name: 'Institute for Kelp' }],
    from: { source: 'scopus.abstract', view: 'FULL' },
  };
  const { authors, affiliations } = merged(found, retrieved);
  expect(authors).toEqual([
    { name: 'Nowak, Ana', authorId: '1', orcid: '0000-0002-1825-0097', affiliations: [1] },
    { name: 'Silva, Leila', authorId: '2', affiliations: [0] },
    { name: 'Chen, Wei', authorId: '3' },
  ]);
  expect(affiliations).toEqual([
    { affiliationId: '60', name: 'Institute for Kelp' },
    { affiliationId: '61', name: 'Hospital' },
  ]);
});

test('a record that names the first author only does not replace a whole list, not even of one', () => {
  const single = { ...found, authors: found.authors.slice(0, 1) };
  const meta: Work = {
    authors: [{ name: 'Nowak, Ana', authorId: '1' }],
    affiliations: [{ name: 'Hospital' }],
    notes: [{ kind: 'first-author-only', text: 'x' }],
    from: { source: 'scopus.abstract', view: 'META' },
  };
  expect(merged(single, meta)).toMatchObject({
    authors: single.authors,
    affiliations: single.affiliations,
    abstract: 'Long.',
    openAccess: { kinds: ['Green'] },
  });
  expect(merged(single, meta).notes).toBeUndefined();
});
