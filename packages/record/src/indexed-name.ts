import type { Author } from './work.ts';

/**
 * The author behind a name as Scopus indexes it: `van der Berg C.D.` → family `van der Berg`, initials `C.D.`
 *
 * A name without initials (a mononym, a collaboration) is kept whole.
 */
export function indexedToAuthor(indexedName: string): Author {
  const parts = /^(.+?)[\s,]+((?:\p{L}{1,3}\.[\s\u2010\u2011-]?)+)$/u.exec(indexedName.trim());
  if (!parts?.[1] || !parts[2]) return { name: indexedName.trim(), indexedName };
  const [, family, initials] = parts;
  return { name: `${family}, ${initials}`, family, initials, indexedName };
}

/** `Jean-Luc Marie` → `J.-L.M.`, `X.Y.` as it is. */
export function initialsOf(given: string): string {
  let initials = '';
  for (const word of given.split(/\s+/)) {
    let joined = '';
    for (const part of word.split('-'))
      for (const [i, name] of part.split('.').entries()) {
        const letter = String.fromCodePoint(name.codePointAt(0) ?? 0);
        if (letter.toLowerCase() !== letter.toUpperCase() || /^\p{L}$/u.test(letter)) joined += `${joined && !i ? '-' : ''}${letter.toUpperCase()}.`;
      }
    initials += joined;
  }
  return initials;
}
