import { describe, expect, test } from 'vitest';
import { type Author, authorsLine, nameToAuthor } from './index.ts';

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

describe('a name as people write it', () => {
  test.for<[string, Partial<Author>]>([
    ['Ana María Silva', { family: 'Silva', given: 'Ana María' }],
    ['ana silva', { family: 'silva', given: 'ana' }],
    ['Silva, Ana', { family: 'Silva', given: 'Ana' }],
    ['Santos M.J.', { family: 'Santos', initials: 'M.J.' }],
    ['Tolkien J R R', { family: 'Tolkien', initials: 'J R R' }],
    ['Tan AB', { family: 'Tan', initials: 'AB' }],
    ['Sanne van der Berg', { family: 'van der Berg', given: 'Sanne' }],
    ['Plato', { name: 'Plato' }],
  ])('%s', ([written, author]) => {
    expect(nameToAuthor(written)).toMatchObject(author);
  });
});
