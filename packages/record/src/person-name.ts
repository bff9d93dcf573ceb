import { indexedToAuthor } from './indexed-name.ts';
import { type Author, withoutEmpty } from './work.ts';

const dotted = /^(?:\p{L}{1,3}\.[\s\u2010\u2011-]?)+$/u;
const bare = /^\p{Lu}(?:[\s-]?\p{Lu}){0,3}$/u;
const particles = /^(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|ter|ten|el|al|bin|ibn|zu|zur|af|av)$/i;
const suffix = /^(?:Jr|Sr|[IVX]{2,4}|[23](?:nd|rd|th))\.?$/i;

const organisation =
  /\b(?:Organi[sz]ations?|Universit\p{L}+|Institutes?|Group|Consortium|Collaborations?|Association|Society|Committee|Ministry|Department|Agency|Council|Cent(?:re|er)s?|Network|Investigators|Foundation|Commission|Programme|Federation|Administration|Academy|Authority|Initiative|Working Party|Task Force|Study Team)\b/u;

/**
 * A person's name in any of the usual forms: `Family, Given`, `Family, I.`, `Family, Jr., Given`, `Family I.`, `Family IJ`,
 * `Given Family`. A name of one word is kept whole, and so is an organisation: what ends with a comma, as EndNote has it, or
 * calls itself one.
 */
export function nameToAuthor(text: string): Author {
  const whole = text.trim().replace(/\s+/g, ' ');
  const name = whole.replace(/,$/, '');
  if (name !== whole || (!name.includes(',') && organisation.test(name))) return { name, collaboration: true };
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
  let begun = words.length;
  while (begun > 1 && /^\p{Lu}$/u.test(words[begun - 1] as string)) begun--;
  if (begun === words.length && /^\p{Lu}{1,3}$/u.test(words.at(-1) as string)) begun--;
  const [before, last] = [words.slice(0, begun).join(' '), words.slice(begun).join(' ')];
  if (last && (/\p{Ll}/u.test(words[0] as string) || (last.length < 3 && before.replaceAll(' ', '').length > 2))) return withName(before, last);
  let begin = words.length - 1;
  while (begin > 1 && particles.test(words[begin - 1] as string)) begin--;
  return withName(words.slice(begin).join(' '), words.slice(0, begin).join(' '));
}

function withName(family: string, given: string): Author {
  const short = dotted.test(given) || bare.test(given);
  return withoutEmpty<Author>({ name: given ? `${family}, ${given}` : family, family, ...(short ? { initials: given } : { given }) });
}
