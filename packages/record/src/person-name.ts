import { indexedToAuthor } from './indexed-name.ts';
import { type Author, withoutEmpty } from './work.ts';

const dotted = /^(?:\p{L}{1,3}\.[\s\u2010\u2011-]?)+$/u;
const bare = /^\p{Lu}(?:[\s-]?\p{Lu}){0,3}$/u;
const particles = /^(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|ter|ten|el|al|bin|ibn|zu|zur|af|av)$/i;
const suffix = /^(?:Jr|Sr|[IVX]{2,4}|[23](?:nd|rd|th))\.?$/i;

/**
 * A person's name in any of the usual forms: `Family, Given`, `Family, I.`, `Family, Jr., Given`, `Family I.`, `Family IJ`,
 * `Given Family`. A name of one word, or of an organisation in braces, is kept whole.
 */
export function nameToAuthor(text: string): Author {
  const name = text.trim().replace(/\s+/g, ' ').replace(/,$/, '');
  const [family = '', ...rest] = name.split(/,\s*/);
  if (rest.length) {
    const kept = rest.filter((part) => !suffix.test(part));
    const given = (kept.length ? kept : rest).join(', ');
    const tail = rest.filter((part) => suffix.test(part) && kept.length).join(', ');
    const full = tail ? `${family} ${tail}` : family;
    return withName(full, given);
  }
  if (/\.$/.test(name) && indexedToAuthor(name).family && !dotted.test(name.split(' ')[0] ?? '')) return indexedToAuthor(name);
  const words = name.split(' ');
  if (words.length < 2) return { name };
  const last = words.at(-1) as string;
  if (/^\p{Lu}{1,3}$/u.test(last) && /\p{Ll}/u.test(words[0] as string)) return withName(words.slice(0, -1).join(' '), last);
  let begin = words.length - 1;
  while (begin > 1 && particles.test(words[begin - 1] as string)) begin--;
  return withName(words.slice(begin).join(' '), words.slice(0, begin).join(' '));
}

function withName(family: string, given: string): Author {
  const short = dotted.test(given) || bare.test(given);
  return withoutEmpty<Author>({ name: given ? `${family}, ${given}` : family, family, ...(short ? { initials: given } : { given }) });
}
