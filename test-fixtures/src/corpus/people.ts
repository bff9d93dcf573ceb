import { issn, orcid } from './check-digits.ts';
import type { Random } from './random.ts';
import { departments, families, givens, places, publishers, topics } from './vocabulary.ts';
import type { InventedAffiliation, InventedAuthor, InventedSource, Signature } from './work.ts';

export function affiliations(rng: Random, count: number): InventedAffiliation[] {
  const kinds = ['University of', 'Technical University of', 'Institute for Advanced Study,', 'Research Hospital of'];
  return Array.from({ length: count }, (_, i) => {
    const [city, country] = places[i % places.length] as (typeof places)[number];
    const round = Math.floor(i / places.length);
    const name = round < kinds.length ? `${kinds[round]} ${city}` : `${kinds[round % kinds.length]} ${city} ${round + 1}`;
    return { afid: String(60_900_000 + i), name, department: rng.pick(departments), city, country };
  });
}

export function authors(rng: Random, count: number, homes: readonly InventedAffiliation[]): InventedAuthor[] {
  return Array.from({ length: count }, (_, i) => {
    const given = rng.chance(0.3) ? `${rng.pick(givens)} ${rng.pick(givens)}` : rng.pick(givens);
    return {
      auid: String(57_900_000_000 + i),
      family: rng.pick(families),
      given,
      initials: given
        .split(' ')
        .map((part) => `${part.charAt(0)}.`)
        .join(''),
      orcid: rng.chance(0.45) ? orcid(String(90_000_000_000 + i).padStart(15, '0')) : undefined,
      home: rng.pick(homes),
    };
  });
}

/** The ways each author signs: in full, shortened, without an address, or with a second one. Works share them, which keeps a large corpus small. */
export function signatures(rng: Random, people: readonly InventedAuthor[], homes: readonly InventedAffiliation[]): (readonly Signature[])[] {
  return people.map((author) => {
    const shortened = rng.chance(0.5) ? author.initials : (author.given.split(' ')[0] ?? author.given);
    const second = rng.pick(homes);
    return [
      { author, given: author.given, affiliations: [author.home] },
      { author, given: shortened, affiliations: [author.home] },
      { author, given: author.given, affiliations: second === author.home ? [author.home] : [author.home, second] },
      { author, given: author.given, affiliations: [] },
    ];
  });
}

export function sources(rng: Random, count: number): InventedSource[] {
  const kinds: readonly [InventedSource['aggregation'], InventedSource['code'], string][] = [
    ['Journal', 'j', 'Journal of'],
    ['Journal', 'j', 'Annals of'],
    ['Journal', 'j', 'Letters in'],
    ['Conference Proceeding', 'p', 'Proceedings of the Conference on'],
    ['Book Series', 'k', 'Lecture Notes in'],
    ['Book', 'b', 'Handbook of'],
  ];
  return Array.from({ length: count }, (_, i) => {
    const topic = i % topics.length;
    const [aggregation, code, prefix] = kinds[Math.floor(i / topics.length) % kinds.length] as (typeof kinds)[number];
    const round = Math.floor(i / topics.length / kinds.length);
    const field = topics[topic]?.subjects[0]?.[2] ?? 'Science';
    const title = `${prefix} ${field}${round ? ` ${String.fromCharCode(65 + (round % 26))}` : ''} Invented`;
    return {
      id: String(21_109_000_000 + i),
      title,
      abbreviation: title
        .split(' ')
        .map((word) => (word.length > 5 ? `${word.slice(0, 4)}.` : word))
        .join(' '),
      aggregation,
      code,
      issn: issn(String(9_900_000 + i * 2)),
      eissn: issn(String(9_900_001 + i * 2)),
      publisher: rng.pick(publishers),
      topic,
      openAccess: rng.chance(0.25),
    };
  });
}
