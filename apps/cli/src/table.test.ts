import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { printable } from './printable.ts';
import { table } from './table.ts';

const columns = [
  { name: 'Id', value: ({ id }: { id: string; title: string }) => id },
  { name: 'Title', value: ({ title }: { id: string; title: string }) => title, wide: true },
];

test.for([40, 80, 120])('fits a terminal of %d columns, whatever the script', (width) => {
  const rows = ['A short one', '珊瑚礁と海水温の長期的な関係に関する研究とその応用についての考察'.repeat(3), '🐠 reefs '.repeat(20)].map((title, i) => ({
    id: String(i),
    title,
  }));
  const lines = table(rows, columns, { columns: width }, process.stdout).split('\n');
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
  expect(lines).toHaveLength(4);
});

test('where there is no room, spare columns go and the others fit', () => {
  const work = { id: '2-s2.0-99900000001', title: 'Kelp beds of the north and what lives in them' };
  const more = [...columns, { name: 'Author', value: () => 'A name of three hundred characters '.repeat(9), spare: 1 }, { name: 'Year', value: () => '2026' }];
  const narrow = table([work], more, { columns: 44 }, process.stdout);
  for (const line of narrow.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(44);
  expect(narrow).toMatch(/2026/);
  expect(narrow).not.toMatch(/A name of/);
  for (const line of table([work], more, { columns: 80 }, process.stdout).split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
});

test('text of third parties cannot move the cursor or hide itself', () => {
  expect(printable('\u001b[2Jred\u001b]8;;http://x\u0007link\u202e\u200b end\r')).not.toMatch(/[\p{Cc}\u200b\u202e]/u);
});
