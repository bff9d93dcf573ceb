import { describe, expect, test } from 'vitest';
import { type Author, nameToAuthor } from './index.ts';

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
