import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { printable, table } from './table.ts';

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

test('text of third parties cannot move the cursor or hide itself', () => {
  expect(printable('\u001b[2Jred\u001b]8;;http://x\u0007link\u202e\u200b end\r\n')).not.toMatch(/[\p{Cc}\u200b\u202e]/u);
});
