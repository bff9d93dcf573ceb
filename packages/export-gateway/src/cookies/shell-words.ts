/** What a backslash and a letter mean between `$'` and `'`. Source: https://www.gnu.org/software/bash/manual/html_node/ANSI_002dC-Quoting.html */
const ansiC: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const ansiCEscape = /\\(?:x([\dA-Fa-f]{1,2})|u([\dA-Fa-f]{1,4})|U([\dA-Fa-f]{1,8})|([0-7]{1,3})|([\s\S]))/g;

const ansiCText = (text: string) =>
  text.replace(ansiCEscape, (_, x?: string, u?: string, long?: string, octal?: string, char = '') => {
    const hex = x ?? u ?? long;
    if (hex !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff));
    return octal === undefined ? (ansiC[char] ?? char) : String.fromCharCode(Number.parseInt(octal, 8));
  });

/** A piece of a word: `$'…'`, `'…'`, `"…"`, an escaped character, a plain run; or the space between words. */
const bashPiece = /\$'((?:\\[\s\S]|[^'\\])*)'|'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|\\\r?\n|\\([\s\S])|(\s+)|([^\s'"\\$]+|\$)/g;

/** The words of a command as bash reads them. */
export function bashWords(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [, dollar, single, double, escaped, space, plain] of command.matchAll(bashPiece)) {
    if (space !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    const piece =
      dollar === undefined ? (single ?? double?.replace(/\\([$`"\\]|\r?\n)/g, (_, char: string) => char.trim()) ?? escaped ?? plain) : ansiCText(dollar);
    if (piece !== undefined) word = (word ?? '') + piece;
  }
  return word === undefined ? words : [...words, word];
}

/** The same for cmd of Windows: first its carets, then quotation marks. Browsers double every backslash there. */
export function cmdWords(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (const [whole, escaped, doubled, space] of withoutCarets(command).matchAll(/\\(["\\])|("")|(\s)|"|[^\s"\\]+|\\/g)) {
    if (doubled !== undefined && quoted) word = `${word ?? ''}"`;
    else if (doubled !== undefined) word ??= '';
    else if (whole === '"') {
      quoted = !quoted;
      word ??= '';
    } else if (space !== undefined && !quoted) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + (escaped ?? whole);
  }
  return word === undefined ? words : [...words, word];
}

/** A caret makes the next character plain, at the end of a line it joins the next one; between plain quotation marks it is a character. */
function withoutCarets(command: string): string {
  let result = '';
  let quoted = false;
  for (let i = 0; i < command.length; i++) {
    const char = command[i] as string;
    if (char === '^' && !quoted) {
      const end = /^\r?\n/.exec(command.slice(i + 1, i + 3))?.[0];
      result += end === undefined ? (command[i + 1] ?? '') : '';
      i += end?.length ?? 1;
    } else {
      if (char === '"') quoted = !quoted;
      result += char;
    }
  }
  return result;
}
