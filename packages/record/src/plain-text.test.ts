import { expect, test } from 'vitest';
import { indexedToAuthor, plainText } from './index.ts';

test.for([
  ['CO<inf>2</inf> at 10<sup>-3</sup> M', 'CO2 at 10-3 M'],
  ['Soil &amp; water', 'Soil & water'],
  ['&#8220;Coral&#x201D; &alpha;', '“Coral” α'],
  ['p < 0.05 and q > 1', 'p < 0.05 and q > 1'],
  ['Escaping <script>alert(1)</script> in templates', 'Escaping <script>alert(1)</script> in templates'],
  ['  two\n  lines ', 'two lines'],
  ['<jats:italic>E. coli</jats:italic>', 'E. coli'],
  ['<jats:title>Aims</jats:title><jats:p>One.</jats:p><p>Two.</p>Three<br/>four', 'Aims One. Two. Three four'],
  ['x <b 5 and y > 3', 'x <b 5 and y > 3'],
  ['<span class="x" lang=en>kelp</span>', 'kelp'],
])('%s reads as %s', ([wire = '', plain]) => {
  expect(plainText(wire)).toBe(plain);
});

test.for([
  ['van der Berg C.D.', { name: 'van der Berg, C.D.', family: 'van der Berg', initials: 'C.D.', indexedName: 'van der Berg C.D.' }],
  ['Zuñiga-López M.', { name: 'Zuñiga-López, M.', family: 'Zuñiga-López', initials: 'M.', indexedName: 'Zuñiga-López M.' }],
  ['Reef Survey Group', { name: 'Reef Survey Group', indexedName: 'Reef Survey Group' }],
] as const)('the indexed name %s', ([indexed, author]) => {
  expect(indexedToAuthor(indexed)).toEqual(author);
});
