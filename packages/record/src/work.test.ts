import { describe, expect, test } from 'vitest';
import { type Author, authorsLine } from './index.ts';

describe('authors in one line', () => {
  test.for<[string, Author]>([
    ['García A.', { name: 'García, Ana María', indexedName: 'García A.' }],
    ['Hansen I.', { name: 'Hansen, Ingrid' }],
    ['Müller J.-P.', { name: 'Müller, Jean-Pierre' }],
    ['Li X.Y.', { name: 'Li, X.Y.' }],
    ['Silva A', { name: 'Silva, A', initials: 'A' }],
    ['Tan A', { name: 'Tan A', initials: 'A' }],
    ['World Health Organization', { name: 'World Health Organization', collaboration: true }],
    ['Ministry of Health, Norway', { name: 'Ministry of Health, Norway', collaboration: true }],
    ['King, Martin Luther, Jr.', { name: 'King, Martin Luther, Jr.' }],
    ['Smith, (?)', { name: 'Smith, (?)' }],
  ])('%s', ([line, author]) => {
    expect(authorsLine({ authors: [author] })).toBe(line);
  });
});
