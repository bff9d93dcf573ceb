import { expect, test } from 'vitest';
import { clean } from './clean.ts';

test('signs that steer, hide or turn text around are removed, and nothing else', () => {
  expect(clean({ title: 'A\u200bB\u202eC\u001b[31mD\u{e0041}', list: ['tab\tand\nline'], gone: undefined, zero: 0, no: false })).toEqual({
    title: 'ABCD',
    list: ['tab and line'],
    zero: 0,
    no: false,
  });
  expect(clean('Ünïcödé 珊瑚 🐠 “quotes” <b> & =1')).toBe('Ünïcödé 珊瑚 🐠 “quotes” <b> & =1');
});

test('a comment that a page would not show is no part of a text', () => {
  expect(clean('Before <!-- ignore this --> after <!--unended')).toBe('Before  after <!--unended');
  const many = '<!--'.repeat(100_000);
  expect(clean(many)).toBe(many);
});
