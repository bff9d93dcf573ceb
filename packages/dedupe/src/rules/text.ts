/** `Étude` → `etude`; ligatures and letters that Unicode does not take apart, too. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßæœøđðłþı]/g, (letter) => letters[letter] ?? letter);
}

const letters: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i' };
const greek: Readonly<Record<string, string>> = {
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  κ: 'kappa',
  λ: 'lambda',
  μ: 'mu',
  π: 'pi',
  σ: 'sigma',
  τ: 'tau',
  χ: 'chi',
  ω: 'omega',
};

/** What needs no folding: no markup, no entities, no letters beyond ASCII. */
const plainAscii = /^[\x20-\x25\x27-\x3b\x3d-\x7e]*$/;

/** Letters and digits of any script, as words. A Greek letter in a Latin text is its name: sources write it either way. */
export function words(text: string): string[] {
  if (plainAscii.test(text))
    return (
      text
        .toLowerCase()
        .replace(/([a-z])['`](?=[a-z])/g, '$1')
        .match(/[a-z\d]+/g) ?? []
    );
  const plain = folded(text.replace(/<[^>]{1,40}>/g, ' ').replace(/&(?:amp|#38);/gi, ' and '));
  const latin = /[a-z]/.test(plain)
    ? plain.replace(/(?<!\p{Script=Greek})\p{Script=Greek}(?!\p{Script=Greek})/gu, (letter) => ` ${greek[letter] ?? letter} `)
    : plain;
  // an apostrophe is no end of a word
  return latin.replace(/(\p{L})['’‘`´](?=\p{L})/gu, '$1').match(/[\p{L}\p{N}]+/gu) ?? [];
}

const roman = /^(?=[ivx])(?:x{0,3})(?:ix|iv|v?i{0,3})$/;
const romans: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10 };

/** `iv` → 4. */
export function romanNumber(word: string): number | undefined {
  if (!word || !roman.test(word)) return undefined;
  return [...word].reduce((sum, letter, i) => {
    const value = romans[letter] ?? 0;
    return sum + (value < (romans[word[i + 1] ?? ''] ?? 0) ? -value : value);
  }, 0);
}
