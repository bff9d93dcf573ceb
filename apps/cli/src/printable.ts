import { stripVTControlCharacters } from 'node:util';

/** Signs that could move the cursor, hide text or turn it around. */
const invisible = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** Text of third parties, safe to print; lines stay lines. */
export const printable = (text: string): string =>
  stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.replace(invisible, ' '))
    .join('\n');
